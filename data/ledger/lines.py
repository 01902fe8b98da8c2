"""The ledger's lines as SQL gives them: by page, by number, and one after another."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from types import MappingProxyType
from typing import Any

from data.file.connection import Connection, Row
from data.journal.codec import reader_of
from xfconsole.core.office.numbers import the_one
from xfconsole.core.rows import MatterRow, RequestRow
from xfconsole.core.words.desk import Uid
from xfconsole.core.words.official import among
from xfconsole.core.words.typed import as_numbered

_FOUND = ("has_identity", "incident", "live", "contested")
"""What a line tells beside the columns of its matter; whether a reader is barred comes later."""
_BARRED = ("holder_barred", "barred")
_OWN = [each.name for each in fields(MatterRow) if each.name not in (*_FOUND, *_BARRED)]
_LINES = f"""
    SELECT {", ".join(f"m.{name}" for name in _OWN)}, m.sealed <> '' AS has_identity,
      coalesce((SELECT i.number FROM incident i WHERE i.matter = m.uid
                ORDER BY i.closed_at IS NULL DESC, i.ordinal DESC LIMIT 1), '') AS incident,
      EXISTS (SELECT 1 FROM incident i WHERE i.matter = m.uid AND i.closed_at IS NULL) AS live,
      EXISTS (SELECT 1 FROM contested c WHERE c.subject = m.uid
        OR c.subject IN (SELECT i.uid FROM incident i WHERE i.matter = m.uid)) AS contested,
      CASE WHEN m.holder <> '' THEN (
        SELECT json_group_array(b.unit) FROM barred b
        WHERE b.matter = m.uid AND b.bar = 'accused' AND b.unit <> '') ELSE '[]' END AS barred_units
    FROM matter m
"""
_NOBODY = "[]"
_NEWEST_FIRST = "ORDER BY m.received_at DESC, m.uid DESC"
_NAMED = f"{_LINES} WHERE m.uid = ?1 OR m.number = ?1"
_ALL = f"{_LINES} {_NEWEST_FIRST}"
_REQUESTS = """
    SELECT matter, uid, text, coalesce(answer, ''), coalesce(step, ''), due_on FROM request
"""
_MOST_MARKS = 500
_UID, _HOLDER = _OWN.index("uid"), _OWN.index("holder")
_read = reader_of(MatterRow, (*_OWN, *_FOUND))
_read_request = reader_of(RequestRow, ("uid", "text", "answer", "step", "on"))


def named(connection: Connection, reference: str) -> MatterRow | None:
    """Return the line of the matter of a uid or a number, or None; refuses a number of two.

    Looked for is what could have been stored.
    """
    name = as_numbered(reference)
    rows = [_row(line) for line in connection.execute(_NAMED, (name,))]
    the_one(name, [each.uid for each in rows])
    return rows[0] if rows else None


def rows_of(
    connection: Connection, uids: Sequence[Uid], places: Mapping[Uid, int] = MappingProxyType({})
) -> list[MatterRow]:
    """Return the lines of some matters, in the order of their uids here.

    With the ``places`` of all of them no index is asked for where they lie.
    """
    known = [places[each] for each in uids if each in places]
    all_known = len(known) == len(uids)
    by, values = ("rowid", tuple(known)) if all_known else ("uid", tuple(uids))
    statement = f"{_LINES} WHERE m.{by} IN ({_marks(values)})"
    found = {line[_UID]: line for line in connection.execute(statement, values)}
    return [_row(found[uid]) for uid in uids if uid in found]


def all_rows(connection: Connection, size: int) -> Iterator[list[MatterRow]]:
    """Stream the whole ledger in its order, ``size`` lines at a time."""
    for some in connection.execute(_ALL).chunks(size):
        yield [_row(line) for line in some]


def _row(line: Row) -> MatterRow:
    columns: list[Any]
    *columns, units = line
    barred = units != _NOBODY and among(columns[_HOLDER], json.loads(units))
    return _read(columns, holder_barred=barred)


def requests_of(connection: Connection, matters: Iterable[Uid]) -> dict[Uid, list[RequestRow]]:
    """Return the requests of several matters, each in the order they were made."""
    found: dict[Uid, list[RequestRow]] = {uid: [] for uid in matters}
    statement = f"{_REQUESTS} WHERE matter IN ({_marks(found)}) ORDER BY ordinal"
    for matter, *columns in connection.execute(statement, tuple(found)):
        found[matter].append(_read_request(columns))
    return found


def numbers(connection: Connection, subjects: Sequence[Uid]) -> dict[Uid, str]:
    """Return the numbers of those subjects that are matters or incidents."""
    found: dict[Uid, str] = {}
    for start in range(0, len(subjects), _MOST_MARKS):
        wanted = tuple(subjects[start : start + _MOST_MARKS])
        for table in ("matter", "incident"):
            statement = f"SELECT uid, number FROM {table} WHERE uid IN ({_marks(wanted)})"
            rows = connection.execute(statement, wanted)
            found.update((str(uid), str(number)) for uid, number in rows)
    return found


def _marks(values: Collection[object]) -> str:
    return ", ".join("?" * len(values))
