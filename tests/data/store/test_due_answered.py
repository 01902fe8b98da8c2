"""Due work answered: chased, put off, and never through anybody the matter bars; on both stores."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.data.files import new_file
from tests.desks import START, Night
from tests.due import (
    asked,
    asleep_until,
    at,
    each_once,
    events,
    forwarded,
    letter,
    raised,
    standing,
    told,
    until,
)
from xfconsole.core.days.workdays import Workdays
from xfconsole.core.facts.of_incident import PromptSnoozed
from xfconsole.core.facts.of_procedure import AccessBlocked
from xfconsole.core.matter.acts import Move
from xfconsole.core.words.desk import PromptKind, RingOutcome, Uid
from xfconsole.core.words.procedure import Act, Bar, Clock
from xfconsole.core.words.refusal import Refused

# --- chased, put off -----------------------------------------------------------------------------


def test_chased_it_rests_then_comes_back_by_name(night: Night) -> None:
    matter = forwarded(night)
    until(night, "03-04", "10:00")
    [first] = standing(night)
    night.desk.chase(matter, Clock.ACCEPT, RingOutcome.ANSWERED, prompt=first.uid)
    assert standing(night) == []
    until(night, "03-06", "09:59")
    assert standing(night) == []
    until(night, "03-06", "10:00")
    [again] = standing(night)
    assert (again.duty.what, again.duty.prompt_due) == (first.duty.what, at("03-06", "10:00"))
    assert again.uid != first.uid


def test_not_reached_it_is_asked_for_again_after_the_ladder_s_pause(night: Night) -> None:
    matter = forwarded(night)
    until(night, "03-08", "10:00")
    night.desk.chase(matter, Clock.ACCEPT, RingOutcome.BUSY)
    assert standing(night) == []
    pause = night.policy.ladders[night.policy.posts["unit_head"].ladder].again_minutes
    night.after(minutes=pause)
    assert [view.duty.prompt_due for view in standing(night)] == [night.now()]


def test_a_chase_right_after_a_start_lets_the_prompt_rest_all_the_same(night: Night) -> None:
    matter = forwarded(night)
    until(night, "03-08", "10:00")
    night.desk = night.new_desk()
    night.desk.chase(matter, Clock.ACCEPT, RingOutcome.ANSWERED)
    assert standing(night) == []


def test_a_rest_does_not_keep_a_duty_from_becoming_overdue_or_climbing(night: Night) -> None:
    matter = forwarded(night)
    until(night, "03-07", "10:00")
    night.desk.chase(matter, Clock.ACCEPT, RingOutcome.ANSWERED)
    until(night, "03-09", "23:00")
    night.desk.chase(matter, Clock.ACCEPT, RingOutcome.ANSWERED)
    until(night, "03-13")
    assert raised(night, matter)[1:] == [
        "03-08 00:00 past_control 0 unit_head 孙磊",
        "03-10 00:00 overdue 1 leader_in_charge 郑岚",
        "03-12 00:00 overdue 2 principal_leader 冯岳",
    ]


def test_becoming_overdue_is_a_step_that_no_rest_puts_off(night: Night) -> None:
    matter = forwarded(night)
    slow = replace(night.policy.procedure, climb_days=30)
    night.policy = replace(night.policy, procedure=slow)
    night.restart()
    until(night, "03-09", "23:00")
    night.desk.chase(matter, Clock.ACCEPT, RingOutcome.ANSWERED)
    assert standing(night) == []
    until(night, "03-10")
    assert raised(night, matter)[-1] == "03-10 00:00 overdue 0 unit_head 孙磊"


def test_what_is_overdue_no_more_rests_as_it_did(night: Night) -> None:
    matter = forwarded(night)
    night.desk.adopt_calendar()
    until(night, "03-10", "10:00")
    [view] = standing(night)
    assert view.duty.what is PromptKind.OVERDUE
    night.desk.chase(matter, Clock.ACCEPT, RingOutcome.ANSWERED, prompt=view.uid)
    before = raised(night, matter)
    table = Workdays({date(2026, 3, 9): "节"}, (), {2026})
    night.desk.rules = night.desk.rules._replace(workdays=table)
    night.desk.adopt_calendar()
    until(night, "03-10", "23:00")
    assert standing(night) == []
    until(night, "03-11", "10:00")
    assert (standing(night), raised(night, matter)) == ([], before)
    until(night, "03-12")
    assert raised(night, matter)[len(before) :] == ["03-12 00:00 overdue 2 principal_leader 冯岳"]
    assert each_once(night, matter)


def test_put_off_for_some_minutes_with_a_reason(night: Night) -> None:
    matter = forwarded(night)
    until(night, "03-08", "10:00")
    [view] = standing(night)
    done = night.desk.snooze(view.uid, 15, " 正在开会 ")
    assert (done.subject, done.number) == (matter, view.duty.number)
    [fact] = told(night, matter, PromptSnoozed)
    assert (fact.reason, fact.until) == ("正在开会", at("03-08", "10:15"))
    assert standing(night) == []
    until(night, "03-08", "10:15")
    [again] = standing(night)
    assert again.uid != view.uid
    assert each_once(night, matter)


@pytest.mark.parametrize(("minutes", "reason"), [(0, "开会"), (16, "开会"), (5, " ")])
def test_nothing_is_put_off_for_longer_than_the_pack_says_or_without_a_reason(
    night: Night, minutes: int, reason: str
) -> None:
    forwarded(night)
    until(night, "03-08", "10:00")
    [view] = standing(night)
    with pytest.raises(Refused):
        night.desk.snooze(view.uid, minutes, reason)
    assert [each.uid for each in standing(night)] == [view.uid]


def test_what_stands_no_more_cannot_be_put_off(night: Night) -> None:
    matter = forwarded(night)
    until(night, "03-08", "10:00")
    [view] = standing(night)
    night.desk.move(matter, Move(Act.ACCEPT))
    with pytest.raises(Refused, match="prompt_gone"):
        night.desk.snooze(view.uid, 5, "开会")


# --- the accused and the recused -----------------------------------------------------------------


def bar(night: Night, matter: Uid, *people: str) -> None:
    for each in people:
        night.desk.bar(matter, Bar.RECUSED, person=each)


def test_climbing_passes_over_whoever_is_barred(night: Night) -> None:
    matter = forwarded(night)
    bar(night, matter, "孙磊", "郑岚", "韩松", "冯岳")
    until(night, "03-20")
    assert raised(night, matter) == [
        "03-04 00:00 due_soon 0 unit_head 唐青",
        "03-08 00:00 past_control 0 unit_head 唐青",
        "03-10 00:00 overdue 1 principal_leader 曹明",
        "03-12 00:00 overdue 2 principal_leader 曹明",
    ]
    [view] = standing(night)
    assert asked(view) == ("principal_leader", "曹明", "")


def test_barred_while_it_stands_they_are_shown_no_more(night: Night) -> None:
    matter = forwarded(night)
    until(night, "03-08", "10:00")
    assert asked(standing(night)[0]) == ("unit_head", "孙磊", "唐青")
    bar(night, matter, "孙磊")
    assert asked(standing(night)[0]) == ("unit_head", "唐青", "郑岚")


def test_a_unit_barred_with_its_head_is_not_asked(night: Night) -> None:
    matter = forwarded(night)
    until(night, "03-08", "10:00")
    night.desk.bar(matter, Bar.ACCUSED, person="孙磊", unit="住建局")
    [view] = standing(night)
    assert "住建局" in view.duty.barred_units
    assert asked(view)[1] != "孙磊"


def test_a_barred_officer_is_shown_nothing_of_it_and_puts_nothing_off(night: Night) -> None:
    matter = forwarded(night)
    until(night, "03-08", "10:00")
    bar(night, matter, "李敏")
    [view] = standing(night)
    assert view.hidden
    assert "安置房" not in view.topic
    with pytest.raises(Refused, match="barred"):
        night.desk.snooze(view.uid, 5, "开会")
    with pytest.raises(Refused, match="barred"):
        night.desk.chase(matter, Clock.ACCEPT, RingOutcome.ANSWERED)
    assert len(told(night, matter, AccessBlocked)) == 2
    assert len(standing(night)) == 1


# --- both stores ---------------------------------------------------------------------------------


def test_both_stores_tell_the_same_story(tmp_path: Path) -> None:
    with new_file(tmp_path) as file:
        here, there = story(Night()), story(Night(store=file.store))
        for mine, other in zip(here[1:], there[1:], strict=True):
            assert mine == other
        assert len(here) > 40


def story(night: Night) -> list[object]:
    """Return what stood and what was said after each thing that happened."""
    first, second = forwarded(night, "第一件"), letter(night, "第二件")
    found: list[object] = [START]

    def note() -> None:
        with night.store.begin() as tx:
            found.append(tx.standing_duties(10))
            found.append(tx.next_check())
        found.append([each.fact for matter in (first, second) for each in events(night, matter)])

    def day(name: str, time: str = "09:00") -> None:
        until(night, name, time)
        note()

    day("03-04")
    night.desk.chase(first, Clock.ACCEPT, RingOutcome.ANSWERED)
    note()
    night.desk.snooze(standing(night)[0].uid, 9, "开会")
    note()
    day("03-04", "09:09")
    bar(night, first, "孙磊")
    night.desk.bar(second, Bar.ACCUSED, person="周平", unit="城关街道")
    note()
    day("03-06")
    night.desk.move(second, Move(Act.MARK_URGENT, text="有人受伤"))
    note()
    night.desk.move(second, Move(Act.SUPERVISE, text="限期办理"))
    note()
    night.restart()
    note()
    day("03-08")
    registered = events(night, first)[0]
    night.desk.correct(registered.uid, {"summary": "第一件（更正）"}, "写错了")
    note()
    asleep_until(night, "03-11", "09:00")
    note()
    night.desk.move(first, Move(Act.ACCEPT))
    note()
    night.desk.move(first, Move(Act.EXTEND, approver="唐青", days=30, text="情况复杂"))
    note()
    day("03-15")
    return found
