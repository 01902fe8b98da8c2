"""Figures for the city: how many matters an office received in a month, and what became of them.

They are counted as ``report month`` counts them, by the month of receipt, and are counts only: a
hub is told of no unit, no officer and no matter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, tzinfo

from data.file.connection import Engine
from data.journal.desks import reached
from data.ledger import timeliness
from xfconsole.core.days.workdays import WEEKENDS, Workdays
from xfconsole.core.figures.period import Stretch, period_of
from xfconsole.core.figures.rates import Figures, measure_period
from xfconsole.core.matter.timeliness import By, TimelinessRow
from xfconsole.core.words.frozen import frozen

COUNTS = ("received", "answered", "late", "overdue")
"""What is told of a month (core.figures.rates.Figures)."""
_MONTHS = 13
"""So many months are told, the last one the one under way: a whole year to compare it with."""
_NONE = measure_period((), date.min, WEEKENDS).total
"""Of a month under way in which nothing came: that is told too."""
_AT_ONCE = 200
"""After so many matters, others have their turn."""


@frozen
class CityFigures:
    """What a desk tells of its office's months; ``known`` is how many lines it has read."""

    known: int
    months: Mapping[str, Figures]

    def values(self) -> list[dict[str, object]]:
        """Return the months as the hub is told of them."""
        return [
            {"month": month, **{name: getattr(each, name) for name in COUNTS}}
            for month, each in self.months.items()
        ]


def figures(
    reader: Engine,
    zone: tzinfo,
    now: datetime,
    workdays: Workdays,
    rest: Callable[[], object] = lambda: None,
) -> CityFigures:
    """Count a year's matters; ``rest`` is called again and again meanwhile."""
    today = now.astimezone(zone).date()
    with reader.connect() as connection:
        known = sum(reached(connection).values())
        rows = timeliness.rows(connection, zone, now, _first(today), today)
        found = measure_period(_resting(rows, rest), today, workdays)
    nothing = {period_of(Stretch.MONTH, today).name: _NONE}
    return CityFigures(known, {**nothing, **found.groups[By.MONTH]})


def _first(today: date) -> date:
    month = period_of(Stretch.MONTH, today)
    for _ in range(_MONTHS - 1):
        month = month.before
    return month.first


def _resting(rows: Iterator[TimelinessRow], rest: Callable[[], object]) -> Iterator[TimelinessRow]:
    for number, row in enumerate(rows, 1):
        yield row
        if number % _AT_ONCE == 0:
            rest()
