"""What projecting an event does to the tables, as values; and the one place that carries it out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias

import sqlalchemy as sa
from sqlmodel import SQLModel

from data.tables.rows import table_of

Row: TypeAlias = Mapping[str, Any]

_MOST_ROWS = 1000


class Statement:
    """A Core statement compiled once, for a driver that takes its values by position.

    Compiling anew, or looking a compiled form up, costs more than inserting the row. ``adds`` says
    that it only adds rows of their own, so that it may be put off past other such statements.
    """

    def __init__(self, core: sa.Insert | sa.TextClause, *, adds: bool = False) -> None:
        self.adds = adds
        self._core = core
        self._compiled: tuple[str, Sequence[str]] | None = None

    def run(self, connection: sa.Connection, rows: Sequence[Row]) -> None:
        """Execute the statement once for each row of values; no rows, no execution."""
        if not rows:
            return
        sql, names = self._compiled or self._compile(connection.dialect)
        values = [tuple([row[name] for name in names]) for row in rows]
        connection.exec_driver_sql(sql, values if len(values) > 1 else values[0])

    def _compile(self, dialect: sa.Dialect) -> tuple[str, Sequence[str]]:
        compiled: Any = self._core.compile(dialect=dialect)
        self._compiled = compiled.string, tuple(compiled.positiontup)
        return self._compiled


Write: TypeAlias = tuple[Statement, Row]
"""A statement and the values for one execution of it."""


def insert(row: type[SQLModel]) -> Statement:
    """Return the statement that adds a row of a table."""
    return Statement(table_of(row).insert(), adds=True)


def change(sql: str) -> Statement:
    """Return a statement written as SQL with ``:name`` for its values."""
    return Statement(sa.text(sql))


def upsert(row: type[SQLModel]) -> Statement:
    """Return the statement that adds a row or, where its primary key is known, replaces it."""
    table = table_of(row)
    columns = [column.name for column in table.columns]
    keys = [column.name for column in table.primary_key]
    changes = ", ".join(f"{name} = excluded.{name}" for name in columns if name not in keys)
    return change(
        f"INSERT INTO {table.name} ({', '.join(columns)}) "
        f"VALUES ({', '.join(':' + name for name in columns)}) "
        f"ON CONFLICT ({', '.join(keys)}) DO UPDATE SET {changes}"
    )


def carry_out(connection: sa.Connection, writes: Iterable[Write]) -> None:
    """Execute writes, as few and as large as their order allows."""
    waiting: dict[Statement, list[Row]] = {}
    for statement, row in writes:
        if not statement.adds:
            _flush(connection, waiting)
            statement.run(connection, [row])
            continue
        rows = waiting.setdefault(statement, [])
        rows.append(row)
        if len(rows) >= _MOST_ROWS:
            _flush(connection, waiting)
    _flush(connection, waiting)


def _flush(connection: sa.Connection, waiting: dict[Statement, list[Row]]) -> None:
    for statement, rows in waiting.items():
        statement.run(connection, rows)
    waiting.clear()
