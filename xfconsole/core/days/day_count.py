"""Counts the days of a time limit, and shows what it passed over (民法典 201, 203, 1259)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from xfconsole.core.days.workdays import Workdays
from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.procedure import Measure

_DAY = timedelta(days=1)


@frozen
class Span:
    """One limit counted out, with both its ends and what led to them."""

    first: date
    """Day 1, the day after the event; of an ordered date, that date."""
    target: date
    """The last day as counted, the office's control date: it never rolls."""
    rolled: date
    """The statutory last day: ``target``, or the next working day after it (民法典 203)."""
    counted: int
    """The days of the limit, extension included; 0 for an ordered date."""
    free: tuple[date, ...]
    """Days not worked that a count of working days left out, or that the end rolled over."""
    provisional: bool
    """Whether a day that decided either end lies in a year the table does not cover."""
    extended: int
    """Days added by an extension."""
    excluded: int
    """Days left out that would have counted: the days of a hearing."""


def span(
    start: date,
    days: int,
    measure: Measure,
    workdays: Workdays,
    *,
    extended: int = 0,
    excluded: Sequence[tuple[date, date]] = (),
) -> Span:
    """Count ``days`` and ``extended`` calendar or working days from the event on ``start``.

    The day of the event does not count. ``excluded`` are stretches, first and last day included,
    that do not count either; they may overlap. Raises ValueError for less than one day or another
    measure, OverflowError beyond the year 9999.
    """
    if days < 1 or extended < 0:
        raise ValueError(f"a limit of {days} + {extended} days")
    counted, out = days + extended, _each(excluded)
    if measure is Measure.CALENDAR:
        return _calendar(start, counted, extended, out, workdays)
    if measure is Measure.WORKING:
        return _working(start, counted, extended, out, workdays)
    raise ValueError(f"{measure.value} is not counted in days")


def ordered(on: date, workdays: Workdays) -> Span:
    """Return the span of a date that was ordered: nothing to count, but it may roll."""
    return _rolled(on, on, workdays, counted=0, extended=0, excluded=0)


def _calendar(
    start: date, counted: int, extended: int, out: frozenset[date], workdays: Workdays
) -> Span:
    target, excluded = start + counted * _DAY, 0
    # Each day left out pushes the end on, and may bring more of them before it.
    while (inside := sum(start < day <= target for day in out)) > excluded:
        target += (inside - excluded) * _DAY
        excluded = inside
    return _rolled(
        start + _DAY, target, workdays, counted=counted, extended=extended, excluded=excluded
    )


def _working(
    start: date, counted: int, extended: int, out: frozenset[date], workdays: Workdays
) -> Span:
    day, left, excluded, free = start, counted, 0, list[date]()
    while left:
        day += _DAY
        if not workdays.works(day):
            free.append(day)
        elif day in out:
            excluded += 1
        else:
            left -= 1
    first = start + _DAY
    provisional = _provisional(first, day, workdays)
    return Span(first, day, day, counted, tuple(free), provisional, extended, excluded)


def _rolled(
    first: date, target: date, workdays: Workdays, *, counted: int, extended: int, excluded: int
) -> Span:
    rolled = workdays.next_working(target)
    free = tuple(target + number * _DAY for number in range((rolled - target).days))
    provisional = _provisional(target, rolled, workdays)
    return Span(first, target, rolled, counted, free, provisional, extended, excluded)


def _provisional(first: date, last: date, workdays: Workdays) -> bool:
    return not all(map(workdays.covers, range(first.year, last.year + 1)))


def _each(stretches: Iterable[tuple[date, date]]) -> frozenset[date]:
    return frozenset(
        first + number * _DAY
        for first, last in stretches
        for number in range((last - first).days + 1)
    )
