"""An office's file as version 1 left it: its journal, chained anew, and its tables."""

from __future__ import annotations

from dataclasses import replace

import sqlalchemy as sa

from data.file.engine import open_engine
from data.journal.journal import Journal, all_events, chain_key
from data.store.store import read_meta
from data.tables.migrations import migrate
from data.tables.schema import VERSION_1
from tests.data.files import KEY, File
from xfconsole.core.facts import of_procedure as facts_life
from xfconsole.core.facts.base import Fact
from xfconsole.core.facts.event import AlarmPassed, Event, LettersImported, MatterRegistered

LATER = {
    each.kind
    for each in vars(facts_life).values()
    if isinstance(each, type) and issubclass(each, Fact) and each is not Fact
} | {LettersImported.kind, AlarmPassed.kind}
"""The kinds of facts that version 1 did not have."""


def as_version_1(file: File, name: str = "before.db") -> sa.Engine:
    """Write what a file holds into a file of version 1, without what came later; return it open."""
    engine = open_engine(file.path.with_name(name), KEY.database)
    migrate(engine, (VERSION_1,))
    with file.reader.connect() as now, engine.begin() as before:
        journal = Journal(before, chain_key(KEY.raw), read_meta(now)["desk"])
        journal.append([_as_then(each) for each in all_events(now) if each.kind not in LATER])
        # Its own triggers count what there is.
        for table in _tables(before) - {"event", "tally"}:
            _copy(now, before, table)
    return engine


def _as_then(event: Event) -> Event:
    """A registration did not name its import yet."""
    fact = event.fact
    then = replace(fact, brought="") if isinstance(fact, MatterRegistered) else fact
    return replace(event, fact=then)


def _tables(connection: sa.Connection) -> set[str]:
    return set(sa.inspect(connection).get_table_names())


def _copy(now: sa.Connection, before: sa.Connection, table: str) -> None:
    columns = [each["name"] for each in sa.inspect(before).get_columns(table)]
    named = ", ".join(columns)
    before.exec_driver_sql(f"DELETE FROM {table}")
    for row in now.exec_driver_sql(f"SELECT {named} FROM {table}"):
        marks = ", ".join("?" * len(columns))
        before.exec_driver_sql(f"INSERT INTO {table} ({named}) VALUES ({marks})", tuple(row))
