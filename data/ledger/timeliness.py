"""The matters of a period, and the duties on them, as reports count them, one after another."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from functools import lru_cache
from typing import Any

from data.file.connection import Connection
from data.journal.codec import instant_of, instant_text
from data.journal.journal import events_of_many
from xfconsole.core.facts.corrections import effective
from xfconsole.core.facts.of_incident import ContestSettled, EventCorrected
from xfconsole.core.facts.of_instruction import InstructionDone, InstructionGiven
from xfconsole.core.figures.rates import ANSWERS, CLOCKS, DutyRow
from xfconsole.core.incident.instructed import Instructed
from xfconsole.core.matter.timeliness import ENDED, SETTLED, TimelinessRow
from xfconsole.core.words.desk import Channel
from xfconsole.core.words.procedure import Act, Satisfaction, State
from xfconsole.core.words.rates import Rate

_ENDS_OF_HOUR = ("00:00.000000", "59:59.999999")
_UNIT = "coalesce(nullif(m.holder, ''), m.unit)"
_CONDITIONS = {
    # Written out, so that SQLite can use the indexes on both columns.
    "unit": "(m.holder = :unit AND m.holder <> '' OR m.holder = '' AND m.unit = :unit)",
    "channel": "m.channel = :channel",
    "first": "m.received_at >= :first",
    "end": "m.received_at < :end",
}


def _listed(words: Collection[StrEnum]) -> str:
    return ", ".join(f"'{each.value}'" for each in sorted(words))


_LATE = "coalesce(d.met_at, :now) >= d.due_at"
_NOT_DONE = _listed((Act.RETURN, Act.RETRIEVE, Act.WITHDRAW, Act.ORDINARY))
"""Acts that end a duty without its being done."""
_SAME_LATER = """
    EXISTS (SELECT 1 FROM linked l JOIN matter o ON o.uid = l.{other}
            WHERE l.{this} = m.uid AND o.received_at > m.answered_at)
"""
_ROWS = f"""
    SELECT m.received_at, m.answered_at, {_UNIT} AS unit, m.channel,
      m.answered_at IS NULL AND m.state IN ({_listed(ENDED)}) AS ended,
      m.answered_at IS NOT NULL AND (
        m.again
        OR {_SAME_LATER.format(this="target", other="matter")}
        OR {_SAME_LATER.format(this="matter", other="target")}
      ) AS again,
      coalesce(m.topic ->> 0, '') AS subject, m.state IN ({_listed(SETTLED)}) AS settled,
      m.state = '{State.WITHDRAWN.value}' AS withdrawn,
      (SELECT max({_LATE}) FROM deadline d WHERE d.matter = m.uid
        AND d.clock IN ({_listed(ANSWERS)})) AS late,
      m.satisfaction <> '{Satisfaction.NOT.value}' AS satisfied
    FROM matter m
"""
# What is written as a cross join is read in this order: the matters of a period, then their clocks.
_DUTIES = f"""
    SELECT d.clock, {_LATE} AS late, d.met_at, CASE d.who WHEN 'office' THEN '' ELSE d.unit END,
      m.channel, coalesce(m.topic ->> 0, '')
    FROM matter m CROSS JOIN deadline d
    WHERE d.matter = m.uid AND d.clock IN ({_listed(CLOCKS)})
      AND ({_LATE} OR d.met_by IS NULL OR d.met_by NOT IN ({_NOT_DONE}))
"""
_INCIDENTS = f"""
    SELECT i.uid, m.received_at, {_UNIT}, m.channel, coalesce(m.topic ->> 0, '')
    FROM incident i CROSS JOIN matter m WHERE m.uid = i.matter
