"""Whoever was rung or named beside the roster is on it until 08:30, as they were meant."""

from __future__ import annotations

import pytest

from tests.core.incident.test_deputies import NUMBER, named
from tests.desks import OFFICE, Night, turn
from xfconsole.core.facts.of_incident import DeputyNamed, EventCorrected, PostRung
from xfconsole.core.facts.of_office import RosterAdded, RosterImported, RosterReplaced
from xfconsole.core.words.desk import RingOutcome
from xfconsole.core.words.procedure import Bar
from xfconsole.core.words.refusal import Refused


def added(night: Night) -> list[tuple[str, str, str, str]]:
    """Return whom the roster was told of: post, name, number, unit or township."""
    facts = [each.fact for each in night.events(OFFICE)]
    return [(e.post, e.person, e.phone, e.unit) for e in facts if isinstance(e, RosterAdded)]


def test_a_deputy_named_with_a_number_can_be_rung_tonight_like_somebody_on_the_roster() -> None:
    night = named(Night().open(33).after(2), post="unit_head")
    assert added(night) == [("unit_head", "许宁", NUMBER, "住建局")]
    roster = night.desk.roster()
    assert roster.phone("许　宁", night.now()) == NUMBER
    assert roster.holders("unit_head", "住建局", night.now())[-1].person == "许宁"
    assert roster.phone("许宁", night.at(12 * 60)) == "", "tonight is over"


def test_one_whom_the_roster_names_or_who_has_no_number_is_not_added() -> None:
    night = Night().open(33).after(2)
    known = night.desk.roster().holders("duty_leader", None, night.now())[0]
    assert added(named(night, known.person, phone=known.phone, post="receptionist")) == []
    assert added(named(night, "石坚", phone="", post="receptionist")) == []


def test_a_deputy_for_a_township_that_has_no_name_yet_is_offered_for_none() -> None:
    assert added(named(Night().open(33).after(2))) == []


def test_a_deputy_barred_afterwards_is_offered_no_more() -> None:
    night = named(Night().open(33).after(2), post="receptionist")
    assert night.asks("receptionist") == ["deputy 许宁"]
    matter = night.view().matter_number
    night.do(lambda desk: desk.bar(matter, Bar.RECUSED, person="许\u200b宁")).after(1)
    assert night.asks("receptionist") == ["deputy 沈宁"]
    with pytest.raises(Refused, match="barred"):
        named(night, "许 宁", post="duty_leader")


def test_a_deputy_who_refused_is_asked_for_no_other_post_of_the_incident() -> None:
    night = Night(roster=RosterImported("a", (turn("duty_leader", "王强"),))).open(33).after(2)
    named(night, post="receptionist").ring("receptionist", "refused", person="许　宁")
    assert night.asks("receptionist") == ["next_rank 王强"]
    night.ring("hall_safety", "busy", person="许宁")
    assert not any("许宁" in each for each in night.asks())


def test_rings_in_vain_of_a_deputy_are_counted_under_any_spelling() -> None:
    night = named(Night().open(33).after(2), post="receptionist")
    night.ring("receptionist", "no_answer", person="许　宁").after(3)
    assert night.duty("receptionist").own_attempts == 1
    assert night.asks("receptionist") == ["retry 许宁"]


def test_a_deputy_written_down_by_a_wrong_name_keeps_the_number_under_the_right_one() -> None:
    night = named(Night().open(33).after(2), "许宁", post="unit_head")
    wrong = night.entered(DeputyNamed)
    night.do(lambda desk: desk.correct(wrong.uid, {"person": "许凝"}, "写错了")).after(1)
    contact = night.duty("unit_head").contact
    assert contact is not None
    assert (contact.person, contact.phone) == ("许凝", NUMBER)
    roster = night.desk.roster()
    assert (roster.phone("许宁", night.now()), roster.phone("许凝", night.now())) == ("", NUMBER)


