"""Who may decide on an erasure, and what each step is refused for."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.desks import START, turn
from tests.lives import FORM, MOVES, NOBODY, Walk
from xfconsole.core.facts.of_identity import (
    ErasureApproved,
    ErasureCancelled,
    ErasureProposed,
    IdentityErased,
    Kept,
)
from xfconsole.core.facts.of_office import RosterImported
from xfconsole.core.facts.of_procedure import AccessBlocked
from xfconsole.core.identity.erasure import erasure_of
from xfconsole.core.words.desk import Purpose
from xfconsole.core.words.procedure import Act, Bar
from xfconsole.core.words.refusal import Refused
from xfconsole.desk.verbs.erasing import ERASED_AT_ONCE

DUE, WINDOW, APPROVER = 400, timedelta(hours=72), "王强"


def answered(roster: RosterImported = NOBODY) -> Walk:
    """Return a suggestion that was answered on the spot."""
    return Walk(purpose=Purpose.SUGGESTION, roster=roster).do(Act.ANSWER)


def approved() -> Walk:
    walk = answered().days(DUE)
    walk.desk.propose_erasures([walk.number])
    walk.desk.approve_erasures([walk.number], APPROVER)
    return walk


def refused(why: str) -> pytest.RaisesExc[Refused]:
    return pytest.raises(Refused, match=f"^{why.replace('.', '[.]')}$")


def test_from_the_proposal_to_the_erasure() -> None:
    walk = approved()
    walk.clock.advance(WINDOW - timedelta(seconds=1))
    walk.desk.tick()
    assert walk.facts(IdentityErased) == []
    walk.clock.advance(timedelta(seconds=1))
    walk.desk.tick()
    [fact] = walk.facts(IdentityErased)
    assert (fact.rule, fact.proposed_by, fact.approved_by) == (
        "retention.suggestion",
        "李敏",
        APPROVER,
    )
    assert fact.of == next(e.uid for e in walk.journal() if isinstance(e.fact, ErasureApproved))


def test_the_desk_knows_when_to_look_next() -> None:
    walk = approved()
    assert walk.desk.next_change() == walk.now() + WINDOW
    walk.desk.cancel_erasure(walk.number, "还要回访")
    assert walk.desk.next_change() is None


def test_nobody_approves_what_they_proposed() -> None:
    walk = answered().days(DUE)
    walk.desk.propose_erasures([walk.number])
    for second in ("李敏", "", " 李敏 "):
        with refused("erasure.refused.same_officer"):
            walk.desk.approve_erasures([walk.number], second)
    walk.desk.sign_in(APPROVER)
    walk.desk.approve_erasures([walk.number], APPROVER)
    assert erasure_of(walk.journal()).approved_by == APPROVER


def test_nothing_is_approved_twice_or_unproposed() -> None:
    walk = answered().days(DUE)
    with refused("erasure.refused.not_proposed"):
        walk.desk.approve_erasures([walk.number], APPROVER)
    walk.desk.propose_erasures([walk.number])
    with refused("erasure.refused.proposed"):
        walk.desk.propose_erasures([walk.number])
    walk.desk.approve_erasures([walk.number], APPROVER)
    with refused("erasure.refused.not_proposed"):
        walk.desk.approve_erasures([walk.number], "孙磊")


def test_before_its_time_only_the_complainant_asks() -> None:
    walk = answered()
    with refused("erasure.refused.period"):
        walk.desk.propose_erasures([walk.number])
    with refused("desk.refused.no_reason"):
        walk.desk.propose_erasure_on_request(walk.number, "  ")
    walk.desk.propose_erasure_on_request(walk.number, "本人要求")
    walk.desk.approve_erasures([walk.number], APPROVER)
    walk.clock.advance(WINDOW)
    walk.desk.tick()
    assert [each.rule for each in walk.facts(IdentityErased)] == ["retention.request"]


def test_on_request_too_nothing_open_is_erased() -> None:
    walk = Walk()
    with refused("erasure.refused.kept"):
        walk.desk.propose_erasure_on_request(walk.number, "本人要求")


@pytest.mark.parametrize("approve", [False, True])
def test_cancelling_takes_a_reason_and_ends_it(approve: bool) -> None:
    walk = answered().days(DUE)
    with refused("erasure.refused.not_proposed"):
        walk.desk.cancel_erasure(walk.number, "还要回访")
    walk.desk.propose_erasures([walk.number])
    if approve:
        walk.desk.approve_erasures([walk.number], APPROVER)
    with refused("desk.refused.no_reason"):
        walk.desk.cancel_erasure(walk.number, "\n")
    walk.desk.cancel_erasure(walk.number, "还要回访")
    walk.clock.advance(WINDOW * 2)
    walk.desk.tick()
    assert walk.facts(IdentityErased) == []
    walk.desk.propose_erasures([walk.number])


def test_what_was_reopened_is_taken_back_by_the_desk_itself() -> None:
    walk = approved()
    walk.do(Act.REOPEN)
    walk.clock.advance(WINDOW)
    walk.desk.tick()
    assert [each.because for each in walk.facts(ErasureCancelled)] == [Kept.OPEN]
    assert walk.facts(IdentityErased) == []


def test_a_linked_matter_that_is_open_keeps_it_whichever_names_the_other() -> None:
    for first in (True, False):
        walk = answered().days(DUE)
        other = walk.desk.register(replace(FORM, purpose=Purpose.CLAIM)).number
        pair = (walk.number, other) if first else (other, walk.number)
        walk.desk.link(*pair)
        with refused("erasure.refused.kept"):
            walk.desk.propose_erasures([walk.number])
        walk.desk.unlink(*pair)
        walk.desk.propose_erasures([walk.number])


def test_of_several_all_are_proposed_or_none() -> None:
    walk = answered().days(DUE)
    other = walk.desk.register(FORM).number
    with refused("erasure.refused.kept"):
        walk.desk.propose_erasures([walk.number, other])
    assert walk.facts(ErasureProposed) == []


@pytest.mark.parametrize("who", ["proposer", "approver", "by unit"])
def test_who_is_barred_has_no_hand_in_it(who: str) -> None:
    years = START + timedelta(days=3000)
    head = turn("unit_head", APPROVER, unit="住建局", ends_at=years)
    held = RosterImported("值班表", (head, turn("duty_officer", "李敏", ends_at=years)))
    walk = answered(roster=held).days(DUE)
    if who != "proposer":
        walk.desk.propose_erasures([walk.number])
    if who == "by unit":
        walk.desk.bar(walk.number, Bar.ACCUSED, unit="住建局")
    else:
        person = "李敏" if who == "proposer" else APPROVER
        walk.desk.bar(walk.number, Bar.RECUSED, person=person)
    with refused("life.refused.barred"):
        if who == "proposer":
            walk.desk.propose_erasures([walk.number])
        else:
            walk.desk.approve_erasures([walk.number], APPROVER)
    assert len(walk.facts(AccessBlocked)) == 1


def test_some_at_a_time() -> None:
    walk = answered()
    numbers = [walk.number]
    for _ in range(ERASED_AT_ONCE):
        number = walk.desk.register(replace(FORM, purpose=Purpose.SUGGESTION)).number
        walk.desk.move(number, MOVES[Act.ANSWER])
        numbers.append(number)
    walk.days(DUE)
    walk.desk.propose_erasures(numbers)
    walk.desk.approve_erasures(numbers, APPROVER)
    walk.clock.advance(WINDOW)
    first = [e for e in walk.desk.tick().events if isinstance(e.fact, IdentityErased)]
    second = [e for e in walk.desk.tick().events if isinstance(e.fact, IdentityErased)]
    third = [e for e in walk.desk.tick().events if isinstance(e.fact, IdentityErased)]
    assert (len(first), len(second), len(third)) == (ERASED_AT_ONCE, 1, 0)
