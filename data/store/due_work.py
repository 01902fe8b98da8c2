"""Due work on matters as SQL finds it: what to look at next, and what is prompted for now."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import fields, replace
from datetime import UTC, date, datetime
from typing import TypeAlias

from data.file.connection import Connection
from data.journal.codec import instant_of, instant_text, reader_of
from data.journal.journal import events_of
from data.store.keeping import Filtered
from data.tables.shared import MEETS, PROMPTING, UNRULED
from xfconsole.core.days.workdays import changed
from xfconsole.core.facts.event import Event
from xfconsole.core.facts.of_procedure import CalendarAdopted
from xfconsole.core.office.adopted import last_calendar, table_of
from xfconsole.core.rows import MeetingCalled, PastBrought, StandingDuty
from xfconsole.core.words.desk import Uid
from xfconsole.core.words.official import name_key
from xfconsole.core.words.procedure import Bar, Measure

# Most matters of a young register are of that state: without the index all of them are looked at.
_UNRECKONED = "matter INDEXED BY matter_unreckoned WHERE reckoned = 0 AND state = 'registered'"
_LOOK_AT = Filtered(
    f"""
    SELECT matter FROM (
      SELECT matter, look_at FROM deadline WHERE look_at IS NOT NULL AND look_at <= ?1 {{matter}}
      ORDER BY look_at LIMIT ?2
    )
    UNION
    SELECT matter FROM (
      SELECT DISTINCT matter FROM deadline WHERE {UNRULED} {{matter}} ORDER BY matter LIMIT ?2
    )
    UNION
    SELECT uid FROM (
      SELECT uid FROM {_UNRECKONED} {{uid}} ORDER BY uid LIMIT ?2
    )
    UNION
    SELECT matter FROM (
      SELECT matter FROM moved WHERE true {{matter}} ORDER BY matter LIMIT ?2
    )
    LIMIT ?2
    """,
    3,
)
_ANY = Filtered(
    f"SELECT 1 FROM {_UNRECKONED} {{uid}} "
    f"UNION ALL SELECT 1 FROM deadline WHERE {UNRULED} {{matter}} "
    "UNION ALL SELECT 1 FROM moved WHERE true {matter} LIMIT 1"
)
_NEXT = Filtered("SELECT min(look_at) FROM deadline WHERE look_at IS NOT NULL {matter}")
_IN_ORDER = "d.due_at, d.target_on, d.matter, d.clock, d.part"
_FIELDS = [name for each in fields(StandingDuty) if not (name := each.name).startswith("barred")]
_COLUMNS = {"target": "target_on", "rolled": "rolled_on"}
_read, _MATTER = reader_of(StandingDuty, _FIELDS), _FIELDS.index("matter")
_OF_MEASURE = """
    SELECT * FROM (
      SELECT d.*, m.number, m.summary, m.channel, m.township, m.supervised,
        CASE WHEN d.due_at <= m.registered_at THEN m.taken_at END AS taken_at
      FROM deadline d JOIN matter m ON m.uid = d.matter
      WHERE d.prompt IS NOT NULL AND NOT d.silent AND d.measure = '{measure}' {{matter}}
      ORDER BY {order} LIMIT ?1
    )
"""
# Each measure is read along the index: only the first of each are ever sorted.
_STANDING = Filtered(
    f"SELECT {', '.join(_COLUMNS.get(name, name) for name in _FIELDS)} FROM ("
    + " UNION ALL ".join(_OF_MEASURE.format(measure=m.value, order=_IN_ORDER) for m in Measure)
    + f") d ORDER BY d.measure <> '{Measure.MINUTES.value}', {_IN_ORDER} LIMIT ?1",
    2,
)
_HOW_MANY = "SELECT amount FROM tally WHERE name = 'standing'"
_HOW_MANY_KEPT = Filtered(
    "SELECT count(*) FROM deadline WHERE prompt IS NOT NULL AND NOT silent {matter}"
)
# Without naming it SQLite walks every matter in the order of what is grouped by.
_PAST = Filtered(
    """
    SELECT brought, source, min(registered_at), count(*) FROM matter INDEXED BY matter_past
    WHERE past = 1 {uid} GROUP BY brought ORDER BY 3, 1
    """
)
PROMPTED = (
    "SELECT happened_at, kind FROM event INDEXED BY event_prompting "
    f"WHERE {PROMPTING} AND recorded_at >= ? "
    "AND (kind <> 'event.corrected' OR json_extract(body, '$.withdrawn')) ORDER BY seq"
)
_PROMPTED_HERE = PROMPTED.replace(
    "ORDER BY", "AND desk IN (SELECT value FROM json_each(?2)) ORDER BY"
)
_MEETINGS = f"""
    SELECT r.matter, m.number, r.session, r.leader, r.post, r.unit, r.on_day, r.dated_at
    FROM received r INDEXED BY received_meets JOIN matter m ON m.uid = r.matter
    WHERE {MEETS} ORDER BY r.on_day, r.matter, r.session
