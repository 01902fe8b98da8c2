"""How a duty's last day is told: the date with a word for how near it is, never colour alone."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple
from zoneinfo import ZoneInfo

from xfconsole.core.matter.limits import Deadline
from xfconsole.core.rows import MatterRow
from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.procedure import Measure, Who
from xfconsole.ui.words.catalogue import say
from xfconsole.ui.words.closed_lists import word
from xfconsole.ui.words.times import day, day_count, duration, moment, short_day


class Nearness(StrEnum):
    """How a matter stands with what is due next."""

    NONE = "none"
    LATER = "later"
    SOON = "soon"
    PAST_CONTROL = "past_control"
    OVERDUE = "overdue"
    UNDECIDED = "undecided"


@frozen
class DueDay:
    """What words are told against: the time at the office, and how near is soon."""

    now: datetime
    soon_days: int

    def nearness(self, row: MatterRow) -> Nearness:
        """Return how near a matter's next duty is."""
        if row.due_on is None or row.due_at is None:
            return Nearness.UNDECIDED if row.undecided else Nearness.NONE
        if row.overdue(self.now):
            return Nearness.OVERDUE
        if row.past_control(self.now):
            return Nearness.PAST_CONTROL
        if row.undecided:
            return Nearness.UNDECIDED
        soon = row.due_on <= self.now.date() + timedelta(self.soon_days)
        return Nearness.SOON if soon else Nearness.LATER

    def words(self, row: MatterRow) -> str:
        """Return the control date with its word: ``02-16 4d past``, ``02-21 soon``, ``04-20``.

        Of a day that was last year the word alone: it counts the days.
        """
        said, today = self._word(row), self.now.date()
        if row.due_on is None or (said and row.due_on.year < today.year):
            return said
        return f"{short_day(row.due_on, today)} {said}".strip()

    def _since(self, row: MatterRow) -> int:
        """Return the days since the statutory last day of what is overdue."""
        if row.due_at is None:
            return 0
        last = (row.due_at - timedelta.resolution).astimezone(self.now.tzinfo).date()
        return (self.now.date() - last).days

    def _word(self, row: MatterRow) -> str:
        match self.nearness(row):
            case Nearness.OVERDUE:
                days = self._since(row)
                return say("ledger.due.late_days", days=days) if days else say("ledger.due.late")
            case Nearness.PAST_CONTROL:
                days = (self.now.date() - row.due_on).days if row.due_on else 0
                return say("ledger.due.past_control", days=days)
            case Nearness.SOON:
                return say("ledger.due.soon")
            case Nearness.UNDECIDED:
                return say("ledger.due.undecided")
            case _:
                return ""


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
