"""Reception days at the desk: planned, made public, held, and the tasks that bind the office."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from tests.desks import START, ZONE, Night
from tests.receptions import monthly, planned_by, session
from xfconsole.core.facts.announced import PromptRaised
from xfconsole.core.facts.of_procedure import AccessBlocked
from xfconsole.core.matter.registration import MatterForm
from xfconsole.core.reception.planning import Leader, leaders_named
from xfconsole.core.roster.parties import Blocked
from xfconsole.core.words.desk import Channel, PromptKind
from xfconsole.core.words.procedure import Bar, Clock, State
from xfconsole.core.words.receiving import Decision, MeetingNote
from xfconsole.core.words.refusal import Refused
from xfconsole.desk.verbs.deciding import Decided
from xfconsole.ui.words.reception import taken_back_words

SUN = Leader("孙磊", "unit_head")


def tasks(night: Night) -> list[tuple[str, date | None]]:
    """Return what stands about reception days: what, and the last day it is in time."""
    return [
        (each.owed.kind.value.removeprefix("reception_"), each.owed.last)
        for each in night.desk.situation().reception
    ]


def until(night: Night, month: int, day: int, hour: int = 8, minute: int = 30) -> Night:
    """Let time pass until then, at the office."""
    at = datetime(2026, month, day, hour, minute, tzinfo=ZONE)
    return night.after(minutes=(at - night.now()).total_seconds() / 60)


def come(night: Night, uid: str, summary: str = "停水三天", people: int = 1) -> str:
    """Register somebody's matter with the next place; returns its number."""
    form = MatterForm(Channel.VISIT, summary, headcount=people)
    return night.desk.register(form, reception=uid).number


def test_leaders_take_turns_and_nobody_loses_one_by_a_holiday() -> None:
    night = Night()
    desk = night.desk
    planned_by(desk)
    leaders = [(each.planned.leader, each.planned.charge) for each in desk.sessions()]
    assert leaders == [("王强", "城乡建设"), ("孙磊", "")] * 2 + [("王强", "城乡建设")]
    assert [each.day(ZONE).weekday() for each in desk.sessions()] == [0] * 5
    starts = desk.sessions()[0].planned.starts_at.astimezone(ZONE)
    assert (starts.hour, starts.minute) == (9, 0)


def test_a_leader_is_whom_the_roster_names_with_the_post_it_gives() -> None:
    desk = Night().desk
    everybody = desk.roster().everybody()
    found = leaders_named(" 王 强 = 城乡建设 、冯岳", everybody, desk.policy)
    assert found == (
        Leader("王强", "duty_leader", "城乡建设"),
        Leader("冯岳", "principal_leader", ""),
    )
    for wrong, key in (("王二", "unknown_leader"), (" 、", "no_leader")):
        with pytest.raises(Refused, match=key):
            leaders_named(wrong, everybody, desk.policy)


def test_the_notice_is_asked_for_five_days_ahead_until_it_is_made_out() -> None:
    night = Night()
    [first, *_] = planned_by(night.desk)
    assert tasks(until(night, 2, 25, 8, 29)) == []
    assert tasks(until(night, 2, 25)) == [("notice", date(2026, 2, 28))]
    raised = [e.fact for e in night.events(night.store.office) if isinstance(e.fact, PromptRaised)]
    [asked] = [each for each in raised if each.what is PromptKind.RECEPTION_NOTICE]
    assert (asked.person, asked.rule, asked.late_s) == ("王强", "reception.notice", 0)
    assert night.desk.situation().ringing == (), "no bell at night for it"
    night.desk.notice_receptions([first], "公告全文")
    assert tasks(night) == []
    night.restart()
    assert tasks(night) == []


