"""Naming a deputy passes a duty on; the clocks run on, and only somebody's arrival ends it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings

from tests.desks import Night, default_policy, turn
from tests.random_nights import Step, attempt, incidents, journal, nights, play
from xfconsole.core.facts.announced import ObligationMet, ObligationMissed
from xfconsole.core.facts.corrections import effective
from xfconsole.core.facts.event import Event, Fact
from xfconsole.core.facts.of_incident import DeputyNamed, PostArrived, PostRelieved, PostRung
from xfconsole.core.facts.of_office import RosterImported
from xfconsole.core.facts.of_procedure import PartyBarred
from xfconsole.core.words.desk import DutyState, RingOutcome
from xfconsole.core.words.procedure import Bar
from xfconsole.core.words.refusal import Refused

POST = "township_head"
NUMBER = "139-0000-0077"


def named(
    night: Night,
    by: str = "许宁",
    *,
    post: str = POST,
    phone: str = NUMBER,
    told: bool = False,
    eta: float = 0,
) -> Night:
    promised = night.now() + timedelta(minutes=eta) if eta else None
    return night.do(
        lambda desk: desk.relieve(night.incident, post, by, phone=phone, told=told, eta=promised)
    )


def holder(night: Night) -> str:
    found = night.desk.situation().holders(night.view(), POST)
    return found[0].person


def facts(night: Night, *kinds: type[Fact]) -> list[Fact]:
    return [each.fact for each in night.events() if isinstance(each.fact, kinds)]


# --- the clock -----------------------------------------------------------------------------------


def test_before_anybody_was_told_the_desks_clock_runs_on_and_the_deputy_is_rung() -> None:
    night = named(Night().open(33).after(2))
    duty = night.duty(POST)
    assert (duty.state, duty.deputy, duty.person) == (DutyState.UNTOLD, "许宁", "许宁")
    assert duty.contact is not None
    assert duty.contact.phone == NUMBER
    assert (duty.tell_by, duty.told_at, duty.arrive_by) == (night.at(10), None, None)
    assert night.asks(POST) == ["deputy 许宁"]
    night.until(11)
    assert [f.clock for f in night.said(ObligationMissed, post=POST)] == ["tell"]


def test_after_the_post_was_told_the_arrival_limit_stays_and_is_missed() -> None:
    night = Night().open(33).after(2).ring(POST, eta=20).after(5)
    before = night.duty(POST)
    night = named(night)
    after = night.duty(POST)
    assert (after.told_at, after.arrive_by) == (before.told_at, before.arrive_by)
    assert (after.state, after.eta, after.deputy) == (DutyState.UNTOLD, None, "许宁")
    night.until(33)
    assert [f.person for f in night.said(ObligationMissed, post=POST, clock="arrive")] == ["许宁"]
    assert not night.said(ObligationMet, post=POST)


def test_told_at_once_they_are_on_their_way_and_chased_like_anybody() -> None:
    night = named(Night().open(33).after(2), told=True, eta=10)
    duty = night.duty(POST)
    assert (duty.state, duty.deputy, duty.eta) == (DutyState.EN_ROUTE, "许宁", night.at(12))
    assert duty.arrive_by == night.at(32)
    assert facts(night, DeputyNamed, PostRung) == [
        DeputyNamed(POST, "许宁", NUMBER),
        PostRung(POST, "许宁", RingOutcome.ANSWERED, night.at(12)),
    ]
    assert night.asks(POST) == []
    assert night.until(12).asks(POST) == ["eta_broken 许宁"]


def test_an_eta_of_somebody_who_was_not_told_is_refused() -> None:
    night = Night().open(33)
    with pytest.raises(Refused, match=r"desk\.refused\.eta_unanswered"):
        named(night, eta=10)
    assert facts(night, DeputyNamed) == []


# --- the end -------------------------------------------------------------------------------------


def test_only_the_deputys_arrival_ends_the_duty_and_needs_no_name() -> None:
    night = named(Night().open(33).after(2), told=True).after(9)
    assert not night.duty(POST).done
    night.arrive(POST)
    duty = night.duty(POST)
    assert (duty.state, duty.person, duty.deputy) == (DutyState.ARRIVED, "许宁", "")
    assert facts(night, PostArrived) == [PostArrived(POST, "许宁")]


def test_a_deputy_rung_in_vain_who_comes_is_still_the_one_who_came() -> None:
    night = named(Night().open(33).after(2).ring(POST, "no_answer")).after(1)
    night.ring(POST, "no_answer", person="许宁").after(5).arrive(POST)
    assert night.duty(POST).person == "许宁"


def test_the_holder_who_comes_after_all_ends_it_too() -> None:
    night = Night().open(33).after(2)
    person = holder(night)
    named(night, told=True).after(5).arrive(POST, person=person)
    assert (night.duty(POST).state, night.duty(POST).person) == (DutyState.ARRIVED, person)
    assert night.asks(POST) == []


def test_what_an_old_journal_says_of_relief_it_still_says() -> None:
    night = Night().open(33).after(2).ring(POST, eta=20).after(3)
    with night.store.begin() as tx:
        at = night.now()
        old = Event("old", night.incident, at, at, "李敏", PostRelieved(POST, "潘越"))
        tx.append([old])
    night.restart().until(60)
    duty = night.duty(POST)
    assert (duty.state, duty.person, duty.ended_at) == (DutyState.RELIEVED, "潘越", at)
    assert [(f.how, f.person) for f in night.said(ObligationMet, post=POST)] == [
        ("relieved", "潘越")
    ]
    assert night.said(ObligationMissed, post=POST, clock="arrive") == []


# --- the ladder ----------------------------------------------------------------------------------


def test_a_deputy_who_refuses_is_passed_over_and_not_the_one_who_handed_over() -> None:
    roster = RosterImported(
        "r",
        (turn(POST, "周平", "1"), turn(POST, "潘越", "2", order=2), turn("duty_leader", "王强")),
    )
    night = named(Night(roster=roster).open(33).after(2)).after(1)
    night.ring(POST, "refused", person="许宁")
    assert night.asks(POST) == ["deputy 潘越"]
    assert night.duty(POST).deputy == ""


def test_a_deputy_who_does_not_answer_is_rung_again_then_the_next_one_is() -> None:
    night = named(Night().open(33).after(2)).ring(POST, "no_answer", person="许宁")
    retry = default_policy().ladders[default_policy().posts[POST].ladder].retry_minutes
    assert night.asks(POST) == []
    assert night.after(retry).asks(POST) == ["retry 许宁"]
    attempts = default_policy().ladders[default_policy().posts[POST].ladder].attempts
    for _ in range(attempts - 1):
        night.ring(POST, "no_answer", person="许宁").after(retry)
    assert night.asks(POST)
    assert "许宁" not in night.asks(POST)[0]


def test_somebody_who_refused_can_be_named_all_the_same() -> None:
    night = Night().open(33).after(2)
    person = holder(night)
    night.ring(POST, "refused").after(1)
    named(night, person, phone="")
    assert night.asks(POST) == [f"deputy {person}"]


def test_a_second_deputy_takes_the_turn_of_the_first_who_stays_logged() -> None:
    night = named(Night().open(33).after(2), told=True, eta=9).after(1)
    named(night, "林涛", phone="8012")
    assert night.asks(POST) == ["deputy 林涛"]
    assert night.duty(POST).deputy == "林涛"
    assert [f.person for f in night.said(PostRung, post=POST)] == ["许宁"]
    night.after(3).arrive(POST, person="许宁")
    assert night.duty(POST).person == "许宁"


def test_a_change_of_the_roster_takes_nobodys_word_back() -> None:
    night = named(Night().open(33).after(2)).after(1)
    night.do(lambda desk: desk.import_roster("neu", [turn(POST, "石坚", "9")]))
    assert night.asks(POST) == ["deputy 许宁"]


def test_the_rosters_number_is_taken_where_none_is_given() -> None:
    night = Night().open(33).after(2)
    leader = next(
        each for each in night.desk.roster().on_duty(night.now()) if each.post == "duty_leader"
    )
    named(night, leader.person, phone="")
    contact = night.duty(POST).contact
    assert contact is not None
    assert (contact.post, contact.phone) == (POST, leader.phone)


def test_the_same_deputy_twice_is_refused_and_told_later_is_one_ring() -> None:
    night = named(Night().open(33).after(2)).after(1)
    with pytest.raises(Refused, match=r"desk\.refused\.deputy_already"):
        named(night)
    named(night, told=True)
    assert len(facts(night, DeputyNamed)) == 1
    assert night.duty(POST).state is DutyState.EN_ROUTE


# --- corrections and bars ------------------------------------------------------------------------


def test_a_wrong_name_is_corrected_with_the_ring_that_told_them() -> None:
    night = named(Night().open(33).after(2), "许凝", told=True, eta=10).after(1)
    entry = night.entered(DeputyNamed)
    night.do(lambda desk: desk.correct(entry.uid, {"person": "许宁"}, "听错"))
    duty = night.duty(POST)
    assert (duty.state, duty.deputy, duty.eta) == (DutyState.EN_ROUTE, "许宁", night.at(12))
    assert duty.contact is not None
    assert duty.contact.phone == NUMBER
    meant = [each.fact for each in effective(night.events())]
    assert PostRung(POST, "许宁", RingOutcome.ANSWERED, night.at(12)) in meant


def test_a_wrong_person_takes_their_number_with_them() -> None:
    night = Night().open(33).after(2)
    known = [each for each in night.desk.roster().on_duty(night.now()) if each.phone]
    wrong, right = known[0], next(each for each in known if each.person != known[0].person)
    named(night, wrong.person, phone="")
    entry = night.entered(DeputyNamed)
    night.do(lambda desk: desk.correct(entry.uid, {"person": right.person}, "看错"))
    contact = night.duty(POST).contact
    assert contact is not None
    assert (contact.person, contact.phone) == (right.person, right.phone)
    night.do(lambda desk: desk.correct(entry.uid, {"person": "生人"}, "看错"))
    contact = night.duty(POST).contact
    assert contact is not None
    assert (contact.person, contact.phone) == ("生人", "")


def test_whoever_is_barred_cannot_be_named_and_a_deputy_barred_later_is_replaced() -> None:
    matter = "2026-000001"
    night = Night().open(33).after(2)
    night.do(lambda desk: desk.bar(matter, Bar.RECUSED, person="王强"))
    with pytest.raises(Refused, match=r"life\.refused\.barred"):
        named(night, "王强", phone=NUMBER)
    assert facts(night, DeputyNamed) == []
    named(night)
    at = night.after(1).now()
    with night.store.begin() as tx:
        bar = PartyBarred(Bar.RECUSED, "许宁")
        tx.append([Event("bar", night.view().matter, at, at, "李敏", bar)])
    night.restart()
    assert "许宁" not in "".join(night.asks(POST))
    assert night.asks(POST)


# --- whatever the night brings -------------------------------------------------------------------


@given(nights)
@settings(max_examples=150, deadline=None)
def test_a_duty_ends_only_when_somebody_came_or_need_not(
    night: tuple[int, bool, list[Step]],
) -> None:
    found = play(*night)
    for events in incidents(found):
        said = [each.fact for each in events]
        came = any(isinstance(each, PostArrived) for each in said)
        for fact in said:
            if isinstance(fact, ObligationMet):
                assert fact.how == "stood_down" or (fact.how == "arrived" and came)
    assert not any(isinstance(each.fact, PostRelieved) for each in journal(found))


@given(nights)
@settings(max_examples=150, deadline=None)
def test_naming_a_deputy_moves_no_clock(night: tuple[int, bool, list[Step]]) -> None:
    people, small, script = night
    found = play(people, small, script)
    before = {each.uid: each.plan.obligations for each in found.desk.situation().incidents}
    for post in ("duty_leader", "unit_head", POST):
        attempt(found, Step(0, "relieve", (post, "林涛", False, NUMBER)))
    for incident in found.desk.situation().incidents:
        for was, now in zip(before[incident.uid], incident.plan.obligations, strict=True):
            kept = ("post", "rule", "anchor", "tell_by", "told_at", "arrive_by", "ended_at")
            assert [getattr(was, each) for each in kept] == [getattr(now, each) for each in kept]
