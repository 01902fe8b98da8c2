"""Leaders' instructions: passed on, carried out, and never given to whoever is barred."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.desks import Night, turn
from xfconsole.core.facts.announced import PromptRaised
from xfconsole.core.facts.of_instruction import InstructionGiven, InstructionRelayed
from xfconsole.core.facts.of_office import RosterImported
from xfconsole.core.incident.instructed import Instruction
from xfconsole.core.night.situation import PromptView
from xfconsole.core.roster.parties import HIDDEN, Blocked
from xfconsole.core.words.desk import PromptKind, RingOutcome
from xfconsole.core.words.procedure import Bar
from xfconsole.core.words.refusal import Refused

RELAY, DUE = PromptKind.INSTRUCTION_RELAY, PromptKind.INSTRUCTION_DUE


def instructed(*posts: str, due: float = 0) -> Night:
    """Let a leader instruct these posts at 02:34, to be done so many minutes later."""
    night = Night().open(33).after(5)
    by = night.now() + timedelta(minutes=due) if due else None
    return night.do(lambda desk: desk.instruct(night.incident, "郑岚", "尽快核实", posts, due=by))


def cards(night: Night, kind: PromptKind) -> list[PromptView]:
    return [each for each in night.desk.situation().prompts if each.prompt.kind is kind]


def only(night: Night) -> Instruction:
    (found,) = night.view().instructions
    return found


def rung(night: Night, outcome: str, post: str = "unit_head", **more: object) -> Night:
    uid = night.entered(InstructionGiven).uid
    return night.do(
        lambda desk: desk.relay(night.incident, uid, post, RingOutcome(outcome), **more)  # type: ignore[arg-type]
    )


def test_each_post_is_to_be_told_at_once_within_the_pack_s_minutes() -> None:
    night = instructed("unit_head", "township_head")
    found = cards(night, RELAY)
    assert [each.prompt.contact.person for each in found if each.prompt.contact] == ["孙磊", "周平"]
    assert [each.limit for each in found] == [night.now() + timedelta(minutes=10)] * 2
    assert {each.rule.id for each in found if each.rule} == {"instructions"}


def test_who_was_told_is_asked_no_more_and_whether_it_was_read_back_is_known() -> None:
    night = rung(instructed("unit_head"), "answered", read_back=True)
    assert not cards(night, RELAY)
    told = only(night).told("unit_head")
    assert told is not None
    assert (told.person, told.read_back) == ("孙磊", True)
    assert not cards(night.after(60), RELAY)


def test_who_was_not_reached_comes_up_again() -> None:
    night = rung(instructed("unit_head"), "no_answer")
    assert not cards(night, RELAY)
    assert not cards(night.after(4, 59), RELAY)
    (again,) = cards(night.after(0, 1), RELAY)
    assert again.prompt.own_attempt == 1
    assert cards(night.restart(), RELAY)


def test_a_slip_of_the_outcome_is_taken_back() -> None:
    night = rung(instructed("unit_head"), "answered")
    night.desk.undo()
    assert cards(night, RELAY)


def test_when_it_is_due_the_desk_asks_once_until_it_was_carried_out() -> None:
    night = rung(instructed("unit_head", due=30), "answered")
    assert not cards(night.after(29, 59), DUE)
    assert cards(night.after(0, 1), DUE)
    given = night.entered(InstructionGiven).uid
    night.desk.carry_out(night.incident, given, "已核实", prompt=cards(night, DUE)[0].uid)
    assert not cards(night, DUE)
    assert (only(night).result, only(night).carried) == ("已核实", False)


def test_an_incident_ends_once_what_is_open_goes_on_with_the_matter() -> None:
    night = instructed("unit_head")
    with pytest.raises(Refused, match=r"desk\.refused\.open_instructions"):
        night.desk.close(night.incident)
    night.desk.carry_out(night.incident, only(night).uid, "住建局续办", carried=True)
    assert cards(night, RELAY)
    night.desk.close(night.incident)


def test_nobody_barred_is_rung_named_or_instructs() -> None:
    night = Night().open(33)
    night.desk.bar(night.view().matter_number, Bar.RECUSED, person="孙磊")
    with pytest.raises(Blocked):
        night.desk.instruct(night.incident, "孙 磊", "尽快核实")
    night.desk.instruct(night.incident, "郑岚", "尽快核实", ["unit_head"])
    (card,) = cards(night, RELAY)
    assert card.prompt.contact is not None
    assert card.prompt.contact.person == "唐青"
    with pytest.raises(Blocked):
        rung(night, "answered", person="孙磊")
    assert not night.said(InstructionRelayed)


def test_a_barred_officer_at_the_desk_is_not_shown_what_it_says() -> None:
    night = instructed("unit_head")
    night.desk.bar(night.view().matter_number, Bar.RECUSED, person=night.desk.officer)
    assert only(night).text == HIDDEN


def test_a_post_that_nobody_holds_is_a_task_without_a_number() -> None:
    night = Night(roster=RosterImported("值班.csv", (turn("unit_head", "孙磊"),))).open(33)
    night.desk.instruct(night.incident, "郑岚", "尽快核实", ["principal_leader"])
    (card,) = cards(night, RELAY)
    assert card.prompt.contact is not None
    assert card.prompt.contact.person == ""
    with pytest.raises(Refused, match=r"desk\.refused\.nobody_holds"):
        rung(night, "answered", "principal_leader")


def test_the_same_task_is_raised_once_whatever_dies_in_between() -> None:
    night = instructed("unit_head").restart().after(3).restart()
    assert len(night.said(PromptRaised, what=RELAY)) == 1
