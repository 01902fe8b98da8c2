"""Whose identity takes two officers, whatever was corrected since."""

from __future__ import annotations

import pytest

from tests.desks import START
from xfconsole.core.facts.event import Event, Fact
from xfconsole.core.facts.of_identity import GlassReviewed, IdentityRead
from xfconsole.core.facts.of_incident import EventCorrected
from xfconsole.core.facts.of_matter import MatterRegistered
from xfconsole.core.facts.of_procedure import PartyBarred
from xfconsole.core.identity.emergency_reading import sealed_of, second_needed, unreviewed
from xfconsole.core.words.desk import Channel, Identity, Purpose
from xfconsole.core.words.procedure import Bar


def registered(**more: object) -> Fact:
    return MatterRegistered(Channel.LETTER, "摘要", number="2026-000001", **more)  # type: ignore[arg-type]


def events(*facts: Fact) -> list[Event]:
    return [Event(f"e{n}", "m", START, START, "李敏", fact) for n, fact in enumerate(facts)]


CLAIM = registered(purpose=Purpose.CLAIM)
ACCUSATION = registered(purpose=Purpose.ACCUSATION)


@pytest.mark.parametrize(
    ("facts", "needed"),
    [
        pytest.param([CLAIM], False, id="claim"),
        pytest.param([registered(purpose=Purpose.SUGGESTION)], False, id="suggestion"),
        pytest.param([registered()], False, id="no purpose"),
        pytest.param([registered(confidential=True)], True, id="confidential"),
        pytest.param([ACCUSATION], True, id="accusation"),
        pytest.param(
            [ACCUSATION, EventCorrected("e0", {"purpose": "claim"}, "x")],
            True,
            id="an accusation made a claim stays protected",
        ),
        pytest.param(
            [
                CLAIM,
                EventCorrected("e0", {"purpose": "accusation"}, "x"),
                EventCorrected("e0", {"purpose": "claim"}, "x"),
            ],
            True,
            id="so does what was one for a while",
        ),
        pytest.param([CLAIM, PartyBarred(Bar.ACCUSED, "周平")], True, id="an official is accused"),
        pytest.param([CLAIM, PartyBarred(Bar.RECUSED, "周平")], False, id="one is recused"),
    ],
)
def test_which_identity_takes_two_officers(facts: list[Fact], needed: bool) -> None:
    assert second_needed(events(*facts)) is needed


def test_a_correction_of_something_else_keeps_the_sealed_identity() -> None:
    found = events(registered(sealed="c2VhbGVk"), EventCorrected("e0", {"summary": "另"}, "x"))
    assert sealed_of(found) == "c2VhbGVk"


def test_only_lone_readings_wait_and_each_for_its_own_review() -> None:
    lone, with_second = IdentityRead("甲", glass=True), IdentityRead("乙", "王强")
    found = events(CLAIM, lone, with_second, lone, GlassReviewed("e1", "已核实"))
    assert [each.uid for each in unreviewed(found)] == ["e3"]


def test_an_identity_says_nothing_of_itself() -> None:
    """Its repr ends up in reports of faults, alone and in whatever holds it."""
    who = Identity(name="来访者甲子", phone="139-0000-4321", representatives=("代表庚午",))
    for told in (repr(who), str(who), f"{[who]}"):
        assert "甲子" not in told
        assert "4321" not in told
        assert "庚午" not in told