def test_a_number_corrected_is_the_one_that_can_be_rung_again() -> None:
    night = Night().open(33).after(2)
    night.do(
        lambda desk: desk.ring(
            night.incident, "unit_head", RingOutcome.NO_ANSWER, person="石坚", phone="8012"
        )
    )
    rung = night.entered(PostRung)
    night.do(lambda desk: desk.correct(rung.uid, {"phone": "8013"}, "少看一位")).after(1)
    assert night.desk.roster().phone("石坚", night.now()) == "8013"


@pytest.mark.parametrize("outcome", ["refused", "wrong_number"])
def test_one_who_turns_out_not_to_come_is_offered_no_more(outcome: str) -> None:
    night = Night().open(33).after(2)
    before = night.desk.roster()
    busy = RingOutcome.BUSY
    night.desk.ring(night.incident, "unit_head", busy, person="石坚", phone=NUMBER)
    rung = night.entered(PostRung)
    for said in (outcome, "wrong_number" if outcome == "refused" else "refused"):
        night.do(lambda desk, o=said: desk.correct(rung.uid, {"outcome": o}, "记错"))  # type: ignore[misc]
        assert night.desk.roster() == before
    assert night.restart().desk.roster() == before
    assert [e.fact.kind for e in night.events(OFFICE)].count("event.corrected") == 1
    night.do(lambda desk: desk.correct(rung.uid, {"outcome": "busy"}, "看错"))
    assert night.desk.roster().phone("石坚", night.now()) == NUMBER, "offered again"
    night.desk.undo()
    assert night.desk.roster() == before


def test_a_wrong_official_corrected_keeps_the_turn_they_have_elsewhere() -> None:
    turns = (
        turn("unit_head", "孙磊", "8012", unit="住建局"),
        turn("unit_head", "石坚", unit="人社局"),
    )
    night = Night(roster=RosterImported("a", turns)).open(33, unit="人社局").after(2)
    before = night.desk.roster()
    answered = RingOutcome.ANSWERED
    night.desk.ring(night.incident, "unit_head", answered, person="孙磊", phone=NUMBER)
    wrong = night.entered(PostRung)
    for name in ("唐青", "唐清"):
        night.do(lambda desk, n=name: desk.correct(wrong.uid, {"person": n}, "看错"))  # type: ignore[misc]
    roster = night.desk.roster()
    own, other = (roster.holders("unit_head", u, night.now()) for u in ("住建局", "人社局"))
    assert [(each.person, each.phone) for each in own] == [("孙磊", "8012")]
    assert [(each.person, each.phone) for each in other][1:] == [("唐清", NUMBER)]
    said = [each.fact for each in night.events(OFFICE)]
    assert not any(isinstance(each, RosterReplaced) for each in said)
    assert [e.reason for e in said if isinstance(e, EventCorrected)] == ["看错", "看错"]
    assert night.restart().desk.roster() == roster
    night.desk.undo()
    assert night.desk.roster() == before, "an outcome taken back leaves nothing on the roster"


def test_an_eta_corrected_leaves_the_roster_as_it_is() -> None:
    night = Night().open(33).after(2)
    reached, eta = RingOutcome.ANSWERED, night.at(20)
    night.desk.ring(night.incident, "unit_head", reached, person="石坚", phone=NUMBER, eta=eta)
    rung, roster = night.entered(PostRung), night.desk.roster()
    night.do(lambda desk: desk.correct(rung.uid, {"eta": night.at(30).isoformat()}, "听错"))
    assert night.desk.roster() == roster
    assert not any(isinstance(each.fact, EventCorrected) for each in night.events(OFFICE))


def test_a_deputy_with_a_number_is_offered_for_other_posts_and_at_other_incidents() -> None:
    night = named(Night().open(33).after(2), post="receptionist").open(12)
    situation = night.desk.situation()
    for post in ("duty_leader", "unit_head"):
        offered = situation.stand_ins(night.view(), post)
        assert [(each.person, each.phone) for each in offered][-1] == ("许宁", NUMBER)
    matter = night.view().matter_number
    night.do(lambda desk: desk.bar(matter, Bar.RECUSED, person="许　宁")).after(1)
    offered = night.desk.situation().stand_ins(night.view(), "duty_leader")
    assert "许宁" not in [each.person for each in offered]
