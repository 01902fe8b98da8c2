"""Any limit over any table, against somebody who crosses off one day of a calendar at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from xfconsole.core.days.day_count import Span, span
from xfconsole.core.days.workdays import Workdays
from xfconsole.core.words.procedure import Measure

DAY = timedelta(days=1)
EPOCH = date(2023, 12, 1)
Stretches = Sequence[tuple[date, date]]

dates = st.integers(0, 800).map(lambda number: EPOCH + number * DAY)
stretches = st.lists(
    st.tuples(dates, st.integers(-2, 12)).map(lambda each: (each[0], each[0] + each[1] * DAY)),
    max_size=4,
)
measures = st.sampled_from([Measure.CALENDAR, Measure.WORKING])
limits = st.integers(1, 90)
extensions = st.sampled_from([0, 0, 1, 30])


@st.composite
def tables(draw: st.DrawFn) -> Workdays:
    """A table with long holidays and weekend days worked, of some years and not of others."""
    holidays: dict[date, str] = {}
    for first, last in draw(st.lists(st.tuples(dates, st.integers(0, 12)), max_size=12)):
        holidays.update({first + number * DAY: "节" for number in range(last + 1)})
    working = {day for day in draw(st.sets(dates, max_size=30)) if day.weekday() >= 5}
    return Workdays(holidays, working, draw(st.sets(st.integers(2023, 2027))))


def works(table: Workdays, day: date) -> bool:
    if day in table.working:
        return True
    if day in table.holidays:
        return False
    return day.strftime("%a") not in ("Sat", "Sun")


def is_out(day: date, excluded: Stretches) -> bool:
    return any(first <= day <= last for first, last in excluded)


def crossed_off(start: date, measure: Measure, table: Workdays, out: Stretches) -> Iterator[date]:
    """Yield the days that count, one after the other."""
    day = start
    while True:
        day += DAY
        if is_out(day, out):
            continue
        if measure is Measure.WORKING and not works(table, day):
            continue
        yield day


def by_hand(
    start: date, days: int, measure: Measure, table: Workdays, extended: int, out: Stretches
) -> Mapping[str, object]:
    calendar = crossed_off(start, measure, table, out)
    for _ in range(days + extended):
        target = next(calendar)
    rolled = target
    while not works(table, rolled):
        rolled += DAY
    between = [start + number * DAY for number in range(1, (target - start).days + 1)]
    over = [target + number * DAY for number in range((rolled - target).days)]
    free = [day for day in between if not works(table, day)]
    left_out = [day for day in between if is_out(day, out)]
    if measure is Measure.WORKING:
        left_out = [day for day in left_out if works(table, day)]
    return {
        "target": target,
        "rolled": rolled,
        "free": tuple(free if measure is Measure.WORKING else over),
        "excluded": len(left_out),
    }


@given(dates, limits, measures, tables(), extensions, stretches)
def test_a_count_is_what_a_patient_clerk_would_find(
    start: date, days: int, measure: Measure, table: Workdays, extended: int, out: Stretches
) -> None:
    found = span(start, days, measure, table, extended=extended, excluded=out)
    wanted = by_hand(start, days, measure, table, extended, out)
    assert {name: getattr(found, name) for name in wanted} == wanted
    assert (found.first, found.counted) == (start + DAY, days + extended)


@given(dates, limits, measures, tables(), stretches)
def test_one_day_more_is_never_earlier(
    start: date, days: int, measure: Measure, table: Workdays, out: Stretches
) -> None:
    found = span(start, days, measure, table, excluded=out)
    more = span(start, days + 1, measure, table, excluded=out)
    assert found.target < more.target
    assert found.rolled <= more.rolled
    assert start < found.target <= found.rolled
    assert table.works(found.rolled)


@given(dates, limits, measures, tables(), stretches)
def test_an_extension_is_counted_like_the_limit(
    start: date, days: int, measure: Measure, table: Workdays, out: Stretches
) -> None:
    extended = span(start, days, measure, table, extended=30, excluded=out)
    whole = span(start, days + 30, measure, table, excluded=out)
    assert replace(extended, extended=0) == whole


@given(dates, limits, measures, tables(), stretches)
def test_stretches_left_out_may_overlap_and_come_in_any_order(
    start: date, days: int, measure: Measure, table: Workdays, out: Stretches
) -> None:
    found = span(start, days, measure, table, excluded=out)
    assert span(start, days, measure, table, excluded=[*reversed(out), *out]) == found


def toggled(table: Workdays, day: date) -> Workdays:
    """The same table, but a free day is worked and a worked one is free."""
    if works(table, day):
        return Workdays({**table.holidays, day: "节"}, {*table.working} - {day}, table.covered)
    return Workdays(table.holidays, {*table.working, day}, table.covered)


def dated(found: Span) -> Span:
    return replace(found, provisional=False)


@given(dates, limits, measures, tables(), stretches)
def test_a_date_is_provisional_when_a_day_not_known_for_certain_could_change_it(
    start: date, days: int, measure: Measure, table: Workdays, out: Stretches
) -> None:
    found = span(start, days, measure, table, excluded=out)
    looked_at = [start + number * DAY for number in range((found.rolled - start).days + 40)]
    moved_by = [
        day
        for day in looked_at
        if not table.covers(day.year)
        and dated(span(start, days, measure, toggled(table, day), excluded=out)) != dated(found)
    ]
    assert found.provisional is bool(moved_by)