def test_a_change_after_the_notice_is_published_again_and_units_are_told_anew() -> None:
    night = Night()
    desk = night.desk
    [first, second, *_] = planned_by(desk, monthly(desk, units=("住建局", "水务局")))
    until(night, 2, 27)
    desk.notice_receptions([first, second], "公告")
    until(night, 2, 28)
    assert tasks(night) == [("units", date(2026, 2, 28))]
    desk.tell_units(first, ["住建局"], "孙磊")
    assert session(desk, first).untold == ("水务局",)
    desk.swap_receptions(first, second, "王强出差")
    assert [session(desk, each).planned.leader for each in (first, second)] == ["孙磊", "王强"]
    assert session(desk, second).planned.charge == "城乡建设"
    assert sorted(what for what, _ in tasks(night)) == ["notice_again", "notice_again", "units"]
    assert session(desk, first).untold == ("住建局", "水务局")
    desk.cancel_reception(second, "停电")
    assert sorted(what for what, _ in tasks(night)) == ["notice_again", "notice_again", "units"]
    desk.notice_receptions([first, second], "再次公告")
    desk.tell_units(first, ["水务局", "住建局"])
    assert tasks(night) == []


def test_a_leader_on_leave_is_swapped_in_time() -> None:
    night = Night()
    desk = night.desk
    [first, *_] = planned_by(desk)
    starts = session(desk, first).planned.starts_at
    desk.record_leave("王强", START + timedelta(hours=1), starts + timedelta(days=1))
    assert [what for what, _ in tasks(night.after(1))] == ["away"]
    desk.change_reception(first, "王强请假", leader=SUN)
    assert tasks(night.after(1)) == []


def test_a_task_put_off_comes_back_the_next_working_morning() -> None:
    night = Night()
    planned_by(night.desk)
    until(night, 2, 27, 22, 0)
    [view] = night.desk.situation().reception
    night.desk.put_off(view.uid, "白天办")
    assert tasks(night) == []
    # 28 February is a Saturday, and 2026 has it worked for the Spring Festival.
    back = night.desk.next_change()
    assert back is not None
    night.after(minutes=(back - night.now()).total_seconds() / 60)
    assert [what for what, _ in tasks(night)] == ["notice"]
    with pytest.raises(Refused, match="prompt_gone"):
        night.desk.put_off("nothing", "白天办")


def test_after_the_day_the_office_records_it_and_the_quarter_and_plans_on() -> None:
    night = Night()
    desk = night.desk
    uids = planned_by(desk)
    desk.notice_receptions(uids, "公告")
    assert tasks(until(night, 3, 2, 11, 30)) == [("held", None)]
    desk.hold_reception(uids[0])
    for uid, day in zip(uids[1:], (9, 16, 23, 30), strict=True):
        until(night, 3, day, 12)
        desk.hold_reception(uid)
    with pytest.raises(Refused, match="quarter_runs"):
        desk.report_quarter(date(2026, 1, 1), "第一季度结果")
    assert tasks(until(night, 4, 1)) == [("result", date(2026, 4, 10))]
    desk.report_quarter(date(2026, 1, 1), "第一季度结果")
    assert tasks(night) == []
    assert tasks(until(night, 6, 16)) == [("plan", date(2026, 6, 16))]
    assert tasks(until(night, 8, 2)) == [], "nobody is asked for ever"


def test_what_the_leader_decides_moves_the_matter_and_its_clocks() -> None:
    night = Night()
    desk = night.desk
    [first, second, *_] = planned_by(desk)
    until(night, 3, 2, 9, 5)
    numbers = [come(night, first, each) for each in ("停水三天", "安置房", "道路", "噪声")]
    on = date(2026, 3, 20)
    desk.decide(first, numbers[0], Decided(Decision.SETTLED, "当场协调通水"))
    desk.decide(first, numbers[1], Decided(Decision.ASSIGNED, "限期报结果", "住建局", on))
    desk.decide(first, numbers[2], Decided(Decision.MEETING, "现场会", "交通局、住建局", on))
    desk.decide(first, numbers[3], Decided(Decision.PASSED, "请孙磊接待", to=SUN))
    lives = [desk.life(each) for each in numbers]
    assert [each.state for each in lives] == [
        State.ANSWERED,
        State.ASSIGNED,
        State.REGISTERED,
        State.REGISTERED,
    ]
    assert {key[0] for key in lives[1].journaled.clocks} >= {Clock.REPORT}
    with pytest.raises(Refused, match=r"reception\.refused\.queued"):
        desk.queue_matter(second, numbers[3])
    events = desk.decide(first, numbers[0], Decided(Decision.SETTLED, "换个说法")).events
    assert [each.kind for each in events] == ["reception.decided"], "only worded anew"
    with pytest.raises(Refused, match=r"life\.refused\.state"):
        desk.decide(first, numbers[0], Decided(Decision.ASSIGNED, "改为交办", "住建局", on))


