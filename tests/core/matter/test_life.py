"""The machine: every act from every state it is possible in, and refused from every other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from tests.lives import MOVES, WAYS, Walk
from xfconsole.core.facts.of_procedure import MatterMoved
from xfconsole.core.matter.acts import Move, possible_acts
from xfconsole.core.matter.limits import LIMITS
from xfconsole.core.matter.transitions import (
    DUTIES,
    OF_THE_HOLDER,
    TRANSITIONS,
    next_state,
    possible,
)
from xfconsole.core.words.desk import Purpose
from xfconsole.core.words.procedure import Act, Clock, Finding, Law, Need, State, Who
from xfconsole.core.words.refusal import Refused
from xfconsole.ui.words.catalogue import LANGUAGES, catalogue

EXPLAINED = {
    act.value: replace(MOVES[act], finding=Finding.EXPLAINED)
    for act in (Act.REPLY, Act.DECIDE_REVIEW, Act.DECIDE_FINAL)
}
FLAGGED = {
    Act.END_SUPERVISION: Act.SUPERVISE,
    Act.REPORT_PHONE: Act.MARK_URGENT,
    Act.REPORT_WRITTEN: Act.MARK_URGENT,
}
"""What has to be noted before these are possible at all."""
AFTER_A_REVIEW = (*WAYS[State.REVIEW_SERVED], Act.EXECUTE, Act.CONCLUDE, Act.ARCHIVE)


def ready(act: Act, state: State) -> Walk:
    """Return a matter in a state, as it has to be for the act's guards to let it pass."""
    purpose = Purpose.SUGGESTION if act is Act.ANSWER else Purpose.CLAIM
    walk = Walk(purpose=purpose)
    if act is Act.ORDINARY:
        handed, *on = WAYS[state]
        return walk.do(handed, Act.SIMPLIFY, *on)
    if act in FLAGGED:
        walk.do(FLAGGED[act])
    if act is Act.ASK_FINAL and state in (State.CONCLUDED, State.ARCHIVED):
        return walk.do(*AFTER_A_REVIEW[: None if state is State.ARCHIVED else -1])
    return walk.to(state, **(EXPLAINED if act is Act.CONCLUDE else {}))


def law_named(refused: Refused, law: Law) -> None:
    """Check that a refusal's sentence names its article, in both languages."""
    for language in LANGUAGES:
        said = catalogue(language).say(refused.key, **refused.values)
        assert catalogue(language).say(f"word.law.{law.value}") in said
        assert "{" not in said


def moves() -> Iterator[Any]:
    for act, row in TRANSITIONS.items():
        for state in row.moves:
            yield pytest.param(act, state, id=f"{act.value}-from-{state.value}")


@pytest.mark.parametrize(("act", "state"), list(moves()))
def test_an_act_moves_a_matter_as_the_table_says(act: Act, state: State) -> None:
    walk, row = ready(act, state), TRANSITIONS[act]
    assert walk.life().state is state
    assert row in possible_acts(walk.life())
    stopped = {each.key for each in walk.life().clocks if each.clock in row.stops}
    life = walk.do(act).life()
    expected = next_state(act, state, assigned=state is State.OBJECTED)
    assert life.state is expected
    moved = walk.done.events[0]
    assert isinstance(moved.fact, MatterMoved)
    assert (moved.fact.act, moved.fact.to, moved.fact.by) == (act, expected, row.who)
    assert [each for each in life.clocks if each.key in stopped and each.stopped_at is None] == []
    assert {each.clock for each in life.clocks if each.anchor == moved.uid} <= row.starts
    # Serving starts one of its two or none, and only a matter that passes down levels is split.
    optional = {Clock.ASK_REVIEW, Clock.ASK_FINAL} if act is Act.SERVE else {Clock.SPLIT}
    # What is not handled simply has no second limit to be decided by.
    optional |= {Clock.SIMPLE_DECIDE} if act is Act.ACCEPT else set()
    for clock in (row.starts - optional) | row.resumes:
        assert life.open_clock(clock)


@pytest.mark.parametrize("state", State)
def test_acts_are_refused_where_the_table_does_not_have_them(state: State) -> None:
    walk = Walk().to(state)
    before = walk.journal()
    barred = [act for act, row in TRANSITIONS.items() if state not in row.moves]
    assert barred
    for act in barred:
        with pytest.raises(Refused) as refused:
            walk.do(act)
        assert refused.value.key == "life.refused.state"
        assert refused.value.values["state"] is state
        assert act not in refused.value.values["possible"]  # type: ignore[operator]
        law_named(refused.value, TRANSITIONS[act].law)
        assert walk.journal() == before


def needs() -> Iterator[Any]:
    for act, row in TRANSITIONS.items():
        for need in row.needs:
            yield pytest.param(act, need, id=f"{act.value}-without-{need.value}")


def without(move: Move, need: Need) -> Move:
    nothing: dict[Need, dict[str, Any]] = {
        Need.HELD: {"since": None, "until": None},
        Need.DAYS: {"days": 0},
        Need.ON: {"on": None},
        Need.GROUND: {"ground": None},
        Need.FINDING: {"finding": None},
        Need.LETTER: {"letter": None},
    }
    return replace(move, **nothing.get(need, {need.value: " \n\t "}))


