"""An assigned leader (包案领导): asked for by what many signed, never somebody who is barred."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.desks import turn
from tests.lives import FORM, Walk, local
from xfconsole.core.facts.of_incident import IncidentOpened
from xfconsole.core.facts.of_office import RosterImported
from xfconsole.core.ledger.filter import parse
from xfconsole.core.matter.acts import Move
from xfconsole.core.words.desk import Channel
from xfconsole.core.words.procedure import Act, Bar, Clock, State
from xfconsole.core.words.refusal import Refused
from xfconsole.ui.words.closed_lists import ledger_names

SIGNED = replace(FORM, channel=Channel.JOINT_LETTER, headcount=10)


OFFICIAL = "王强"
ROSTER = RosterImported(
    "",
    (
        turn(
            "duty_leader",
            OFFICIAL,
            starts_at=local("2026-03-02 08:00"),
            ends_at=local("2026-04-30 08:00"),
        ),
    ),
)


def assigned(walk: Walk, leader: str = "孙磊") -> Walk:
    return walk.do(Move(Act.ASSIGN_LEADER, leader=leader))


@pytest.mark.parametrize(
    ("channel", "people", "asked"),
    [
        pytest.param(Channel.JOINT_LETTER, 9, False, id="signed-by-9"),
        pytest.param(Channel.JOINT_LETTER, 10, True, id="signed-by-10"),
        pytest.param(Channel.JOINT_LETTER, None, False, id="signed-by-nobody-counted"),
        pytest.param(Channel.GROUP_VISIT, 33, False, id="came-and-signed-nothing"),
    ],
)
def test_ten_signatures_ask_for_a_leader(channel: Channel, people: int | None, asked: bool) -> None:
    walk = Walk(channel=channel, headcount=people)
    assert bool(walk.clocks(Clock.LEADER)) is asked
    assert bool(walk.shown(Clock.LEADER)) is asked


def test_it_is_asked_for_until_there_is_one() -> None:
    walk = Walk("2026-03-02 10:30", form=SIGNED)
    walk.do(Act.FORWARD, Act.ACCEPT).wait("2026-03-20 09:00")
    assert walk.shown(Clock.LEADER)
    assigned(walk)
    assert walk.life().leader == "孙磊"
    assert not walk.shown(Clock.LEADER)
    assert walk.deadline(Clock.LEADER).met_by is Act.ASSIGN_LEADER


def test_a_corrected_count_asks_for_one_or_no_longer() -> None:
    walk = Walk(form=replace(SIGNED, headcount=9))
    registered = walk.journal()[0].uid
    walk.desk.correct(registered, {"headcount": 10}, "漏数一人")
    assert walk.shown(Clock.LEADER)
    walk.desk.correct(registered, {"headcount": 9}, "数错")
    assert not walk.shown(Clock.LEADER)


def test_any_open_matter_can_have_one_and_another_later() -> None:
    walk = assigned(assigned(Walk(), "孙磊"), "周平")
    assert walk.life().leader == "周平"
    walk.do(Act.WITHDRAW)
    with pytest.raises(Refused) as refused:
        assigned(walk)
    assert refused.value.key == "life.refused.state"


@pytest.mark.parametrize("bar", Bar)
def test_who_is_barred_is_refused_and_that_is_journaled(bar: Bar) -> None:
    walk = Walk(form=SIGNED, roster=ROSTER)
    walk.desk.bar(walk.number, bar, person=OFFICIAL)
    with pytest.raises(Refused) as refused:
        assigned(walk, OFFICIAL)
    assert refused.value.key == "life.refused.barred"
    assert walk.life().leader == ""
    assert "access.blocked" in {each.kind for each in walk.journal()}
    assert walk.shown(Clock.LEADER)


def test_a_leader_barred_afterwards_leaves_the_matter_without_one() -> None:
    walk = assigned(Walk(form=SIGNED, roster=ROSTER), OFFICIAL)
    assert not walk.shown(Clock.LEADER)
    walk.desk.bar(walk.number, Bar.RECUSED, person=OFFICIAL)
    assert walk.life().leader == ""
    assert walk.shown(Clock.LEADER)
    assigned(walk, "周平")
    assert not walk.shown(Clock.LEADER)


def test_a_concluded_matter_asks_for_nobody_when_its_leader_is_barred() -> None:
    walk = assigned(Walk(form=SIGNED, roster=ROSTER), OFFICIAL).to(State.ANSWERED)
    walk.do(Act.CONCLUDE)
    walk.desk.bar(walk.number, Bar.ACCUSED, person=OFFICIAL)
    assert not walk.shown(Clock.LEADER)


def test_reopening_asks_again_only_without_a_leader() -> None:
    walk = assigned(Walk(form=SIGNED)).to(State.ANSWERED).do(Act.REOPEN)
    assert walk.life().open_clock(Clock.LEADER) is None
    walk = Walk(form=SIGNED).to(State.ANSWERED).do(Act.REOPEN)
    assert walk.shown(Clock.LEADER)


def test_the_leader_comes_when_people_come_whatever_their_number() -> None:
    walk = assigned(Walk())
    done = walk.desk.open_incident(walk.number, headcount=3)
    opened = [each.fact for each in done.events if isinstance(each.fact, IncidentOpened)]
    assert [each.assigned_leader for each in opened] == [True]


def test_the_filter_knows_who_and_who_is_missing() -> None:
    assert str(parse("待包案 包案:王强", ledger_names())) == "needs_leader leader:王强"
