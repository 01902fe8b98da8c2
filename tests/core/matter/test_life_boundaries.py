"""Every time limit on both sides of its last second, through the desk and the published holidays.

One id a row of the table of time limits and a side: ``deal-15d-last-second`` is the last second in
which the duty is not overdue, ``deal-15d-one-second-after`` the first in which it is; what may be
asked for is asked for in the one and refused in the other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.data.files import new_file
from tests.lives import FORM, MOVES, Walk, local
from xfconsole.core.ports import Store
from xfconsole.core.words.desk import Channel, PromptKind, Purpose
from xfconsole.core.words.procedure import Act, Clock, Finding
from xfconsole.core.words.refusal import Refused

SECOND = timedelta(seconds=1)
SUGGESTED = replace(FORM, purpose=Purpose.SUGGESTION)
ALLOWANCE = replace(FORM, topic=("民政", "低保"))
SIGNED = replace(FORM, channel=Channel.JOINT_LETTER, headcount=10)
EXPLAINED = replace(MOVES[Act.REPLY], finding=Finding.EXPLAINED)
TO_SERVED = (Act.FORWARD, Act.ACCEPT, EXPLAINED)
TO_REVIEW = (*TO_SERVED, Act.SERVE, Act.ASK_REVIEW)
TO_REVIEWED = (*TO_REVIEW, Act.DECIDE_REVIEW)
TO_FINAL = (*TO_REVIEWED, Act.SERVE, Act.ASK_FINAL)
DOWN_4 = replace(MOVES[Act.FORWARD], levels=4)


@dataclass(frozen=True)
class Row:
    """A limit: what starts it and when, and the two last days it has."""

    name: str
    clock: Clock
    start: str
    target: str
    rolled: str
    acts: tuple[Any, ...] = ()
    form: Any = FORM
    part: int = 0
    then: Callable[[Walk], object] = lambda walk: None

    def walk(self, store: Store | None = None) -> Walk:
        """Return the matter just after the clock's start."""
        walk = Walk(f"{self.start} 10:30", form=self.form, store=store).do(*self.acts)
        self.then(walk)
        return walk


def ordered(day: str) -> tuple[Any, ...]:
    return (replace(MOVES[Act.ASSIGN], on=date.fromisoformat(day)),)


def extended(days: int) -> tuple[Any, ...]:
    return Act.FORWARD, Act.ACCEPT, replace(MOVES[Act.EXTEND], days=days)


def heard(*stretches: tuple[str, str]) -> Callable[[Walk], object]:
    """Record hearings, each on its last day."""

    def hold(walk: Walk) -> None:
        for since, until in stretches:
            walk.wait(f"{until} 17:00")
            first, last = date.fromisoformat(since), date.fromisoformat(until)
            walk.do(replace(MOVES[Act.HEAR], since=first, until=last))

    return hold


def lapse(walk: Walk) -> None:
    """Let day 15 go by without acceptance."""
    walk.wait(walk.deadline(Clock.ACCEPT).due_at)