"""
_read_meeting = reader_of(
    MeetingCalled, ("matter", "number", "session", "leader", "post", "unit", "on", "since")
)
_BARRED = "SELECT matter, bar, person, unit FROM barred WHERE matter IN"
_Barred: TypeAlias = tuple[frozenset[str], frozenset[str]]
_NOBODY: _Barred = frozenset(), frozenset()
_DATED = """
    SELECT DISTINCT matter FROM deadline
    WHERE met_at IS NULL AND (provisional OR (started_on <= ?2 AND rolled_on >= ?1))
    ORDER BY matter
"""


def matters_to_check(
    connection: Connection, now: datetime, limit: int, own: Collection[str] | None
) -> list[Uid]:
    """Return matters on which somebody is to be prompted by now, and those to be reckoned yet:
    never before, or by the rule of before."""
    return list(_LOOK_AT.run(connection, (instant_text(now), limit), own).scalars())


def next_check(connection: Connection, own: Collection[str] | None) -> datetime | None:
    """Return the first instant at which a matter is to be looked at; the distant past for one
    that was never reckoned."""
    if _ANY.run(connection, (), own).first() is not None:
        return datetime.min.replace(tzinfo=UTC)
    found = _NEXT.run(connection, (), own).scalar()
    return instant_of(found) if found else None


def standing(
    connection: Connection, limit: int, own: Collection[str] | None
) -> tuple[list[StandingDuty], int]:
    """Return the due work prompted for, as ``Transaction.standing_duties`` orders it."""
    rows = _STANDING.run(connection, (limit,), own).all()
    if not rows:
        return [], 0
    barred = _barred(connection, [row[_MATTER] for row in rows])
    if own is None:
        count = int(connection.execute(_HOW_MANY).scalar())
    else:
        count = int(_HOW_MANY_KEPT.run(connection, (), own).scalar())
    duties = []
    for row in rows:
        people, units = barred.get(row[_MATTER], _NOBODY)
        duties.append(_read(row, barred=people, barred_units=units))
    return duties, count


def prompted_since(
    connection: Connection, since: datetime, own: Collection[str] | None
) -> list[tuple[datetime, str]]:
    """Return from an instant on when prompts were raised, the budget for them was passed, and an
    outcome was taken back."""
    at = instant_text(since)
    if own is None:
        rows = connection.execute(PROMPTED, (at,)).all()
    else:
        rows = connection.execute(_PROMPTED_HERE, (at, json.dumps(sorted(own)))).all()
    return [(instant_of(at), kind) for at, kind in rows]


def past_brought(connection: Connection, own: Collection[str] | None) -> list[PastBrought]:
    """Return how much of each import was overdue when it came and waits, the oldest first."""
    rows = _PAST.run(connection, (), own).all()
    return [PastBrought(name, source, instant_of(at), count) for name, source, at, count in rows]


def meetings(connection: Connection) -> list[MeetingCalled]:
    """Return the meetings called of which nobody noted what became, the first day first."""
    found = list(map(_read_meeting, connection.execute(_MEETINGS).all()))
    barred = _barred(connection, [each.matter for each in found]) if found else {}
    return [
        replace(each, leader="") if name_key(each.leader) in people else each
        for each in found
        for people, _ in (barred.get(each.matter, _NOBODY),)
    ]


def matters_dated(connection: Connection, first: date, last: date) -> list[Uid]:
    """Return matters with an open clock that runs over these days, or counted provisionally."""
    values = (first.isoformat(), last.isoformat())
    return list(connection.execute(_DATED, values).scalars())


def dated_anew(connection: Connection, events: Collection[Event], before: int) -> list[Uid]:
    """Return matters whose dates may move with a table of holidays that is among events of another
    desk, journaled after ``seq`` ``before``."""
    adopted = next((each for each in events if isinstance(each.fact, CalendarAdopted)), None)
    if adopted is None:
        return []
    told = events_of(connection, adopted.subject)
    was, holds = last_calendar([each for each in told if each.seq <= before]), last_calendar(told)
    days = changed(table_of(was), table_of(holds)) if was and holds else None
    return matters_dated(connection, *days) if days else []


def _barred(connection: Connection, matters: Sequence[Uid]) -> dict[Uid, _Barred]:
    """Return by matter the officials and the units that have no hand in it, folded."""
    wanted = sorted(set(matters))
    statement = f"{_BARRED} ({', '.join('?' * len(wanted))})"
    found: dict[Uid, _Barred] = {}
    for matter, bar, person, unit in connection.execute(statement, tuple(wanted)):
        people, units = found.get(matter, _NOBODY)
        led = {name_key(unit)} - {""} if bar == Bar.ACCUSED else frozenset()
        found[matter] = people | ({name_key(person)} - {""}), units | led
    return found
