"""How timely offices answer: figures over matters, none of them about who brought a matter.

Days are calendar days from the day of receipt, which does not count, to the day of the answer,
both in the office's time zone (docs/timeliness.md). A limit is kept until its statutory last day is
over: what is answered on a holiday that the law adds is in time. Matters are only counted, so
memory is bounded by how many different numbers of days there are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from enum import StrEnum
from functools import cache, lru_cache, partial
from operator import attrgetter
from typing import NamedTuple, Protocol

from xfconsole.core.days.workdays import Workdays
from xfconsole.core.words.desk import Channel
from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.procedure import State

ENDED = frozenset(
    {
        *(State.DIRECTED, State.LED, State.PASSED, State.DECLINED),
        *(State.CONCLUDED, State.ARCHIVED, State.WITHDRAWN),
    }
)
"""States in which a matter that was never answered is owed no answer any more."""


SETTLED = ENDED - {State.WITHDRAWN}
"""States in which an office has nothing left to do, whether or not it answered."""

LIMITS = (15, 60, 90)
"""The limits in days that figures are told for."""


class By(StrEnum):
    """What figures can be told apart by."""

    UNIT = "unit"
    CHANNEL = "channel"
    MONTH = "month"
    SUBJECT = "subject"


class TimelinessRow(NamedTuple):
    """One matter: the days of receipt and first answer, the responsible unit, and what followed.

    ``again``: the first answer was followed by a review, a reopening, or a later matter that an
    officer linked to this one as the same. ``ended``: no answer was given and none is owed.
    ``subject`` is the first level of the subject, empty for none. ``settled``: the office has
    nothing left to do. ``late``: a decision on it was not given in time, or is not and the time is
    over; None where no such clock ever ran. ``satisfied``: what was said of the office's work at
    a follow-up, None where nobody was asked.
    """

    received: date
    answered: date | None
    unit: str
    channel: Channel
    again: bool = False
    ended: bool = False
    subject: str = ""
    settled: bool = False
    withdrawn: bool = False
    late: bool | None = None
    satisfied: bool | None = None


@frozen
class Timeliness:
    """Figures over a set of matters. Limits include their last day.

    ``received`` is ``answered + unanswered + ended``, and it is ``within_15 + waiting + beyond_15 +
    ended``: answered by day 15; not answered and day 15 not over; answered later or not answered
    and day 15 over; owed no answer. ``beyond_60`` and ``beyond_90`` are part of ``beyond_15``, and
    ``unanswered_beyond_*`` are the part of each that has no answer yet.

    ``median_days`` and ``p90_days`` are of answered matters, by nearest rank; None without any.
    ``first_time`` are answered matters whose first answer was the last one needed.
    """

    received: int
    answered: int
    unanswered: int
    ended: int
    within_15: int
    waiting: int
    beyond_15: int
    beyond_60: int
    beyond_90: int
    unanswered_beyond_15: int
    unanswered_beyond_60: int
    unanswered_beyond_90: int
    median_days: int | None
    p90_days: int | None
    first_time: int

    @property
    def first_time_rate(self) -> float | None:
        """The rate of first-time conclusion (一次性化解率) among answered matters, or None."""
        return self.first_time / self.answered if self.answered else None


@frozen
class Measured:
    """Figures over all matters, and over each group by its name, in the groups' own order."""

    total: Timeliness
    groups: Mapping[str, Timeliness]


def measure(
    rows: Iterable[TimelinessRow], today: date, workdays: Workdays, by: By | None = None
) -> Measured:
    """Return the figures as they stand ``today``, reading the rows once.

    A matter without an answer is as old as it is today. An answer dated before its receipt was
    given on day 0. Groups by month are named like ``2026-02``, by the month of receipt.
    """
    limits = cache(partial(last_days, workdays))
    total = _Count()
    groups: dict[str, _Count] = {}
    name = NAMES[by] if by else None
    for row in rows:
        last = limits(row.received)
        total.add(row, today, last)
        if name:
            groups.setdefault(name(row), _Count()).add(row, today, last)
    order = sorted(groups, key=_CHANNELS.index if by is By.CHANNEL else None)
    return Measured(total.figures(), {group: groups[group].figures() for group in order})


_CHANNELS = [channel.value for channel in Channel]


class Grouped(Protocol):
    """What belongs to a group of each kind."""

    @property
    def received(self) -> date:
        """The day of receipt at the office."""
        ...

    @property
    def unit(self) -> str:
        """The responsible unit, empty for none."""
        ...

    @property
    def channel(self) -> Channel:
        """How it came in."""
        ...

    @property
    def subject(self) -> str:
        """The first level of the subject, empty for none."""
        ...


@lru_cache(maxsize=1_000)
def _month(day: date) -> str:
    return day.isoformat()[:7]


NAMES: Mapping[By, Callable[[Grouped], str]] = {
    By.UNIT: attrgetter("unit"),
    By.CHANNEL: attrgetter("channel"),
    By.MONTH: lambda row: _month(row.received),
    By.SUBJECT: attrgetter("subject"),
}
"""What the group is called that a matter belongs to."""


class _Count:
    """How many matters were answered after each number of days, and what is beyond each limit."""

    __slots__ = ("answered", "ended", "first_time", "late", "silent", "unanswered")

    def __init__(self) -> None:
        self.answered: Counter[int] = Counter()
        self.late: Counter[int] = Counter()
        self.silent: Counter[int] = Counter()
        self.unanswered = self.ended = self.first_time = 0

    def add(self, row: TimelinessRow, today: date, last: Mapping[int, date]) -> None:
        """Count one matter; ``last`` are the statutory last days by their limit."""
        if row.answered is not None:
            self.answered[max(0, (row.answered - row.received).days)] += 1
            self.late.update(limit for limit, day in last.items() if row.answered > day)
            self.first_time += not row.again
        elif row.ended:
            self.ended += 1
        else:
            self.unanswered += 1
            self.silent.update(limit for limit, day in last.items() if today > day)

    def figures(self) -> Timeliness:
        """Return the figures over what was counted."""
        answered, unanswered = self.answered.total(), self.unanswered
        late, silent = self.late, self.silent
        return Timeliness(
            received=answered + unanswered + self.ended,
            answered=answered,
            unanswered=unanswered,
            ended=self.ended,
            within_15=answered - late[15],
            waiting=unanswered - silent[15],
            beyond_15=late[15] + silent[15],
            beyond_60=late[60] + silent[60],
            beyond_90=late[90] + silent[90],
            unanswered_beyond_15=silent[15],
            unanswered_beyond_60=silent[60],
            unanswered_beyond_90=silent[90],
            median_days=_nearest_rank(self.answered, 50),
            p90_days=_nearest_rank(self.answered, 90),
            first_time=self.first_time,
        )


def last_days(workdays: Workdays, received: date) -> dict[int, date]:
    """Return the statutory last day of each limit of what was received on a day."""
    return {limit: workdays.next_working(received + timedelta(limit)) for limit in LIMITS}


def _nearest_rank(days: Counter[int], percent: int) -> int | None:
    """Return the smallest number of days that at least ``percent`` of the matters do not exceed."""
    left = -(-percent * days.total() // 100)
    for day in sorted(days):
        left -= days[day]
        if left <= 0:
            return day
    return None
