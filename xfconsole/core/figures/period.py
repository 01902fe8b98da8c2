"""The stretches of days that reports are about: a week, a month, a quarter."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from xfconsole.core.words.typed import YEARS, iso_day, keyed

LAST = "last"
"""What is written for the period before the one under way."""


class Stretch(StrEnum):
    """How long a period is."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"


class Period(NamedTuple):
    """Days, both included, of a stretch. ``name`` is how it is written: ``2026-W08``."""

    stretch: Stretch
    first: date
    last: date
    name: str

    @property
    def before(self) -> Period:
        """The period that ends where this one begins."""
        return period_of(self.stretch, self.first - timedelta(days=1))


_WRITTEN: Mapping[Stretch, re.Pattern[str]] = {
    Stretch.WEEK: re.compile(r"(\d{4})[-年]?第?w?(\d{1,2})周?", re.ASCII | re.IGNORECASE),
    Stretch.MONTH: re.compile(r"(\d{4})[-/.年](\d{1,2})月?", re.ASCII),
    Stretch.QUARTER: re.compile(r"(\d{4})[-年]?第?q?([1-4])季?度?", re.ASCII | re.IGNORECASE),
}


def period_of(stretch: Stretch, day: date) -> Period:
    """Return the week (Monday to Sunday), month or quarter that a day is in."""
    if stretch is Stretch.WEEK:
        year, week, weekday = day.isocalendar()
        first = day - timedelta(days=weekday - 1)
        return Period(stretch, first, first + timedelta(days=6), f"{year}-W{week:02}")
    months = 3 if stretch is Stretch.QUARTER else 1
    first = day.replace(day=1, month=day.month - (day.month - 1) % months)
    after = (first + timedelta(days=31 * months)).replace(day=1)
    quarter = f"{day.year}-Q{(day.month + 2) // 3}"
    name = quarter if stretch is Stretch.QUARTER else f"{day:%Y-%m}"
    return Period(stretch, first, after - timedelta(days=1), name)


def asked_period(stretch: Stretch, text: str, today: date) -> Period | None:
    """Return the period that is meant: ``2026-02``, a day in it, ``last``; today's for nothing.

    None for what is none.
    """
    typed = keyed(text)
    if not typed or typed.lower() == LAST:
        found = period_of(stretch, today)
        return found.before if typed else found
    day = iso_day(typed) or _first_day(stretch, typed)
    return period_of(stretch, day) if day else None


def _first_day(stretch: Stretch, typed: str) -> date | None:
    written = _WRITTEN[stretch].fullmatch(typed)
    if written is None or int(written[1]) not in YEARS:
        return None
    year, number = int(written[1]), int(written[2])
    try:
        if stretch is Stretch.WEEK:
            return date.fromisocalendar(year, number, 1)
        return date(year, 3 * number - 2 if stretch is Stretch.QUARTER else number, 1)
    except ValueError:
        return None
