"""A night at the office, noon to noon: hours before midnight and after it belong together."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, tzinfo

_NOON = time(12)


def night_of(at: datetime, zone: tzinfo) -> date:
    """Return the day on whose noon the night of an instant begins."""
    local = at.astimezone(zone)
    return local.date() if local.time() >= _NOON else local.date() - timedelta(days=1)


def shift_night(since: datetime | None, until: datetime, zone: tzinfo) -> date:
    """Return the night that a shift belongs to: the one in its middle, of its last day at most.

    A shift that was relieved late, after noon, is still of the night before.
    """
    begun = max(since or until, until - timedelta(days=1))
    return night_of(begun + (until - begun) / 2, zone)


def night_hours(begins: date, zone: tzinfo) -> tuple[datetime, datetime]:
    """Return both noons, aware, of the night that begins on a day."""
    next_day = begins + timedelta(days=1)
    return datetime.combine(begins, _NOON, zone), datetime.combine(next_day, _NOON, zone)
