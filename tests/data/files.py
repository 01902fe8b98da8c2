"""An office's file for one test, and what lies in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from data.file.connection import Connection, Engine, Found
from data.file.engine import open_engine
from data.ledger.views import SqlViews
from data.store.store import SqlStore, claim_file
from data.tables.migrations import migrate
from data.tables.search import TABLES
from data.tables.statements import key_in
from data.vault.vault import DataKey
from xfconsole.core.facts.event import Event, Fact
from xfconsole.core.facts.of_matter import MatterRegistered
from xfconsole.core.ledger.listing import Listing
from xfconsole.core.ledger.terms import LedgerQuery, Word
from xfconsole.core.rows import MatterRow
from xfconsole.core.words.desk import Channel, Uid
from xfconsole.core.words.text import neutral_line
from xfconsole.ids import uuid7

NIGHT = datetime(2026, 2, 19, 18, 0, tzinfo=UTC)
"""02:00 of 2026-02-20 in Shanghai."""
KEY = DataKey(bytes(range(32)))


class Uids:
    """UUIDv7 in a fixed order, so that a failing test fails the same way again.

    A second source for the same file begins after what the first has made.
    """

    def __init__(self, made: int = 0) -> None:
        self._made = made

    def new(self, at: datetime) -> Uid:
        self._made += 1
        return uuid7(int(at.timestamp() * 1000), self._made)


@dataclass
class File:
    """An office's file with a writing and a reading engine."""

    path: Path
    engine: Engine
    reader: Engine
    store: SqlStore
    views: SqlViews
    uids: Uids = field(default_factory=Uids)
    now: datetime = NIGHT

    def event(
        self, subject: Uid, fact: Fact, *, at: datetime | None = None, officer: str = "李敏"
    ) -> Event:
        """Make an event one second after the last one; it happened then, or at ``at``."""
        self.now += timedelta(seconds=1)
        return Event(self.uids.new(self.now), subject, at or self.now, self.now, officer, fact)

    def add(self, subject: Uid, fact: Fact, *, at: datetime | None = None) -> Event:
        """Store one fact in a transaction of its own."""
        event = self.event(subject, fact, at=at)
        with self.store.begin() as tx:
            tx.append([event])
        return event

    def register(self, summary: str = "安置房逾期交付", **fields: Any) -> Uid:
        """Register a matter in a transaction of its own."""
        matter = self.uids.new(self.now)
        at = fields.pop("at", None)
        with self.store.begin() as tx:
            number = f"2026-{tx.next_number('matter-2026'):06d}"
            fact = MatterRegistered(
                fields.pop("channel", Channel.LETTER), summary, number=number, **fields
            )
            tx.append([self.event(matter, fact, at=at)])
        return matter

    def matching(self, words: str, *, limit: int = 10_000) -> list[MatterRow]:
        """Return the ledger's lines that have all of these words in their texts."""
        query = LedgerQuery(tuple(map(Word, neutral_line(words).casefold().split())))
        return self.views.matters(Listing(NIGHT, query), limit=limit)

    def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """Return what a query finds, read through the reading engine."""
        with self.reader.connect() as connection:
            return [tuple(row) for row in connection.execute(sql, values)]


@cache
def founded(office: Uid = "", desk: Uid = "") -> bytes:
    """Return a migrated file of an office in which nothing happened; without one, of none.

    Each is made once: a copy of it takes a twentieth of the time.
    """
    with TemporaryDirectory() as folder:
        path = Path(folder) / "office.db"
        engine = open_engine(path, KEY.database)
        migrate(engine)
        if office:
            claim_file(engine, office, desk)
        # The last connection to be closed brings what stands in the log into the file.
        engine.dispose()
        return path.read_bytes()


def hasty(engine: Engine) -> Engine:
    """Let a writer wait for no disk: nobody cuts the power of a test."""
    engine.dispose()
    engine.connected.append(lambda made: made.execute("PRAGMA synchronous = OFF"))
    return engine


@contextmanager
def new_file(folder: Path, name: str = "office.db") -> Iterator[File]:
    """Make an office's file in a folder and close it at the end."""
    path = folder / name
    uids = Uids()
    path.write_bytes(founded(uids.new(NIGHT), uids.new(NIGHT)))
    engine = hasty(open_engine(path, KEY.database))
    reader = open_engine(path, KEY.database, read_only=True)
    try:
        yield File(path, engine, reader, SqlStore(engine, KEY), SqlViews(reader, KEY), uids)
    finally:
        reader.dispose()
        engine.dispose()


Asked = list[tuple[str, Any]]


@contextmanager
def asked_of_files() -> Iterator[Asked]:
    """Yield the statements that are put to any file within the block, with their first values."""
    found: Asked = []
    execute, execute_many = Connection.execute, Connection.execute_many

    def noted(connection: Connection, statement: str, values: Any = ()) -> Found:
        found.append((statement, values))
        return execute(connection, statement, values)

    def noted_many(connection: Connection, statement: str, rows: Any) -> None:
        found.append((statement, rows[0]))
        execute_many(connection, statement, rows)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Connection, "execute", noted)
        patch.setattr(Connection, "execute_many", noted_many)
        yield found


def table_names(connection: Connection) -> set[str]:
    """Return the tables that follow from the journal at once; the search index comes after."""
    names = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").scalars()
    return {each for each in names if not each.startswith((TABLES, "sqlite_"))}


SELECTS: dict[tuple[object, ...], dict[str, str]] = {}
"""How each table is read, by the very text of the schema: finding the tables takes long."""


def contents(engine: Engine) -> dict[str, list[tuple[Any, ...]]]:
    """Return every told table's rows in the order of its primary key."""
    with engine.connect() as connection:
        schema = connection.execute("SELECT type, name, sql FROM sqlite_master").all()
        selects = SELECTS.get(found := tuple(map(tuple, schema)))
        if selects is None:
            selects = SELECTS[found] = {
                name: f"SELECT * FROM {name} ORDER BY {', '.join(key_in(connection, name))}"
                for name in sorted(table_names(connection))
            }
        return {
            name: list(map(tuple, connection.execute(select))) for name, select in selects.items()
        }