def test_places_go_by_coming_and_a_session_over_keeps_nobody_from_registering() -> None:
    night = Night()
    desk = night.desk
    [first, second, *_] = planned_by(desk)
    number = desk.register(MatterForm(Channel.LETTER, "来信")).number
    assert desk.queue_matter(first, number).number == "1"
    come(night, first)
    assert desk.queue_matter(second, number).number == "1"
    desk.cancel_reception(first, "停电")
    assert come(night, first, "停电那天来的")
    assert come(night, "nowhere", "没有这次接待")


def test_a_barred_leader_never_receives_and_the_next_who_may_is_named() -> None:
    night = Night()
    desk = night.desk
    [first, second, *_] = planned_by(desk)
    number = desk.register(MatterForm(Channel.VISIT, "反映王强")).number
    desk.bar(number, Bar.ACCUSED, person="王强")
    with pytest.raises(Blocked) as refused:
        desk.queue_matter(first, number)
    assert refused.value.key == "reception.refused.barred_next"
    assert (refused.value.values["party"], refused.value.values["next"]) == ("王强", "孙磊")
    matter = desk.life(number).uid
    [blocked] = [e.fact for e in night.events(matter) if isinstance(e.fact, AccessBlocked)]
    assert (blocked.person, blocked.barred.value) == ("王强", "receiver")
    desk.queue_matter(second, number)
    until(night, 3, 9, 9, 5)
    passed = Decided(Decision.PASSED, "转王强", to=Leader("王强", "duty_leader"))
    with pytest.raises(Blocked):
        desk.decide(second, number, passed)
    desk.bar(number, Bar.RECUSED, person="孙磊")
    with pytest.raises(Blocked) as refused:
        desk.decide(second, number, Decided(Decision.SETTLED, "已答复"))
    assert refused.value.key == "reception.refused.barred"


def test_a_unit_that_is_accused_is_neither_assigned_nor_asked_to_meet() -> None:
    night = Night()
    desk = night.desk
    [first, *_] = planned_by(desk)
    until(night, 3, 2, 9, 5)
    number = come(night, first)
    desk.bar(number, Bar.ACCUSED, unit="住建局")
    on = date(2026, 3, 20)
    for decision in (Decision.ASSIGNED, Decision.MEETING):
        with pytest.raises(Blocked):
            desk.decide(first, number, Decided(decision, "请办", "住建局", on))


@pytest.mark.parametrize(
    "decided",
    [
        pytest.param(Decided(Decision.SETTLED, "当场协调"), id="settled"),
        pytest.param(
            Decided(Decision.ASSIGNED, "限期", "住建局", date(2026, 3, 20)), id="assigned"
        ),
        pytest.param(
            Decided(Decision.MEETING, "会商", "住建局", date(2026, 3, 20)), id="a meeting"
        ),
        pytest.param(Decided(Decision.PASSED, "请孙磊接待", to=SUN), id="passed on"),
    ],
)
def test_a_decision_written_by_mistake_is_taken_back_with_all_it_did(
    decided: Decided,
) -> None:
    night = Night()
    desk = night.desk
    [first, second, *_] = planned_by(desk)
    until(night, 3, 2, 9, 5)
    number = come(night, first, "停水三天")
    before = desk.life(number)
    desk.decide(first, number, decided)
    desk.take_back_decision(first, number, " 记错了事项\n")
    after = desk.life(number)
    assert (after.state, after.journaled.clocks.keys()) == (
        before.state, before.journaled.clocks.keys()
    )  # fmt: skip
    with pytest.raises(Refused, match=r"reception\.refused\.undecided"):
        desk.take_back_decision(first, number, "再撤")
    assert desk.queue_matter(second, number).number
    again = desk.decide(first, number, Decided(Decision.SETTLED, "当场协调通水"))
    assert "matter.moved" in [each.kind for each in again.events]
    assert desk.life(number).state is State.ANSWERED
    night.restart()
    assert night.desk.life(number).state is State.ANSWERED