RECEIVED = {
    "": ("2026-03-02", "2026-03-17", "2026-03-17"),
    "-saturday": ("2026-03-06", "2026-03-21", "2026-03-23"),
    "-spring-festival": ("2026-02-01", "2026-02-16", "2026-02-24"),
    "-over-spring-festival": ("2025-01-25", "2025-02-09", "2025-02-10"),
    "-make-up-saturday": ("2026-01-30", "2026-02-14", "2026-02-14"),
    "-leap-day": ("2024-02-14", "2024-02-29", "2024-02-29"),
    "-year-end": ("2025-12-17", "2026-01-01", "2026-01-04"),
    "-uncovered-year": ("2031-03-01", "2031-03-16", "2031-03-17"),
}
"""Fifteen days: received, the control date, the statutory last day."""
THIRTY = {
    "": ("2026-03-02", "2026-04-01", "2026-04-01"),
    "-spring-festival": ("2026-01-17", "2026-02-16", "2026-02-24"),
    "-make-up-saturday": ("2026-01-29", "2026-02-28", "2026-02-28"),
    "-leap-day": ("2024-01-30", "2024-02-29", "2024-02-29"),
    "-year-end": ("2025-12-02", "2026-01-01", "2026-01-04"),
    "-uncovered-year": ("2031-03-13", "2031-04-12", "2031-04-14"),
}
SIXTY = {
    "": ("2026-03-02", "2026-05-01", "2026-05-06"),
    "-spring-festival": ("2025-12-20", "2026-02-18", "2026-02-24"),
    "-make-up-saturday": ("2026-03-10", "2026-05-09", "2026-05-09"),
    "-leap-day": ("2024-01-15", "2024-03-15", "2024-03-15"),
    "-year-end": ("2025-11-02", "2026-01-01", "2026-01-04"),
    "-uncovered-year": ("2031-03-03", "2031-05-02", "2031-05-02"),
}
FIVE_WORKING = {
    "": ("2026-03-02", "2026-03-09", "2026-03-09"),
    "-spring-festival": ("2026-02-11", "2026-02-25", "2026-02-25"),
    "-make-up-saturday": ("2026-02-09", "2026-02-14", "2026-02-14"),
    "-leap-day": ("2024-02-22", "2024-02-29", "2024-02-29"),
    "-year-end": ("2025-12-29", "2026-01-06", "2026-01-06"),
    "-uncovered-year": ("2031-03-03", "2031-03-10", "2031-03-10"),
}
THIRTY_WORKING = {
    "": ("2026-03-02", "2026-04-14", "2026-04-14"),
    "-spring-festival": ("2026-01-16", "2026-03-05", "2026-03-05"),
    "-year-end": ("2025-12-01", "2026-01-13", "2026-01-13"),
    "-uncovered-year": ("2031-03-03", "2031-04-14", "2031-04-14"),
}
ONE_WORKING = {
    "": ("2026-03-02", "2026-03-03", "2026-03-03"),
    "-friday": ("2026-03-06", "2026-03-09", "2026-03-09"),
    "-spring-festival": ("2026-02-14", "2026-02-24", "2026-02-24"),
}
THREE_WORKING = {
    "": ("2026-03-02", "2026-03-05", "2026-03-05"),
    "-over-weekend": ("2026-03-05", "2026-03-10", "2026-03-10"),
    "-spring-festival": ("2026-02-12", "2026-02-24", "2026-02-24"),
    "-make-up-saturday": ("2026-02-11", "2026-02-14", "2026-02-14"),
    "-uncovered-year": ("2031-03-06", "2031-03-11", "2031-03-11"),
}
TEN_WORKING = {
    "": ("2026-03-02", "2026-03-16", "2026-03-16"),
    "-spring-festival": ("2026-02-09", "2026-02-28", "2026-02-28"),
    "-make-up-saturday": ("2026-02-02", "2026-02-14", "2026-02-14"),
    "-uncovered-year": ("2031-03-03", "2031-03-17", "2031-03-17"),
}


def limit(
    name: str, clock: Clock, days: dict[str, tuple[str, str, str]], *acts: Any, form: Any = FORM
) -> list[Row]:
    return [Row(name + when, clock, *dates, acts, form) for when, dates in days.items()]


