"""A night at the office, noon to noon: hours before midnight and after it belong together."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, tzinfo

_NOON = time(12)


def night_of(at: datetime, zone: tzinfo) -> date:
    """Return the day on whose noon the night of an instant begins."""
    local = at.astimezone(zone)
    return local.date() if local.time() >= _NOON else local.date() - timedelta(days=1)


def night_hours(begins: date, zone: tzinfo) -> tuple[datetime, datetime]:
    """Return both noons, aware, of the night that begins on a day."""
    next_day = begins + timedelta(days=1)
    return datetime.combine(begins, _NOON, zone), datetime.combine(next_day, _NOON, zone)
