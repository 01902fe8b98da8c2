"""How much the desk asked for: prompts by ten minutes and by the hour, and how soon answered.

It measures the desk, against the budget of a pack: which officer, post or matter makes no
difference.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo
from statistics import median
from typing import NamedTuple

from xfconsole.core.facts.announced import (
    PromptCleared,
    PromptMarked,
    PromptMoved,
    PromptRaised,
    about_office,
)
from xfconsole.core.facts.event import Event
from xfconsole.core.facts.of_incident import EventCorrected
from xfconsole.core.facts.of_office import ShiftStarted
from xfconsole.core.facts.of_procedure import DutyPrompted
from xfconsole.core.policy.pack import Alarm
from xfconsole.core.words.desk import Uid
from xfconsole.core.words.frozen import frozen

TEN_MINUTES, HOUR = timedelta(minutes=10), timedelta(hours=1)
NEW = (PromptRaised, DutyPrompted)
"""Facts by which the desk asks for something it did not ask for before: they happened when it was
first shown, recorded later where nothing could be stored then."""


class Recent(NamedTuple):
    """How many prompts were new in the ten minutes, and in the hour, up to an instant."""

    ten: int
    hour: int

    def above(self, alarm: Alarm) -> bool:
        """Whether that is more than a pack's budget."""
        return self.ten > alarm.per_ten_minutes or self.hour > alarm.per_hour


def recent(raised: Sequence[datetime], at: datetime) -> Recent:
    """Count the new prompts up to an instant; ``raised`` tells in order when each was."""
    upto = bisect_right(raised, at)
    ten, hour = (upto - bisect_right(raised, at - each, hi=upto) for each in (TEN_MINUTES, HOUR))
    return Recent(ten, hour)


A_DAY = timedelta(days=1) // TEN_MINUTES
_NO_ANSWER = PromptRaised | DutyPrompted | PromptCleared | PromptMarked | PromptMoved


@frozen
class Load:
    """A stretch's prompts. ``live``: people at the door and missing reliefs; ``due``: due work.

    ``most_hour`` and ``most_ten`` are the most new ones within any hour, or ten minutes, of it;
    ``floods`` and ``full_hours`` count the ten minutes, and the hours, of the clock with more than
    the pack's budget. ``answered`` prompts had an act that names them; ``median_s`` is the median
    time until it, in seconds, None for none.
    """

    live: int
    due: int
    most_hour: int
    most_ten: int
    floods: int
    full_hours: int
    answered: int
    median_s: int | None

    @property
    def raised(self) -> int:
        """How many prompts were raised."""
        return self.live + self.due


class DayLoad(NamedTuple):
    """One day at the office."""

    day: date
    load: Load


class ShiftLoad(NamedTuple):
    """One shift. ``since`` is None where it began before all that was read, ``until`` where it
    still runs."""

    since: datetime | None
    until: datetime | None
    load: Load


class DeskLoad(NamedTuple):
    """What was asked, by day and by shift, of each on which something was."""

    days: tuple[DayLoad, ...]
    shifts: tuple[ShiftLoad, ...]


@dataclass(slots=True)
class _Stretch:
    due: int = 0
    at: list[datetime] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)


def desk_load(events: Iterable[Event], zone: tzinfo, alarm: Alarm) -> DeskLoad:
    """Count the prompts of events in the journal's order, against a pack's budget.

    What an answer that was taken back had answered was never answered, and is not asked anew.
    """
    days: dict[date, _Stretch] = {}
    shifts: list[tuple[datetime | None, _Stretch]] = [(None, _Stretch())]
    raised: dict[Uid, tuple[datetime, tuple[_Stretch, ...]]] = {}
    answers: dict[Uid, tuple[Uid, datetime, tuple[_Stretch, ...], float]] = {}
    again: set[Uid] = set()
    for event in events:
        at, fact = event.recorded_at.astimezone(zone), event.fact
        if isinstance(fact, ShiftStarted):
            shifts.append((at, _Stretch()))
        elif isinstance(fact, NEW) and fact.prompt in again:
            again.discard(fact.prompt)
        elif isinstance(fact, NEW):
            at = event.happened_at.astimezone(zone)
            stretches = days.setdefault(at.date(), _Stretch()), shifts[-1][1]
            raised[fact.prompt] = at, stretches
            for each in stretches:
                each.at.append(at)
                each.due += isinstance(fact, DutyPrompted) or about_office(fact)
        elif isinstance(fact, EventCorrected) and fact.withdrawn and fact.of in answers:
            prompt, since, told, wait = answers.pop(fact.of)
            raised[prompt] = since, told
            again.add(prompt)
            for each in told:
                each.waits.remove(wait)
        elif not isinstance(fact, _NO_ANSWER) and (prompt := getattr(fact, "prompt", "")) in raised:
            since, told = raised.pop(prompt)
            wait = (at - since).total_seconds()
            answers[event.uid] = prompt, since, told, wait
            for each in told:
                each.waits.append(wait)
    ends = [*(since for since, _ in shifts[1:]), None]
    return DeskLoad(
        tuple(DayLoad(day, _load_of(found, alarm)) for day, found in sorted(days.items())),
        tuple(
            ShiftLoad(since, until, _load_of(found, alarm))
            for (since, found), until in zip(shifts, ends, strict=True)
            if found.at
        ),
    )


def _load_of(found: _Stretch, alarm: Alarm) -> Load:
    at, waits = sorted(found.at), found.waits
    most = [recent(at, each) for each in at]
    hours = [each.replace(minute=0, second=0, microsecond=0) for each in at]
    tens = Counter(h + each.minute // 10 * TEN_MINUTES for h, each in zip(hours, at, strict=True))
    return Load(
        len(at) - found.due,
        found.due,
        max(each.hour for each in most),
        max(each.ten for each in most),
        sum(each > alarm.per_ten_minutes for each in tens.values()),
        sum(each > alarm.per_hour for each in Counter(hours).values()),
        len(waits),
        round(median(waits)) if waits else None,
    )
