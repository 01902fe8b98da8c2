"""A clock of a matter in one line: who owes it, until when, and how it stands, all in words."""

from __future__ import annotations

from datetime import datetime
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
    """Return the last day; of a duty the control date too, where that is another day."""
    if deadline.measure is Measure.MINUTES:
        return say("derivation.last.instant", at=moment(deadline.due_at, zone))
    if not deadline.duty:
        return say("derivation.last.until", on=day(deadline.rolled))
    if deadline.rolled == deadline.target:
        return say("derivation.last.day", on=day(deadline.target))
    on, rolled = day(deadline.target), day(deadline.rolled)
    return say("derivation.last.rolled", on=on, rolled=rolled)


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
        return Standing(say("derivation.now.late", days=_late(deadline, now, zone)), True)
    if left < 0:
        return Standing(say("derivation.now.past_control", days=day_count(-left)), True)
    if left == 0:
        return Standing(say("derivation.now.today"), True)
    key = "derivation.now.soon" if left <= soon_days else "derivation.now.left"
    return Standing(say(key, days=day_count(left)), left <= soon_days)


def days_left(deadline: Deadline, at: datetime, zone: ZoneInfo) -> int:
    """Return the days to the control date of a duty, else to the last day; below 0 it is over."""
    bound = deadline.target if deadline.duty else deadline.rolled
    return (bound - at.astimezone(zone).date()).days


def late_days(deadline: Deadline, now: datetime, zone: ZoneInfo) -> int:
    """Return how many days after the statutory day a duty was done, or is not done; else 0."""
    if not deadline.overdue(now):
        return 0
    return max(0, ((deadline.met_at or now).astimezone(zone).date() - deadline.rolled).days)


def _late(deadline: Deadline, now: datetime, zone: ZoneInfo) -> str:
    return day_count(late_days(deadline, now, zone))


def _met(deadline: Deadline, at: datetime, zone: ZoneInfo) -> Standing:
    act = word(deadline.met_by) if deadline.met_by else say("derivation.by_document")
    on = moment(at, zone)
    if not deadline.overdue(at):
        return Standing(say("derivation.now.met", at=on, act=act), False)
    if deadline.measure is Measure.MINUTES:
        late = duration(at - deadline.due_at)
        return Standing(say("derivation.now.met_late_time", at=on, act=act, late=late), False)
    days = _late(deadline, at, zone)
    return Standing(say("derivation.now.met_late", at=on, act=act, days=days), False)


def _in_minutes(deadline: Deadline, now: datetime) -> Standing:
    if deadline.overdue(now):
        late = duration(now - deadline.due_at)
        return Standing(say("derivation.now.late_time", late=late), True)
    return Standing(say("derivation.now.left_time", left=duration(deadline.due_at - now)), True)
