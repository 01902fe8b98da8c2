"""What projecting an event does to the tables, as values; and the one place that carries it out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

import sqlalchemy as sa
from sqlmodel import SQLModel

from data.tables import table_of

Row: TypeAlias = Mapping[str, Any]
Statement: TypeAlias = sa.Insert | sa.TextClause
Write: TypeAlias = tuple[Statement, Row]
"""A statement prepared once, and the values for one execution of it."""

_MOST_ROWS = 1000


def insert(row: type[SQLModel]) -> sa.Insert:
    """Return the statement that adds a row of a table."""
    return table_of(row).insert()


def upsert(row: type[SQLModel]) -> sa.TextClause:
    """Return the statement that adds a row or, where its primary key is known, replaces it."""
    table = table_of(row)
    columns = [column.name for column in table.columns]
    keys = [column.name for column in table.primary_key]
    changes = ", ".join(f"{name} = excluded.{name}" for name in columns if name not in keys)
    return sa.text(
        f"INSERT INTO {table.name} ({', '.join(columns)}) "
        f"VALUES ({', '.join(':' + name for name in columns)}) "
        f"ON CONFLICT ({', '.join(keys)}) DO UPDATE SET {changes}"
    )


def carry_out(connection: sa.Connection, writes: Iterable[Write]) -> None:
    """Execute writes, as few and as large as their order allows.

    Plain inserts go to rows of their own and may pass one another; anything else waits for them.
    """
    waiting: dict[Statement, list[Row]] = {}
    for statement, row in writes:
        if isinstance(statement, sa.Insert):
            rows = waiting.setdefault(statement, [])
            rows.append(row)
            if len(rows) >= _MOST_ROWS:
                _flush(connection, waiting)
            continue
        _flush(connection, waiting)
        connection.execute(statement, row)
    _flush(connection, waiting)


def _flush(connection: sa.Connection, waiting: dict[Statement, list[Row]]) -> None:
    for statement, rows in waiting.items():
        connection.execute(statement, rows)
    waiting.clear()
