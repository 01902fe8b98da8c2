"""A quarter of real letters with their replies, its rates worked out by plain Python over the rows.

The file lies beside the project, not in it: these tests skip where it is absent.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from chinese_calendar import is_workday  # type: ignore[import-untyped]

from tests.commanded import TestOffices, throw_away_offices
from tests.test_real_timeliness import FILE, Letter, letters, pytestmark  # noqa: F401

QUARTERS = ("2017-Q2", "2018-Q3", "2018-Q4", "2001-Q1")


@pytest.fixture(scope="module")
def offices() -> Iterator[TestOffices]:
    with throw_away_offices() as found:
        found.run("import", "letters", FILE)
        yield found


def quarter_of(day: date) -> str:
    return f"{day.year}-Q{(day.month + 2) // 3}"


def in_time(letter: Letter) -> bool:
    """Whether the reply came by day 60, or the working day after it."""
    sent, days = letter
    last = sent + timedelta(days=60)
    while not is_workday(last):
        last += timedelta(days=1)
    return sent + timedelta(days=days) <= last


@pytest.mark.parametrize("name", QUARTERS)
def test_a_quarter_is_what_the_workbook_says(
    offices: TestOffices,
    letters: list[Letter],  # noqa: F811
    name: str,
) -> None:
    own = [each for each in letters if quarter_of(each[0]) == name]
    kept = sum(map(in_time, own))
    found = offices.run_json("report", "quarter", name)
    counts = [found[key] for key in ("received", "answered", "in_time", "late", "open", "overdue")]
    assert counts == [len(own), len(own), kept, len(own) - kept, 0, 0]
    rates = {rate: (each["done"], each["of"]) for rate, each in found["rates"].items()}
    assert rates["replied"] == (kept, len(own))
    assert rates["first_time"] == (len(own), len(own))
    assert rates["settled"] == (0, len(own))
    assert [rates[each] for each in ("dealt", "accepted", "ordered", "simple")] == [(0, 0)] * 4
    months = Counter(f"{sent:%Y-%m}" for sent, _ in own)
    assert {each["name"]: each["received"] for each in found["groups"]["month"]} == months
    targets = {rate: each["reached"] for rate, each in found["rates"].items()}
    assert targets["first_time"] is (True if own else None)
    assert targets["settled"] is (False if own else None)


def test_the_quarters_hold_letters_answered_in_time_and_late(
    letters: list[Letter],  # noqa: F811
) -> None:
    """Else the comparison above would say nothing."""
    chosen = [each for each in letters if quarter_of(each[0]) in QUARTERS]
    assert {in_time(each) for each in chosen} == {True, False}


def test_all_quarters_add_up_to_all_letters(
    offices: TestOffices,
    letters: list[Letter],  # noqa: F811
) -> None:
    names = sorted({quarter_of(sent) for sent, _ in letters})
    total = sum(offices.run_json("report", "quarter", name)["received"] for name in names)
    assert total == len(letters)
