"""The figures of timeliness: every boundary, and the whole against a slow, obvious reference."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.due import EVERY_DAY
from xfconsole.core.matter.timeliness import ENDED, By, Measured, Timeliness, TimelinessRow, measure
from xfconsole.core.words.desk import Channel
from xfconsole.core.words.procedure import OPEN, State

TODAY = date(2026, 2, 20)
DAY = timedelta(days=1)
NOTHING = Timeliness(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, None, None, 0)


def answered(after: int, **fields: Any) -> TimelinessRow:
    """A matter answered so many days after receipt."""
    received = date(2025, 6, 30)
    row = TimelinessRow(received, received + after * DAY, "住建局", Channel.LETTER)
    return row._replace(**fields)


def silent(age: int, **fields: Any) -> TimelinessRow:
    """A matter received so many days ago and not answered."""
    return TimelinessRow(TODAY - age * DAY, None, "住建局", Channel.LETTER)._replace(**fields)


def total(*rows: TimelinessRow) -> Timeliness:
    return measure(rows, TODAY, EVERY_DAY).total


def place(figures: Timeliness) -> str:
    """Name where the one matter in these figures was counted."""
    limits = {"90": figures.beyond_90, "60": figures.beyond_60, "15": figures.beyond_15}
    beyond = next((f"beyond {limit}" for limit, count in limits.items() if count), "")
    return beyond or ("within 15" if figures.within_15 else "waiting" if figures.waiting else "")


@pytest.mark.parametrize(
    ("after", "found"),
    [
        pytest.param(0, "within 15", id="the same day is day 0"),
        pytest.param(1, "within 15", id="day 1"),
        pytest.param(15, "within 15", id="day 15 is within 15"),
        pytest.param(16, "beyond 15", id="day 16 is beyond 15"),
        pytest.param(60, "beyond 15", id="day 60 is not beyond 60"),
        pytest.param(61, "beyond 60", id="day 61 is beyond 60"),
        pytest.param(90, "beyond 60", id="day 90 is not beyond 90"),
        pytest.param(91, "beyond 90", id="day 91 is beyond 90"),
    ],
)
def test_an_answer_is_counted_by_its_day(after: int, found: str) -> None:
    figures = total(answered(after))
    assert place(figures) == found
    assert (figures.median_days, figures.p90_days) == (after, after)
    assert (figures.unanswered, figures.unanswered_beyond_15) == (0, 0)


@pytest.mark.parametrize(
    ("age", "found"),
    [
        pytest.param(0, "waiting", id="received today"),
        pytest.param(15, "waiting", id="day 15 is not over"),
        pytest.param(16, "beyond 15", id="on day 16 beyond 15"),
        pytest.param(60, "beyond 15", id="on day 60 not beyond 60"),
        pytest.param(61, "beyond 60", id="on day 61 beyond 60"),
        pytest.param(90, "beyond 60", id="on day 90 not beyond 90"),
        pytest.param(91, "beyond 90", id="on day 91 beyond 90"),
    ],
)
def test_silence_is_counted_by_its_age_today(age: int, found: str) -> None:
    figures = total(silent(age))
    assert place(figures) == found
    assert (figures.answered, figures.median_days, figures.first_time_rate) == (0, None, None)
    assert figures.unanswered_beyond_90 == figures.beyond_90 == (age > 90)
    assert figures.unanswered_beyond_60 == figures.beyond_60 == (age > 60)


def test_days_are_counted_over_a_leap_day_and_a_year_end() -> None:
    leap = answered(0, received=date(2024, 2, 20), answered=date(2024, 3, 6))
    year = answered(0, received=date(2025, 12, 20), answered=date(2026, 1, 4))
    assert (total(leap).median_days, total(year).median_days) == (15, 15)


def test_an_empty_period_has_no_figures() -> None:
    assert total() == NOTHING
    assert measure([], TODAY, EVERY_DAY, By.UNIT) == Measured(NOTHING, {})
    assert total().first_time_rate is None


def test_all_unanswered() -> None:
    figures = total(silent(3), silent(20), silent(70), silent(100))
    assert figures == Timeliness(4, 0, 4, 0, 0, 1, 3, 2, 1, 3, 2, 1, None, None, 0)


def test_an_answer_dated_before_its_receipt_was_given_on_day_0() -> None:
    assert total(answered(-3)).median_days == 0


def test_what_ended_without_an_answer_is_not_late_however_old() -> None:
    figures = total(silent(400, ended=True), silent(400))
    assert (figures.received, figures.ended, figures.unanswered, figures.beyond_90) == (2, 1, 1, 1)


def test_an_answer_counts_even_where_the_matter_ended_since() -> None:
    figures = total(answered(10, ended=True))
    assert (figures.answered, figures.ended, figures.within_15) == (1, 0, 1)


def test_a_state_in_which_somebody_owes_an_answer_does_not_end_a_matter() -> None:
    elsewhere = {State.DIRECTED, State.LED, State.PASSED, State.DECLINED}
    assert (set(State) - set(OPEN)) | elsewhere == ENDED


@pytest.mark.parametrize(
    ("days", "median", "p90"),
    [
        pytest.param([7], 7, 7, id="one"),
        pytest.param([1, 9], 1, 9, id="two: the lower middle one"),
        pytest.param([3, 1, 2], 2, 3, id="three"),
        pytest.param([*range(1, 11)], 5, 9, id="ten: the 5th and the 9th"),
        pytest.param([*range(1, 12)], 6, 10, id="eleven: 9.9 is the 10th"),
        pytest.param([2, 2, 2, 50], 2, 50, id="equal ones"),
    ],
)
def test_percentiles_are_by_nearest_rank(days: list[int], median: int, p90: int) -> None:
    figures = total(*map(answered, days), silent(500))
    assert (figures.median_days, figures.p90_days) == (median, p90)


def test_concluded_the_first_time_is_answered_and_not_again() -> None:
    figures = total(answered(1), answered(2, again=True), answered(80), silent(3, again=True))
    assert (figures.first_time, figures.first_time_rate) == (2, 2 / 3)


def test_groups_come_in_their_own_order() -> None:
    rows = [
        answered(1, unit="教育局", channel=Channel.VISIT, received=date(2025, 10, 1)),
        answered(1, unit="", subject="民政", channel=Channel.LETTER, received=date(2025, 2, 28)),
        answered(1, unit="住建局", channel=Channel.JOINT_LETTER, received=date(2024, 12, 31)),
        answered(1, unit="住建局", channel=Channel.VISIT, received=date(2025, 10, 31)),
    ]
    names = {by: list(measure(rows, TODAY, EVERY_DAY, by).groups) for by in By}
    assert names == {
        By.UNIT: ["", "住建局", "教育局"],
        By.CHANNEL: ["letter", "visit", "joint_letter"],
        By.MONTH: ["2024-12", "2025-02", "2025-10"],
        By.SUBJECT: ["", "民政"],
    }


ROWS = st.builds(
    lambda age, after, **fields: TimelinessRow(
        TODAY - age * DAY,
        None if after is None else TODAY - age * DAY + after * DAY,
        **fields,
    ),
    st.integers(0, 200),
    st.none() | st.integers(0, 120) | st.sampled_from([15, 16, 60, 61, 90, 91]),
    unit=st.sampled_from(["", "住建局", "教育局"]),
    channel=st.sampled_from(Channel),
    subject=st.sampled_from(["", "民政"]),
    again=st.booleans(),
    ended=st.booleans(),
)


def reference(rows: list[TimelinessRow]) -> dict[str, Any]:
    """The definitions of docs/timeliness.md, read one after another."""
    given_ = [row for row in rows if row.answered is not None]
    open_ = [row for row in rows if row.answered is None and not row.ended]
    days = sorted((row.answered - row.received).days for row in given_ if row.answered)
    ages = [(TODAY - row.received).days for row in open_]

    def rank(percent: int) -> int | None:
        # The smallest value that at least so many of a hundred values do not exceed.
        enough = (d for d in days if 100 * sum(e <= d for e in days) >= percent * len(days))
        return min(enough, default=None)

    return {
        "received": len(rows),
        "answered": len(given_),
        "unanswered": len(open_),
        "ended": len(rows) - len(given_) - len(open_),
        "within_15": sum(d <= 15 for d in days),
        "waiting": sum(a <= 15 for a in ages),
        **{f"beyond_{n}": sum(d > n for d in [*days, *ages]) for n in (15, 60, 90)},
        **{f"unanswered_beyond_{n}": sum(a > n for a in ages) for n in (15, 60, 90)},
        "median_days": rank(50),
        "p90_days": rank(90),
        "first_time": sum(not row.again for row in given_),
    }


@given(st.lists(ROWS, max_size=40), st.none() | st.sampled_from(By))
def test_the_figures_are_those_of_the_definitions(rows: list[TimelinessRow], by: By | None) -> None:
    found = measure(iter(rows), TODAY, EVERY_DAY, by)
    assert asdict(found.total) == reference(rows)
    named: dict[str, list[TimelinessRow]] = {}
    for row in rows:
        month = f"{row.received:%Y-%m}"
        name = {By.UNIT: row.unit, By.CHANNEL: row.channel.value, By.MONTH: month}
        if by:
            named.setdefault(name.get(by, row.subject), []).append(row)
    assert {name: asdict(each) for name, each in found.groups.items()} == {
        name: reference(each) for name, each in named.items()
    }


@given(st.lists(ROWS, max_size=40))
def test_the_figures_add_up_as_documented(rows: list[TimelinessRow]) -> None:
    it = measure(rows, TODAY, EVERY_DAY).total
    assert it.received == it.answered + it.unanswered + it.ended
    assert it.received == it.within_15 + it.waiting + it.beyond_15 + it.ended
    assert it.answered == it.within_15 + it.beyond_15 - it.unanswered_beyond_15
    assert it.unanswered == it.waiting + it.unanswered_beyond_15
    assert it.beyond_15 >= it.beyond_60 >= it.beyond_90
    groups = [measure(rows, TODAY, EVERY_DAY, by).groups.values() for by in By]
    assert {sum(each.received for each in group) for group in groups} == {it.received}