MEETS = date(2026, 3, 20)


def called(night: Night, unit: str = "住建局") -> tuple[str, str]:
    """Let a leader call a meeting on 20 March; returns the session and the matter's number."""
    [first, *_] = planned_by(night.desk)
    until(night, 3, 2, 9, 5)
    number = come(night, first)
    night.desk.decide(first, number, Decided(Decision.MEETING, "会商", unit, MEETS))
    return first, number


def meetings(night: Night) -> list[tuple[str, str, date]]:
    """Return the meetings asked for: the matter's number, who convenes it, and on which day."""
    tasks = (each.owed.meeting for each in night.desk.situation().reception)
    return [(each.number, each.leader, each.on) for each in tasks if each]


def test_a_meeting_is_asked_for_two_days_ahead_until_it_was_held() -> None:
    night = Night()
    first, number = called(night)
    assert meetings(until(night, 3, 18, 8, 29)) == []
    assert meetings(until(night, 3, 18)) == [(number, "王强", MEETS)]
    raised = [e.fact for e in night.events(night.store.office) if isinstance(e.fact, PromptRaised)]
    [asked] = [each for each in raised if each.what is PromptKind.RECEPTION_MEETING]
    assert (asked.person, asked.post, asked.late_s) == ("王强", "duty_leader", 0)
    night.restart()
    assert meetings(until(night, 4, 20)) == [(number, "王强", MEETS)], "nobody noted it yet"
    night.desk.note_meeting(first, number, MeetingNote.HELD, "四月底前修好")
    assert meetings(night) == []
    night.desk.decide(first, number, Decided(Decision.SETTLED, "已办结"))
    night.restart()
    assert meetings(night) == []


def test_a_meeting_moved_is_asked_for_on_its_new_day() -> None:
    night = Night()
    first, number = called(night)
    until(night, 3, 18)
    night.desk.note_meeting(first, number, MeetingNote.MOVED, "等材料", date(2026, 3, 19))
    assert meetings(night.after(1)) == [(number, "王强", date(2026, 3, 19))]
    night.desk.note_meeting(first, number, MeetingNote.MOVED, "再等", date(2026, 3, 27))
    assert meetings(night.after(1)) == []
    assert meetings(until(night, 3, 25)) == [(number, "王强", date(2026, 3, 27))]
    night.desk.note_meeting(first, number, MeetingNote.OFF, "当面已谈妥")
    assert meetings(night) == []


def test_what_was_noted_of_a_meeting_is_taken_back_before_the_decision_is() -> None:
    night = Night()
    first, number = called(night)
    until(night, 3, 20)
    night.desk.note_meeting(first, number, MeetingNote.HELD, "写到别的事项上了")
    assert meetings(night) == []
    done = night.desk.take_back_decision(first, number, "写错了")
    assert "what was noted of its meeting" in taken_back_words(number, done.taken_back)
    assert meetings(night) == [(number, "王强", MEETS)]
    done = night.desk.take_back_decision(first, number, "没有定开会")
    assert "The decision on" in taken_back_words(number, done.taken_back)
    assert meetings(night) == []
    night.restart()
    assert meetings(night) == []


def test_whoever_is_barred_neither_convenes_a_meeting_nor_notes_it() -> None:
    night = Night()
    first, number = called(night)
    until(night, 3, 20)
    night.desk.bar(number, Bar.ACCUSED, person="王强")
    assert meetings(night) == [(number, "", MEETS)]
    night.desk.bar(number, Bar.ACCUSED, unit="住建局")
    with pytest.raises(Blocked):
        night.desk.note_meeting(first, number, MeetingNote.MOVED, "等材料", date(2026, 3, 23))
    night.desk.bar(number, Bar.RECUSED, person=night.desk.officer)
    with pytest.raises(Blocked):
        night.desk.note_meeting(first, number, MeetingNote.OFF, "不开了")
