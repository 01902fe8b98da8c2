"""Whom to ring, and when: retry, deputy, next rank, over again, mended rosters, chasing."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.desks import START, Night, changed_pack, turn
from xfconsole.core.facts.announced import PromptRaised
from xfconsole.core.facts.of_incident import PostRung
from xfconsole.core.facts.of_office import RosterEntry, RosterImported
from xfconsole.core.words.desk import DutyState, RingOutcome
from xfconsole.core.words.refusal import Refused


def held(*entries: RosterEntry) -> RosterImported:
    return RosterImported("night.csv", entries)


def minute(minutes: float) -> dict[str, Any]:
    return {"starts_at": START + timedelta(minutes=minutes)}


def calls(act: Callable[[], object]) -> int:
    """Return how many functions an act calls."""
    found = 0

    def note(_: object, event: str, __: object) -> None:
        nonlocal found
        found += event == "call"

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        act()
    finally:
        sys.setprofile(before)
    return found


class TestFirstPerson:
    def test_everybody_is_to_be_rung_at_once(self) -> None:
        night = Night().open(5)
        assert night.asks() == [
            "ring 王强",
            "ring 赵颖",
            "ring 马骏",
            "ring 孙磊",
            "ring 周平",
        ]

    def test_reached_stops_the_ringing(self) -> None:
        night = Night().open(5).after(1).ring("unit_head")
        assert night.asks("unit_head") == []
        assert night.duty("unit_head").state is DutyState.EN_ROUTE

    def test_nobody_is_passed_over_who_was_never_rung(self) -> None:
        night = Night().open(5).until(200)
        assert night.asks("unit_head") == ["ring 孙磊"]


class TestInVain:
    @pytest.mark.parametrize("outcome", ["no_answer", "busy"])
    def test_again_after_three_minutes(self, outcome: str) -> None:
        night = Night().open(5).after(1).ring("unit_head", outcome)
        assert night.asks("unit_head") == []
        assert night.until(3, 59).asks("unit_head") == []
        assert night.until(4).asks("unit_head") == ["retry 孙磊"]
        assert night.duty("unit_head").state is DutyState.NOT_REACHED

    @pytest.mark.parametrize("outcome", ["no_answer", "busy"])
    def test_twice_leads_to_the_deputy_at_once(self, outcome: str) -> None:
        night = Night().open(5).after(1).ring("unit_head", outcome).after(3)
        assert night.ring("unit_head", outcome).asks("unit_head") == ["deputy 唐青"]

    @pytest.mark.parametrize("outcome", ["refused", "wrong_number"])
    def test_refusal_and_wrong_number_lead_there_at_once(self, outcome: str) -> None:
        night = Night().open(5).after(1).ring("unit_head", outcome)
        assert night.asks("unit_head") == ["deputy 唐青"]

    @pytest.mark.parametrize(
        ("minutes", "seconds", "asked"),
        [(10, 59, "retry 孙磊"), (11, 0, "deputy 唐青"), (11, 1, "deputy 唐青")],
        ids=["9:59", "10:00", "10:01"],
    )
    def test_ten_minutes_from_the_first_ring_in_vain(
        self, minutes: int, seconds: int, asked: str
    ) -> None:
        night = Night().open(5).after(1).ring("unit_head", "no_answer").until(minutes, seconds)
        assert night.asks("unit_head") == [asked]
        assert night.duty("unit_head").contact is not None
        assert night.duty("unit_head").contact.person == asked.split()[1]  # type: ignore[union-attr]

    def test_up_the_ladder_to_the_top_and_over_again(self) -> None:
        night = Night().open(5)
        for _ in range(6):
            [asked] = night.asks("unit_head")
            post = night.duty("unit_head").contact.post  # type: ignore[union-attr]
            night.after(1).ring(post, "refused", person=asked.split()[1])
        assert night.asks("unit_head") == []
        assert night.until(10, 59).asks("unit_head") == []
        assert night.until(11).asks("unit_head") == ["retry 孙磊"]
        assert night.raised("unit_head") == [
            (0, "ring 孙磊"),
            (1, "deputy 唐青"),
            (2, "next_rank 郑岚"),
            (3, "next_rank 韩松"),
            (4, "next_rank 冯岳"),
            (5, "next_rank 曹明"),
            (11, "retry 孙磊"),
        ]

    def test_the_second_round_is_like_the_first(self) -> None:
        roster = held(turn("unit_head", "孙磊"), turn("unit_head", "唐青", order=2))
        night = Night(roster=roster).open(5)
        for _ in range(2):
            night.ring("unit_head", "refused").ring("unit_head", "refused").after(5)
        assert night.raised("unit_head") == [
            (0, "ring 孙磊"),
            (0, "deputy 唐青"),
            (5, "retry 孙磊"),
            (5, "deputy 唐青"),
            (10, "retry 孙磊"),
        ]

    def test_without_deputies_the_next_rank_is_next(self) -> None:
        policy = changed_pack(("deputies = true", "deputies = false"))
        night = Night(policy).open(5).ring("unit_head", "refused")
        assert night.asks("unit_head") == ["next_rank 郑岚"]

    def test_a_deputy_rung_ahead_of_turn_is_the_one_tried(self) -> None:
        night = Night().open(5).after(1).ring("unit_head", "no_answer", person="唐青").after(3)
        assert night.asks("unit_head") == ["retry 唐青"]
        assert night.ring("unit_head", "no_answer", person="唐青").asks("unit_head") == [
            "ring 孙磊"
        ]

    def test_ringing_once_more_whom_the_ladder_has_left_changes_no_turn(self) -> None:
        night = Night().open(5).after(1).ring("unit_head", "refused").after(1)
        night.ring("unit_head", "no_answer", person="孙磊")
        assert night.asks("unit_head") == ["deputy 唐青"]
        assert night.ring("unit_head", "answered", person="孙磊").asks("unit_head") == []
        assert night.duty("unit_head").person == "孙磊"

    def test_a_ring_of_another_post_is_none_of_its_business(self) -> None:
        night = Night().open(5).ring("township_head", "refused")
        assert night.asks("unit_head") == ["ring 孙磊"]

    def test_a_stranger_at_the_posts_number_counts_for_the_post(self) -> None:
        night = Night().open(5).ring("unit_head", "answered", person="办公室值守")
        assert night.duty("unit_head").person == "办公室值守"

    def test_a_backdated_ring_takes_its_place_in_time(self) -> None:
        night = Night().open(5).after(6).ring("unit_head", "no_answer")
        night.ring("unit_head", "no_answer", ago=4)
        assert night.asks("unit_head") == ["deputy 唐青"]

    def test_a_ring_that_is_entered_late_counts_from_when_it_was(self) -> None:
        night = Night().open(5).ring("unit_head", "no_answer").until(12)
        assert night.asks("unit_head") == ["deputy 唐青"]
        night.ring("unit_head", "no_answer", person="孙磊", ago=5)
        [deputy] = [
            each.prompt
            for each in night.desk.situation().prompts
            if each.prompt.duty == "unit_head"
        ]
        assert deputy.due == night.at(7)

    def test_a_ring_that_is_entered_late_was_for_whoever_was_asked_then(self) -> None:
        night = Night().open(5).until(4).ring("unit_head", "refused").until(5)
        night.ring("township_head", "no_answer").until(6)
        assert night.asks("unit_head") == ["deputy 唐青"]
        night.ring("unit_head", "no_answer", ago=5)
        rung = night.said(PostRung, post="unit_head")
        assert [each.person for each in rung] == ["孙磊", "孙磊"]

    def test_a_ring_is_worked_out_alike_after_many_and_after_few(self) -> None:
        night, found = Night().open(33), []
        for number in range(200):
            night.after(1)
            post = ("unit_head", "township_head", "receptionist")[number % 3]
            found.append(calls(lambda post=post: night.ring(post, "no_answer")))  # type: ignore[misc]
        assert max(found[-3:]) < 1.1 * max(found[30:33])


class TestFurtherUp:
    def test_whoever_answers_further_up_answers_for_the_post(self) -> None:
        roster = held(turn("leader_in_charge", "郑岚"))
        night = Night(roster=roster).open(5)
        assert night.asks("unit_head") == ["next_rank 郑岚"]
        night.after(1).ring("leader_in_charge")
        assert night.duty("unit_head").state is DutyState.EN_ROUTE
        night.until(20).arrive("leader_in_charge")
        duty = night.duty("unit_head")
        assert (duty.state, duty.person, duty.ended_at) == (
            DutyState.ARRIVED,
            "郑岚",
            night.at(20),
        )

    def test_they_may_come_without_having_been_reached(self) -> None:
        roster = held(turn("leader_in_charge", "郑岚"))
        night = Night(roster=roster).open(5).after(1).ring("leader_in_charge", "no_answer")
        night.after(1).arrive("leader_in_charge", person="郑岚")
        assert night.duty("unit_head").state is DutyState.ARRIVED

    def test_who_is_there_for_a_duty_of_their_own_can_stand_in_later(self) -> None:
        night = Night().open(55).ring("leader_in_charge").after(10).arrive("leader_in_charge")
        night.after(1).ring("unit_head", "refused").ring("unit_head", "refused")
        assert night.asks("unit_head") == ["next_rank 郑岚"]
        night.arrive("leader_in_charge")
        assert night.duty("unit_head").state is DutyState.ARRIVED
        with pytest.raises(Refused, match=r"desk\.refused\.already_there"):
            night.arrive("leader_in_charge")

    def test_standing_in_holds_although_the_post_is_rung_later(self) -> None:
        roster = held(turn("leader_in_charge", "郑岚"))
        night = Night(roster=roster).open(5).ring("leader_in_charge").after(5)
        night.arrive("leader_in_charge").ring("unit_head", "answered", person="孙磊")
        assert night.duty("unit_head").state is DutyState.ARRIVED


class TestNobody:
    def test_nobody_at_all_is_said(self) -> None:
        night = Night(roster=held()).open(5)
        assert night.asks("unit_head") == ["nobody"]
        assert night.duty("unit_head").state is DutyState.UNHELD

    def test_a_holder_without_a_number_is_passed_over(self) -> None:
        roster = held(turn("unit_head", "孙磊", ""), turn("unit_head", "唐青", order=2))
        assert Night(roster=roster).open(5).asks("unit_head") == ["deputy 唐青"]

    def test_ringing_nobody_needs_a_name(self) -> None:
        night = Night(roster=held()).open(5)
        with pytest.raises(Refused, match=r"desk\.refused\.nobody_holds"):
            night.ring("unit_head", "answered")
        assert night.ring("unit_head", "answered", person="孙磊").asks("unit_head") == []

    def test_a_mended_roster_names_whom_to_ring_now(self) -> None:
        night = Night(roster=held()).open(5).after(7)
        night.desk.import_roster("mended.csv", [turn("unit_head", "孙磊")])
        assert night.asks("unit_head") == ["ring 孙磊"]
        assert night.raised("unit_head") == [(0, "nobody"), (7, "ring 孙磊")]
        assert [each.late_s for each in night.said(PromptRaised, duty="unit_head")] == [0, 0]
        night.after(1).ring("unit_head")
        assert night.asks("unit_head") == []

    def test_a_roster_mended_for_later_names_them_when_their_turn_begins(self) -> None:
        night = Night(roster=held()).open(5).after(7)
        night.desk.import_roster("mended.csv", [turn("unit_head", "孙磊", **minute(30))])
        assert night.until(29, 59).asks("unit_head") == ["nobody"]
        assert night.until(30).asks("unit_head") == ["ring 孙磊"]

    def test_a_number_put_right_asks_to_ring_it(self) -> None:
        roster = held(turn("unit_head", "孙磊", "1"), turn("unit_head", "唐青", "2", order=2))
        night = Night(roster=roster).open(5).after(1).ring("unit_head", "wrong_number").after(1)
        assert night.asks("unit_head") == ["deputy 唐青"]
        night.desk.import_roster(
            "mended.csv",
            [turn("unit_head", "孙磊", "3"), turn("unit_head", "唐青", "2", order=2)],
        )
        assert night.asks("unit_head") == ["ring 孙磊"]

    def test_a_prompt_leaves_whoever_goes_on_leave(self) -> None:
        night = Night().open(5).after(2)
        night.do(lambda desk: desk.record_leave("孙磊", night.now(), night.at(600)))
        assert night.asks("unit_head") == ["ring 唐青"]

    def test_a_replacement_is_rung_instead(self) -> None:
        night = Night().open(5).after(2)
        night.do(
            lambda desk: desk.replace_on_roster(
                "unit_head", "孙磊", "石坚", "139-0000-0200", night.now(), night.at(300)
            )
        )
        assert night.asks("unit_head") == ["ring 石坚"]

    def test_at_the_change_of_shift_the_next_holder_is_rung(self) -> None:
        ends: dict[str, Any] = {"ends_at": START + timedelta(minutes=9)}
        roster = held(turn("unit_head", "孙磊", **ends), turn("unit_head", "石坚", **minute(9)))
        night = Night(roster=roster).open(5).after(7).ring("unit_head", "no_answer")
        assert night.until(8, 59).asks("unit_head") == []
        assert night.until(9).asks("unit_head") == ["ring 石坚"]

    def test_whoever_is_on_the_way_stays_responsible_after_their_shift(self) -> None:
        ends: dict[str, Any] = {"ends_at": START + timedelta(minutes=9)}
        roster = held(turn("unit_head", "孙磊", **ends), turn("unit_head", "石坚", **minute(9)))
        night = Night(roster=roster).open(5).after(7).ring("unit_head").until(37)
        assert night.asks("unit_head") == ["arrival_late 孙磊"]

    def test_somebody_new_need_not_wait_for_the_pause_of_the_others(self) -> None:
        roster = held(turn("unit_head", "孙磊"))
        night = Night(roster=roster).open(5).ring("unit_head", "refused").after(2)
        assert night.asks("unit_head") == []
        night.desk.import_roster(
            "mended.csv", [turn("unit_head", "孙磊"), turn("unit_head", "石坚", "9", order=2)]
        )
        assert night.asks("unit_head") == ["deputy 石坚"]

    def test_sleeping_over_a_change_of_shift_gives_the_same_prompt_late(self) -> None:
        ends: dict[str, Any] = {"ends_at": START + timedelta(minutes=9)}
        roster = held(turn("unit_head", "孙磊", **ends), turn("unit_head", "石坚", **minute(9)))
        awake = Night(roster=roster).open(5).until(20)
        asleep = Night(roster=roster).open(5).sleep(20)
        assert awake.asks("unit_head") == asleep.asks("unit_head") == ["ring 石坚"]
        assert asleep.said(PromptRaised, duty="unit_head")[-1].late_s == 11 * 60


class TestOnTheWay:
    def test_late_is_chased_at_the_limit_and_every_ten_minutes(self) -> None:
        night = Night().open(5).after(2).ring("unit_head")
        assert night.until(31, 59).asks("unit_head") == []
        assert night.until(32).asks("unit_head") == ["arrival_late 孙磊"]
        night.until(33).ring("unit_head")
        assert night.until(42, 59).asks("unit_head") == []
        assert night.until(43).asks("unit_head") == ["arrival_late 孙磊"]

    def test_a_broken_eta_prompts_by_itself(self) -> None:
        night = Night().open(5).after(2).ring("unit_head", eta=10)
        assert night.until(11, 59).asks("unit_head") == []
        assert night.until(12).asks("unit_head") == ["eta_broken 孙磊"]
        assert night.until(32).asks("unit_head") == ["arrival_late 孙磊"]

    def test_an_eta_given_anew_counts_from_then(self) -> None:
        night = Night().open(5).after(2).ring("unit_head", eta=10).until(12)
        assert night.ring("unit_head", eta=8).asks("unit_head") == []
        assert night.until(19, 59).asks("unit_head") == []
        assert night.until(20).asks("unit_head") == ["eta_broken 孙磊"]

    def test_an_eta_beyond_the_limit_is_still_late_at_the_limit(self) -> None:
        night = Night().open(5).after(2).ring("unit_head", eta=45)
        assert night.until(32).asks("unit_head") == ["arrival_late 孙磊"]
        night.ring("unit_head", eta=15)
        assert night.until(46, 59).asks("unit_head") == []
        assert night.until(47).asks("unit_head") == ["eta_broken 孙磊"]

    def test_the_limit_runs_from_the_first_time_told(self) -> None:
        night = Night().open(5).after(2).ring("unit_head").after(5).ring("unit_head", eta=5)
        assert night.duty("unit_head").arrive_by == night.at(32)

    def test_who_told_us_and_is_not_reached_again_is_retried_then_replaced(self) -> None:
        night = Night().open(5).ring("unit_head").until(30).ring("unit_head", "no_answer")
        assert night.until(32, 59).asks("unit_head") == []
        assert night.until(33).asks("unit_head") == ["arrival_late 孙磊"]
        assert night.ring("unit_head", "no_answer").asks("unit_head") == ["deputy 唐青"]
        assert night.duty("unit_head").state is DutyState.NOT_REACHED

    def test_backing_out_hands_over_at_once(self) -> None:
        night = Night().open(5).ring("unit_head").until(10).ring("unit_head", "refused")
        assert night.asks("unit_head") == ["deputy 唐青"]

    def test_the_deputy_in_vain_says_nothing_of_who_is_on_the_way(self) -> None:
        night = Night().open(5).ring("unit_head").after(5)
        night.ring("unit_head", "refused", person="唐青")
        assert night.duty("unit_head").state is DutyState.EN_ROUTE
        assert night.asks("unit_head") == []

    def test_who_arrives_is_who_was_on_the_way(self) -> None:
        night = Night().open(5).ring("unit_head", "refused").ring("unit_head").after(9)
        assert night.arrive("unit_head").duty("unit_head").person == "唐青"

    def test_who_arrives_after_rings_in_vain_is_not_guessed(self) -> None:
        night = Night().open(5).ring("unit_head", "refused").after(9).arrive("unit_head")
        assert night.duty("unit_head").person == ""

    @pytest.mark.parametrize("outcome", [o for o in RingOutcome if o is not RingOutcome.ANSWERED])
    def test_no_eta_without_an_answer(self, outcome: RingOutcome) -> None:
        night = Night().open(5)
        with pytest.raises(Refused, match=r"desk\.refused\.eta_unanswered"):
            night.ring("unit_head", outcome, eta=10)
        assert not night.said(PostRung)