ROWS: list[Row] = [
    *limit("deal-15d", Clock.DEAL, RECEIVED),
    *limit("notice-15d", Clock.NOTICE, RECEIVED, Act.FORWARD),
    *limit("accept-15d", Clock.ACCEPT, RECEIVED, Act.FORWARD),
    *limit("object-5wd", Clock.OBJECT, FIVE_WORKING, Act.FORWARD),
    *limit("decide-60d", Clock.DECIDE, SIXTY, Act.FORWARD, Act.ACCEPT),
    Row("decide-60d+30d", Clock.DECIDE, "2026-03-02", "2026-05-31", "2026-06-01", extended(30)),
    Row("decide-60d+1d", Clock.DECIDE, "2026-03-02", "2026-05-02", "2026-05-06", extended(1)),
    Row(
        "decide-60d+30d-spring-festival", Clock.DECIDE, "2025-11-20", "2026-02-18", "2026-02-24",
        extended(30),
    ),
    Row("report-ordered", Clock.REPORT, "2026-03-02", "2026-03-20", "2026-03-20",
        ordered("2026-03-20")),
    Row("report-ordered-today", Clock.REPORT, "2026-03-02", "2026-03-02", "2026-03-02",
        ordered("2026-03-02")),
    Row("report-ordered-saturday", Clock.REPORT, "2026-03-02", "2026-03-21", "2026-03-23",
        ordered("2026-03-21")),
    Row("report-ordered-spring-festival", Clock.REPORT, "2026-02-02", "2026-02-17", "2026-02-24",
        ordered("2026-02-17")),
    # The statutory day 15 of receipt by the unit is day 0 of the shadow clock.
    Row("shadow-60d-from-day-15", Clock.SHADOW, "2026-03-02", "2026-05-16", "2026-05-18",
        (Act.FORWARD,), then=lapse),
    Row("shadow-60d-from-day-15-spring-festival", Clock.SHADOW, "2025-12-05", "2026-02-20",
        "2026-02-24", (Act.FORWARD,), then=lapse),
    Row("shadow-60d-over-leap-day", Clock.SHADOW, "2023-12-16", "2024-03-02", "2024-03-04",
        (Act.FORWARD,), then=lapse),
    *limit("ask-review-30d", Clock.ASK_REVIEW, THIRTY, *TO_SERVED, Act.SERVE),
    *limit("review-30d", Clock.REVIEW, THIRTY, *TO_REVIEW),
    *limit("ask-final-30d", Clock.ASK_FINAL, THIRTY, *TO_REVIEWED, Act.SERVE),
    *limit("final-30d", Clock.FINAL, THIRTY, *TO_FINAL),
    # Three days of hearing: 2026-04-04 would be the last day, and the third of them goes in too.
    Row("final-30d-hearing-3d", Clock.FINAL, "2026-03-02", "2026-04-04", "2026-04-07", TO_FINAL,
        then=heard(("2026-03-10", "2026-03-12"))),
    Row("final-30d-hearings-overlapping", Clock.FINAL, "2026-03-02", "2026-04-05", "2026-04-07",
        TO_FINAL, then=heard(("2026-03-10", "2026-03-12"), ("2026-03-12", "2026-03-13"))),
    Row("final-30d-hearing-before-it", Clock.FINAL, "2026-03-02", "2026-04-01", "2026-04-01",
        TO_FINAL, then=heard(("2026-03-01", "2026-03-02"))),
    Row("review-30d-hearing-pauses-nothing", Clock.REVIEW, "2026-03-02", "2026-04-01",
        "2026-04-01", TO_REVIEW, then=heard(("2026-03-10", "2026-03-12"))),
    *limit("suggestion-30d", Clock.SUGGESTION, THIRTY, form=SUGGESTED),
    *limit("allowance-30wd", Clock.ALLOWANCE, THIRTY_WORKING, form=ALLOWANCE),
    *limit("leader-1wd", Clock.LEADER, ONE_WORKING, form=SIGNED),
    *limit("simple-accept-3wd", Clock.SIMPLE_ACCEPT, THREE_WORKING, Act.FORWARD, Act.SIMPLIFY),
    *limit(
        "simple-decide-10wd", Clock.SIMPLE_DECIDE, TEN_WORKING,
        Act.FORWARD, Act.SIMPLIFY, Act.ACCEPT,
    ),
    Row("split-level-2-day-8", Clock.SPLIT, "2026-03-02", "2026-03-10", "2026-03-10", (DOWN_4,),
        part=2),
    Row("split-level-3-day-11", Clock.SPLIT, "2026-03-02", "2026-03-13", "2026-03-13",
        (DOWN_4, Act.PASS_DOWN), part=3),
    Row("split-level-4-day-15", Clock.SPLIT, "2026-03-02", "2026-03-17", "2026-03-17",
        (DOWN_4, Act.PASS_DOWN, Act.PASS_DOWN), part=4),
    Row("split-level-4-spring-festival", Clock.SPLIT, "2026-02-01", "2026-02-16", "2026-02-24",
        (DOWN_4, Act.PASS_DOWN, Act.PASS_DOWN), part=4),
]  # fmt: skip

ASKED = {
    Clock.OBJECT: Act.OBJECT,
    Clock.ASK_REVIEW: Act.ASK_REVIEW,
    Clock.ASK_FINAL: Act.ASK_FINAL,
}
"""What is not owed but may be done, by the complainant or against the sender."""


