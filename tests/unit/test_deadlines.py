"""Counting time limits: first tests."""

from __future__ import annotations

from datetime import date

from xfconsole.core.deadlines import Measure, ordered, span
from xfconsole.core.workdays import WEEKENDS


def test_the_day_of_the_event_does_not_count() -> None:
    found = span(date(2025, 3, 3), 15, Measure.CALENDAR, WEEKENDS)
    assert (found.first, found.target) == (date(2025, 3, 4), date(2025, 3, 18))


def test_an_ordered_date_rolls() -> None:
    found = ordered(date(2025, 3, 8), WEEKENDS)
    assert (found.target, found.rolled) == (date(2025, 3, 8), date(2025, 3, 10))
