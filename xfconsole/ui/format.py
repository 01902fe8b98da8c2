"""Times and stretches of time as the officer reads them, in the office's time zone."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from xfconsole.ui.i18n import language, say

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


def weekday(on: date) -> str:
    """Return ``Fri`` of a date, or of an instant in its own time zone."""
    return say(_WEEKDAYS[on.weekday()])


def moment(at: datetime, zone: ZoneInfo, today: date | None = None) -> str:
    """Return ``2026-02-20 02:41`` of an instant at the office; on ``today`` the time only."""
    local = at.astimezone(zone)
    return local.strftime("%H:%M" if local.date() == today else "%Y-%m-%d %H:%M")


def duration(span: timedelta) -> str:
    """Return whole minutes, hours and minutes from an hour on, days and hours from a day on."""
    minutes = int(span.total_seconds() // 60)
    if minutes < 60:
        return say("ui.span.minutes", minutes=minutes)
    if minutes < 24 * 60:
        return say("ui.span.hours", hours=minutes // 60, minutes=f"{minutes % 60:02}")
    return say("ui.span.days", days=minutes // 1440, hours=minutes % 1440 // 60)


def countdown(due: datetime, now: datetime) -> str:
    """Return how long until an instant, or how long since: ``7:53 left``, ``3:10 late``.

    The second shown changes at whole seconds before the deadline and is never ``-0:00``.
    """
    left = (due - now).total_seconds()
    if left > 0:
        return say("ui.left", time=_minutes(-int(-left // 1)))
    return say("ui.late", time=_minutes(int(-left // 1)))


def _minutes(seconds: int) -> str:
    hours, rest = divmod(seconds, 3600)
    minutes, rest = divmod(rest, 60)
    if hours:
        return f"{hours}:{minutes:02}:{rest:02}"
    return f"{minutes:02}:{rest:02}" if language() == "zh" else f"{minutes}:{rest:02}"
