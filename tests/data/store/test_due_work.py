"""Due work on matters: when it is prompted for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.desks import Night, changed_pack
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
from xfconsole.core.days.reading import Reading
from xfconsole.core.days.workdays import Workdays
from xfconsole.core.facts.announced import PromptRaised
from xfconsole.core.facts.of_procedure import DeadlineDropped, DeadlineMoved, DutyPrompted
from xfconsole.core.matter.acts import Move
from xfconsole.core.words.desk import Level, PromptKind, RingOutcome
from xfconsole.core.words.procedure import Act, Clock
from xfconsole.desk.state.work import LOOKED_AT
from xfconsole.drill.run import DrillClock

CLIMB = (
    "# Past its control date a duty goes one rank up every so many days (1 to 366, calendar days)."
)
SLOWER = changed_pack((f"{CLIMB}\ndays = 2", f"{CLIMB}\ndays = 5"))


# --- on its days ---------------------------------------------------------------------------------


def test_a_duty_is_due_soon_then_past_control_then_overdue_and_climbs(night: Night) -> None:
    matter = forwarded(night)
    until(night, "03-20")
    assert raised(night, matter) == [
        "03-04 00:00 due_soon 0 unit_head 孙磊",
        "03-08 00:00 past_control 0 unit_head 孙磊",
        "03-10 00:00 overdue 1 leader_in_charge 郑岚",
        "03-12 00:00 overdue 2 principal_leader 冯岳",
    ]
    assert [each.late_s for each in told(night, matter, DutyPrompted)] == [0, 0, 0, 0]
    assert each_once(night, matter)


def test_the_desk_knows_when_to_look_next(night: Night) -> None:
    forwarded(night)
    for day in ("03-04", "03-08", "03-10", "03-12"):
        due = night.desk.next_change()
        assert due == at(day)
        night.clock.advance(due - night.now() - timedelta(seconds=1))
        night.desk.note_awake()
        assert night.desk.tick().events == ()
        night.clock.advance(timedelta(seconds=1))
        assert len(night.desk.tick().events) >= 1
        assert night.desk.tick().events == ()
    # What is left is the shadow clock: sixty days from the statutory day, 03-09.
    assert night.desk.next_change() == at("05-05")


def test_what_is_shown_says_how_late_it_is_and_how_far_it_climbed(night: Night) -> None:
    forwarded(night)
    until(night, "03-05")
    [view] = standing(night)
    assert (view.left.days, view.climbed, view.climbs_at) == (2, ("unit_head",), None)
    assert asked(view) == ("unit_head", "孙磊", "唐青")
    assert view.rule is not None
    assert view.rule.id == "procedure.due_soon"
    until(night, "03-10", "09:00")
    [view] = standing(night)
    assert (view.left.days, view.climbed) == (-3, ("unit_head", "leader_in_charge"))
    assert (view.climbs_to, view.climbs_at) == ("principal_leader", at("03-12"))
    assert asked(view) == ("leader_in_charge", "郑岚", "韩松")
    assert view.rule is not None
    assert view.rule.id == "procedure.climb"


def test_done_in_time_it_is_asked_for_no_more(night: Night) -> None:
    matter = forwarded(night)
    until(night, "03-05")
    night.desk.move(matter, Move(Act.ACCEPT))
    assert standing(night) == []
    until(night, "03-20")
    assert raised(night, matter) == ["03-04 00:00 due_soon 0 unit_head 孙磊"]


def test_what_runs_again_is_asked_for_under_a_name_of_its_own(night: Night) -> None:
    matter = letter(night)
    until(night, "03-05")
    night.desk.move(matter, Move(Act.FORWARD, unit="住建局"))
    night.desk.move(matter, Move(Act.OBJECT, text="不属于本单位"))
    assert standing(night) == []
    night.desk.move(matter, Move(Act.RETURN))
    assert [view.duty.clock for view in standing(night)] == [Clock.DEAL]
    assert len(raised(night, matter)) == 2
    assert each_once(night, matter)


# --- ranked --------------------------------------------------------------------------------------


def test_live_incidents_come_first_even_of_no_level_then_minutes_then_dates(night: Night) -> None:
    forwarded(night, "第一件")
    night.after(minutes=60 * 24)
    forwarded(night, "第二件")
    until(night, "03-10", "09:00")
    urgent = letter(night, "第三件")
    night.desk.move(urgent, Move(Act.MARK_URGENT, text="有人受伤"))
    night.open(3)
    night.desk.raise_level(night.incident, Level.GENERAL, "情绪激烈")
    night.open(2)
    situation = night.desk.situation()
    names = [getattr(each, "number", "") or getattr(each, "topic", "") for each in situation.ranked]
    assert names[-4:] == ["第三件", "第三件", "第一件", "第二件"]
    assert set(names[:-4]) == {"03-001"}
    assert situation.due == len(names) == len(situation.prompts) + 4


def test_more_than_is_shown_is_counted_and_what_is_urgent_is_among_the_shown(night: Night) -> None:
    for number in range(101):
        letter(night, f"第{number}件")
    until(night, "03-08", "09:00")
    urgent = letter(night, "急件")
    night.desk.move(urgent, Move(Act.MARK_URGENT, text="有人受伤"))
    situation = night.desk.situation()
    assert (situation.waiting, len(situation.duties)) == (103, 100)
    assert [view.topic for view in situation.duties[:2]] == ["急件", "急件"]
    assert situation.due == 103


def test_many_at_once_come_some_at_a_time(night: Night) -> None:
    for number in range(LOOKED_AT + 5):
        letter(night, f"第{number}件")
    asleep_until(night, "03-04", "09:00")
    assert night.desk.situation().waiting == LOOKED_AT
    night.desk.tick()
    assert night.desk.situation().waiting == LOOKED_AT + 5
    assert night.desk.tick().events == ()


def test_what_is_shown_is_made_again_only_when_it_changed(night: Night) -> None:
    forwarded(night)
    until(night, "03-05", "09:00")
    first = night.desk.situation()
    night.clock.advance(timedelta(seconds=5))
    night.desk.tick()
    second = night.desk.situation()
    assert second.duties is first.duties
    assert second.revision == first.revision
    night.clock.advance(timedelta(hours=15))
    night.desk.note_awake()
    night.desk.tick()
    third = night.desk.situation()
    assert [view.left.days for view in third.duties] == [1]
    assert third.revision > first.revision


# --- whatever dies in between --------------------------------------------------------------------


def test_a_desk_that_starts_anew_raises_nothing_twice(night: Night) -> None:
    matter = forwarded(night)
    for day in ("03-04", "03-06", "03-08", "03-09", "03-10", "03-12", "03-15"):
        until(night, day)
        night.restart().restart()
        assert len(standing(night)) == 1
    assert len(raised(night, matter)) == 4
    assert each_once(night, matter)


def test_asleep_over_midnight_all_come_in_one_list_with_due_shown_and_lateness(
    night: Night,
) -> None:
    matters = [forwarded(night, "第一件"), forwarded(night, "第二件")]
    until(night, "03-07", "22:00")
    assert [view.left.days for view in standing(night)] == [0, 0]
    asleep_until(night, "03-08", "07:30")
    situation = night.desk.situation()
    assert situation.blind == (at("03-07", "22:00"), at("03-08", "07:30"))
    for view in situation.ranked:
        assert view in situation.duties
    assert [(v.duty.what, v.duty.prompt_due, v.shown_at) for v in situation.duties] == [
        (PromptKind.PAST_CONTROL, at("03-08"), at("03-08", "07:30"))
    ] * 2
    for matter in matters:
        assert told(night, matter, DutyPrompted)[-1].late_s == 7.5 * 3600


class Rebooted(DrillClock):
    """The clock of the same machine after it was started again."""

    def read(self) -> Reading:
        return replace(super().read(), boot_id="another")


@pytest.mark.parametrize("rebooted", [False, True])
def test_a_clock_set_back_fires_nothing_again(night: Night, *, rebooted: bool) -> None:
    matter = forwarded(night)
    until(night, "03-10", "09:00")
    before, known = raised(night, matter), [view.uid for view in standing(night)]
    if rebooted:
        night.clock = Rebooted(at("03-05", "09:00"))
        night.restart()
    else:
        night.clock.jump(timedelta(days=-5))
        night.desk.tick()
    assert [view.uid for view in standing(night)] == known
    night.desk.chase(matter, Clock.ACCEPT, RingOutcome.NO_ANSWER)
    night.after(minutes=60 * 24 * 10)
    assert raised(night, matter)[: len(before)] == before
    assert told(night, matter, DeadlineDropped) == []
    assert each_once(night, matter)


def test_a_newer_pack_that_asks_later_keeps_the_desk_from_looking_again_and_again(
    night: Night,
) -> None:
    matter = forwarded(night)
    until(night, "03-09")
    night.policy = SLOWER
    night.restart()
    assert night.desk.next_change() == at("03-10")
    until(night, "03-10")
    assert night.desk.next_change() == at("03-13")
    before = len(events(night, matter))
    for _ in range(5):
        night.clock.advance(timedelta(seconds=1))
        assert night.desk.tick().events == ()
    assert len(events(night, matter)) == before
    assert len(standing(night)) == 1
    until(night, "03-14")
    assert raised(night, matter)[2:] == [
        "03-10 00:00 overdue 0 unit_head 孙磊",
        "03-13 00:00 overdue 1 leader_in_charge 郑岚",
    ]


def test_other_holidays_move_the_statutory_day_and_raise_nothing_again(night: Night) -> None:
    matter = forwarded(night)
    night.desk.adopt_calendar()
    until(night, "03-05")
    before = raised(night, matter)
    table = Workdays({date(2026, 3, 9): "节"}, (), {2026})
    night.desk.rules = night.desk.rules._replace(workdays=table)
    night.desk.adopt_calendar()
    assert Clock.ACCEPT in {each.clock for each in told(night, matter, DeadlineMoved)}
    [view] = standing(night)
    assert (view.duty.target, view.duty.rolled) == (date(2026, 3, 7), date(2026, 3, 10))
    assert raised(night, matter) == before


def test_what_was_shown_before_it_could_be_stored_counts_as_of_then(night: Night) -> None:
    (raised,) = [e for e in night.open(33).events() if isinstance(e.fact, PromptRaised)][:1]
    now = night.now() + timedelta(minutes=40)
    late = [
        replace(raised, uid=f"{n}", happened_at=now - timedelta(minutes=n), recorded_at=now)
        for n in (30, 5)
    ]
    with night.store.begin() as tx:
        tx.append(late)
        found = tx.prompted_since(now)
    assert sorted(found) == [(each.happened_at, raised.kind) for each in late]
