"""How much of its work an office did in time and for good, over the matters of a period.

Each rate is a share of matters or of duties, never of people; docs/figures.md defines each with
its denominator. A unit is counted the matters that it has, and the duties that it owes or owed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import cache, partial
from typing import NamedTuple, TypeAlias

from xfconsole.core.days.workdays import Workdays
from xfconsole.core.matter.timeliness import NAMES, By, TimelinessRow, last_days
from xfconsole.core.policy.pack import Target
from xfconsole.core.words.desk import Channel
from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.procedure import Clock
from xfconsole.core.words.rates import Rate

CLOCKS: Mapping[Clock, Rate] = {
    Clock.DEAL: Rate.DEALT,
    Clock.ACCEPT: Rate.ACCEPTED,
    Clock.REPORT: Rate.ORDERED,
    Clock.SIMPLE_ACCEPT: Rate.SIMPLE,
    Clock.SIMPLE_DECIDE: Rate.SIMPLE,
}
"""The duties that are measured one by one, each with the rate it counts in."""
ANSWERS = (Clock.DECIDE, Clock.SHADOW, Clock.SUGGESTION, Clock.ALLOWANCE)
"""The clocks that a matter's answer is measured by, where one ran."""
_ANSWER_DAYS = 60
"""Where none ran (a letter that came with its reply): the limit of TG 34, from receipt."""
_CHANNELS = [channel.value for channel in Channel]


class DutyRow(NamedTuple):
    """One duty on a matter, or an instruction about it. ``kept`` is None while there is time.

    ``unit`` is the one that owes it, empty for the petition office; the rest is the matter's.
    """

    rate: Rate
    kept: bool | None
    received: date
    unit: str
    channel: Channel
    subject: str


@frozen
class Share:
    """``done`` out of ``of``."""

    done: int
    of: int

    @property
    def rate(self) -> float | None:
        """The share from 0 to 1, None of nothing."""
        return self.done / self.of if self.of else None

    def reached(self, target: Target | None) -> bool | None:
        """Whether that is at least the target; None without one, and of nothing."""
        if target is None or not self.of:
            return None
        return 100 * self.done >= target.percent * self.of


@frozen
class Figures:
    """Figures over a set of matters: ``received`` is ``in_time + late + open + overdue + ended``.

    Answered in time; answered late; not answered and there is time; not answered and the time is
    over; owed no answer. ``shares`` by what they are shares of.
    """

    received: int
    in_time: int
    late: int
    open: int
    overdue: int
    ended: int
    shares: Mapping[Rate, Share]

    @property
    def answered(self) -> int:
        """Matters that have an answer."""
        return self.in_time + self.late


@frozen
class PeriodFigures:
    """Figures over all matters of a period, and over each group by kind and name, in order."""

    total: Figures
    groups: Mapping[By, Mapping[str, Figures]]


def measure_period(
    rows: Iterable[TimelinessRow | DutyRow], today: date, workdays: Workdays
) -> PeriodFigures:
    """Return the figures as they stand ``today``, reading the rows once.

    Memory grows with the groups, whatever they have in common.
    """
    limits = cache(partial(last_days, workdays))
    counted: defaultdict[_What, Sequence[Counter[str]]] = defaultdict(_by_names)
    for row in rows:
        what = _owed(row) if isinstance(row, DutyRow) else _matter(row, limits, today)
        for count, name in zip(counted[what], _NAMED, strict=True):
            count[name(row)] += 1
    total, groups = _Count(), {by: defaultdict[str, _Count](_Count) for by in By}
    for what, counts in counted.items():
        total.add(what, counts[0].total())
        for found, named in zip(groups.values(), counts, strict=True):
            for group, matters in named.items():
                found[group].add(what, matters)
    return PeriodFigures(total.figures(), {by: _ordered(by, found) for by, found in groups.items()})


class _Matter(NamedTuple):
    """All that is counted of a matter: there are few different ones."""

    answered: bool
    late: bool
    ended: bool
    again: bool
    settled: bool
    withdrawn: bool
    satisfied: bool | None


class _Duty(NamedTuple):
    """All that is counted of a duty."""

    rate: Rate
    kept: bool | None


_What: TypeAlias = "_Matter | _Duty"
_NAMED = [NAMES[by] for by in By]


def _by_names() -> Sequence[Counter[str]]:
    """Return what counts by the names of each kind of group."""
    return [Counter() for _ in By]


def _owed(row: DutyRow) -> _Duty:
    return _Duty(row.rate, row.kept)


def _matter(
    row: TimelinessRow, limits: Callable[[date], Mapping[int, date]], today: date
) -> _Matter:
    late = row.late
    if late is None:
        late = (row.answered or today) > limits(row.received)[_ANSWER_DAYS]
    own = row.ended, row.again, row.settled, row.withdrawn, row.satisfied
    return _Matter(row.answered is not None, late, *own)


def _ordered(by: By, found: Mapping[str, _Count]) -> Mapping[str, Figures]:
    """Return channels and months in their own order, units and subjects the fullest first."""
    figures = {name: count.figures() for name, count in found.items()}
    if by is By.CHANNEL:
        return {name: figures[name] for name in _CHANNELS if name in figures}
    if by is By.MONTH:
        return dict(sorted(figures.items()))
    return dict(sorted(figures.items(), key=lambda each: (-each[1].received, each[0])))


class _Count:
    __slots__ = ("again", "asked", "duties", "ended", "settled", "states", "withdrawn")

    def __init__(self) -> None:
        self.states: Counter[tuple[bool, bool]] = Counter()
        """How many are answered or not, and late or not."""
        self.duties: Counter[_Duty] = Counter()
        self.asked: Counter[bool | None] = Counter()
        """How many are satisfied, are not, or were not asked."""
        self.again = self.ended = self.settled = self.withdrawn = 0

    def add(self, what: _What, count: int) -> None:
        if isinstance(what, _Duty):
            self.duties[what] += count
        else:
            self._add(what, count)

    def _add(self, matter: _Matter, count: int) -> None:
        if matter.ended:
            self.ended += count
        else:
            self.states[matter.answered, matter.late] += count
        self.asked[matter.satisfied] += count
        self.again += count * matter.again
        self.settled += count * matter.settled
        self.withdrawn += count * matter.withdrawn

    def figures(self) -> Figures:
        in_time, late = self.states[True, False], self.states[True, True]
        open_, overdue = self.states[False, False], self.states[False, True]
        answered = in_time + late
        received = answered + open_ + overdue + self.ended
        shares = {
            Rate.FIRST_TIME: Share(answered - self.again, answered),
            **{rate: self._duty(rate) for rate in CLOCKS.values()},
            Rate.REPLIED: Share(in_time, answered + overdue),
            Rate.SETTLED: Share(self.settled, received - self.withdrawn),
            Rate.SATISFIED: Share(self.asked[True], self.asked[True] + self.asked[False]),
        }
        return Figures(
            received,
            in_time,
            late,
            open_,
            overdue,
            self.ended,
            {rate: shares[rate] for rate in Rate},
        )

    def _duty(self, rate: Rate) -> Share:
        kept = self.duties[_Duty(rate, True)]
        return Share(kept, kept + self.duties[_Duty(rate, False)])
