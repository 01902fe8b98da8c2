"""A hub lives longer than a version of the program: its owner brings it up to date."""

from __future__ import annotations

import hashlib
from importlib.resources import files
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateTable

from data.hub import owner
from data.hub.owner import VERSION, make
from data.hub.place import refusals
from data.hub.tables import HubRow
from tests.data.files import File
from tests.data.hub.test_attacks import copied, said
from tests.data.many_desks import told
from tests.hub import Hub, joining, lines_at, met
from xfconsole.core.words.refusal import Refused

_FORMER = """
    ALTER TABLE xfc.aside DROP COLUMN uid;
    ALTER TABLE xfc.bound DROP COLUMN version;
    DROP TABLE xfc.figure;
    DROP FUNCTION xfc.tell, xfc.enrol, xfc.standing;
    CREATE FUNCTION xfc.standing() RETURNS TABLE (desk text, last bigint) LANGUAGE sql
      AS 'SELECT name, last FROM xfc.desk';
    CREATE FUNCTION xfc.enrol(text, text) RETURNS void LANGUAGE sql AS '';
    GRANT EXECUTE ON FUNCTION xfc.standing, xfc.enrol TO xfconsole_desk;
"""
"""Makes a hub one of a former version: columns, a table and functions are missing or otherwise."""


def test_a_former_hub_is_brought_up_to_date_and_nothing_is_lost(
    hub: Hub, three: list[File], tmp_path: Path
) -> None:
    first, second, third = three
    joining(hub, first, second)
    met(first)
    with copied(first, tmp_path) as clone:
        for file in (first, clone):
            file.register()
            met(file)
        before = lines_at(hub), hub.rows("SELECT desk, first, sealed FROM xfc.aside")
        hub.do(_FORMER)
        with pytest.raises(Refused, match=r"hub\.refused\.version"):
            met(second)
        for _ in range(2):
            make(hub.owner)
            assert (lines_at(hub), hub.rows("SELECT desk, first, sealed FROM xfc.aside")) == before
        joining(hub, third)
        for file in (second, third, first, second):
            met(file)
        assert told(first)["event"] == told(second)["event"] == told(third)["event"]
        # What lay aside is told of again as soon as its laptop brings it.
        assert "hub.refused.fork" in said(clone)
        assert "hub.refused.fork" in said(first)
    assert hub.rows("SELECT version FROM xfc.bound") == [(VERSION,)]
    assert len(before[1]) == hub.rows("SELECT count(uid) FROM xfc.aside")[0][0] == 1


def test_a_hub_is_brought_up_to_date_between_any_two_statements_of_a_meeting(
    hub: Hub, three: list[File], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, _ = three
    joining(hub, first, second)
    execute, made = psycopg.Connection.execute, [0]

    def make_first(connection: Any, *values: Any, **named: Any) -> Any:
        if connection.info.user.startswith("xfc_"):
            made[0] += 1
            with monkeypatch.context() as patch:
                patch.setattr(psycopg.Connection, "execute", execute)
                make(hub.owner)
        return execute(connection, *values, **named)

    monkeypatch.setattr(psycopg.Connection, "execute", make_first)
    for file in (first, second, first):
        assert not met(file).taken.refused
    assert made[0] > 12
    assert told(first) == told(second)


def test_who_is_at_the_hub_is_not_held_up(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    """A transaction that does not end holds a table, then the other owner's the hub itself."""
    monkeypatch.setattr(owner, "_PATIENCE", "20ms")
    with psycopg.connect(hub.address) as other:
        other.execute("SELECT 1 FROM xfc.aside")
        make(hub.owner)
        hub.do("ALTER TABLE xfc.bound DROP COLUMN version")
        other.execute("SELECT 1 FROM xfc.bound")
        for _ in range(2):
            with pytest.raises(Refused, match=r"hub\.refused\.held"), refusals():
                make(hub.owner)
            other.rollback()
            other.execute("SELECT pg_advisory_xact_lock(hashtext('xfc'))")
        other.rollback()
        make(hub.owner)


def test_an_older_program_leaves_a_newer_hub_as_it_is(hub: Hub, three: list[File]) -> None:
    joining(hub, three[0])
    hub.do("UPDATE xfc.bound SET version = version + 1")
    hub.do("DROP FUNCTION xfc.tell")
    with pytest.raises(Refused, match=r"hub\.refused\.newer"):
        make(hub.owner)
    assert not hub.rows("SELECT 1 FROM pg_proc WHERE proname = 'tell'")
    assert met(three[0]).sent == 3


def test_each_change_of_what_lies_at_a_hub_is_another_version() -> None:
    """Count the version up, and write the new digest beside it."""
    spoken = postgresql.dialect()  # type: ignore[no-untyped-call]
    tables = [
        str(CreateTable(each).compile(dialect=spoken)) for each in HubRow.metadata.sorted_tables
    ]
    functions = files("data.hub").joinpath("functions.sql").read_text(encoding="utf-8")
    digest = hashlib.sha256("\n".join((*tables, functions)).encode()).hexdigest()
    assert {VERSION: digest[:16]} == {3: "1038bcb1d2c9b0c5"}
