"""Who has to come and by when: every boundary of docs/rules.md, over the desk's own verbs."""

from __future__ import annotations

import pytest

from tests.desks import Night, changed_pack, without_after
from xfconsole.core.facts.announced import (
    ObligationAdded,
    ObligationMet,
    ObligationMissed,
    PromptCleared,
    PromptRaised,
)
from xfconsole.core.words.desk import CountSource, DutyState, Level
from xfconsole.core.words.refusal import Refused

GENERAL = {"duty_leader", "receptionist", "hall_safety", "unit_head", "township_head"}
FIFTY = GENERAL | {"leader_in_charge"}
HUNDRED = FIFTY | {"principal_leader"}


class TestBands:
    @pytest.mark.parametrize(
        ("people", "level", "posts"),
        [
            pytest.param(1, Level.NONE, set(), id="1-nobody-has-to-come"),
            pytest.param(4, Level.NONE, set(), id="4-below-general"),
            pytest.param(5, Level.GENERAL, GENERAL, id="5-general"),
            pytest.param(29, Level.GENERAL, GENERAL, id="29-still-general"),
            pytest.param(30, Level.MAJOR, GENERAL, id="30-major"),
            pytest.param(49, Level.MAJOR, GENERAL, id="49-without-leader-in-charge"),
            pytest.param(50, Level.MAJOR, FIFTY, id="50-leader-in-charge"),
            pytest.param(99, Level.MAJOR, FIFTY, id="99-without-principal-leader"),
            pytest.param(100, Level.MAJOR, HUNDRED, id="100-principal-leader"),
        ],
    )
    @pytest.mark.parametrize("how", ["opened-with", "counted-later"])
    def test_so_many_people_call(
        self, people: int, level: Level, posts: set[str], how: str
    ) -> None:
        night = Night().open(people) if how == "opened-with" else Night().open(1).count(people)
        assert night.view().level is level
        assert night.duties() == posts

    @pytest.mark.parametrize("people", [1, 4, 5, 29, 30, 49, 50, 99, 100])
    def test_assigned_leader_comes_at_any_number(self, people: int) -> None:
        assert "assigned_leader" in Night().open(people, assigned=True).duties()

    def test_no_assigned_leader_without_assignment(self) -> None:
        assert "assigned_leader" not in Night().open(500).duties()

    def test_lower_count_removes_nobody_and_keeps_the_level(self) -> None:
        night = Night().open(100).after(3).count(4)
        assert night.duties() == HUNDRED
        assert night.view().level is Level.MAJOR
        assert night.view().headcount == 4

    def test_count_rising_twice_calls_each_rank_once(self) -> None:
        night = Night().open(49).after(1).count(50).after(1).count(100).after(1).count(120)
        added = [each.post for each in night.said(ObligationAdded)]
        assert sorted(added) == sorted(HUNDRED)

    def test_raising_by_hand_calls_those_of_the_level(self) -> None:
        night = Night().open(3).after(2)
        night.do(lambda desk: desk.raise_level(night.incident, Level.GENERAL, "情绪激动"))
        assert night.duties() == GENERAL
        assert night.duty("unit_head").added_at == night.at(2)

    def test_level_cannot_be_lowered_by_hand(self) -> None:
        night = Night().open(33)
        for level in Level:
            with pytest.raises(Refused, match=r"desk\.refused\.level_not_higher"):
                night.desk.raise_level(night.incident, level, "散了一些")


class TestTellClock:
    """The desk's own clock: from the event that made a post necessary until it was told."""

    LIMITS = (
        ("duty_leader", 5),
        ("receptionist", 10),
        ("hall_safety", 10),
        ("unit_head", 10),
        ("township_head", 10),
    )

    @pytest.mark.parametrize(("post", "minutes"), LIMITS)
    @pytest.mark.parametrize(
        ("off", "missed"), [(-1, False), (0, False), (1, True)], ids=["-1s", "limit", "+1s"]
    )
    def test_each_side_of_the_limit(self, post: str, minutes: int, off: int, missed: bool) -> None:
        night = Night().open(5).until(minutes, off).ring(post).after(1)
        assert bool(night.said(ObligationMissed, post=post, clock="tell")) is missed

    def test_it_runs_from_the_count_that_called_the_post(self) -> None:
        night = Night().open(33).after(4).count(50)
        assert night.duty("leader_in_charge").tell_by == night.at(14)

    def test_a_post_told_before_it_was_needed_is_not_late(self) -> None:
        night = Night().open(33).after(2).ring("leader_in_charge").after(60).count(50)
        duty = night.duty("leader_in_charge")
        assert duty.told_at == night.at(62)
        assert duty.arrive_by == night.at(92)

    def test_a_ring_in_vain_is_not_telling(self) -> None:
        night = Night().open(5).after(1).ring("duty_leader", "no_answer").until(6)
        assert night.said(ObligationMissed, post="duty_leader", clock="tell")

    def test_missing_it_is_said_once(self) -> None:
        night = Night().open(5).until(120)
        assert len(night.said(ObligationMissed, post="duty_leader", clock="tell")) == 1

    def test_whoever_simply_arrives_was_in_time(self) -> None:
        night = Night().open(5).until(4).arrive("receptionist").until(30)
        assert not night.said(ObligationMissed, post="receptionist")


