"""The matters of a period as the timeliness report counts them, one after another."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any

import sqlalchemy as sa

from data.journal.codec import instant_of, instant_text
from xfconsole.core.matter.timeliness import ENDED, TimelinessRow
from xfconsole.core.words.desk import Channel

_CHUNK = 1_000
_UNIT = "coalesce(nullif(m.holder, ''), m.unit)"
_CONDITIONS = {
    # Written out, so that SQLite can use the indexes on both columns.
    "unit": "(m.holder = :unit AND m.holder <> '' OR m.holder = '' AND m.unit = :unit)",
    "channel": "m.channel = :channel",
    "first": "m.received_at >= :first",
    "end": "m.received_at < :end",
}
_ENDED = ", ".join(f"'{state.value}'" for state in sorted(ENDED))
_SAME_LATER = """
    EXISTS (SELECT 1 FROM linked l JOIN matter o ON o.uid = l.{other}
            WHERE l.{this} = m.uid AND o.received_at > m.answered_at)
"""
_ROWS = f"""
    SELECT m.received_at, m.answered_at, {_UNIT} AS unit, m.channel,
      m.answered_at IS NULL AND m.state IN ({_ENDED}) AS ended,
      m.answered_at IS NOT NULL AND (
        m.again
        OR {_SAME_LATER.format(this="target", other="matter")}
        OR {_SAME_LATER.format(this="matter", other="target")}
      ) AS again
    FROM matter m
"""


def rows(
    connection: sa.Connection,
    zone: tzinfo,
    since: date | None,
    until: date | None,
    unit: str | None,
    channel: Channel | None,
) -> Iterator[TimelinessRow]:
    """Stream the matters received from the first day to the last, both included, in ``zone``.

    A matter belongs to the unit it was handed to, else to the one named when it was registered.
    None sets no bound; the empty unit is that of matters with no unit at all.
    """
    asked = {
        "unit": unit,
        "channel": channel.value if channel else None,
        "first": _midnight(since, zone) if since else None,
        "end": _midnight(until + timedelta(days=1), zone) if until else None,
    }
    values = {name: value for name, value in asked.items() if value is not None}
    where = " AND ".join(_CONDITIONS[name] for name in values) or "true"
    statement = sa.text(f"{_ROWS} WHERE {where}")
    found = connection.execute(statement, values, execution_options={"yield_per": _CHUNK})
    return (_row(line, zone) for line in found)


def _row(line: Any, zone: tzinfo) -> TimelinessRow:
    received, answered, unit, channel, ended, again = line
    return TimelinessRow(
        received=_day(received, zone),
        answered=_day(answered, zone) if answered else None,
        unit=unit,
        channel=Channel(channel),
        again=bool(again),
        ended=bool(ended),
    )


def _midnight(day: date, zone: tzinfo) -> str:
    return instant_text(datetime.combine(day, time(), zone))


def _day(instant: str, zone: tzinfo) -> date:
    return instant_of(instant).astimezone(zone).date()
