"""Simplified handling (简易办理): two limits beside those of the Regulation, and the way back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.lives import Walk
from xfconsole.core.matter.acts import Move, possible_acts
from xfconsole.core.words.desk import Purpose
from xfconsole.core.words.procedure import Act, Clock, State
from xfconsole.core.words.refusal import Refused

SECOND = timedelta(seconds=1)
SIMPLE = {Clock.SIMPLE_ACCEPT, Clock.SIMPLE_DECIDE}


def running(walk: Walk) -> set[Clock]:
    """Return which clocks run."""
    return {each.clock for each in walk.life().clocks if each.stopped_at is None}


def test_it_is_offered_while_the_matter_is_with_its_unit_and_never_twice() -> None:
    walk = Walk("2026-03-02 10:30")
    assert Act.SIMPLIFY not in {row.act for row in possible_acts(walk.life())}
    walk.do(Act.FORWARD)
    acts = {row.act for row in possible_acts(walk.life())}
    assert Act.SIMPLIFY in acts
    assert Act.ORDINARY not in acts
    walk.do(Act.SIMPLIFY)
    acts = {row.act for row in possible_acts(walk.life())}
    assert Act.SIMPLIFY not in acts
    assert Act.ORDINARY in acts
    with pytest.raises(Refused) as refused:
        walk.do(Act.SIMPLIFY)
    assert refused.value.key == "life.refused.not_simple"


def test_the_limits_of_the_regulation_run_on_beside_its_own() -> None:
    walk = Walk("2026-03-02 10:30").do(Act.FORWARD)
    walk.wait("2026-03-04 09:00")
    walk.do(Act.SIMPLIFY)
    assert walk.deadline(Clock.SIMPLE_ACCEPT).target == date(2026, 3, 5)
    assert walk.deadline(Clock.ACCEPT).target == date(2026, 3, 17)
    walk.do(Act.ACCEPT)
    assert running(walk) & {Clock.ACCEPT, Clock.SIMPLE_ACCEPT} == set()
    assert walk.deadline(Clock.SIMPLE_DECIDE).target == date(2026, 3, 18)
    assert walk.deadline(Clock.DECIDE).target == date(2026, 5, 3)
    walk.do(Act.REPLY)
    assert running(walk) & {*SIMPLE, Clock.DECIDE} == set()


@pytest.mark.parametrize("over", [False, True], ids=["3wd-last-second", "3wd-one-second-after"])
def test_it_is_not_chosen_once_its_first_limit_is_over(over: bool) -> None:
    """A unit is never late by a limit that nobody had told it of."""
    walk = Walk("2026-03-02 10:30").do(Act.FORWARD)
    walk.wait("2026-03-05 23:59:59")
    if not over:
        assert walk.do(Act.SIMPLIFY).life().simple
        return
    walk.wait(walk.now() + SECOND)
    with pytest.raises(Refused) as refused:
        walk.do(Act.SIMPLIFY)
    assert refused.value.key == "life.refused.simple_in_time"
    assert (refused.value.values["last"], refused.value.values["days"]) == ("2026-03-05", 3)


@pytest.mark.parametrize("accepted", [False, True], ids=["before-acceptance", "after-acceptance"])
def test_ordinary_limits_count_from_the_first_start(accepted: bool) -> None:
    walk = Walk("2026-03-02 10:30").do(Act.FORWARD, Act.SIMPLIFY)
    if accepted:
        walk.do(Act.ACCEPT)
    walk.wait("2026-03-05 09:00")
    life = walk.do(Act.ORDINARY).life()
    assert not life.simple
    assert running(walk) & SIMPLE == set()
    clock, last = (
        (Clock.DECIDE, date(2026, 5, 1)) if accepted else (Clock.ACCEPT, date(2026, 3, 17))
    )
    assert walk.deadline(clock).target == last
    walk.do(*(() if accepted else (Act.ACCEPT,)))
    assert Clock.SIMPLE_DECIDE not in running(walk)


def test_giving_it_up_needs_a_reason() -> None:
    walk = Walk().do(Act.FORWARD, Act.SIMPLIFY)
    with pytest.raises(Refused) as refused:
        walk.do(Move(Act.ORDINARY, text=" "))
    assert refused.value.key == "life.refused.need"


def test_what_was_late_stays_late_when_it_is_given_up() -> None:
    walk = Walk("2026-03-02 10:30").do(Act.FORWARD, Act.SIMPLIFY)
    walk.wait("2026-03-06 00:00")
    walk.do(Act.ORDINARY)
    late = walk.deadline(Clock.SIMPLE_ACCEPT)
    assert late.overdue(walk.now())
    assert late.met_by is Act.ORDINARY


@pytest.mark.parametrize("act", [Act.RETRIEVE, Act.RETURN])
def test_a_matter_that_comes_back_is_ordinary_again(act: Act) -> None:
    walk = Walk().do(Act.FORWARD, Act.SIMPLIFY)
    walk.do(*((Act.OBJECT,) if act is Act.RETURN else ()), act)
    assert not walk.life().simple
    assert running(walk) & SIMPLE == set()
    walk.do(Act.FORWARD, Act.ACCEPT)
    assert running(walk) & SIMPLE == set()


def test_a_suggestion_handled_simply_is_decided_in_ten_working_days_too() -> None:
    walk = Walk("2026-03-02 10:30", purpose=Purpose.SUGGESTION)
    walk.do(Act.FORWARD, Act.SIMPLIFY)
    assert walk.deadline(Clock.SIMPLE_ACCEPT).target == date(2026, 3, 5)
    assert walk.do(Act.ACCEPT).deadline(Clock.SIMPLE_DECIDE).target == date(2026, 3, 16)
    assert walk.life().state is State.ACCEPTED
