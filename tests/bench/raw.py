"""The bare side of storage: the same rows, by sqlcipher3 alone, into a file of the same make."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import Any

from sqlcipher3 import dbapi2  # type: ignore[import-untyped]

from data.office import DATABASE, OpenOffice

PRAGMAS = (
    "journal_mode",
    "synchronous",
    "fullfsync",
    "checkpoint_fullfsync",
    "foreign_keys",
    "recursive_triggers",
    "secure_delete",
    "temp_store",
)
_EVENTS = "event"
_OF_SUBJECTS = ("matter", "matter_key", "request", "incident", "deadline")
"""Tables whose new rows go over with the events; the column that names their subject."""
_SUBJECT = {"matter": "uid", "incident": "uid"}
_TABLES = """
    SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'search%' ORDER BY name
"""
_KEPT = ("counter", "heartbeat")
"""Tables with a row or two that every verb writes anew."""

Rows = dict[str, list[tuple[Any, ...]]]


class RawOffice:
    """Takes over from an office what it stored last, and stores it again the shortest way."""

    def __init__(self, office: OpenOffice, copy: Path) -> None:
        self._ours = _connected(office.folder / DATABASE, office)
        self._bare = _connected(copy / DATABASE, office)
        self._sides = self._ours, self._bare
        self._seq = self._newest()

    def take(self) -> Rows:
        """Return the rows that our side stored since the last call, ready to be stored."""
        before, self._seq = self._seq, self._newest()
        new = (before, self._seq)
        ours = self._ours.execute
        found: Rows = {_EVENTS: ours("SELECT * FROM event WHERE seq > ? AND seq <= ?", new)}
        for table in _OF_SUBJECTS:
            subject = _SUBJECT.get(table, "matter")
            found[table] = ours(
                f"SELECT * FROM {table} WHERE {subject} IN "
                "(SELECT subject FROM event WHERE seq > ? AND seq <= ?)",
                new,
            )
        for table in _KEPT:
            found[table] = ours(f"SELECT * FROM {table}")
        return {table: rows.fetchall() for table, rows in found.items()}  # type: ignore[attr-defined]

    def draft(self) -> Rows:
        """Return the draft that our side keeps now, ready to be stored."""
        return {"draft": self._ours.execute("SELECT * FROM draft").fetchall()}

    def store(self, rows: Rows) -> float:
        """Store rows in one transaction; returns the seconds it took."""
        statements = [(_statement(table, found), found) for table, found in rows.items() if found]
        started = perf_counter()
        self._bare.execute("BEGIN IMMEDIATE")
        for statement, found in statements:
            self._bare.executemany(statement, found)
        self._bare.execute("COMMIT")
        return perf_counter() - started

    def rows(self) -> tuple[Rows, Rows]:
        """Return the rows of every table, ours and the bare side's, but for the index of words."""
        ours, bare = ({name: _all(side, name) for name in _tables(side)} for side in self._sides)
        return ours, bare

    def close(self) -> None:
        """Close both files."""
        for side in self._sides:
            side.close()

    def _newest(self) -> int:
        newest: int = self._ours.execute("SELECT max(seq) FROM event").fetchone()[0]
        return newest


@contextmanager
def raw_office(office: OpenOffice, copy: Path) -> Iterator[RawOffice]:
    """Open the bare side for the length of a block; ``copy`` is a copy of the office's folder."""
    bare = RawOffice(office, copy)
    try:
        yield bare
    finally:
        bare.close()


def _statement(table: str, rows: Sequence[tuple[Any, ...]]) -> str:
    # An event may be about a matter that is stored already, hence OR REPLACE for all but events.
    verb = "INSERT" if table == _EVENTS else "INSERT OR REPLACE"
    return f"{verb} INTO {table} VALUES ({', '.join('?' * len(rows[0]))})"


def _tables(side: Any) -> list[str]:
    return [name for (name,) in side.execute(_TABLES)]


def _all(side: Any, table: str) -> list[tuple[Any, ...]]:
    return sorted(side.execute(f"SELECT * FROM {table}"), key=repr)


def _connected(path: Path, office: OpenOffice) -> Any:
    """Open a file with the office's key and with every setting its own connections have."""
    connection = dbapi2.connect(str(path), isolation_level=None, check_same_thread=False)
    connection.execute(f"PRAGMA key = \"x'{office.key.database.hex()}'\"")
    with office.engine.connect() as ours:
        for name in PRAGMAS:
            value = ours.execute(f"PRAGMA {name}").scalar()
            connection.execute(f"PRAGMA {name} = {value}")
    return connection
