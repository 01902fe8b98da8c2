"""Weeks, months and quarters: their days, their names, and how they are written."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xfconsole.core.figures.period import Stretch, asked_period, period_of

TODAY = date(2026, 2, 20)


@pytest.mark.parametrize(
    ("stretch", "text", "first", "last", "name"),
    [
        ("week", "", "2026-02-16", "2026-02-22", "2026-W08"),
        ("week", "last", "2026-02-09", "2026-02-15", "2026-W07"),
        ("week", "2026-W01", "2025-12-29", "2026-01-04", "2026-W01"),
        ("week", "2026-01-01", "2025-12-29", "2026-01-04", "2026-W01"),
        ("week", "2026年第8周", "2026-02-16", "2026-02-22", "2026-W08"),
        ("month", "", "2026-02-01", "2026-02-28", "2026-02"),
        ("month", "LAST", "2026-01-01", "2026-01-31", "2026-01"),
        ("month", "2024-2", "2024-02-01", "2024-02-29", "2024-02"),
        ("month", "２０２５年１２月", "2025-12-01", "2025-12-31", "2025-12"),
        ("quarter", "", "2026-01-01", "2026-03-31", "2026-Q1"),
        ("quarter", "last", "2025-10-01", "2025-12-31", "2025-Q4"),
        ("quarter", "2025q3", "2025-07-01", "2025-09-30", "2025-Q3"),
        ("quarter", "2025年第2季度", "2025-04-01", "2025-06-30", "2025-Q2"),
        ("quarter", "2025-05-31", "2025-04-01", "2025-06-30", "2025-Q2"),
    ],
)
def test_what_is_written_is_these_days(
    stretch: str, text: str, first: str, last: str, name: str
) -> None:
    found = asked_period(Stretch(stretch), text, TODAY)
    assert found == (stretch, date.fromisoformat(first), date.fromisoformat(last), name)


@pytest.mark.parametrize(
    ("stretch", "text"),
    [
        *(("week", text) for text in ("2026-W54", "2026-W00", "next", "2026")),
        *(("month", text) for text in ("2026-13", "2026-0", "0001-01", "2026-02-30")),
        *(("quarter", text) for text in ("2026-Q5", "2026-Q0", "9999-Q4", "\x1b[m")),
    ],
)
def test_what_is_no_period_is_none(stretch: str, text: str) -> None:
    assert asked_period(Stretch(stretch), text, TODAY) is None


@given(st.sampled_from(Stretch), st.dates(date(1990, 1, 1), date(2090, 1, 1)))
def test_every_day_is_in_one_period_and_the_one_before_ends_the_day_before(
    stretch: Stretch, day: date
) -> None:
    found = period_of(stretch, day)
    assert found.first <= day <= found.last
    assert found.before.last + timedelta(days=1) == found.first
    assert {period_of(stretch, each) for each in (found.first, found.last)} == {found}
    assert asked_period(stretch, found.name, TODAY) == found
