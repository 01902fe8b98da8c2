"""What projecting an event does to the tables, as values; and the one place that carries it out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeAlias

from data.file.connection import Connection

Row: TypeAlias = Mapping[str, Any]

_MOST_ROWS = 1000
_COLUMNS = "SELECT name FROM pragma_table_info(?) ORDER BY cid"
_KEY = "SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk"


class Statement:
    """A statement with ``:name`` for values, whose text is made once: ``sql`` gives it for the file
    at hand."""

    def __init__(self, sql: Callable[[Connection], str]) -> None:
        self._sql = sql
        self._text = ""

    def run(self, connection: Connection, rows: Sequence[Row]) -> None:
        """Execute the statement once for each row of values; no rows, no execution."""
        if rows:
            self._text = self._text or self._sql(connection)
            connection.execute_many(self._text, rows)


Write: TypeAlias = tuple[Statement, Row]
"""A statement and the values for one execution of it."""


def insert(table: str) -> Statement:
    """Return the statement that adds a row of a table."""
    return Statement(lambda connection: _adding(table, columns_in(connection, table)))


def change(sql: str) -> Statement:
    """Return a statement written as SQL with ``:name`` for its values."""
    return Statement(lambda _: sql)


def upsert(table: str) -> Statement:
    """Return the statement that adds a row or, where its primary key is known, replaces it."""

    def replacing(connection: Connection) -> str:
        columns, keys = columns_in(connection, table), key_in(connection, table)
        changes = ", ".join(f"{name} = excluded.{name}" for name in columns if name not in keys)
        added = _adding(table, columns)
        return f"{added} ON CONFLICT ({', '.join(keys)}) DO UPDATE SET {changes}"

    return Statement(replacing)


def columns_in(connection: Connection, table: str) -> Sequence[str]:
    """Return the columns that a table of this file has, in order."""
    # Asked of the file: building the classes takes longer than all else before the first key.
    return list(connection.execute(_COLUMNS, (table,)).scalars())


def key_in(connection: Connection, table: str) -> Sequence[str]:
    """Return the columns of a table's primary key, in order."""
    return list(connection.execute(_KEY, (table,)).scalars())


def _adding(table: str, columns: Sequence[str]) -> str:
    values = ", ".join(f":{name}" for name in columns)
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({values})"


def carry_out(connection: Connection, writes: Iterable[tuple[str, Sequence[Write]]]) -> None:
    """Execute what is to be done about each subject, in as few executions as its order allows.

    Each subject's writes stay in their order. Those about two subjects may change places, because
    no row that the ones change is read or changed by the others.
    """
    waiting = _Waiting()
    for subject, each in writes:
        for statement, row in each:
            waiting.add(subject, statement, row)
        if waiting.size >= _MOST_ROWS:
            waiting.run(connection)
            waiting = _Waiting()
    waiting.run(connection)


class _Waiting:
    """Writes that wait to be executed, those of one statement together."""

    def __init__(self) -> None:
        self.size = 0
        self._executions: list[tuple[Statement, list[Row]]] = []
        self._places: dict[Statement, list[int]] = {}
        self._reached: dict[str, int] = {}

    def add(self, subject: str, statement: Statement, row: Row) -> None:
        """Add a write to the first execution of its statement that the subject is not beyond."""
        reached, places = self._reached.get(subject, 0), self._places.setdefault(statement, [])
        place = next((each for each in places if each >= reached), len(self._executions))
        if place == len(self._executions):
            places.append(place)
            self._executions.append((statement, []))
        self._executions[place][1].append(row)
        self._reached[subject] = place
        self.size += 1

    def run(self, connection: Connection) -> None:
        """Execute everything that waits."""
        for statement, rows in self._executions:
            statement.run(connection, rows)
