"""What a plan of turns, or days copied forward, make of the roster; nothing is stored here."""

from __future__ import annotations

import re
from calendar import monthrange
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import NamedTuple

from xfconsole.core.facts.of_office import ADDED, RosterEntry, RosterSet, RosterStretch
from xfconsole.core.roster.adding_up import place_of
from xfconsole.core.roster.roster import DAY_BEGINS
from xfconsole.core.roster.shifts import MAX_DAYS, SHIFTS, Hours, shift_meant
from xfconsole.core.roster.spelled import MAX_NAME, WEEK, number_glued, numbers_in, people_named
from xfconsole.core.words.desk import RosterHow
from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.official import name_key, telephone
from xfconsole.core.words.refusal import Refused

DAY = timedelta(days=1)
WEEK_LONG = 7
_GROUPS = re.compile("[;；\n]")


class Holder(NamedTuple):
    """Somebody who is to hold a post; the number may be empty."""

    person: str
    phone: str = ""


def holders(
    text: str, numbers: Mapping[str, str], *, turns: bool
) -> tuple[tuple[Holder, ...], ...]:
    """Return who is named by a typed text, as groups that hold one turn each.

    Without ``turns`` all of them hold every turn. With it each holds their own, or, where ``;``
    stands between them, those between two such signs. ``numbers`` are known ones by ``name_key``.
    Raises Refused for what is no name, and for a number of nobody.
    """
    pieces = [people_named(each) for each in _GROUPS.split(text)]
    if sum(bool(phone) for piece in pieces for _, phone in piece) < len(numbers_in(text)):
        raise Refused("roster.refused.number_alone")
    if number_glued(text):
        raise Refused("roster.refused.number_beside")
    if not turns:
        pieces = [[each for piece in pieces for each in piece]]
    elif len(pieces) == 1:
        pieces = [[each] for each in pieces[0]]
    return tuple(
        tuple(_holder(name, phone, numbers) for name, phone in _once(piece))
        for piece in pieces
        if piece
    )


def _once(piece: list[tuple[str, str]]) -> list[tuple[str, str]]:
    names = [name_key(name) for name, _ in piece]
    if twice := [name for name, key in zip(piece, names, strict=True) if names.count(key) > 1]:
        raise Refused("roster.refused.named_twice", person=twice[0][0])
    return piece


def _holder(name: str, phone: str, numbers: Mapping[str, str]) -> Holder:
    if len(name) > MAX_NAME:
        raise Refused("roster.refused.long_name", most=MAX_NAME)
    number = telephone(phone)
    if number is None or any(sign.isdecimal() for sign in name):
        raise Refused("roster.refused.number_beside")
    return Holder(name, number or numbers.get(name_key(name), ""))


@frozen
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


def copied(held: Sequence[RosterEntry], run: Run, zone: tzinfo) -> RosterSet:
    """Return the change that lets posts be held, hour by hour, as they were in other days.

    Hours are those of the office's clock. Where nobody held a post then, it stays as it is, and
    whoever was added for a night is not copied.
    """
    entries = [
        replace(part, starts_at=starts, ends_at=ends)
        for part in within(_whole(held, zone), *_window(run.source, run.days, zone))
        if (starts := _moved(part.starts_at, run, zone)) < (ends := _moved(part.ends_at, run, zone))
    ]
    stretches = merged(
        [RosterStretch(each.post, each.unit, each.starts_at, each.ends_at) for each in entries]
    )
    return RosterSet(tuple(stretches), tuple(entries), RosterHow.COPIED)


def _whole(held: Sequence[RosterEntry], zone: tzinfo) -> Iterator[RosterEntry]:
    """Yield each turn from its shift's beginning, unless somebody else had it until then.

    A turn that was under way when its file came is on the roster from then on only.
    """
    ends: dict[Hashable, set[datetime]] = defaultdict(set)
    for each in held:
        ends[place_of(each), each.order].add(each.ends_at)
    for each in held:
        shift = shift_meant(each.shift, SHIFTS)
        if each.order == ADDED:
            continue
        local = each.starts_at.astimezone(zone).date()
        for day in (local, local - DAY) if shift is not None else ():
            assert shift is not None
            since, until = shift.on(day, zone)
            others = ends[place_of(each), each.order]
            if since < each.starts_at < until and not any(
                since < end <= each.starts_at for end in others
            ):
                each = replace(each, starts_at=since)
        yield each


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
