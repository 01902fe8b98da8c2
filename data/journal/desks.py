"""Lines of several desks in one journal: read out of one as they were written, taken into another.

A line keeps its desk, its number there and its stamp. What is about something that is not here yet
waits: it stands in the journal, and no table tells of it before the rest has come.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from datetime import datetime, timedelta
from functools import cache
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

from data.file.connection import Connection
from data.journal.codec import fact_text, instant_of, instant_text
from data.journal.departures import GOES_ON
from data.journal.journal import COLUMNS, decoded
from xfconsole.core.facts.corrections import OPENINGS
from xfconsole.core.facts.event import FACTS, Event
from xfconsole.core.facts.of_desks import APART, ClocksApart, DeskForked
from xfconsole.core.facts.of_incident import EventCorrected
from xfconsole.core.facts.of_office import DeskLettered, JournalSalvaged, OfficeRestored, PolicyKept
from xfconsole.core.office.letters import free_letter
from xfconsole.core.words.desk import Uid
from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.refusal import Refused

Line: TypeAlias = Mapping[str, Any]
"""A line of the journal as its desk wrote it: the columns of an event but for its place here."""
Named: TypeAlias = Callable[[str], str]
"""How a desk is told of; asked only where something is to be told."""

_COLUMNS = ", ".join(each for each in COLUMNS if each not in ("seq", "stamp"))
_WRITTEN = f"SELECT {_COLUMNS}, coalesce(stamp, recorded_at) AS stamp FROM event WHERE desk = ?"
_LINES = f"{_WRITTEN} AND dseq > ? ORDER BY dseq LIMIT ?"
_KNOWN = f"{_WRITTEN} AND dseq BETWEEN ? AND ?"
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
NEWEST = f"""
    SELECT desk, (
      SELECT recorded_at FROM event WHERE event.desk = found.desk ORDER BY dseq DESC LIMIT 1
    ) FROM ({_REACHED}) found
"""
"""Each desk with when its last line was recorded, by its own clock."""
_LAST = """
    SELECT dseq, coalesce(stamp, recorded_at) FROM event WHERE desk = ? ORDER BY dseq DESC LIMIT 1
"""
_BEFORE = f"""
    SELECT desk FROM event WHERE seq = (
      SELECT seq - 1 FROM event WHERE desk = ? AND dseq = 1
        AND kind IN ('{OfficeRestored.kind}', '{JournalSalvaged.kind}')
    )
"""
_LETTERS = f"""
    SELECT desk, body ->> '$.letter' FROM event WHERE subject = ? AND kind = '{DeskLettered.kind}'
    ORDER BY coalesce(stamp, recorded_at), desk, dseq
"""
_IN_ORDER = """
    SELECT desk FROM event WHERE subject = ?
    GROUP BY desk ORDER BY min(coalesce(stamp, recorded_at)), desk