class TestArrivalClock:
    """The post's clock: from being told until it is on the scene, by travel class."""

    POLICY = changed_pack(
        ('id = "travel.house"\nminutes = 30', 'id = "travel.house"\nminutes = 12'),
        ('id = "travel.city"\nminutes = 30', 'id = "travel.city"\nminutes = 20'),
    )
    CLASSES = (("hall_safety", 12), ("unit_head", 20), ("township_head", 30))

    @pytest.mark.parametrize(("post", "minutes"), CLASSES, ids=["house", "city", "township"])
    @pytest.mark.parametrize(
        ("off", "missed"), [(-1, False), (0, False), (1, True)], ids=["-1s", "limit", "+1s"]
    )
    def test_each_side_of_the_limit(self, post: str, minutes: int, off: int, missed: bool) -> None:
        night = Night(self.POLICY).open(5).until(3).ring(post)
        night.until(3 + minutes, off).arrive(post).after(1)
        assert bool(night.said(ObligationMissed, post=post, clock="arrive")) is missed
        assert night.duty(post).state is DutyState.ARRIVED

    def test_nobody_is_late_who_was_not_told(self) -> None:
        night = Night().open(5).until(300)
        assert not night.said(ObligationMissed, clock="arrive")

    def test_arrival_backdated_into_the_limit_takes_the_miss_back(self) -> None:
        night = Night().open(5).ring("unit_head").until(33)
        assert night.said(ObligationMissed, post="unit_head", clock="arrive")
        night.arrive("unit_head", ago=5)
        again = [f for f in night.said(ObligationAdded) if f.post == "unit_head"]
        assert len(again) == 2
        assert night.said(ObligationMet, post="unit_head", how="arrived")
        assert not [each for each in night.view().plan.misses if each.post == "unit_head"]

    def test_arrival_before_the_incident_is_refused(self) -> None:
        night = Night().open(5).after(2)
        with pytest.raises(Refused, match=r"desk\.refused\.before_opening"):
            night.arrive("unit_head", ago=3)

    def test_a_named_deputy_does_not_stop_the_clock(self) -> None:
        night = Night().open(5).ring("unit_head").until(10)
        night.do(lambda desk: desk.relieve(night.incident, "unit_head", "唐青")).until(60)
        duty = night.duty("unit_head")
        assert (duty.state, duty.person) == (DutyState.UNTOLD, "唐青")
        assert night.said(ObligationMissed, post="unit_head", clock="arrive")
        assert night.asks("unit_head") == ["deputy 唐青"]


class TestReports:
    def test_first_after_twenty_minutes(self) -> None:
        night = Night().open(33).until(19, 59)
        assert "report_first" not in night.asks()
        assert "report_first" in night.until(20).asks()

    def test_first_runs_from_the_count_that_made_a_level(self) -> None:
        night = Night().open(3).until(40).count(6)
        assert night.view().plan.report_due == night.at(60)
        assert "report_first" not in night.until(59).asks()

    def test_follow_up_every_sixty_minutes(self) -> None:
        night = Night().open(33).until(15).report("first").until(74, 59)
        assert "report_follow_up" not in night.asks()
        assert "report_follow_up" in night.until(75).asks()
        night.report("follow_up")
        assert "report_follow_up" not in night.asks()
        assert night.view().plan.report_due == night.at(135)

    def test_change_of_level_wants_one_at_once(self) -> None:
        night = Night().open(28).until(15).report("first").until(22).count(33)
        assert "report_follow_up" in night.asks()
        assert night.said(PromptRaised, what="report_follow_up")[0].rule == "report.band_change"

    def test_change_of_level_before_the_first_is_told_by_the_first(self) -> None:
        night = Night().open(28).until(5).count(33).until(15).report("first").until(16)
        assert "report_follow_up" not in night.asks()

    def test_first_level_after_a_report_wants_one_at_once(self) -> None:
        night = Night().open(3).until(5).report("first").until(90).count(6)
        assert night.view().plan.report_due == night.at(90)

    def test_none_after_the_final_one(self) -> None:
        night = Night().open(28).until(15).report("first").report("final").count(33).until(200)
        assert not night.said(PromptRaised, what="report_follow_up")
        with pytest.raises(Refused, match=r"desk\.refused\.report_final"):
            night.report("follow_up")

    def test_small_group_owes_none(self) -> None:
        night = Night().open(4).until(300)
        assert night.asks() == []


