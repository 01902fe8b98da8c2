"""The ledger's lines as SQL gives them: by page, by number, and one after another."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from data.journal.codec import instant_of
from xfconsole.core.rows import MatterRow, RequestRow
from xfconsole.core.words.desk import Channel, Purpose, Uid
from xfconsole.core.words.official import among
from xfconsole.core.words.procedure import Clock, State
from xfconsole.core.words.typed import keyed

_LINES = """
    SELECT m.*,
      coalesce((SELECT i.number FROM incident i WHERE i.matter = m.uid
                ORDER BY i.closed_at IS NULL DESC, i.opened_seq DESC LIMIT 1), '') AS incident,
      EXISTS (SELECT 1 FROM incident i WHERE i.matter = m.uid AND i.closed_at IS NULL) AS live,
      CASE WHEN m.holder <> '' THEN (
        SELECT json_group_array(b.unit) FROM barred b
        WHERE b.matter = m.uid AND b.bar = 'accused' AND b.unit <> '') ELSE '[]' END AS barred_units
    FROM matter m
"""
_NEWEST_FIRST = "ORDER BY m.received_at DESC, m.uid DESC"
_BY_NUMBER = f"{_LINES} WHERE m.number = ?"
_ALL = f"{_LINES} {_NEWEST_FIRST}"
_MOST_MARKS = 500


def by_number(connection: sa.Connection, number: str) -> sa.Row[Any] | None:
    """Return the line of one matter, or None. Looked for is what could have been stored."""
    return connection.exec_driver_sql(_BY_NUMBER, (keyed(number),)).one_or_none()


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
        state=State(line.state),
        live=bool(line.live),
        incident=line.incident,
        township=line.township,
        holder=line.holder,
        due_on=date.fromisoformat(line.due_on) if line.due_on else None,
        due_clock=Clock(line.due_clock) if line.due_clock else None,
        due_at=instant_of(line.due_at) if line.due_at else None,
        undecided=bool(line.undecided),
        supervised=bool(line.supervised),
        urgent=bool(line.urgent),
        answered_at=instant_of(line.answered_at) if line.answered_at else None,
        holder_barred=among(line.holder, json.loads(line.barred_units)),
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
