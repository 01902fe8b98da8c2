"""What a correction does to a live incident: levels, duties, prompts and deadlines."""

from __future__ import annotations

import pytest

from tests.desks import Night
from xfconsole.core.facts.announced import (
    LevelChanged,
    ObligationAdded,
    ObligationMissed,
    PromptMarked,
    PromptMoved,
    PromptRaised,
)
from xfconsole.core.facts.of_incident import (
    HeadcountRecorded,
    IncidentOpened,
    PostArrived,
    PostRung,
)
from xfconsole.core.words.desk import DutyState, Level
from xfconsole.core.words.refusal import Refused

GENERAL = {"duty_leader", "receptionist", "hall_safety", "unit_head", "township_head"}
FIFTY = GENERAL | {"leader_in_charge"}
HUNDRED = FIFTY | {"principal_leader"}


class TestCorrectedCount:
    def test_obligations_stay_and_prompts_are_marked(self) -> None:
        night = Night().open(28).after(2).count(53).after(1)
        wrong = night.entered(HeadcountRecorded).uid
        night.do(lambda desk: desk.correct(wrong, {"value": 35}, "看错了"))
        assert night.duties() == FIFTY
        assert night.duty("leader_in_charge").corrected
        assert [each.post for each in night.said(PromptMarked)] == ["leader_in_charge"]
        assert night.view().level is Level.MAJOR

    def test_the_level_follows_the_corrected_count(self) -> None:
        night = Night().open(28).after(2).count(53)
        wrong = night.entered(HeadcountRecorded).uid
        night.do(lambda desk: desk.correct(wrong, {"value": 29}, "看错了"))
        assert [each.level for each in night.said(LevelChanged)] == [
            Level.GENERAL,
            Level.MAJOR,
            Level.GENERAL,
        ]

    def test_later_prompts_of_that_duty_are_raised_marked(self) -> None:
        night = Night().open(28).after(2).count(53)
        wrong = night.entered(HeadcountRecorded).uid
        night.do(lambda desk: desk.correct(wrong, {"value": 35}, "看错了"))
        night.ring("leader_in_charge", "no_answer").after(3)
        assert night.said(PromptRaised, duty="leader_in_charge")[-1].corrected

    def test_only_who_was_called_on_it_can_be_stood_down(self) -> None:
        night = Night().open(28).after(2).count(53)
        with pytest.raises(Refused, match=r"desk\.refused\.still_needed"):
            night.desk.stand_down(night.incident, "leader_in_charge", "不用来了")
        wrong = night.entered(HeadcountRecorded).uid
        night.do(lambda desk: desk.correct(wrong, {"value": 35}, "看错了"))
        night.do(lambda desk: desk.stand_down(night.incident, "leader_in_charge", "人数更正"))
        assert night.duty("leader_in_charge").state is DutyState.STOOD_DOWN
        assert night.asks("leader_in_charge") == []
        with pytest.raises(Refused, match=r"desk\.refused\.still_needed"):
            night.desk.stand_down(night.incident, "unit_head", "不用来了")

    def test_stood_down_and_needed_again_is_called_and_told_anew(self) -> None:
        night = Night().open(28).after(2).count(53).ring("leader_in_charge").after(1)
        wrong = night.entered(HeadcountRecorded).uid
        night.do(lambda desk: desk.correct(wrong, {"value": 35}, "看错了"))
        night.do(lambda desk: desk.stand_down(night.incident, "leader_in_charge", "人数更正"))
        night.until(20).count(60)
        duty = night.duty("leader_in_charge")
        assert (duty.state, duty.told_at) == (DutyState.UNTOLD, None)
        assert duty.tell_by == night.at(30)
        assert night.asks("leader_in_charge") == ["ring 郑岚"]

    def test_a_count_corrected_upward_counts_from_when_it_was_made(self) -> None:
        night = Night().open(28).after(2).count(48).until(20)
        wrong = night.entered(HeadcountRecorded).uid
        night.do(lambda desk: desk.correct(wrong, {"value": 52}, "漏数了后排"))
        [prompt] = night.said(PromptRaised, duty="leader_in_charge")
        assert (prompt.due, prompt.late_s) == (night.at(2), 18 * 60)
        [missed] = night.said(ObligationMissed, post="leader_in_charge")
        assert (missed.clock, missed.due) == ("tell", night.at(12))

    def test_opening_count_corrected_below_every_band_keeps_who_was_called(self) -> None:
        night = Night().open(33).after(1)
        opening = night.entered(IncidentOpened).uid
        night.do(lambda desk: desk.correct(opening, {"headcount": 3}, "其余是路过的"))
        assert night.duties() == GENERAL
        assert night.view().level is Level.NONE
        assert all(each.corrected for each in night.view().plan.obligations)
        night.until(60)
        assert not [each for each in night.said(PromptRaised) if each.what == "report_first"]

    def test_a_correction_corrected_back_clears_the_mark(self) -> None:
        night = Night().open(28).after(2).count(53)
        wrong = night.entered(HeadcountRecorded).uid
        night.do(lambda desk: desk.correct(wrong, {"value": 35}, "看错了"))
        night.do(lambda desk: desk.correct(wrong, {"value": 53}, "没有看错"))
        assert not night.duty("leader_in_charge").corrected
        assert night.view().level is Level.MAJOR


class TestCorrectedTime:
    def test_ring_time_moves_the_arrival_limit_and_is_logged(self) -> None:
        night = Night().open(5).after(10).ring("unit_head")
        told = night.entered(PostRung)
        night.until(41)
        assert night.asks("unit_head") == ["arrival_late 孙磊"]
        night.do(lambda desk: desk.correct(told.uid, {}, "记晚了时间", happened_at=night.at(15)))
        [moved] = night.said(PromptMoved)
        assert (moved.old_due, moved.due) == (night.at(40), night.at(45))
        assert night.asks("unit_head") == []
        night.until(44)
        assert night.duty("unit_head").arrive_by == night.at(45)
        night.until(46)
        assert night.asks("unit_head") == ["arrival_late 孙磊"]
        misses = [f.due for f in night.said(ObligationMissed, post="unit_head", clock="arrive")]
        assert misses == [night.at(40), night.at(45)]

    def test_arrival_corrected_to_another_post_reopens_the_first(self) -> None:
        night = Night().open(5).after(10).arrive("unit_head")
        arrival = night.entered(PostArrived).uid
        night.do(
            lambda desk: desk.correct(
                arrival, {"post": "township_head", "person": "周平"}, "认错了人"
            )
        )
        assert night.duty("unit_head").state is DutyState.UNTOLD
        assert night.duty("township_head").state is DutyState.ARRIVED
        assert len(night.said(ObligationAdded, post="unit_head")) == 2
        assert night.asks("unit_head") == ["ring 孙磊"]

    def test_an_arrival_cannot_be_corrected_into_the_future(self) -> None:
        night = Night().open(5).after(10).arrive("unit_head")
        arrival = night.entered(PostArrived).uid
        with pytest.raises(Refused, match=r"desk\.refused\.future"):
            night.desk.correct(arrival, {}, "?", happened_at=night.at(11))
