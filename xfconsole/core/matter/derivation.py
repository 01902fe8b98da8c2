"""How one date of a matter came about: what started the clock, what was passed over, what moved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import pairwise

from xfconsole.core.facts.corrections import effective
from xfconsole.core.facts.event import Event
from xfconsole.core.facts.of_procedure import DeadlineMoved
from xfconsole.core.matter.life import MatterLife
from xfconsole.core.matter.limits import Deadline, Rules, deadlines
from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.procedure import Clock


@frozen
class Skipped:
    """A day that is not worked: ``name`` is the holiday's, empty for a weekend or a day unnamed."""

    on: date
    name: str

    @property
    def weekend(self) -> bool:
        """Whether it is a plain Saturday or Sunday."""
        return not self.name and self.on.weekday() >= 5


@frozen
class Derivation:
    """One clock with everything its dates rest on.

    ``anchor`` is the event that started it, as it reads by now; ``skipped`` are the days passed
    over; ``heard`` the stretches left out for a hearing; ``moves`` the journal's entries by which
    a date became another, oldest first. ``unknown`` are the years without a table of holidays.
    """

    deadline: Deadline
    anchor: Event | None
    skipped: tuple[Skipped, ...]
    heard: tuple[tuple[date, date], ...]
    moves: tuple[Event, ...]
    unknown: tuple[int, ...]


def derivations(
    life: MatterLife, events: Sequence[Event], rules: Rules, now: datetime
) -> list[Derivation]:
    """Return how each clock of a matter was computed, in the order in which they started."""
    meant = effective(events)
    found = deadlines(life, rules, now)
    return [_derived(each, life, meant, rules) for each in found]


def runs(skipped: Sequence[Skipped]) -> list[tuple[Skipped, Skipped]]:
    """Return days that follow one another under one name as their first and their last."""
    if not skipped:
        return []
    cuts = [n for n, (one, two) in enumerate(pairwise(skipped), start=1) if not _goes_on(one, two)]
    starts, ends = [0, *cuts], [*cuts, len(skipped)]
    return [(skipped[a], skipped[b - 1]) for a, b in zip(starts, ends, strict=True)]


def _goes_on(one: Skipped, two: Skipped) -> bool:
    same = (one.name, one.weekend) == (two.name, two.weekend)
    return same and (two.on - one.on).days == 1


def _derived(
    deadline: Deadline, life: MatterLife, events: Sequence[Event], rules: Rules
) -> Derivation:
    table, counted = rules.workdays, deadline.span
    free = counted.free if counted else ()
    clock = Clock.ACCEPT if deadline.clock is Clock.SHADOW else deadline.clock
    running = next(
        (each for each in life.clocks if each.key == (clock, deadline.anchor, deadline.part)), None
    )
    heard = tuple(running.excluded) if running and counted and counted.excluded else ()
    return Derivation(
        deadline,
        next((each for each in events if each.uid == deadline.anchor), None),
        tuple(Skipped(on, table.name(on)) for on in free),
        heard,
        tuple(_moves(deadline, events)),
        tuple(_unknown(deadline, rules)) if deadline.provisional else (),
    )


def _moves(deadline: Deadline, events: Sequence[Event]) -> Iterator[Event]:
    for event in events:
        match event.fact:
            case DeadlineMoved(clock=clock, anchor=anchor, part=part):
                if (clock, anchor, part) == deadline.key:
                    yield event


def _unknown(deadline: Deadline, rules: Rules) -> Iterator[int]:
    for year in range(deadline.started.year, deadline.rolled.year + 1):
        if not rules.workdays.covers(year):
            yield year
