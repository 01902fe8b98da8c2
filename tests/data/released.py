"""An office's file as a program of an earlier version left it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from data.file.connection import Connection, Engine
from data.file.engine import open_engine
from data.journal.codec import fact_from, fact_text
from data.journal.journal import chain_key, signed_again
from data.tables.migrations import version_of
from data.tables.statements import columns_in, insert
from tests.data.files import KEY, File, table_names
from xfconsole.core.facts import of_procedure as facts_life
from xfconsole.core.facts import of_reception
from xfconsole.core.facts.announced import AlarmPassed
from xfconsole.core.facts.event import Fact
from xfconsole.core.facts.of_matter import LettersEnded, LettersImported, MatterRegistered

LATER = {
    each.kind
    for each in (*vars(facts_life).values(), *vars(of_reception).values())
    if isinstance(each, type) and issubclass(each, Fact) and each is not Fact
} | {LettersImported.kind, LettersEnded.kind, AlarmPassed.kind}
"""The kinds of facts that version 1 did not have."""
BROUGHT = 4
"""The version from which on a registration names its import."""
UNREAD = 8
"""The version from which on no table holds the replies."""
_REPLIES = """
    INSERT INTO reply SELECT uid, subject, happened_at FROM event WHERE kind = 'matter.replied'
"""
ORDERED = 18
"""The version from which on rows know their place in the order of all desks."""
_NUMBERED = (
    "UPDATE incident SET opened_seq = (SELECT seq FROM event WHERE subject = incident.uid LIMIT 1)",
    "UPDATE request SET recorded_seq = (SELECT seq FROM event WHERE uid = request.uid)",
)
_RELEASED = Path(__file__).with_suffix(".sql")


def bring(engine: Engine, number: int) -> None:
    """Do with a file what the program of each version up to one did, statement by statement."""
    with engine.begin() as connection:
        found = version_of(connection)
        for version, statement in _statements():
            if found < version <= number:
                connection.execute(statement)


def as_version(number: int, file: File, name: str = "before.db") -> Engine:
    """Write what a file holds into a file of an earlier version, its journal chained anew, without
    what came later; return it open."""
    engine = open_engine(file.path.with_name(name), KEY.database)
    bring(engine, number)
    with file.reader.connect() as now, engine.begin() as before:
        rows = now.execute("SELECT * FROM event ORDER BY seq").mappings()
        known = (each for each in rows if number > 1 or each["kind"] not in LATER)
        then = [_as_then(each, at, number) for at, each in enumerate(known, 1)]
        insert("event").run(before, list(signed_again(chain_key(KEY.raw), then)))
        # Its own triggers find the nearest duties; what they count comes as it was.
        tables = table_names(before) & table_names(now) - {"event", "matter", "tally"}
        for table in ("matter", *sorted(tables), "tally"):
            _copy(now, before, table)
        if number < ORDERED:
            for numbered in _NUMBERED:
                before.execute(numbered)
        if number < UNREAD:
            before.execute(_REPLIES)
        if number == 1:
            before.execute("DELETE FROM tally WHERE name <> 'matter'")
    return engine


def _statements() -> Iterator[tuple[int, str]]:
    """Yield each statement with its version, which the last one of each leaves in the file."""
    version, statement = 1, ""
    for line in _RELEASED.read_text(encoding="utf-8").splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield version, statement
            version += statement.startswith("PRAGMA user_version")
            statement = ""


def _as_then(row: dict[str, Any], dseq: int, number: int) -> dict[str, Any]:
    """Return what was recorded; of old, before a registration named its import."""
    then = {**row, "dseq": dseq}
    if number < BROUGHT and row["kind"] == MatterRegistered.kind:
        fact: Any = fact_from(row["kind"], row["body"])
        then["body"] = fact_text(replace(fact, brought=""))
    return then


_NOTHING = {"TEXT": "''", "INTEGER": "0"}


def _copy(now: Connection, before: Connection, table: str) -> None:
    known = columns_in(now, table)
    wanted = before.execute("SELECT * FROM pragma_table_info(?)", (table,)).mappings()
    # What had to be there and is no more says nothing.
    values = {
        each["name"]: each["name"] if each["name"] in known else _NOTHING[each["type"]]
        for each in wanted
        if each["name"] in known or (each["notnull"] and each["dflt_value"] is None)
    }
    columns, named = list(values), ", ".join(values)
    before.execute(f"DELETE FROM {table}")
    for row in now.execute(f"SELECT {', '.join(values.values())} FROM {table}"):
        marks = ", ".join("?" * len(columns))
        before.execute(f"INSERT INTO {table} ({named}) VALUES ({marks})", tuple(row))
