"""A clock of a matter in one line: who owes it, until when, and how it stands, all in words."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from xfconsole.core.deadlines import Measure
from xfconsole.core.life_words import Who
from xfconsole.core.procedure import Deadline
from xfconsole.ui.format import day, day_count, duration, moment
from xfconsole.ui.i18n import say
from xfconsole.ui.words import word


class Standing(NamedTuple):
    """How a clock stands: in words, and whether that calls for somebody."""

    said: str
    pressing: bool


def owner(deadline: Deadline) -> str:
    """Return who owes it: the unit by its name, everybody else by their part."""
    if deadline.who is Who.UNIT and deadline.unit:
        return deadline.unit
    return word(deadline.who)


def last_day(deadline: Deadline, zone: ZoneInfo) -> str:
    """Return the office's own last day and, where it is another, the complainant's favour."""
    if deadline.measure is Measure.MINUTES:
        return say("derivation.last.instant", at=moment(deadline.due_at, zone))
    if not deadline.duty:
        return say("derivation.last.until", on=day(deadline.rolled))
    shown = say("derivation.last.day", on=day(deadline.target))
    if deadline.rolled != deadline.target:
        shown += say("derivation.last.favour", on=day(deadline.rolled))
    return shown


def standing(deadline: Deadline, now: datetime, zone: ZoneInfo, soon_days: int) -> Standing:
    """Return how a clock stands at ``now``; from ``soon_days`` days before its end it is due."""
    if deadline.met_at is not None:
        return _met(deadline, deadline.met_at, zone)
    if not deadline.duty:
        key = "derivation.now.may" if deadline.open(now) else "derivation.now.may_over"
        return Standing(say(key), False)
    if deadline.measure is Measure.MINUTES:
        return _in_minutes(deadline, now)
    left = days_left(deadline, now, zone)
    if deadline.overdue(now):
        return Standing(say("derivation.now.late", days=day_count(-left)), True)
    if left == 0:
        return Standing(say("derivation.now.today"), True)
    key = "derivation.now.soon" if left <= soon_days else "derivation.now.left"
    return Standing(say(key, days=day_count(left)), left <= soon_days)


def days_left(deadline: Deadline, at: datetime, zone: ZoneInfo) -> int:
    """Return the days from an instant's day to the last day; below 0 it is over."""
    return (_bound(deadline) - at.astimezone(zone).date()).days


def late_days(deadline: Deadline, now: datetime, zone: ZoneInfo) -> int:
    """Return how many days after its last day a duty was done, or is by now not done; else 0."""
    if not deadline.overdue(now):
        return 0
    return max(0, -days_left(deadline, deadline.met_at or now, zone))


def _bound(deadline: Deadline) -> date:
    return deadline.target if deadline.duty else deadline.rolled


def _met(deadline: Deadline, at: datetime, zone: ZoneInfo) -> Standing:
    act = word(deadline.met_by) if deadline.met_by else say("derivation.by_document")
    on = moment(at, zone)
    if not deadline.overdue(at):
        return Standing(say("derivation.now.met", at=on, act=act), False)
    if deadline.measure is Measure.MINUTES:
        late = duration(at - deadline.due_at)
        return Standing(say("derivation.now.met_late_time", at=on, act=act, late=late), False)
    days = day_count(late_days(deadline, at, zone))
    return Standing(say("derivation.now.met_late", at=on, act=act, days=days), False)


def _in_minutes(deadline: Deadline, now: datetime) -> Standing:
    if deadline.overdue(now):
        late = duration(now - deadline.due_at)
        return Standing(say("derivation.now.late_time", late=late), True)
    return Standing(say("derivation.now.left_time", left=duration(deadline.due_at - now)), True)