"""
_MOST_AHEAD = timedelta(days=1)
_UID = re.compile("[0-9a-f-]{36}")
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
_UNREAD = """
    SELECT count(DISTINCT body ->> '$.digest') FROM event
    WHERE kind = 'policy.adopted' AND body ->> '$.digest' NOT IN (SELECT digest FROM policy_pack)
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
    file, takes a new name, and so does a copy whose other laptop is gone."""
    found = [desk]
    while (before := _before(connection, found[-1])) not in (None, *found):
        found.append(before)
    return tuple(found)


def _before(connection: Connection, desk: str) -> Any:
    restored = connection.execute(_BEFORE, (desk,)).scalar()
    return restored or connection.execute(GOES_ON, (desk,)).scalar()


def others(connection: Connection, desk: str) -> set[str]:
    """Return the desks that the journal has lines of beside one and those that it goes on from."""
    return reached(connection).keys() - set(incarnations(connection, desk))


def names(connection: Connection, office: Uid) -> dict[str, str]:
    """Return how the desks are told of that wrote in the journal: each by its letter, or by the
    one that it will take."""
    lettered: dict[str, str] = dict(connection.execute(_LETTERS, (office,)).all())
    unlettered = reached(connection).keys() - lettered.keys()
    known = list(connection.execute(_IN_ORDER, (office,)).scalars()) if unlettered else []
    return lettered | {each: free_letter(lettered.values(), known, each) for each in unlettered}


def name_of(connection: Connection, office: Uid, desk: str) -> str:
    """Return how a desk is told of, also one that wrote nothing yet."""
    return names(connection, office).get(desk, desk[-4:])


def lines_of(connection: Connection, desk: str, after: int, limit: int) -> list[dict[str, Any]]:
    """Return the lines that a desk wrote after one of its numbers, in its order."""
    return list(connection.execute(_LINES, (desk, after, limit)).mappings())


class Forked(Refused):
    """A line of a desk is another than the one here: two machines write under its name."""

    def __init__(self, key: str, fact: DeskForked) -> None:
        told = {"desk": fact.name, "number": fact.number, "here": fact.here, "there": fact.there}
        super().__init__(key, **told)
        self.fact = fact


def new_lines(connection: Connection, lines: Sequence[Line], own: str, name: Named) -> list[Line]:
    """Return those of one desk's lines that are not here yet; twice is once.

    ``name`` says how a desk is told of. Raises Refused for a line that its desk can't have written
    so, and where one before it is missing; Forked where another stands in its place, and for lines
    of this very desk that it did not write.
    """
    if not lines:
        return []
    desk = lines[0]["desk"]
    last, stamp = connection.execute(_LAST, (desk,)).first() or (0, "")
    known = [each for each in lines if each["desk"] == desk and each["dseq"] <= last]
    _refuse_forked(connection, known, name)
    new: list[Line] = []
    for line in lines:
        if line["desk"] == desk and line["dseq"] <= last:
            continue
        if line["desk"] == desk == own:
            raise Forked("store.refused.fork_own", _fork(line, "", name))
        if line["dseq"] != last + 1:
            raise Refused("store.refused.gap", number=last + 1)
        _refuse_unwritten(line, desk, stamp)
        new.append(line)
        last, stamp = line["dseq"], line["stamp"]
    return new


def refuse_ahead(lines: Sequence[Line], now: datetime, zone: ZoneInfo, name: Named) -> None:
    """Refuse new lines of a desk with stamps beyond what any clock can show by now.

    This desk would write behind them until then. Desks hours apart are right to go on.
    """
    reached = instant_of(lines[-1]["stamp"])
    if reached - now > _MOST_AHEAD:
        at, here = (f"{each.astimezone(zone):%Y-%m-%d %H:%M}" for each in (reached, now))
        raise Refused("store.refused.ahead", desk=name(lines[0]["desk"]), at=at, now=here)


def clock_apart(lines: Sequence[Line], now: datetime, name: Named) -> ClocksApart | None:
    """Return what new lines show of their desk's clock: recorded later than now, they leave no
    doubt that it is ahead of this one. One that is behind never shows."""
    ahead = max(instant_of(each["recorded_at"]) for each in lines) - now
    if ahead <= APART:
        return None
    desk = lines[0]["desk"]
    return ClocksApart(desk, name(desk), ahead // timedelta(minutes=1))


def _refuse_forked(connection: Connection, lines: Sequence[Line], name: Named) -> None:
    """Refuse lines that are known, and not as they are here.

    What was lost of a damaged file is not here; such a hole stays (see journal.salvaged).
    """
    if not lines:
        return
    numbers = [each["dseq"] for each in lines]
    asked = (lines[0]["desk"], min(numbers), max(numbers))
    here = {each["dseq"]: each for each in connection.execute(_KNOWN, asked).mappings()}
    for line in lines:
        held = here.get(line["dseq"])
        if held and any(line[name] != value for name, value in held.items()):
            raise Forked("store.refused.fork", _fork(line, held["uid"], name))


def _fork(line: Line, here: Uid, name: Named) -> DeskForked:
    # What a stranger wrote is told as it is only where it looks like what desks write.
    there = line["uid"] if _UID.fullmatch(str(line["uid"])) else "?"
    return DeskForked(line["desk"], name(line["desk"]), line["dseq"], there, here)


def events_in(lines: Sequence[Line]) -> list[Event]:
    """Return the events of lines that are in no file yet. Raises Refused for a kind not known."""
    return [_event(line) for line in lines]


def _refuse_unwritten(line: Line, desk: str, before: str) -> None:
    """Refuse a line of no desk, or of a second one, and a stamp that no desk gives."""
    stamp, recorded_at = line["stamp"], line["recorded_at"]
    try:
        whole = all(
            instant_text(instant_of(line[name])) == line[name]
            for name in ("stamp", "recorded_at", "happened_at")
        )
    except (ValueError, TypeError):
        whole = False
    in_order = whole and recorded_at <= stamp < "9999" and before <= stamp
    if not desk or line["desk"] != desk or not in_order:
        raise Refused("store.refused.line", number=line["dseq"])


def _event(line: Line) -> Event:
    try:
        event = decoded([line.get(name, 0) for name in COLUMNS])
        if isinstance(event.fact, PolicyKept) and _digest(event.fact.text) != event.fact.digest:
            raise ValueError("the text of a pack is another's")
        if isinstance(event.fact, EventCorrected) and not event.fact.changes.keys() <= _fields():
            raise ValueError("a correction names a field of no fact")
        if "\\ud" in line["body"]:
            fact_text(event.fact).encode()
    except (ValueError, TypeError, Refused):
        raise Refused("store.refused.line", number=line["dseq"]) from None
    return event


@cache
def _fields() -> frozenset[str]:
    """Return what a correction can name at all; a field that is not here yet a newer program has,
    whatever the correction is about."""
    return frozenset(each.name for fact in FACTS.values() for each in fields(fact))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@frozen
class Waiting:
    """How much waits for what has not come: lines about something whose opening is not here,
    corrections of what is not here, live incidents whose policy's text is not, adopted packs
    likewise."""

    lines: int
    corrections: int
    incidents: int
    packs: int = 0

    def __bool__(self) -> bool:
        return bool(self.lines or self.corrections or self.incidents or self.packs)


def waiting(connection: Connection, office: str) -> Waiting:
    """Return what waits in a journal that several desks wrote; it is read whole."""
    lines = sum(count for _, count in connection.execute(UNOPENED, (office,)))
    corrections, incidents, packs = (
        int(connection.execute(each).scalar()) for each in (_UNANCHORED, _UNPINNED, _UNREAD)
    )
    return Waiting(lines, corrections, incidents, packs)
