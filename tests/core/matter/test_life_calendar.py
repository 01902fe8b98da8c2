"""A new table of holidays recomputes open matters, tells old → new, and moves nothing else."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

import pytest

from tests.lives import MOVES, Walk
from tests.notices import free
from xfconsole.core.days.workdays import WEEKENDS, Workdays
from xfconsole.core.facts.of_procedure import CalendarAdopted, DeadlineMoved, DeadlineSet
from xfconsole.core.words.desk import Purpose
from xfconsole.core.words.procedure import Act, Clock, State
from xfconsole.office_files.in_force import published_workdays

PUBLISHED = published_workdays()


def with_days(
    base: Workdays,
    holidays: dict[date, str],
    working: Collection[date] = (),
    covered: Collection[int] = (),
) -> Workdays:
    return Workdays(
        {**base.holidays, **holidays}, {*base.working, *working}, {*base.covered, *covered}
    )


A_DAY_OFF = with_days(PUBLISHED, {date(2026, 3, 9): "本地节日"})
"""A Monday on which this office alone does not work."""
YEAR_2027 = with_days(
    PUBLISHED,
    {**free("元旦", "2027-01-01", "2027-01-03"), **free("春节", "2027-02-05", "2027-02-11")},
    [date(2027, 2, 20)],
    (2027,),
)


def adopt(walk: Walk, workdays: Workdays) -> list[object]:
    """Let the desk start with another table; return the facts that came of it."""
    walk.workdays = workdays
    walk.desk = walk.new_desk()
    return [each.fact for each in walk.desk.adopt_calendar().events]


def known(received: str, *acts: Act) -> Walk:
    """Return a matter of an office that has adopted the published table."""
    walk = Walk(received)
    walk.desk.adopt_calendar()
    return walk.do(*acts)


def test_the_first_table_is_journaled_and_moves_nothing() -> None:
    walk = Walk()
    facts = adopt(walk, PUBLISHED)
    assert [type(each) for each in facts] == [CalendarAdopted]
    assert facts[0].digest == PUBLISHED.digest  # type: ignore[attr-defined]


def test_the_same_table_again_is_nothing_new() -> None:
    walk = known("2026-03-02 09:00", Act.FORWARD)
    assert adopt(walk, PUBLISHED) == []
    assert len(adopt(walk, A_DAY_OFF)) > 1
    assert adopt(walk, A_DAY_OFF) == []


def test_a_day_less_to_work_moves_what_was_counted_over_it() -> None:
    walk = known("2026-03-02 09:00", Act.FORWARD)
    moved = [each for each in adopt(walk, A_DAY_OFF) if isinstance(each, DeadlineMoved)]
    assert [(each.clock, each.old_target, each.target, each.rolled) for each in moved] == [
        (Clock.OBJECT, date(2026, 3, 9), date(2026, 3, 10), date(2026, 3, 10))
    ]


def test_a_last_day_that_became_free_rolls_for_the_complainant_alone() -> None:
    walk = known("2026-02-22 09:00", Act.FORWARD)
    moved = [each for each in adopt(walk, A_DAY_OFF) if isinstance(each, DeadlineMoved)]
    ends = {each.clock: (each.old_rolled, each.rolled) for each in moved}
    monday, tuesday = date(2026, 3, 9), date(2026, 3, 10)
    assert ends[Clock.NOTICE] == ends[Clock.ACCEPT] == (monday, tuesday)
    assert {each.target for each in moved if each.clock is Clock.NOTICE} == {monday}
    assert walk.deadline(Clock.ACCEPT).rolled == tuesday


def test_and_back_again_if_it_was_a_mistake() -> None:
    walk = known("2026-03-02 09:00", Act.FORWARD)
    adopt(walk, A_DAY_OFF)
    moved = [each for each in adopt(walk, PUBLISHED) if isinstance(each, DeadlineMoved)]
    assert [(each.old_target, each.target) for each in moved] == [
        (date(2026, 3, 10), date(2026, 3, 9))
    ]


def test_nothing_else_moves() -> None:
    """Neither what is over nor what was counted over other days."""
    walk = known("2026-03-02 09:00", Act.FORWARD, Act.OBJECT, Act.UPHOLD, Act.ACCEPT)
    assert [type(each) for each in adopt(walk, A_DAY_OFF)] == [CalendarAdopted]
    later = known("2026-03-10 09:00", Act.FORWARD)
    assert [type(each) for each in adopt(later, A_DAY_OFF)] == [CalendarAdopted]


def test_the_name_of_a_holiday_moves_no_date() -> None:
    renamed = with_days(PUBLISHED, {date(2026, 5, 1): "五一"})
    walk = known("2026-03-02 09:00", Act.FORWARD, Act.ACCEPT)
    assert [type(each) for each in adopt(walk, renamed)] == [CalendarAdopted]


def test_a_year_without_data_is_provisional_until_it_comes() -> None:
    walk = known("2026-12-28 09:00", Act.FORWARD)
    begun = {each.clock: each for each in walk.facts(DeadlineSet)}
    assert begun[Clock.OBJECT].provisional
    assert begun[Clock.OBJECT].target == date(2027, 1, 4)
    assert not walk.deadline(Clock.OBJECT).overdue(walk.now())
    moved = {each.clock: each for each in adopt(walk, YEAR_2027) if isinstance(each, DeadlineMoved)}
    assert not any(each.provisional for each in moved.values())
    assert moved[Clock.OBJECT].target == date(2027, 1, 5)
    assert moved[Clock.OBJECT].old_target == date(2027, 1, 4)
    assert not walk.deadline(Clock.OBJECT).provisional


def test_a_date_that_stays_becomes_firm_all_the_same() -> None:
    walk = known("2026-12-28 09:00", Act.FORWARD)
    moved = {each.clock: each for each in adopt(walk, YEAR_2027) if isinstance(each, DeadlineMoved)}
    assert moved[Clock.ACCEPT].old_target == moved[Clock.ACCEPT].target == date(2027, 1, 12)
    assert [type(each) for each in adopt(walk, YEAR_2027)] == []
    assert walk.life().journaled.clocks[walk.deadline(Clock.ACCEPT).key].provisional is False


def test_a_year_that_is_taken_back_is_provisional_again() -> None:
    walk = known("2026-12-28 09:00", Act.FORWARD)
    adopt(walk, YEAR_2027)
    moved = {each.clock: each for each in adopt(walk, PUBLISHED) if isinstance(each, DeadlineMoved)}
    assert moved[Clock.ACCEPT].provisional
    assert moved[Clock.OBJECT].target == date(2027, 1, 4)


def test_a_prompt_that_stands_goes_on_standing_when_only_the_rounding_moves() -> None:
    walk = known("2026-02-22 09:00", Act.FORWARD).wait("2026-03-08 09:00")
    before = walk.life().journaled.clocks[walk.deadline(Clock.ACCEPT).key].prompt
    assert before
    adopt(walk, A_DAY_OFF)
    assert walk.life().journaled.clocks[walk.deadline(Clock.ACCEPT).key].prompt == before
    with walk.store.begin() as tx:
        assert before in [each.prompt for each in tx.standing_duties(9)[0]]


def test_a_complainants_window_follows_the_table_too() -> None:
    walk = known("2026-02-07 09:00").to(State.SERVED)
    assert walk.deadline(Clock.ASK_REVIEW).rolled == date(2026, 3, 9)
    adopt(walk, A_DAY_OFF)
    assert walk.deadline(Clock.ASK_REVIEW).rolled == date(2026, 3, 10)
    walk.wait("2026-03-10 23:59:59").do(MOVES[Act.ASK_REVIEW])


@pytest.mark.parametrize("purpose", Purpose)
def test_without_any_table_every_date_is_provisional(purpose: Purpose) -> None:
    walk = Walk(workdays=WEEKENDS, purpose=purpose).do(Act.ASSIGN)
    assert {each.provisional for each in walk.facts(DeadlineSet)} == {True}
