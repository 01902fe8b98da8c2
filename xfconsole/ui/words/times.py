"""Times and stretches of time as the officer reads them, in the office's time zone."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from xfconsole.ui.words.catalogue import say

_DAY = 24 * 60
"""Minutes of a day."""

_WEEKDAYS = (
    "ui.weekday.monday",
    "ui.weekday.tuesday",
    "ui.weekday.wednesday",
    "ui.weekday.thursday",
    "ui.weekday.friday",
    "ui.weekday.saturday",
    "ui.weekday.sunday",
)


def clock_time(at: datetime, zone: ZoneInfo, *, seconds: bool = False) -> str:
    """Return ``02:41``, or ``02:41:07``, of an aware instant at the office."""
    return at.astimezone(zone).strftime("%H:%M:%S" if seconds else "%H:%M")


def day(on: date) -> str:
    """Return a date as ``2026-02-20``."""
    return on.isoformat()


def short_day(on: date, today: date) -> str:
    """Return a date without its year within the year of today."""
    return f"{on:%m-%d}" if on.year == today.year else on.isoformat()


def weekday(on: date) -> str:
    """Return ``Fri`` of a date, or of an instant in its own time zone."""
    return say(_WEEKDAYS[on.weekday()])


def moment(at: datetime, zone: ZoneInfo, today: date | None = None) -> str:
    """Return ``2026-02-20 02:41`` of an instant at the office; on ``today`` the time only."""
    local = at.astimezone(zone)
    return local.strftime("%H:%M" if local.date() == today else "%Y-%m-%d %H:%M")


def day_count(count: int) -> str:
    """Return ``1 day`` or ``4 days``."""
    return say("ui.span.one_day") if count == 1 else say("ui.span.days", days=count)


def duration(span: timedelta) -> str:
    """Return ``<1 min``, whole minutes, hours and minutes, or from a day on days and hours."""
    minutes = _minutes(span)
    if minutes < 1:
        return say("ui.span.under")
    if minutes < 60:
        return say("ui.span.minutes", minutes=minutes)
    if minutes < _DAY:
        return _of_two("ui.span.hours", "ui.span.hours_even", *divmod(minutes, 60))
    days, rest = divmod(minutes, _DAY)
    return _of_two("ui.span.days_hours", "ui.span.days_hours_even", days, rest // 60)


def brief(span: timedelta) -> str:
    """Return a stretch in at most six cells: minutes below a hundred, then hours, then days."""
    minutes = _minutes(span)
    if minutes < 1:
        return say("ui.brief.under")
    if minutes < 100:
        return say("ui.brief.minutes", n=minutes)
    if minutes < _DAY:
        return say("ui.brief.hours", n=minutes // 60)
    return say("ui.brief.days", n=minutes // _DAY)


def countdown(due: datetime, now: datetime) -> str:
    """Return how long until an instant, or how long since: ``24m left``, ``1 h 11 min late``."""
    span = abs(due - now)
    minutes = _minutes(span)
    told = say("ui.brief.minutes", n=minutes) if 1 <= minutes < 60 else duration(span)
    return _left_or_late(due, now, told if minutes else say("ui.brief.under"))


def brief_countdown(due: datetime, now: datetime) -> str:
    """Return the same for a column of a table: ``71m late``, ``2h late``."""
    return _left_or_late(due, now, brief(abs(due - now)))


def _left_or_late(due: datetime, now: datetime, time: str) -> str:
    return say("ui.left", time=time) if now < due else say("ui.late", time=time)


def _of_two(key: str, even: str, whole: int, rest: int) -> str:
    """Return a stretch in two units, or in the larger alone where it is even."""
    return say(key, whole=whole, rest=rest) if rest else say(even, whole=whole)


def _minutes(span: timedelta) -> int:
    return int(span.total_seconds() // 60)
