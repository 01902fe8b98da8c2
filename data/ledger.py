"""The ledger's lines as SQL gives them: by page, by number, and one after another."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from data.codec import instant_of, instant_text
from xfconsole.core.model import Channel, Purpose, Uid
from xfconsole.core.ports import MatterRow, RequestRow
from xfconsole.core.text import neutral_line

_LINES = """
    SELECT m.*,
      coalesce((SELECT i.number FROM incident i WHERE i.matter = m.uid
                ORDER BY i.closed_at IS NULL DESC, i.opened_seq DESC LIMIT 1), '') AS incident,
      EXISTS (SELECT 1 FROM incident i WHERE i.matter = m.uid AND i.closed_at IS NULL) AS live,
      EXISTS (SELECT 1 FROM reply r WHERE r.matter = m.uid) AS replied
    FROM matter m
"""
_NEWEST_FIRST = "ORDER BY m.received_at DESC, m.uid DESC"
_BY_NUMBER = f"{_LINES} WHERE m.number = ?"
_ALL = f"{_LINES} {_NEWEST_FIRST}"
_MOST_MARKS = 500
_BEFORE = "(m.received_at, m.uid) < (?, ?)"
_MATCHES = r"m.search LIKE ? ESCAPE '\'"


def page(
    connection: sa.Connection,
    match: str,
    before: tuple[datetime, Uid] | None,
    limit: int,
    skip: int = 0,
) -> list[MatterRow]:
    """Return ledger lines, newest receipt first and the later uid first among equals.

    Without ``match`` the index gives exactly the lines asked for; with it, its walk ends at the
    last line found.
    """
    words = neutral_line(match).casefold().split()
    conditions = [*([_BEFORE] if before else []), *[_MATCHES] * len(words)]
    where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
    after = (instant_text(before[0]), before[1]) if before else ()
    values = (*after, *map(_anywhere, words), limit, skip)
    statement = f"{_LINES} {where} {_NEWEST_FIRST} LIMIT ? OFFSET ?"
    return [matter_row(line) for line in connection.exec_driver_sql(statement, values)]


def by_number(connection: sa.Connection, number: str) -> sa.Row[Any] | None:
    """Return the line of one matter, or None. Looked for is what could have been stored."""
    return connection.exec_driver_sql(_BY_NUMBER, (neutral_line(number),)).one_or_none()


def rows_of(connection: sa.Connection, uids: Sequence[Uid]) -> list[MatterRow]:
    """Return the lines of some matters, in the order of their uids here."""
    statement = f"{_LINES} WHERE m.uid IN ({_marks(uids)})"
    found = {line.uid: line for line in connection.exec_driver_sql(statement, tuple(uids))}
    return [matter_row(found[uid]) for uid in uids if uid in found]


def all_lines(connection: sa.Connection, size: int) -> Iterator[Sequence[sa.Row[Any]]]:
    """Stream the whole ledger in its order, ``size`` lines at a time."""
    lines = connection.execute(sa.text(_ALL), execution_options={"yield_per": size})
    yield from lines.partitions()


def matter_row(line: sa.Row[Any]) -> MatterRow:
    """Return the ledger line in a row of the query above."""
    return MatterRow(
        uid=line.uid,
        number=line.number,
        channel=Channel(line.channel),
        summary=line.summary,
        topic=tuple(json.loads(line.topic)),
        purpose=Purpose(line.purpose) if line.purpose else None,
        unit=line.unit,
        received_at=instant_of(line.received_at),
        registered_at=instant_of(line.registered_at),
        officer=line.officer,
        anonymous=bool(line.anonymous),
        confidential=bool(line.confidential),
        headcount=line.headcount,
        state="live" if line.live else "replied" if line.replied else "registered",
        incident=line.incident,
    )


def requests_of(connection: sa.Connection, matters: Iterable[Uid]) -> dict[Uid, list[RequestRow]]:
    """Return the requests of several matters, each in the order they were made."""
    found: dict[Uid, list[RequestRow]] = {uid: [] for uid in matters}
    statement = f"SELECT * FROM request WHERE matter IN ({_marks(found)}) ORDER BY recorded_seq"
    for row in connection.exec_driver_sql(statement, tuple(found)):
        on = date.fromisoformat(row.due_on) if row.due_on else None
        request = RequestRow(row.uid, row.text, row.answer or "", row.step or "", on)
        found[row.matter].append(request)
    return found


def numbers(connection: sa.Connection, subjects: Sequence[Uid]) -> dict[Uid, str]:
    """Return the numbers of those subjects that are matters or incidents."""
    found: dict[Uid, str] = {}
    for start in range(0, len(subjects), _MOST_MARKS):
        wanted = tuple(subjects[start : start + _MOST_MARKS])
        for table in ("matter", "incident"):
            statement = f"SELECT uid, number FROM {table} WHERE uid IN ({_marks(wanted)})"
            rows = connection.exec_driver_sql(statement, wanted)
            found.update((str(uid), str(number)) for uid, number in rows)
    return found


def _marks(values: Collection[str]) -> str:
    return ", ".join("?" * len(values))


def _anywhere(word: str) -> str:
    """Return the LIKE pattern of a word anywhere; its own % and _ mean themselves."""
    for special in "\\%_":
        word = word.replace(special, "\\" + special)
    return f"%{word}%"