def midnight_after(day: str) -> datetime:
    return local(f"{day} 23:59:59") + SECOND


def sides(rows: list[Row]) -> Iterator[Any]:
    for row in rows:
        yield pytest.param(row, False, id=f"{row.name}-last-second")
        yield pytest.param(row, True, id=f"{row.name}-one-second-after")


DUTIES = [row for row in ROWS if row.clock not in ASKED]
WINDOWS = [row for row in ROWS if row.clock in ASKED]


@pytest.mark.parametrize(("row", "over"), list(sides(DUTIES)))
def test_the_desk_asks_on_once_the_control_date_is_over(row: Row, over: bool) -> None:
    """The office's own last day never rolls: one second after it the desk is told."""
    walk = row.walk()
    deadline = walk.deadline(row.clock, row.part)
    assert (deadline.target.isoformat(), deadline.rolled.isoformat()) == (row.target, row.rolled)
    assert deadline.control_at == midnight_after(row.target)
    walk.wait(deadline.control_at if over else deadline.control_at - SECOND)
    late = PromptKind.OVERDUE if row.target == row.rolled else PromptKind.PAST_CONTROL
    assert walk.deadline(row.clock, row.part).past_control(walk.now()) is over
    assert [each.what for each in walk.shown(row.clock, row.part)] == [
        late if over else PromptKind.DUE_SOON
    ]


@pytest.mark.parametrize(("row", "over"), list(sides(DUTIES)))
def test_a_duty_is_overdue_once_the_statutory_day_is_over(row: Row, over: bool) -> None:
    """It rolls for everybody: nobody is told before that he is overdue (civil code 203)."""
    walk = row.walk()
    deadline = walk.deadline(row.clock, row.part)
    assert deadline.due_at == midnight_after(row.rolled)
    walk.wait(deadline.due_at if over else deadline.due_at - SECOND)
    now = walk.deadline(row.clock, row.part)
    assert now.overdue(walk.now()) is over
    assert now.past_control(walk.now()) is (over or row.target != row.rolled)
    told = [each for each in walk.prompted(row.clock) if each[0] is PromptKind.OVERDUE]
    assert bool(told) is over
    shown = {each.what for each in walk.shown(row.clock, row.part)}
    assert (PromptKind.OVERDUE in shown) is over


@pytest.mark.parametrize(("row", "over"), list(sides(WINDOWS)))
def test_what_may_be_asked_is_asked_until_the_rolled_day_is_over(row: Row, over: bool) -> None:
    """Rounding favours whoever asks: the last day of a right rolls over a holiday."""
    walk = row.walk()
    deadline = walk.deadline(row.clock)
    assert (deadline.target.isoformat(), deadline.rolled.isoformat()) == (row.target, row.rolled)
    assert deadline.due_at == midnight_after(row.rolled)
    walk.wait(deadline.due_at if over else deadline.due_at - SECOND)
    assert walk.prompted(row.clock) == []
    act = ASKED[row.clock]
    if not over:
        assert walk.do(act).deadline(row.clock).met_by is act
        return
    with pytest.raises(Refused) as refused:
        walk.do(act)
    assert refused.value.key == "life.refused.in_time"
    assert refused.value.values["last"] == row.rolled


URGENT = {
    "urgent-phone-20m": (Clock.URGENT_PHONE, 20, Act.REPORT_PHONE),
    "urgent-written-40m": (Clock.URGENT_WRITTEN, 40, Act.REPORT_WRITTEN),
}


@pytest.mark.parametrize("over", [False, True], ids=["last-second", "one-second-after"])
@pytest.mark.parametrize(("clock", "minutes", "act"), URGENT.values(), ids=URGENT)
def test_an_urgent_matter_is_reported_within_minutes_of_receipt(
    clock: Clock, minutes: int, act: Act, over: bool
) -> None:
    """Counted from receipt, however late it was marked; over the year's end here."""
    walk = Walk("2025-12-31 23:50").wait("2026-01-01 00:05").do(Act.MARK_URGENT)
    received = local("2025-12-31 23:50")
    due = received + timedelta(minutes=minutes)
    assert walk.deadline(clock).due_at == due
    walk.wait(due if over else due - SECOND)
    assert walk.deadline(clock).overdue(walk.now()) is over
    assert ((PromptKind.OVERDUE, 0) in walk.prompted(clock)) is over
    walk.do(act)
    assert walk.deadline(clock).overdue(walk.now() + timedelta(days=1)) is over


