"""What a plan of turns, or days copied forward, make of the roster; nothing is stored here."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import NamedTuple

from xfconsole.core.facts.of_office import ADDED, RosterEntry, RosterSet, RosterStretch
from xfconsole.core.roster.adding_up import place_of
from xfconsole.core.roster.roster import DAY_BEGINS
from xfconsole.core.roster.shifts import MAX_DAYS, Hours
from xfconsole.core.roster.spelled import WEEK
from xfconsole.core.words.desk import RosterHow
from xfconsole.core.words.refusal import Refused

DAY = timedelta(days=1)
WEEK_LONG = 7


class Holder(NamedTuple):
    """Somebody who is to hold a post; the number may be empty."""

    person: str
    phone: str = ""


@dataclass(frozen=True, slots=True)
class DutyPlan:
    """Who is to hold one post, for one unit or all (""), in one shift of several days.

    Of each of ``groups`` the first is the primary holder, the others are deputies in their order;
    nobody at all ends what is held. With ``every`` the next group takes over after so many turns,
    or after so many ``weeks`` of seven days from the first day on; else the first group holds all.
    """

    post: str
    unit: str
    shift: Hours
    first: date
    last: date
    groups: tuple[tuple[Holder, ...], ...]
    weekdays: frozenset[int] = WEEK
    every: int = 0
    weeks: bool = False


def planned(plan: DutyPlan, zone: tzinfo) -> RosterSet:
    """Return the change that a plan comes to. Raises Refused for dates without any turn."""
    if not timedelta() <= plan.last - plan.first < MAX_DAYS * DAY:
        said = f"{plan.first} - {plan.last}"
        raise Refused("roster.refused.date_range", date=said, most=MAX_DAYS)
    days = [
        day
        for n in range((plan.last - plan.first).days + 1)
        if (day := plan.first + n * DAY).weekday() in plan.weekdays
    ]
    if not days:
        raise Refused("roster.refused.no_weekday", date=f"{plan.first} - {plan.last}")
    stretches, entries = [], []
    for n, day in enumerate(days):
        starts, ends = plan.shift.on(day, zone)
        stretches.append(RosterStretch(plan.post, plan.unit, starts, ends))
        for order, (person, phone) in enumerate(_group(plan, n, day), start=1):
            entry = RosterEntry(
                plan.post, person, phone, starts, ends, order, plan.unit, plan.shift.id
            )
            entries.append(entry)
    return RosterSet(tuple(merged(stretches)), tuple(entries))


def _group(plan: DutyPlan, turn: int, day: date) -> tuple[Holder, ...]:
    if not plan.groups:
        return ()
    passed = (day - plan.first).days // WEEK_LONG if plan.weeks else turn
    return plan.groups[passed // plan.every % len(plan.groups) if plan.every else 0]


class Run(NamedTuple):
    """So many days of the roster (from 08:30 each) that are to be held again from another on."""

    source: date
    target: date
    days: int


def week_before(target: date) -> Run:
    """Return the seven days before a day as those that begin with it."""
    return Run(target - WEEK_LONG * DAY, target, WEEK_LONG)


def month_before(day: date) -> tuple[Run, tuple[date, ...]]:
    """Return the month before a day's as that month, and which days of the two have no twin."""
    target = day.replace(day=1)
    source = (target - DAY).replace(day=1)
    lengths = [monthrange(each.year, each.month)[1] for each in (source, target)]
    longer = source if lengths[0] > lengths[1] else target
    alone = tuple(longer.replace(day=n + 1) for n in range(min(lengths), max(lengths)))
    return Run(source, target, min(lengths)), alone


def copied(held: Iterable[RosterEntry], run: Run, zone: tzinfo) -> RosterSet:
    """Return the change that gives each post that was held then the same holders, hour by hour.

    Hours are those of the office's clock. Posts that nobody held then stay as they are, and whoever
    was added for a night is not copied.
    """
    since, until = _window(run.source, run.days, zone)
    entries = [
        replace(part, starts_at=starts, ends_at=ends)
        for part in within(held, since, until)
        if part.order != ADDED
        and (starts := _moved(part.starts_at, run, zone))
        < (ends := _moved(part.ends_at, run, zone))
    ]
    places = {place_of(each): (each.post, each.unit) for each in entries}
    window = _window(run.target, run.days, zone)
    stretches = tuple(RosterStretch(*place, *window) for place in places.values())
    return RosterSet(stretches, tuple(entries), RosterHow.COPIED)


def _window(first: date, days: int, zone: tzinfo) -> tuple[datetime, datetime]:
    starts, ends = (
        datetime.combine(day, DAY_BEGINS, zone).astimezone(UTC)
        for day in (first, first + days * DAY)
    )
    return starts, ends


def _moved(at: datetime, run: Run, zone: tzinfo) -> datetime:
    local = at.astimezone(zone)
    day = local.date() + (run.target - run.source)
    return datetime.combine(day, local.time(), zone).astimezone(UTC)


def within(
    entries: Iterable[RosterEntry], since: datetime, until: datetime
) -> Iterator[RosterEntry]:
    """Yield what of entries lies between two instants."""
    for each in entries:
        starts, ends = max(each.starts_at, since), min(each.ends_at, until)
        if starts < ends:
            yield replace(each, starts_at=starts, ends_at=ends)


def merged(stretches: Sequence[RosterStretch]) -> list[RosterStretch]:
    """Return the stretches by start, those of one post and unit that meet as one."""
    found: dict[tuple[str, str], list[RosterStretch]] = {}
    for each in sorted(stretches, key=lambda stretch: stretch.starts_at):
        own = found.setdefault(place_of(each), [])
        if own and each.starts_at <= own[-1].ends_at:
            own[-1] = replace(own[-1], ends_at=max(own[-1].ends_at, each.ends_at))
        else:
            own.append(each)
    return [each for own in found.values() for each in own]
