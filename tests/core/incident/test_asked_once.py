"""Who said no is not rung again in a round, whatever the post, the number or the spelling."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.desks import Night, turn
from xfconsole.core.facts.of_office import RosterEntry, RosterImported


def held(*entries: RosterEntry) -> RosterImported:
    return RosterImported("night.csv", entries)


def known_as(entry: RosterEntry, phone: str) -> RosterEntry:
    return replace(entry, phone=phone)


FIRST = known_as(turn("unit_head", "甲一"), "139-0000-0001")
TOP = turn("principal_leader", "乙一")


@pytest.mark.parametrize("phone", ["13900000001", "+86 139 0000 0001", "139-0000-0009"])
@pytest.mark.parametrize("name", ["甲一", "甲　一", "甲\u200b一"])
def test_a_refusal_is_the_persons_on_every_post_and_number(name: str, phone: str) -> None:
    night = Night(roster=held(FIRST, known_as(turn("leader_in_charge", name), phone), TOP)).open(5)
    assert night.ring("unit_head", "refused").asks("unit_head") == ["next_rank 乙一"]


@pytest.mark.parametrize("phone", ["13900000001", "+86 139 0000 0001", "１３９ ００００ ０００１"])
def test_a_wrong_number_is_not_rung_again_in_another_spelling(phone: str) -> None:
    again = known_as(turn("leader_in_charge", "甲一"), phone)
    night = Night(roster=held(FIRST, again, TOP)).open(5)
    assert night.ring("unit_head", "wrong_number").asks("unit_head") == ["next_rank 乙一"]


def test_with_a_truly_different_number_somebody_may_be_reached_after_all() -> None:
    other = known_as(turn("leader_in_charge", "甲 一"), "139-0000-0009")
    night = Night(roster=held(FIRST, other, TOP)).open(5)
    assert night.ring("unit_head", "wrong_number").asks("unit_head") == ["next_rank 甲 一"]


def test_a_refusal_for_another_post_of_the_incident_counts_at_once() -> None:
    leader, second = turn("duty_leader", "甲　一"), turn("duty_leader", "丙一", order=2)
    night = Night(roster=held(FIRST, leader, second, TOP)).open(5)
    assert night.asks("duty_leader") == ["ring 甲　一"]
    night.after(1).ring("unit_head", "refused")
    assert night.asks("duty_leader") == ["deputy 丙一"]
    assert night.duty("duty_leader").attempts == 0


def test_a_refusal_before_a_post_was_called_counts_for_it() -> None:
    night = Night(roster=held(FIRST, turn("leader_in_charge", "甲一"), TOP)).open(5)
    night.after(1).ring("unit_head", "refused").after(1).count(60)
    assert night.asks("leader_in_charge") == ["next_rank 乙一"]


def test_on_the_way_for_one_post_stays_so_whatever_is_said_to_another() -> None:
    night = Night(roster=held(FIRST, turn("duty_leader", "甲一"), TOP)).open(5)
    night.ring("duty_leader").ring("unit_head", "refused")
    assert night.duty("duty_leader").person == "甲一"
    assert night.asks("duty_leader") == []


def test_a_deputy_who_refused_meanwhile_is_not_asked_when_the_first_backs_out() -> None:
    second = turn("unit_head", "丙一", order=2)
    night = Night(roster=held(FIRST, second, TOP)).open(5).ring("unit_head").after(5)
    night.ring("unit_head", "refused", person="丙 一").after(5)
    assert night.ring("unit_head", "refused").asks("unit_head") == ["next_rank 乙一"]


def test_when_everybody_was_asked_the_round_begins_again() -> None:
    night = Night(roster=held(FIRST, TOP)).open(5)
    night.ring("unit_head", "refused").ring("principal_leader", "refused")
    assert night.asks("unit_head") == []
    assert night.after(5).asks("unit_head") == ["retry 甲一"]


def test_a_ring_is_for_whom_it_names_however_he_is_written() -> None:
    night = Night(roster=held(FIRST, TOP)).open(5)
    night.ring("unit_head", "no_answer", person="甲　一").after(3)
    assert night.asks("unit_head") == ["retry 甲一"]
    assert night.ring("unit_head", person="甲\u00a0一").duty("unit_head").person == "甲一"


def test_attempts_are_a_persons_and_the_posts_sum_is_its_own() -> None:
    night = Night(roster=held(FIRST, turn("unit_head", "丙一", order=2), TOP)).open(5)
    night.ring("unit_head", "no_answer").ring("unit_head", "no_answer")
    night.ring("unit_head", "refused")
    duty = night.duty("unit_head")
    assert (duty.person, duty.attempts, duty.own_attempts) == ("乙一", 3, 0)
    night.after(1).ring("principal_leader", "no_answer")
    duty = night.duty("unit_head")
    assert (duty.person, duty.attempts, duty.own_attempts) == ("乙一", 4, 1)


def test_whoever_is_rung_in_two_rounds_has_both_counted_until_somebody_answers() -> None:
    night = Night(roster=held(FIRST)).open(5).ring("unit_head", "refused").after(5)
    assert night.ring("unit_head", "no_answer").duty("unit_head").own_attempts == 2
    assert night.ring("unit_head").duty("unit_head").own_attempts == 0