@pytest.mark.parametrize(("act", "need"), list(needs()))
def test_an_act_lacking_what_it_needs_is_refused(act: Act, need: Need) -> None:
    walk = ready(act, next(iter(TRANSITIONS[act].moves)))
    before = walk.journal()
    with pytest.raises(Refused) as refused:
        walk.do(without(MOVES[act], need))
    assert (refused.value.key, refused.value.values["need"]) == ("life.refused.need", need)
    ground = MOVES[act].ground if need is not Need.GROUND else None
    law_named(refused.value, ground.law if ground else TRANSITIONS[act].law)
    assert walk.journal() == before


def parties() -> Iterator[Any]:
    for act, row in TRANSITIONS.items():
        for who in Who:
            if who is not row.who:
                yield pytest.param(act, who, id=f"{act.value}-by-{who.value}")
        if row.who is Who.COMPLAINANT:
            yield pytest.param(act, None, id=f"{act.value}-by-nobody-said")


@pytest.mark.parametrize(("act", "who"), list(parties()))
def test_an_act_of_somebody_else_is_refused(act: Act, who: Who | None) -> None:
    """Above all: nobody withdraws a matter, or asks for a review, but the complainant."""
    walk = ready(act, next(iter(TRANSITIONS[act].moves)))
    with pytest.raises(Refused) as refused:
        walk.do(replace(MOVES[act], by=who))
    assert refused.value.key == "life.refused.who"
    assert refused.value.values["who"] is TRANSITIONS[act].who
    law_named(refused.value, TRANSITIONS[act].law)


@pytest.mark.parametrize("act", Act)
def test_an_act_keeps_nothing_it_has_no_use_for(act: Act) -> None:
    """A finding on a follow-up, say, would conclude what was supported and never carried out."""
    everything = {
        name: getattr(MOVES[source], name)
        for name, source in {
            "on": Act.ASSIGN, "ground": Act.DECLINE, "remedy": Act.DECLINE, "letter": Act.REPLY,
            "approver": Act.EXTEND, "days": Act.EXTEND, "since": Act.HEAR, "until": Act.HEAR,
            "manner": Act.SERVE, "signing": Act.SERVE, "opinion": Act.SERVE,
            "satisfaction": Act.FOLLOW_UP, "leader": Act.ASSIGN_LEADER,
        }.items()
    }  # fmt: skip
    walk = ready(act, next(iter(TRANSITIONS[act].moves)))
    full = replace(
        MOVES[act], **{k: v for k, v in everything.items() if not getattr(MOVES[act], k)}
    )
    if Need.FINDING not in TRANSITIONS[act].needs:
        full = replace(full, finding=Finding.EXPLAINED)
    fact = next(e.fact for e in walk.do(full).done.events if isinstance(e.fact, MatterMoved))
    kept = {name for name in [*everything, "finding"] if getattr(fact, name)}
    held = {"since", "until"} if Need.HELD in TRANSITIONS[act].needs else set()
    said = {need.value for need in (*TRANSITIONS[act].needs, *TRANSITIONS[act].may)}
    assert kept == held | (said & {*everything, "finding"})


@pytest.mark.parametrize("act", [act for act, row in TRANSITIONS.items() if row.may])
def test_what_an_act_may_say_is_left_open_where_nobody_noted_it(act: Act) -> None:
    walk = ready(act, next(iter(TRANSITIONS[act].moves)))
    nothing: dict[str, Any] = {need.value: None for need in TRANSITIONS[act].may}
    moved = walk.do(replace(MOVES[act], **nothing)).done.events[0]
    assert isinstance(moved.fact, MatterMoved)
    assert {getattr(moved.fact, name) for name in nothing} == {None}


# -- the table itself ----------------------------------------------------------------------------


def test_every_act_has_its_row_and_every_state_a_way_in_and_out() -> None:
    assert set(TRANSITIONS) == set(Act) == set(MOVES)
    reached = {to for row in TRANSITIONS.values() for to in row.moves.values()}
    assert reached | {State.ASSIGNED} >= set(State)
    assert set(WAYS) == set(State)
    for state in State:
        assert Walk().to(state).life().state is state
        assert any(row.moves[state] is not state for row in possible(state))


def test_every_clock_has_its_limit_and_something_that_ends_it() -> None:
    assert set(LIMITS) == set(Clock)
    stopped = {clock for row in TRANSITIONS.values() for clock in row.stops}
    assert stopped == set(Clock)
    started = {clock for row in TRANSITIONS.values() for clock in row.starts}
    assert started | {Clock.SHADOW} == set(Clock)
    for row in TRANSITIONS.values():
        assert row.excludes <= {Clock.FINAL}


def test_who_owes_a_duty_is_an_office_never_the_complainant() -> None:
    asking = {clock for clock, limit in LIMITS.items() if limit.who is Who.COMPLAINANT}
    assert asking == {Clock.ASK_REVIEW, Clock.ASK_FINAL}
    assert set(Clock) - asking - {Clock.OBJECT} == DUTIES
    owed = {clock for clock, limit in LIMITS.items() if limit.who is Who.UNIT}
    assert owed - {Clock.OBJECT} == OF_THE_HOLDER


def test_no_state_and_no_act_pauses_a_clock() -> None:
    """An act that leaves the office's work unfinished stops no clock of the answer."""
    unfinished = {State.REGISTERED, State.FORWARDED, State.ASSIGNED, State.OBJECTED,
                  State.ACCEPTED, State.HANDLING, State.SUBMITTED}  # fmt: skip
    for row in TRANSITIONS.values():
        if row.act is not Act.REOPEN and set(row.moves.values()) & unfinished:
            assert not {Clock.DECIDE, Clock.SHADOW, Clock.SUGGESTION, Clock.ALLOWANCE} & row.stops