SPLIT_1 = [
    pytest.param("2026-03-09 23:59:59", False, id="split-level-1-day-5-monday-last-second"),
    pytest.param("2026-03-10 00:00:00", True, id="split-level-1-day-5-monday-one-second-after"),
]


@pytest.mark.parametrize(("when", "over"), SPLIT_1)
def test_the_first_of_several_levels_passes_it_on_within_its_days(when: str, over: bool) -> None:
    """5/3/3/4: the office's own five days are known to have been kept when it forwards."""
    walk = Walk("2026-03-02 10:30").wait(when).do(DOWN_4)
    first = walk.deadline(Clock.SPLIT, 1)
    assert (first.days, first.target, first.rolled) == (5, date(2026, 3, 7), date(2026, 3, 9))
    assert first.overdue(walk.now()) is over
    assert [each.days for each in walk.clocks(Clock.SPLIT)] == [5, 8, 11, 15]


UNDECIDED = [
    pytest.param("2026-03-17 23:59:59", False, id="undecided-15d-last-second"),
    pytest.param("2026-03-18 00:00:00", True, id="undecided-15d-one-second-after"),
]


@pytest.mark.parametrize(("when", "over"), UNDECIDED)
def test_not_accepted_by_day_15_is_overdue_undecided(when: str, over: bool) -> None:
    walk = Walk("2026-03-02 10:30").do(Act.FORWARD).wait(when).do(Act.ACCEPT)
    assert bool(walk.clocks(Clock.SHADOW)) is over
    if over:
        shadow = walk.deadline(Clock.SHADOW)
        assert (shadow.started, shadow.target) == (date(2026, 3, 17), date(2026, 5, 16))
        assert shadow.open(walk.now())
        assert walk.deadline(Clock.DECIDE).target == date(2026, 5, 17)


@pytest.mark.parametrize("over", [False, True], ids=["60d-last-second", "60d-one-second-after"])
def test_a_decision_is_extended_while_it_is_not_overdue(over: bool) -> None:
    """What is late stays late: nobody extends it afterwards."""
    walk = Walk("2026-03-02 10:30").do(Act.FORWARD, Act.ACCEPT)
    due = walk.deadline(Clock.DECIDE).due_at
    walk.wait(due if over else due - SECOND)
    if not over:
        assert walk.do(Act.EXTEND).deadline(Clock.DECIDE).target == date(2026, 5, 31)
        return
    with pytest.raises(Refused) as refused:
        walk.do(Act.EXTEND)
    assert refused.value.key == "life.refused.in_time"
    assert refused.value.values["last"] == "2026-05-06"


def stored() -> Iterator[Any]:
    """Yield one row of each clock, of those that roll where there is one."""
    first: dict[Clock, Row] = {}
    for row in ROWS:
        known = first.setdefault(row.clock, row)
        if known.target == known.rolled != row.target != row.rolled:
            first[row.clock] = row
    yield from (pytest.param(row, id=f"stored-{row.name}") for row in first.values())


@pytest.mark.parametrize("row", list(stored()))
def test_both_last_days_are_stored(tmp_path: Path, row: Row) -> None:
    with new_file(tmp_path) as file:
        walk = row.walk(file.store)
        deadline = walk.deadline(row.clock, row.part)
        found = file.rows(
            "SELECT target_on, rolled_on, provisional, due_at FROM deadline"
            " WHERE clock = ? AND part = ? AND met_at IS NULL",
            row.clock.value,
            row.part,
        )
    utc = deadline.due_at.astimezone(UTC)
    assert [each[:3] for each in found] == [(row.target, row.rolled, 0)]
    assert datetime.fromisoformat(found[0][3].replace("Z", "+00:00")) == utc


@pytest.mark.parametrize("row", ROWS, ids=lambda r: r.name)
def test_only_a_year_without_a_table_is_provisional(row: Row) -> None:
    assert row.walk().deadline(row.clock, row.part).provisional is ("uncovered" in row.name)
