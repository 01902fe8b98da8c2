"""A stretch of time as the officer types it: ``2026-02-20 17:30 - 2026-02-21 08:30``."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from xfconsole.core.typed import keyed

_SPAN = re.compile(
    r"(\d{4}-\d{1,2}-\d{1,2}) +(\d{1,2}):(\d{2}) *(?:-|–|—|~|至|到|to)? *"
    r"(?:(\d{4}-\d{1,2}-\d{1,2}) +)?(\d{1,2}):(\d{2})"
)


def span_text(starts_at: datetime, ends_at: datetime, zone: ZoneInfo) -> str:
    """Return a stretch, to be edited; seconds are left out."""
    starts, ends = starts_at.astimezone(zone), ends_at.astimezone(zone)
    return f"{starts:%Y-%m-%d %H:%M} - {ends:%Y-%m-%d %H:%M}"


def parse_span(text: str, zone: ZoneInfo) -> tuple[datetime, datetime] | None:
    """Return start and end in UTC, None for what is no stretch.

    Without a second date the end is on the same day, or, when it is no later, on the next.
    """
    found = _SPAN.fullmatch(keyed(text))
    if found is None:
        return None
    try:
        starts = _at(found[1], found[2], found[3], zone)
        ends = _at(found[4] or found[1], found[5], found[6], zone)
    except ValueError:
        return None
    if found[4] is None and ends <= starts:
        ends += timedelta(days=1)
    return (starts.astimezone(UTC), ends.astimezone(UTC)) if starts < ends else None


def _at(on: str, hour: str, minute: str, zone: ZoneInfo) -> datetime:
    year, month, number = (int(part) for part in on.split("-"))
    return datetime.combine(date(year, month, number), time(int(hour), int(minute)), zone)
