"""Every time limit of the procedure, counted over the days at which a count can go wrong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from tests.notices import NOTICES
from xfconsole.core.days.day_count import Span, ordered, span
from xfconsole.core.days.workdays import WEEKENDS
from xfconsole.core.words.procedure import Measure

DAY = timedelta(days=1)
CALENDAR, WORKING = Measure.CALENDAR, Measure.WORKING


@dataclass(frozen=True)
class Case:
    """One limit: what is counted from where, the office's last day and the complainant's."""

    name: str
    start: str
    target: str
    rolled: str
    extended: int = 0
    excluded: tuple[tuple[str, str], ...] = ()
    provisional: bool = False


LIMITS: dict[str, tuple[int, Measure, list[Case]]] = {
    "TG 22 register 15 days": (
        15,
        CALENDAR,
        [
            Case("ends on a Tuesday", "2026-03-02", "2026-03-17", "2026-03-17"),
            Case("ends on a Saturday", "2026-03-06", "2026-03-21", "2026-03-23"),
            Case("received on a Sunday", "2026-03-08", "2026-03-23", "2026-03-23"),
            Case("ends in spring festival 2025", "2025-01-17", "2025-02-01", "2025-02-05"),
            Case("ends the day before it", "2025-01-12", "2025-01-27", "2025-01-27"),
            Case("ends in spring festival 2026", "2026-02-01", "2026-02-16", "2026-02-24"),
            Case("goes over spring festival 2026", "2026-02-11", "2026-02-26", "2026-02-26"),
            Case("ends on a make-up Saturday", "2026-01-30", "2026-02-14", "2026-02-14"),
            Case("ends on a make-up Sunday", "2025-09-13", "2025-09-28", "2025-09-28"),
            Case("ends on national day 2025", "2025-09-16", "2025-10-01", "2025-10-09"),
            Case("ends on the make-up Saturday after", "2025-09-26", "2025-10-11", "2025-10-11"),
            Case("ends on the Sunday after that", "2025-09-27", "2025-10-12", "2025-10-13"),
            Case("rolls to a make-up Sunday", "2025-12-17", "2026-01-01", "2026-01-04"),
            Case("ends on the leap day", "2024-02-14", "2024-02-29", "2024-02-29"),
            Case("goes over the leap day", "2024-02-20", "2024-03-06", "2024-03-06"),
            Case("received on the leap day", "2024-02-29", "2024-03-15", "2024-03-15"),
            Case("February without a leap day", "2025-02-20", "2025-03-07", "2025-03-07"),
            Case("over the year's end", "2024-12-17", "2025-01-01", "2025-01-02"),
            Case("a year unknown", "2031-03-03", "2031-03-18", "2031-03-18", provisional=True),
            Case("last day known", "2026-12-16", "2026-12-31", "2026-12-31"),
            Case("first unknown", "2026-12-17", "2027-01-01", "2027-01-01", provisional=True),
        ],
    ),
    "TG 23 notice 15 days": (
        15,
        CALENDAR,
        [
            Case("ends on labour day", "2026-04-16", "2026-05-01", "2026-05-06"),
            Case("ends on a make-up Saturday", "2026-04-24", "2026-05-09", "2026-05-09"),
        ],
    ),
    "TG 23 objection 5 working days": (
        5,
        WORKING,
        [
            Case("from a Monday", "2026-03-02", "2026-03-09", "2026-03-09"),
            Case("from a Friday", "2026-03-06", "2026-03-13", "2026-03-13"),
            Case("from a Saturday", "2026-03-07", "2026-03-13", "2026-03-13"),
            Case("over spring festival 2025", "2025-01-23", "2025-02-06", "2025-02-06"),
            Case("from within spring festival 2025", "2025-01-30", "2025-02-10", "2025-02-10"),
            Case("over spring festival 2026", "2026-02-11", "2026-02-25", "2026-02-25"),
            Case("ends on a make-up Saturday", "2026-02-09", "2026-02-14", "2026-02-14"),
            Case("over national day 2025", "2025-09-26", "2025-10-10", "2025-10-10"),
            Case("a make-up Saturday counts", "2025-09-29", "2025-10-13", "2025-10-13"),
            Case("ends on the leap day", "2024-02-22", "2024-02-29", "2024-02-29"),
            Case("goes over the leap day", "2024-02-26", "2024-03-04", "2024-03-04"),
            Case("over the year's end", "2025-12-29", "2026-01-06", "2026-01-06"),
            Case("a year unknown", "2031-03-03", "2031-03-10", "2031-03-10", provisional=True),
            Case("last day known", "2026-12-24", "2026-12-31", "2026-12-31"),
            Case("into one unknown", "2026-12-28", "2027-01-04", "2027-01-04", provisional=True),
            Case("out of one unknown", "2023-12-28", "2024-01-05", "2024-01-05", provisional=True),
            Case("received on its last day", "2023-12-31", "2024-01-08", "2024-01-08"),
        ],
    ),
    "TG 34 decision 60 days": (
        60,
        CALENDAR,
        [
            Case("ends on labour day", "2026-03-02", "2026-05-01", "2026-05-06"),
            Case("goes over the leap day", "2024-01-15", "2024-03-15", "2024-03-15"),
            Case("without a leap day", "2025-01-15", "2025-03-16", "2025-03-17"),
            Case("over the year's end", "2025-11-10", "2026-01-09", "2026-01-09"),
            Case("ends in spring festival 2025", "2024-12-02", "2025-01-31", "2025-02-05"),
            Case("ends in spring festival 2026", "2025-12-20", "2026-02-18", "2026-02-24"),
        ],
    ),
    "TG 34 decision 60+30 days": (
        60,
        CALENDAR,
        [
            Case("ends on a Sunday", "2026-03-02", "2026-05-31", "2026-06-01", extended=30),
            Case("spring festival 2026", "2025-11-20", "2026-02-18", "2026-02-24", extended=30),
            Case("one day more", "2026-03-02", "2026-05-02", "2026-05-06", extended=1),
        ],
    ),
    "TG 35 ask for review 30 days": (
        30,
        CALENDAR,
        [
            Case("over the year's end", "2025-12-30", "2026-01-29", "2026-01-29"),
            Case("ends in spring festival 2025", "2024-12-30", "2025-01-29", "2025-02-05"),
            Case("ends on its last day", "2025-01-05", "2025-02-04", "2025-02-05"),
            Case("ends the day after", "2025-01-06", "2025-02-05", "2025-02-05"),
            Case("ends on the leap day", "2024-01-30", "2024-02-29", "2024-02-29"),
        ],
    ),
    "TG 36 final review 30 days": (
        30,
        CALENDAR,
        [
            Case("no hearing", "2026-06-01", "2026-07-01", "2026-07-01"),
            Case(
                *("hearing of three days", "2026-06-01", "2026-07-04", "2026-07-06"),
                excluded=(("2026-06-10", "2026-06-12"),),
            ),
            Case(
                *("two hearings that overlap", "2026-06-01", "2026-07-05", "2026-07-06"),
                excluded=(("2026-06-10", "2026-06-12"), ("2026-06-11", "2026-06-13")),
            ),
            Case(
                *("hearing on the last day", "2026-06-01", "2026-07-02", "2026-07-02"),
                excluded=(("2026-07-01", "2026-07-01"),),
            ),
            Case(
                *("hearing beyond the last day", "2026-06-01", "2026-07-04", "2026-07-06"),
                excluded=(("2026-06-30", "2026-07-02"),),
            ),
            Case(
                *("second hearing reached only by the first", "2026-06-01", "2026-07-03"),
                "2026-07-03",
                excluded=(("2026-07-02", "2026-07-02"), ("2026-06-20", "2026-06-20")),
            ),
            Case(
                *("hearing the day after the last", "2026-06-01", "2026-07-01", "2026-07-01"),
                excluded=(("2026-07-02", "2026-07-03"),),
            ),
            Case(
                *("hearing on the day of the event", "2026-06-01", "2026-07-02", "2026-07-02"),
                excluded=(("2026-05-30", "2026-06-02"),),
            ),
            Case(
                *("hearing that ends before it begins", "2026-06-01", "2026-07-01", "2026-07-01"),
                excluded=(("2026-06-12", "2026-06-10"),),
            ),
        ],
    ),
    "habit: suggestion 30 days": (
        30,
        CALENDAR,
        [Case("ends on national day 2026", "2026-09-01", "2026-10-01", "2026-10-08")],
    ),
    "plan allowance 30 working days": (
        30,
        WORKING,
        [
            Case("over spring festival 2025", "2025-01-13", "2025-02-28", "2025-02-28"),
            Case("over spring festival 2026", "2026-01-26", "2026-03-13", "2026-03-13"),
            Case("over national day 2025", "2025-09-15", "2025-10-31", "2025-10-31"),
            Case("a year unknown", "2031-03-03", "2031-04-14", "2031-04-14", provisional=True),
        ],
    ),
    "notice of 2014, 5 of 15 days": (
        5,
        CALENDAR,
        [Case("ends on a Saturday", "2026-03-02", "2026-03-07", "2026-03-09")],
    ),
}


def rows() -> Iterator[tuple[str, int, Measure, Case]]:
    for limit, (days, measure, cases) in LIMITS.items():
        for case in cases:
            yield f"{limit}: {case.name}", days, measure, case


CASES = [pytest.param(days, measure, case, id=name) for name, days, measure, case in rows()]


def counted(days: int, measure: Measure, case: Case) -> Span:
    return span(
        date.fromisoformat(case.start),
        days,
        measure,
        NOTICES,
        extended=case.extended,
        excluded=[(date.fromisoformat(a), date.fromisoformat(b)) for a, b in case.excluded],
    )


@pytest.mark.parametrize(("days", "measure", "case"), CASES)
def test_both_ends_of_a_limit(days: int, measure: Measure, case: Case) -> None:
    found = counted(days, measure, case)
    assert (found.target.isoformat(), found.rolled.isoformat()) == (case.target, case.rolled)
    assert found.provisional is case.provisional
    assert (found.counted, found.extended) == (days + case.extended, case.extended)
    assert found.first == date.fromisoformat(case.start) + DAY


def boundaries() -> Iterator[object]:
    for name, days, measure, case in rows():
        for whose, last in (("office", case.target), ("complainant", case.rolled)):
            inside = date.fromisoformat(last)
            for on, in_time in ((inside, True), (inside + DAY, False)):
                told = f"{name}, {whose}, {on} {'in time' if in_time else 'late'}"
                yield pytest.param(days, measure, case, whose, on, in_time, id=told)


@pytest.mark.parametrize(("days", "measure", "case", "whose", "on", "in_time"), list(boundaries()))
def test_the_last_day_is_in_time_and_the_next_is_late(
    days: int, measure: Measure, case: Case, whose: str, on: date, in_time: bool
) -> None:
    found = counted(days, measure, case)
    assert (on <= (found.target if whose == "office" else found.rolled)) is in_time


@pytest.mark.parametrize(
    ("on", "rolled", "provisional"),
    [
        pytest.param(date(2026, 3, 4), date(2026, 3, 4), False, id="TG 22 ordered: a Wednesday"),
        pytest.param(date(2026, 2, 18), date(2026, 2, 24), False, id="TG 22 ordered: a holiday"),
        pytest.param(
            date(2026, 2, 28), date(2026, 2, 28), False, id="TG 22 ordered: a make-up day"
        ),
        pytest.param(date(2024, 2, 29), date(2024, 2, 29), False, id="TG 22 ordered: the leap day"),
        pytest.param(
            date(2023, 12, 30), date(2024, 1, 2), True, id="TG 22 ordered: a year unknown"
        ),
    ],
)
def test_an_ordered_date_may_roll(on: date, rolled: date, provisional: bool) -> None:
    found = ordered(on, NOTICES)
    assert (found.first, found.target, found.rolled) == (on, on, rolled)
    assert (found.counted, found.extended, found.excluded) == (0, 0, 0)
    assert found.provisional is provisional


def days(*texts: str) -> tuple[date, ...]:
    return tuple(date.fromisoformat(f"2025-{text}") for text in texts)


def test_what_the_end_rolled_over_is_told() -> None:
    found = span(date(2025, 1, 17), 15, CALENDAR, NOTICES)
    assert found.free == days("02-01", "02-02", "02-03", "02-04")


def test_what_a_count_of_working_days_left_out_is_told() -> None:
    found = span(date(2025, 9, 26), 5, WORKING, NOTICES)
    eight = [f"10-0{number}" for number in range(1, 9)]
    assert found.free == days("09-27", *eight)


def test_the_days_of_a_hearing_are_told() -> None:
    hearing = [(date(2025, 3, 8), date(2025, 3, 11))]
    assert span(date(2025, 3, 3), 30, CALENDAR, NOTICES, excluded=hearing).excluded == 4
    # Of working days only Monday and Tuesday would have counted.
    assert span(date(2025, 3, 3), 30, WORKING, NOTICES, excluded=hearing).excluded == 2


def test_the_parts_of_the_first_fifteen_days_make_fifteen_days() -> None:
    start = end = date(2026, 3, 2)
    for part in (5, 3, 3, 4):
        end = span(end, part, CALENDAR, NOTICES).target
    assert end == span(start, 15, CALENDAR, NOTICES).target


@pytest.mark.parametrize(
    ("limit", "extended", "measure"),
    [
        pytest.param(0, 0, CALENDAR, id="no day"),
        pytest.param(-1, 5, CALENDAR, id="less than no day"),
        pytest.param(5, -1, WORKING, id="an extension backwards"),
        pytest.param(5, 0, Measure.ORDERED, id="an ordered date"),
        pytest.param(20, 0, Measure.MINUTES, id="minutes"),
    ],
)
def test_what_is_not_a_count_of_days_is_an_error(
    limit: int, extended: int, measure: Measure
) -> None:
    with pytest.raises(ValueError, match=r"days"):
        span(date(2025, 3, 3), limit, measure, WEEKENDS, extended=extended)
