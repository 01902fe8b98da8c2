"""The desk itself: refusals, closing, requests, blindness, several incidents, the cheap tick."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.desks import Night, turn
from xfconsole.core.facts.event import Event
from xfconsole.core.facts.of_matter import RequestRecorded
from xfconsole.core.facts.of_office import ClockJumped, DeskBlind, DeskLeft, DeskResumed
from xfconsole.core.matter.registration import MatterForm
from xfconsole.core.words.desk import Channel, EmergencyService, Level
from xfconsole.core.words.refusal import Refused
from xfconsole.drill.memory import MemoryStore
from xfconsole.ui.words.catalogue import catalogue


def journal(night: Night) -> list[Event]:
    assert isinstance(night.store, MemoryStore)
    return list(night.store.events)


class TestRefusals:
    def test_a_refused_verb_leaves_situation_and_journal_alone(self) -> None:
        night = Night().open(33)
        before, seen = journal(night), night.desk.situation()
        for verb in (
            lambda: night.count(0),
            lambda: night.count(10**6),
            lambda: night.ring("janitor"),
            lambda: night.arrive("principal_leader"),
            lambda: night.desk.relieve(night.incident, "unit_head", " "),
            lambda: night.desk.emergency(night.incident, EmergencyService.POLICE, " "),
            lambda: night.desk.note(night.incident, "\n"),
            lambda: night.desk.note("2026-999999", "x"),
            lambda: night.desk.raise_level(night.incident, Level.GENERAL, "x"),
            lambda: night.desk.correct("nothing", {"value": 3}, "x"),
            lambda: night.desk.snooze("nothing", 5, "x"),
            lambda: night.desk.close("02-999"),
            lambda: night.report("follow_up"),
        ):
            with pytest.raises(Refused):
                verb()
            assert journal(night) == before
            assert night.desk.situation() == seen

    def test_a_refusal_hides_nothing_that_falls_due(self) -> None:
        night = Night().open(33)
        night.clock.advance(timedelta(minutes=20))
        night.desk.note_awake()
        with pytest.raises(Refused):
            night.arrive("principal_leader")
        assert "report_first" not in night.asks()
        night.desk.tick()
        assert "report_first" in night.asks()

    def test_the_same_post_does_not_arrive_twice(self) -> None:
        night = Night().open(5).after(1).arrive("unit_head")
        with pytest.raises(Refused) as refused:
            night.arrive("unit_head")
        said = catalogue("zh").say(refused.value.key, **refused.value.values)
        assert said == "“责任单位负责人”已经有人到场：不需要再记。"


class TestRequests:
    def test_closing_waits_for_every_answer(self) -> None:
        night = Night().open(33)
        one = night.desk.record_request(night.incident, "给出交房日期").subject
        two = night.desk.record_request(night.incident, "发放过渡费").subject
        with pytest.raises(Refused) as refused:
            night.desk.close(night.incident)
        assert refused.value.values["count"] == 2
        night.desk.answer_request(night.incident, one, "六月底前")
        with pytest.raises(Refused, match=r"desk\.refused\.open_requests"):
            night.desk.close(night.incident)
        night.desk.set_next_step(night.incident, two, "书面答复", date(2026, 2, 20))
        night.desk.close(night.incident)
        assert night.desk.situation().incidents == ()

    def test_a_next_step_lies_today_or_later_at_the_office(self) -> None:
        night = Night().open(33)
        uid = night.desk.record_request(night.incident, "x").subject
        # It is the 20th at the office already, and still the 19th in UTC.
        with pytest.raises(Refused, match=r"desk\.refused\.step_past"):
            night.desk.set_next_step(night.incident, uid, "x", date(2026, 2, 19))

    def test_an_answer_needs_its_request(self) -> None:
        night = Night().open(33)
        with pytest.raises(Refused, match=r"desk\.refused\.no_request"):
            night.desk.answer_request(night.incident, night.incident, "x")

    def test_requests_of_the_form_come_along(self) -> None:
        night = Night()
        form = MatterForm(Channel.GROUP_VISIT, "x", headcount=6, requests=("一", "二"))
        done = night.desk.register(form, opening=True)
        [view] = night.desk.situation().incidents
        assert [row.text for row in view.requests] == ["一", "二"]
        assert sum(isinstance(each.fact, RequestRecorded) for each in done.events) == 2


class TestClocks:
    def test_blindness_is_written_down_and_shown_until_seen(self) -> None:
        night = Night().open(33).after(1).sleep(40)
        assert [each.fact for each in night.desk.tick().events] == []
        assert night.desk.situation().blind == (night.at(1), night.at(41))
        night.desk.acknowledge_blind()
        assert night.desk.situation().blind is None

    def test_a_quiet_tick_writes_only_every_ten_seconds(self) -> None:
        night = Night().open(33)
        assert isinstance(night.store, MemoryStore)
        kept = []
        for _ in range(25):
            night.clock.advance(timedelta(seconds=1))
            night.desk.tick()
            heartbeat = night.store.heartbeat()
            assert heartbeat is not None
            kept.append(heartbeat.boot)
        assert sorted(set(kept)) == [1.0, 11.0, 21.0]

    def test_a_quiet_second_works_out_nothing_about_incidents_anew(self) -> None:
        night = Night().open(33).after(1)
        seen = night.desk.situation()
        night.clock.advance(timedelta(seconds=1))
        night.desk.tick()
        assert night.desk.situation().incidents is seen.incidents
        night.desk.note(night.incident, "门口已劝离")
        assert night.desk.situation().incidents is not seen.incidents

    def test_what_was_worked_out_before_is_what_one_who_just_came_works_out(self) -> None:
        night = Night().open(33).after(1).open(6)
        # Some steps are within a quiet stretch; the last go past the change of shifts.
        for each, seconds in enumerate([7] * 5 + [61] * 12 + [301] * 8 + [2_402] * 10):
            night.clock.advance(timedelta(seconds=seconds))
            night.desk.tick()
            shown, beside = night.desk.situation(), night.new_desk().read_situation()[0]
            assert (shown.incidents, shown.prompts) == (beside.incidents, beside.prompts)
            if each in (1, 7):
                night.desk.snooze(shown.prompts[0].uid, 5, "占线")

    def test_dying_is_blindness_up_to_the_last_sign_of_life(self) -> None:
        night = Night().open(33).after(0)
        night.clock.advance(timedelta(minutes=3))
        night.desk = night.new_desk()
        events = night.desk.tick().events
        assert [each.fact for each in events if isinstance(each.fact, DeskBlind)] == [
            DeskBlind(night.at(0), night.at(3))
        ]

    def test_neither_before_the_first_watch_nor_after_a_command_is_the_desk_blind(self) -> None:
        night = Night()
        night.clock.advance(timedelta(hours=1))
        night.desk = night.new_desk()
        night.desk.import_roster("two.csv", [turn("unit_head", "唐青")])
        night.clock.advance(timedelta(hours=1))
        night.restart()
        assert night.desk.situation().blind is None
        assert not [each for each in journal(night) if each.kind == DeskBlind.kind]

    def test_a_console_closed_on_purpose_is_no_blindness_but_stands_in_the_log(self) -> None:
        night = Night().open(33).after(1)
        night.desk.leave()
        night.desk.tick()
        night.clock.advance(timedelta(hours=1))
        night.restart()
        night.desk.begin()
        kinds = [each.kind for each in journal(night)]
        assert DeskBlind.kind not in kinds
        assert [each for each in kinds if each in (DeskLeft.kind, DeskResumed.kind)] == [
            DeskLeft.kind,
            DeskResumed.kind,
        ]
        assert night.desk.situation().prompts[0].shown_at == night.at(0)

    def test_a_command_after_a_crash_tells_the_blindness_and_ends_it_not(self) -> None:
        night = Night().open(33).after(1)
        for minutes in (2, 3):
            night.clock.advance(timedelta(minutes=minutes))
            night.desk = night.new_desk()
            night.desk.import_roster("two.csv", [turn("unit_head", "唐青")])
        blind = [each.fact for each in journal(night) if each.kind == DeskBlind.kind]
        assert blind == [DeskBlind(night.at(1), night.at(3)), DeskBlind(night.at(3), night.at(6))]

    def test_a_restart_after_a_clock_set_back_jumps_only_once(self) -> None:
        night = Night().open(33).after(5)
        night.clock.jump(-timedelta(hours=1))
        assert [each.kind for each in night.desk.tick().events] == [ClockJumped.kind]
        night.restart()
        assert night.now() == night.at(5)
        assert night.desk.tick().events == ()


class TestSeveral:
    def test_the_graver_incident_asks_first(self) -> None:
        night = Night().open(6).after(1).open(33)
        prompts = night.desk.situation().prompts
        assert [each.level for each in prompts] == [Level.MAJOR] * 5 + [Level.GENERAL] * 5

    def test_closing_one_leaves_the_other(self) -> None:
        night = Night().open(6)
        first = night.incident
        night.open(33).desk.close(first)
        assert [each.uid for each in night.desk.situation().incidents] == [night.incident]
        assert len(night.asks()) == 5

    def test_one_matter_has_one_live_incident(self) -> None:
        night = Night().open(6)
        with pytest.raises(Refused, match=r"desk\.refused\.already_live"):
            night.desk.open_incident(night.done.number, headcount=9)


class TestRoster:
    def test_past_duty_cannot_be_imported(self) -> None:
        night = Night().after(60)
        with pytest.raises(Refused, match=r"desk\.refused\.roster_past"):
            night.desk.import_roster("old.csv", [turn("unit_head", "孙磊", ends_at=night.at(59))])

    def test_past_duty_cannot_be_swapped(self) -> None:
        night = Night().after(60)
        with pytest.raises(Refused, match=r"desk\.refused\.past_duty"):
            night.desk.replace_on_roster(
                "unit_head", "孙磊", "石坚", "1", night.at(10), night.at(90)
            )

    def test_leave_is_for_somebody_on_duty(self) -> None:
        night = Night()
        with pytest.raises(Refused, match=r"desk\.refused\.holds_nothing"):
            night.desk.record_leave("石坚", night.now(), night.at(60))
        with pytest.raises(Refused, match=r"desk\.refused\.span"):
            night.desk.record_leave("孙磊", night.at(60), night.at(60))