"""
_COUNT = "SELECT count(*) FROM matter m"
_CHANNELS = {each.value: each for each in Channel}
_INSTRUCTED = tuple(
    each.kind for each in (InstructionGiven, InstructionDone, EventCorrected, ContestSettled)
)
_RATES = {clock.value: rate for clock, rate in CLOCKS.items()}
"""By their words in the file: looking one up takes a fifth of what the class takes to find it."""


def rows(
    connection: Connection,
    zone: tzinfo,
    now: datetime,
    since: date | None,
    until: date | None,
    unit: str | None = None,
    channel: Channel | None = None,
) -> Iterator[TimelinessRow]:
    """Stream the matters received from the first day to the last, both included, in ``zone``.

    A matter belongs to the unit it was handed to, else to the one named when it was registered.
    None sets no bound; the empty unit is that of matters with no unit at all.
    """
    where, values = _received(zone, since, until, unit, channel)
    found = _streamed(connection, f"{_ROWS} WHERE {where}", values, now)
    return (_row(line, zone) for line in found)


def with_duties(
    connection: Connection, zone: tzinfo, now: datetime, since: date, until: date
) -> Iterator[TimelinessRow | DutyRow]:
    """Stream the matters received within these days, and the duties on them, day by day; then the
    instructions with a due time that leaders gave about them.

    What of the file holds a day's matters and their clocks is read once for both.
    """
    for number in range((until - since).days + 1):
        day = since + timedelta(number)
        yield from rows(connection, zone, now, day, day)
        yield from _duties(connection, zone, now, day)
    yield from _instructions(connection, zone, now, since, until)


def _instructions(
    connection: Connection, zone: tzinfo, now: datetime, since: date, until: date
) -> Iterator[DutyRow]:
    where, values = _received(zone, since, until)
    found = _streamed(connection, f"{_INCIDENTS} AND {where}", values, now)
    # Whole, because each is followed by a look into the journal; incidents are few.
    for incident, received, unit, channel, subject in list(found):
        instructed = Instructed()
        for event in effective(events_of_many(connection, [incident], _INSTRUCTED)[incident]):
            instructed.apply(event)
        day = _day(received, zone)
        for each in instructed.all:
            if each.due is not None:
                kept = each.in_time(now)
                yield DutyRow(Rate.ORDERED, kept, day, unit, _CHANNELS[channel], subject)


def _duties(connection: Connection, zone: tzinfo, now: datetime, day: date) -> Iterator[DutyRow]:
    """Stream the duties on a day's matters; what an act ended undone and in time is none."""
    where, values = _received(zone, day, day)
    for clock, late, met, unit, channel, subject in _streamed(
        connection, f"{_DUTIES} AND {where}", values, now
    ):
        kept = not late if late or met else None
        yield DutyRow(_RATES[clock], kept, day, unit, _CHANNELS[channel], subject)


def count(connection: Connection, zone: tzinfo, since: date | None, until: date | None) -> int:
    """Return how many matters were received within these days."""
    where, values = _received(zone, since, until)
    return int(connection.execute(f"{_COUNT} WHERE {where}", values).scalar())


def _received(
    zone: tzinfo,
    since: date | None,
    until: date | None,
    unit: str | None = None,
    channel: Channel | None = None,
) -> tuple[str, dict[str, str]]:
    asked = {
        "unit": unit,
        "channel": channel.value if channel else None,
        "first": _midnight(since, zone) if since else None,
        "end": _midnight(until + timedelta(days=1), zone) if until else None,
    }
    values = {name: value for name, value in asked.items() if value is not None}
    return " AND ".join(_CONDITIONS[name] for name in values) or "true", values


def _streamed(
    connection: Connection, statement: str, values: dict[str, str], now: datetime
) -> Iterable[Any]:
    return connection.execute(statement, {**values, "now": instant_text(now)})


def _row(line: Any, zone: tzinfo) -> TimelinessRow:
    received, answered, unit, channel, ended, again, subject, *rest = line
    settled, withdrawn, late, satisfied = rest
    return TimelinessRow(
        received=_day(received, zone),
        answered=_day(answered, zone) if answered else None,
        unit=unit,
        channel=_CHANNELS[channel],
        again=bool(again),
        ended=bool(ended),
        subject=subject,
        settled=bool(settled),
        withdrawn=bool(withdrawn),
        late=None if late is None else bool(late),
        satisfied=None if satisfied is None else bool(satisfied),
    )


def _midnight(day: date, zone: tzinfo) -> str:
    return instant_text(datetime.combine(day, time(), zone))


def _day(instant: str, zone: tzinfo) -> date:
    """Return the local date of an instant; most hours lie within one."""
    return _day_of_hour(instant[:13], zone) or _local_day(instant, zone)


@lru_cache(maxsize=10_000)
def _day_of_hour(hour: str, zone: tzinfo) -> date | None:
    first, last = (_local_day(f"{hour}:{ends}Z", zone) for ends in _ENDS_OF_HOUR)
    return first if first == last else None


def _local_day(instant: str, zone: tzinfo) -> date:
    return instant_of(instant).astimezone(zone).date()
