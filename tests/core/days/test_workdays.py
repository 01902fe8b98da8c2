"""Which days are worked, by the table and without it."""

from __future__ import annotations

from datetime import date

import pytest

from tests.notices import NOTICES
from xfconsole.core.days.workdays import WEEKENDS, Workdays

TABLE = Workdays(
    {date(2025, 10, day): "国庆节" for day in range(1, 9)},
    [date(2025, 9, 28), date(2025, 10, 11)],
    [2025],
)


@pytest.mark.parametrize(
    ("day", "works", "name"),
    [
        pytest.param(date(2025, 9, 26), True, "", id="Friday"),
        pytest.param(date(2025, 9, 27), False, "", id="Saturday"),
        pytest.param(date(2025, 9, 28), True, "", id="Sunday made up for"),
        pytest.param(date(2025, 10, 1), False, "国庆节", id="holiday"),
        pytest.param(date(2025, 10, 4), False, "国庆节", id="Saturday within a holiday"),
        pytest.param(date(2025, 10, 9), True, "", id="Thursday after the holiday"),
        pytest.param(date(2025, 10, 11), True, "", id="Saturday made up for"),
        pytest.param(date(2031, 10, 1), True, "", id="weekday of a year not covered"),
        pytest.param(date(2031, 10, 4), False, "", id="Saturday of a year not covered"),
    ],
)
def test_a_day_is_worked_or_free(day: date, works: bool, name: str) -> None:
    assert (TABLE.works(day), TABLE.name(day)) == (works, name)


def test_a_table_knows_what_it_covers() -> None:
    assert [year for year in (2024, 2025, 2026) if TABLE.covers(year)] == [2025]
    assert not WEEKENDS.covers(2025)


@pytest.mark.parametrize(
    ("day", "following"),
    [
        pytest.param(date(2025, 9, 30), date(2025, 9, 30), id="a working day is itself"),
        pytest.param(date(2025, 9, 27), date(2025, 9, 28), id="Saturday before a make-up Sunday"),
        pytest.param(date(2025, 10, 1), date(2025, 10, 9), id="over a holiday"),
        pytest.param(date(2025, 10, 12), date(2025, 10, 13), id="Sunday"),
    ],
)
def test_the_next_working_day(day: date, following: date) -> None:
    assert TABLE.next_working(day) == following


def test_a_day_that_is_both_is_worked() -> None:
    day = date(2025, 1, 26)
    both = Workdays({day: "春节"}, [day], [2025])
    assert both.works(day)
    assert both == Workdays({}, [day], [2025])


def test_the_order_of_a_table_does_not_change_its_digest() -> None:
    other = Workdays(
        dict(reversed([*TABLE.holidays.items()])), list(TABLE.working) * 2, (2025, 2025)
    )
    assert (other, other.digest, hash(other)) == (TABLE, TABLE.digest, hash(TABLE))


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(Workdays({}, TABLE.working, TABLE.covered), id="holidays"),
        pytest.param(Workdays(TABLE.holidays, (), TABLE.covered), id="working"),
        pytest.param(Workdays(TABLE.holidays, TABLE.working, ()), id="covered"),
        pytest.param(
            Workdays(dict.fromkeys(TABLE.holidays, "中秋"), TABLE.working, TABLE.covered), id="name"
        ),
    ],
)
def test_whatever_differs_shows_in_the_digest(other: Workdays) -> None:
    assert other.digest != TABLE.digest
    assert other != TABLE


def test_a_digest_is_the_same_tomorrow() -> None:
    assert NOTICES.digest == "a1a48ce8539e7810f5c1f3e92f554b96fd4c85b4c6bc4ae363af6d2bcf886016"


def test_a_table_keeps_what_it_was_made_of() -> None:
    holidays = {date(2025, 1, 1): "元旦"}
    table = Workdays(holidays, [], [2025])
    holidays.clear()
    assert table.name(date(2025, 1, 1)) == "元旦"