class TestSnooze:
    def test_it_rests_and_comes_back(self) -> None:
        night = Night().open(5)
        prompt = next(
            p.prompt for p in night.desk.situation().prompts if p.prompt.duty == "unit_head"
        )
        night.do(lambda desk: desk.snooze(prompt.uid, 5, "正在安置老人"))
        assert night.asks("unit_head") == []
        assert night.until(4, 59).asks("unit_head") == []
        assert night.until(5).asks("unit_head") == ["ring 孙磊"]
        assert night.raised("unit_head") == [(0, "ring 孙磊"), (5, "ring 孙磊")]

    def test_it_stays_away_when_it_was_done_meanwhile(self) -> None:
        night = Night().open(5)
        prompt = next(
            p.prompt for p in night.desk.situation().prompts if p.prompt.duty == "unit_head"
        )
        night.do(lambda desk: desk.snooze(prompt.uid, 5, "正在安置老人"))
        night.after(1).ring("unit_head").until(10)
        assert night.asks("unit_head") == []

    @pytest.mark.parametrize("minutes", [0, 16, -3])
    def test_limits(self, minutes: int) -> None:
        night = Night().open(5)
        uid = night.desk.situation().prompts[0].prompt.uid
        with pytest.raises(Refused, match=r"desk\.refused\.snooze_minutes"):
            night.desk.snooze(uid, minutes, "忙")


class TestClosed:
    def test_closed_is_silent(self) -> None:
        night = Night(without_after()).open(33)
        night.do(lambda desk: desk.close(night.incident))
        before = night.events()
        night.until(600)
        assert night.events() == before
        assert night.desk.situation().incidents == ()

    def test_closing_clears_what_stood(self) -> None:
        night = Night(without_after()).open(33)
        raised = {each.prompt for each in night.said(PromptRaised)}
        night.do(lambda desk: desk.close(night.incident))
        assert {each.prompt for each in night.said(PromptCleared)} == raised


class TestAnotherPolicy:
    FORTY = changed_pack(("at_least = 50", "at_least = 40"), ("version = 1", "version = 2"))

    def test_it_takes_effect_on_acceptance_only(self) -> None:
        night = Night().open(45).after(1)
        night.policy = self.FORTY
        night.restart().after(5)
        assert "leader_in_charge" not in night.duties()
        assert night.view().newer_policy
        night.do(lambda desk: desk.accept_policy(night.incident))
        assert "leader_in_charge" in night.duties()
        assert night.view().policy.label == "default@2"
        assert night.duty("leader_in_charge").tell_by == night.at(16)
        assert night.duty("unit_head").tell_by == night.at(10)
        assert not night.said(ObligationMissed, post="leader_in_charge")

    def test_accepting_the_same_is_refused(self) -> None:
        night = Night().open(45)
        with pytest.raises(Refused, match=r"desk\.refused\.same_policy"):
            night.desk.accept_policy(night.incident)

    def test_a_post_the_new_one_does_not_call_is_let_go_once(self) -> None:
        sixty = changed_pack(("at_least = 50", "at_least = 60"), ("version = 1", "version = 2"))
        night = Night().open(55).after(1)
        night.policy = sixty
        night.restart().do(lambda desk: desk.accept_policy(night.incident)).until(90)
        assert "leader_in_charge" not in night.duties()
        assert [f.how for f in night.said(ObligationMet, post="leader_in_charge")] == ["stood_down"]
        assert night.asks("leader_in_charge") == []

    def test_an_incident_opened_later_follows_the_new_one(self) -> None:
        night = Night().open(45)
        night.policy = self.FORTY
        assert "leader_in_charge" in night.restart().open(45).duties()


def test_estimate_and_count_weigh_the_same() -> None:
    night = Night().open(28)
    night.do(lambda desk: desk.count(night.incident, 50, CountSource.ESTIMATE))
    assert "leader_in_charge" in night.duties()


def test_the_card_names_the_clock_and_the_limit_of_the_first_of_two_rules() -> None:
    leader = '[[attendance]]\nid = "attend.leader_in_charge"'
    more = leader.replace("leader_in_charge", "again") + (
        '\npost = "unit_head"\nat_least = 50\ntell_minutes = 3\n'
        'source = { zh = "预案", en = "plan" }\nreason = { zh = "人多", en = "many" }\n\n'
    )
    night = Night(changed_pack((leader, more + leader))).open(33)
    night.count(55).after(12)
    first, second = [e for e in night.view().plan.obligations if e.post == "unit_head"]
    assert first.running != second.running
    views = [e for e in night.desk.situation().prompts if e.prompt.duty == "unit_head"]
    assert views
    assert {(each.clock, each.limit) for each in views} == {first.running}
    assert first.running == ("tell", night.at(10))


def test_a_report_has_no_clock_of_a_post() -> None:
    night = Night().open(33).after(25)
    (report,) = [e for e in night.desk.situation().prompts if not e.prompt.contact]
    assert (report.clock, report.limit) == ("", report.prompt.due)
