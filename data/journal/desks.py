"""Lines of several desks in one journal: read out of one as they were written, taken into another.

A line keeps its desk, its number there and its stamp. What is about something that is not here yet
waits: it stands in the journal, and no table tells of it before the rest has come.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias

from data.file.connection import Connection
from data.journal.codec import instant_of, instant_text
from data.journal.journal import COLUMNS, decoded
from xfconsole.core.facts.corrections import OPENINGS
from xfconsole.core.facts.event import Event
from xfconsole.core.facts.of_office import JournalSalvaged, OfficeRestored, PolicyKept
from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.refusal import Refused

Line: TypeAlias = Mapping[str, Any]
"""A line of the journal as its desk wrote it: the columns of an event but for its place here."""

_COLUMNS = ", ".join(each for each in COLUMNS if each not in ("seq", "stamp"))
_LINES = (
    f"SELECT {_COLUMNS}, coalesce(stamp, recorded_at) AS stamp FROM event "
    "WHERE desk = ? AND dseq > ? ORDER BY dseq LIMIT ?"
)
# Each desk by one step along the index, however many lines it has.
_REACHED = """
    WITH RECURSIVE each (desk) AS (
      SELECT min(desk) FROM event
      UNION ALL
      SELECT (SELECT min(desk) FROM event WHERE desk > each.desk) FROM each
      WHERE each.desk IS NOT NULL
    )
    SELECT desk, (SELECT max(dseq) FROM event WHERE event.desk = each.desk) FROM each
    WHERE desk IS NOT NULL
"""
_LAST = """
    SELECT dseq, coalesce(stamp, recorded_at) FROM event WHERE desk = ? ORDER BY dseq DESC LIMIT 1
"""
_BEFORE = f"""
    SELECT desk FROM event WHERE seq = (
      SELECT seq - 1 FROM event WHERE desk = ? AND dseq = 1
        AND kind IN ('{OfficeRestored.kind}', '{JournalSalvaged.kind}')
    )
"""
_TOO_LATE = "9999"
_OPENS = ", ".join(f"'{each.kind}'" for each in OPENINGS)
UNOPENED = f"""
    SELECT subject, count(*) AS lines FROM event WHERE subject <> ?
    GROUP BY subject HAVING NOT max(kind IN ({_OPENS}))
"""
"""Subjects whose opening is not here, but for the office's own, which opens with the file."""
OPENING = f"SELECT 1 FROM event WHERE subject = ? AND kind IN ({_OPENS}) LIMIT 1"
_UNANCHORED = """
    SELECT count(*) FROM event c WHERE kind = 'event.corrected' AND NOT EXISTS (
      SELECT 1 FROM event WHERE uid = c.body ->> '$.of' AND subject = c.subject
    )
"""
_UNPINNED = """
    SELECT count(*) FROM incident
    WHERE closed_at IS NULL AND policy NOT IN (SELECT digest FROM policy_pack)
"""


def reached(connection: Connection) -> dict[str, int]:
    """Return the desks that the journal has lines of, each with the number of its last one."""
    return dict(connection.execute(_REACHED).all())


def incarnations(connection: Connection, desk: str) -> tuple[str, ...]:
    """Return a desk, then those that it goes on from: what was put back, or read out of a damaged
    file, takes a new name."""
    found = [desk]
    while (before := connection.execute(_BEFORE, (found[-1],)).scalar()) not in (None, *found):
        found.append(before)
    return tuple(found)


def others(connection: Connection, desk: str) -> set[str]:
    """Return the desks that the journal has lines of beside one and those that it goes on from."""
    return reached(connection).keys() - set(incarnations(connection, desk))


def lines_of(connection: Connection, desk: str, after: int, limit: int) -> list[dict[str, Any]]:
    """Return the lines that a desk wrote after one of its numbers, in its order."""
    return list(connection.execute(_LINES, (desk, after, limit)).mappings())


def new_lines(connection: Connection, lines: Iterable[Line], own: str) -> list[Line]:
    """Return those of one desk's lines that are not here yet; twice is once.

    Raises Refused for a line that its desk can't have written so, and where one before it is
    missing.
    """
    new: list[Line] = []
    last, stamp = 0, ""
    for line in lines:
        if not last:
            found = connection.execute(_LAST, (line["desk"],)).first()
            last, stamp = found or (0, "")
        if line["dseq"] <= last:
            continue
        if line["dseq"] != last + 1:
            raise Refused("store.refused.gap", number=last + 1)
        _refuse_unwritten(line, (new or [line])[0]["desk"], stamp, own)
        new.append(line)
        last, stamp = line["dseq"], line["stamp"]
    return new


def events_in(lines: Sequence[Line]) -> list[Event]:
    """Return the events of lines that are in no file yet. Raises Refused for a kind not known."""
    return [_event(line) for line in lines]


def _refuse_unwritten(line: Line, desk: str, before: str, own: str) -> None:
    """Refuse a line of this very desk, or of a second one, and a stamp that no desk gives."""
    stamp, recorded_at = line["stamp"], line["recorded_at"]
    try:
        whole = all(
            instant_text(instant_of(line[name])) == line[name]
            for name in ("stamp", "recorded_at", "happened_at")
        )
    except (ValueError, TypeError):
        whole = False
    in_order = whole and recorded_at <= stamp < _TOO_LATE and before <= stamp
    if line["desk"] in ("", own) or line["desk"] != desk or not in_order:
        raise Refused("store.refused.line", number=line["dseq"])


def _event(line: Line) -> Event:
    try:
        event = decoded([line.get(name, 0) for name in COLUMNS])
        if isinstance(event.fact, PolicyKept) and _digest(event.fact.text) != event.fact.digest:
            raise ValueError("the text of a pack is another's")
    except (ValueError, TypeError, Refused):
        raise Refused("store.refused.line", number=line["dseq"]) from None
    return event


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@frozen
class Waiting:
    """How much waits for what has not come: lines about something whose opening is not here,
    corrections of what is not here, live incidents whose policy's text is not."""

    lines: int
    corrections: int
    incidents: int

    def __bool__(self) -> bool:
        return bool(self.lines or self.corrections or self.incidents)


def waiting(connection: Connection, office: str) -> Waiting:
    """Return what waits in a journal that several desks wrote; it is read whole."""
    lines = sum(count for _, count in connection.execute(UNOPENED, (office,)))
    corrections, incidents = (
        int(connection.execute(each).scalar()) for each in (_UNANCHORED, _UNPINNED)
    )
    return Waiting(lines, corrections, incidents)
