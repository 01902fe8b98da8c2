"""Rates over matters and duties: what counts in which share, and that nothing counts twice."""

from __future__ import annotations

import tracemalloc
from datetime import date, timedelta
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.due import EVERY_DAY
from xfconsole.core.figures.rates import DutyRow, Figures, Share, measure_period
from xfconsole.core.matter.timeliness import By, TimelinessRow
from xfconsole.core.policy.targets import USUAL
from xfconsole.core.words.desk import Channel
from xfconsole.core.words.rates import Rate

TODAY = date(2026, 6, 30)
MATTER = TimelinessRow(date(2026, 1, 5), date(2026, 1, 20), "住建局", Channel.LETTER)
DUTY = DutyRow(Rate.ACCEPTED, True, date(2026, 1, 5), "住建局", Channel.LETTER, "城乡建设")

matters = st.builds(
    TimelinessRow,
    received=st.dates(date(2026, 1, 1), date(2026, 3, 31)),
    answered=st.none() | st.dates(date(2026, 1, 1), date(2026, 6, 30)),
    unit=st.sampled_from(["", "住建局", "教育局"]),
    channel=st.sampled_from(Channel),
    subject=st.sampled_from(["", "城乡建设", "民政"]),
    settled=st.booleans(),
    late=st.none() | st.booleans(),
    satisfied=st.none() | st.booleans(),
    **dict.fromkeys(("again", "ended", "withdrawn"), st.just(False)),
)
duties = st.builds(
    DutyRow,
    rate=st.sampled_from([Rate.DEALT, Rate.ACCEPTED, Rate.ORDERED]),
    kept=st.none() | st.booleans(),
    received=st.dates(date(2026, 1, 1), date(2026, 3, 31)),
    unit=st.sampled_from(["", "住建局"]),
    channel=st.sampled_from(Channel),
    subject=st.just(""),
)


def total(*rows: TimelinessRow, owed: tuple[DutyRow, ...] = ()) -> Figures:
    return measure_period((*rows, *owed), TODAY, EVERY_DAY).total


@pytest.mark.parametrize(
    ("row", "where"),
    [
        pytest.param(MATTER._replace(late=False), "in_time", id="answered in time"),
        pytest.param(MATTER._replace(late=True), "late", id="answered late"),
        pytest.param(MATTER._replace(answered=None, late=False), "open", id="there is time"),
        pytest.param(MATTER._replace(answered=None, late=True), "overdue", id="time is over"),
        pytest.param(MATTER._replace(answered=None, ended=True), "ended", id="none is owed"),
    ],
)
def test_a_matter_is_counted_in_one_place(row: TimelinessRow, where: str) -> None:
    found = total(row)
    counted = {
        name: getattr(found, name) for name in ("in_time", "late", "open", "overdue", "ended")
    }
    assert {name for name, count in counted.items() if count} == {where}
    assert counted[where] == found.received == 1


@pytest.mark.parametrize(("days", "in_time"), [(60, 1), (61, 0)])
def test_an_answer_without_a_clock_is_measured_by_day_60(days: int, in_time: int) -> None:
    answered = MATTER.received + timedelta(days=days)
    assert total(MATTER._replace(answered=answered)).in_time == in_time


def test_answered_in_time_leaves_out_what_has_time_and_what_is_owed_no_answer() -> None:
    found = total(
        MATTER._replace(late=False),
        MATTER._replace(late=True),
        MATTER._replace(answered=None, late=True),
        MATTER._replace(answered=None, late=False),
        MATTER._replace(answered=None, ended=True),
    )
    assert found.shares[Rate.REPLIED] == Share(1, 3)


def test_what_came_again_was_not_concluded_the_first_time() -> None:
    found = total(MATTER, MATTER._replace(again=True), MATTER._replace(answered=None))
    assert found.shares[Rate.FIRST_TIME] == Share(1, 2)


def test_a_withdrawn_matter_is_in_no_share_of_settled_ones() -> None:
    gone = MATTER._replace(answered=None, ended=True, withdrawn=True)
    found = total(MATTER._replace(settled=True), MATTER, gone)
    assert found.shares[Rate.SETTLED] == Share(1, 2)


def test_satisfied_is_of_those_who_were_asked() -> None:
    found = total(*(MATTER._replace(satisfied=said) for said in (True, True, False, None)))
    assert found.shares[Rate.SATISFIED] == Share(2, 3)


def test_a_duty_with_time_left_is_in_no_share() -> None:
    owed = tuple(DUTY._replace(kept=kept) for kept in (True, False, None))
    assert total(owed=owed).shares[Rate.ACCEPTED] == Share(1, 2)
    assert total(owed=owed).shares[Rate.ORDERED] == Share(0, 0)


@pytest.mark.parametrize(
    ("done", "of", "reached"), [(98, 100, True), (979, 1000, False), (0, 0, None), (49, 50, True)]
)
def test_a_target_includes_its_number(done: int, of: int, reached: bool | None) -> None:
    assert Share(done, of).reached(USUAL[Rate.FIRST_TIME]) is reached
    assert Share(done, of).reached(None) is None


@given(st.lists(matters, max_size=30), st.lists(duties, max_size=30))
def test_groups_of_each_kind_add_up_to_all(rows: list[TimelinessRow], owed: list[DutyRow]) -> None:
    found = measure_period((*rows, *owed), TODAY, EVERY_DAY)
    assert found.total.received == len(rows)
    for by in By:
        groups = found.groups[by].values()
        for name in ("received", "in_time", "late", "open", "overdue", "ended", "answered"):
            assert sum(getattr(each, name) for each in groups) == getattr(found.total, name)
        for rate in Rate:
            shares = [each.shares[rate] for each in groups]
            assert found.total.shares[rate] == Share(
                sum(each.done for each in shares), sum(each.of for each in shares)
            )
            assert all(0 <= each.done <= each.of for each in shares)


def test_units_come_fullest_first_and_channels_in_their_order() -> None:
    rows = [
        *[MATTER._replace(channel=Channel.VISIT)] * 2,
        MATTER._replace(unit="教育局", channel=Channel.LETTER),
    ]
    groups = measure_period(rows, TODAY, EVERY_DAY).groups
    assert list(groups[By.UNIT]) == ["住建局", "教育局"]
    assert list(groups[By.CHANNEL]) == ["letter", "visit"]


def peak(count: int) -> int:
    """The most memory that counting so many matters takes, in bytes."""
    rows = (
        MATTER._replace(received=MATTER.received + timedelta(number % 80), late=number % 7 == 0)
        for number in range(count)
    )
    owed = (DUTY._replace(kept=number % 9 > 0) for number in range(count))
    tracemalloc.start()
    measure_period(chain(rows, owed), TODAY, EVERY_DAY)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most


def test_memory_does_not_grow_with_the_matters() -> None:
    # The least of some: what else runs in this process allocates too.
    few, many = (min(peak(count) for _ in range(3)) for count in (1_000, 20_000))
    assert many < 1.3 * few
