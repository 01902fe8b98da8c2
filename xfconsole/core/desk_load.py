"""How much the desk asked for: prompts by the hour, and how soon they were answered.

It measures the desk: which officer, post or matter makes no difference.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo
from statistics import median

from xfconsole.core.events import DutyPrompted, Event, PromptMarked, PromptMoved, PromptRaised
from xfconsole.core.facts_engine import PromptCleared
from xfconsole.core.model import Uid

FLOOD = 10
"""More new prompts than this in ten minutes are a flood (ISA-18.2): nobody answers them all."""
STRETCH = timedelta(minutes=10)
A_DAY = timedelta(days=1) // STRETCH
_NO_ANSWER = PromptRaised | DutyPrompted | PromptCleared | PromptMarked | PromptMoved


@dataclass(frozen=True, slots=True)
class DayLoad:
    """One day at the office. ``live``: people at the door and missing reliefs; ``due``: due work.

    ``most_hour`` and ``most_ten`` are the most prompts in one hour, or ten minutes, of the clock;
    ``floods`` counts the stretches of ten minutes with more than ``FLOOD``. ``answered`` prompts
    had an act that names them; ``median_s`` is the median time until it, in seconds, None for none.
    """

    day: date
    live: int
    due: int
    most_hour: int
    most_ten: int
    floods: int
    answered: int
    median_s: int | None

    @property
    def raised(self) -> int:
        """How many prompts were raised."""
        return self.live + self.due


@dataclass(slots=True)
class _Day:
    live: int = 0
    due: int = 0
    hours: Counter[datetime] = field(default_factory=Counter)
    tens: Counter[datetime] = field(default_factory=Counter)
    waits: list[float] = field(default_factory=list)


def desk_load(events: Iterable[Event], zone: tzinfo) -> Iterator[DayLoad]:
    """Yield each day on which a prompt was raised, by events in the journal's order."""
    days: dict[date, _Day] = {}
    raised: dict[Uid, datetime] = {}
    for event in events:
        at, fact = event.recorded_at.astimezone(zone), event.fact
        if isinstance(fact, PromptRaised | DutyPrompted):
            raised[fact.prompt] = at
            _count(days.setdefault(at.date(), _Day()), at, isinstance(fact, DutyPrompted))
        elif not isinstance(fact, _NO_ANSWER):
            since = raised.pop(getattr(fact, "prompt", ""), None)
            if since is not None:
                days[since.date()].waits.append((at - since).total_seconds())
    for day, found in sorted(days.items()):
        yield _told(day, found)


def _count(day: _Day, at: datetime, due: bool) -> None:
    day.due += due
    day.live += not due
    hour = at.replace(minute=0, second=0, microsecond=0)
    day.hours[hour] += 1
    day.tens[hour + timedelta(minutes=at.minute // 10 * 10)] += 1


def _told(day: date, found: _Day) -> DayLoad:
    waits = found.waits
    return DayLoad(
        day,
        found.live,
        found.due,
        max(found.hours.values()),
        max(found.tens.values()),
        sum(each > FLOOD for each in found.tens.values()),
        len(waits),
        round(median(waits)) if waits else None,
    )
