"""The life of a matter as data: every state, every act, who may do it, what it needs and starts.

Everything else follows from ``TRANSITIONS``: the desk's checks, the words of states in the ledger,
the help page, and the diagram in docs/life.md. No state pauses a clock (TG 34); the one exception,
the hearing days of a final review (TG 36), is ``excludes``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from xfconsole.core.words.desk import Purpose
from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.procedure import _OVER, OPEN, Act, Clock, Guard, Law, Need, State, Who

DUTIES = frozenset(Clock) - {Clock.OBJECT, Clock.ASK_REVIEW, Clock.ASK_FINAL}
"""Clocks that somebody in office owes; the others say until when something may be asked."""

_STEPS = frozenset({Clock.SPLIT, Clock.NOTICE, Clock.OBJECT, Clock.ACCEPT, Clock.REPORT})
_SIMPLE = frozenset({Clock.SIMPLE_ACCEPT, Clock.SIMPLE_DECIDE})
"""They run beside the limits of the Regulation, which run on all the same."""
_ANSWERS = frozenset(
    {Clock.DECIDE, Clock.SHADOW, Clock.SUGGESTION, Clock.ALLOWANCE, Clock.SIMPLE_DECIDE}
)
_REVIEWS = frozenset({Clock.REVIEW, Clock.FINAL})
_ASKING = frozenset({Clock.ASK_REVIEW, Clock.ASK_FINAL})
_END = _STEPS | _SIMPLE | _ANSWERS | _REVIEWS | {Clock.DEAL, Clock.LEADER}
"""What an act that ends the office's work on a matter stops."""

_S = State
_FIRST = (_S.REGISTERED, _S.SUBMITTED)
_WITH_UNIT = (_S.FORWARDED, _S.ASSIGNED)
_AT_WORK = (_S.ACCEPTED, _S.HANDLING)
_SERVED = (_S.SERVED, _S.REVIEW_SERVED, _S.FINISHED)
_IN_REVIEW = (_S.REVIEW, _S.REVIEW_REPLIED, _S.FINAL_REVIEW, _S.FINAL_REPLIED)
_ELSEWHERE = (_S.ANSWERED, _S.DIRECTED, _S.LED, _S.PASSED, _S.DECLINED)

Moves = Mapping[State, State]


@frozen
class Transition:
    """One row of the machine.

    ``moves`` maps each state the act is possible in to the state it leads to; the same state twice
    means it happens where the matter stands. ``resumes`` are clocks that run on as if they had
    never been stopped, ``excludes`` those from which the recorded days are left out. ``may`` is
    what it can say beside what it needs.
    """

    act: Act
    who: Who
    law: Law
    moves: Moves
    needs: tuple[Need, ...] = ()
    starts: frozenset[Clock] = field(default_factory=frozenset)
    stops: frozenset[Clock] = field(default_factory=frozenset)
    resumes: frozenset[Clock] = field(default_factory=frozenset)
    excludes: frozenset[Clock] = field(default_factory=frozenset)
    guards: tuple[Guard, ...] = ()
    may: tuple[Need, ...] = ()


def _to(state: State, *sources: State) -> dict[State, State]:
    return dict.fromkeys(sources, state)


def _stays(*states: State) -> dict[State, State]:
    return {state: state for state in states}


def _clocks(*clocks: Clock) -> frozenset[Clock]:
    return frozenset(clocks)


OF_RECEIPT = _clocks(Clock.DEAL, Clock.SUGGESTION, Clock.ALLOWANCE, Clock.LEADER)
"""The clocks that receipt starts."""
_RECEIVED = _clocks(Clock.NOTICE, Clock.OBJECT, Clock.ACCEPT)
_BACK = {_S.OBJECTED: _S.FORWARDED}
"""Upheld, the matter is again what it was; one that was assigned is assigned (``next_state``)."""

_ROWS = (
    # -- the petition office's first step ---------------------------------------------------------
    Transition(
        Act.SUBMIT, Who.OFFICE, Law.TG_22, _to(_S.SUBMITTED, _S.REGISTERED),
        (Need.TEXT,), stops=_clocks(Clock.DEAL),
    ),
    Transition(
        Act.FORWARD, Who.OFFICE, Law.TG_22, _to(_S.FORWARDED, *_FIRST),
        (Need.UNIT,), _RECEIVED | {Clock.SPLIT}, _clocks(Clock.DEAL),
    ),
    Transition(
        Act.ASSIGN, Who.OFFICE, Law.TG_22, _to(_S.ASSIGNED, *_FIRST),
        (Need.UNIT, Need.ON), _RECEIVED | {Clock.REPORT, Clock.SPLIT}, _clocks(Clock.DEAL),
    ),
    Transition(
        Act.ANSWER, Who.OFFICE, Law.HABIT,
        _to(_S.ANSWERED, *_FIRST, *_WITH_UNIT, *_AT_WORK),
        (Need.TEXT,), stops=_END, guards=(Guard.NOT_A_CLAIM,),
    ),
    Transition(
        Act.DIRECT, Who.OFFICE, Law.TG_22, _to(_S.DIRECTED, *_FIRST, *_WITH_UNIT),
        (Need.TEXT,), stops=_END,
    ),
    Transition(
        Act.LEAD, Who.OFFICE, Law.TG_31, _to(_S.LED, *_FIRST, *_WITH_UNIT),
        (Need.TEXT,), stops=_END,
    ),
    Transition(
        Act.PASS, Who.OFFICE, Law.TG_22, _to(_S.PASSED, *_FIRST, *_WITH_UNIT),
        (Need.UNIT,), stops=_END,
    ),
    Transition(
        Act.DECLINE, Who.OFFICE, Law.TG_36, _to(_S.DECLINED, *_FIRST, *_WITH_UNIT),
        (Need.GROUND, Need.REMEDY), stops=_END,
    ),
    # -- between the office and the responsible unit ----------------------------------------------
    Transition(
        Act.PASS_DOWN, Who.UNIT, Law.TG_22, _stays(*_WITH_UNIT),
        (Need.UNIT,), _clocks(Clock.OBJECT),
    ),
    Transition(
        Act.OBJECT, Who.UNIT, Law.TG_23, _to(_S.OBJECTED, *_WITH_UNIT),
        (Need.TEXT,), stops=_clocks(Clock.OBJECT), guards=(Guard.IN_TIME,),
    ),
    Transition(
        Act.RETURN, Who.OFFICE, Law.TG_23, _to(_S.REGISTERED, _S.OBJECTED),
        (), stops=_STEPS | _SIMPLE, resumes=_clocks(Clock.DEAL),
    ),
    Transition(Act.UPHOLD, Who.OFFICE, Law.TG_23, _BACK, (Need.TEXT,)),
    Transition(
        Act.RETRIEVE, Who.OFFICE, Law.TG_30, _to(_S.REGISTERED, *_WITH_UNIT, *_AT_WORK),
        (Need.TEXT,), stops=_STEPS | _SIMPLE, resumes=_clocks(Clock.DEAL),
    ),
    Transition(
        Act.ACCEPT, Who.UNIT, Law.TG_23_44, _to(_S.ACCEPTED, *_WITH_UNIT),
        (), _clocks(Clock.DECIDE, Clock.SIMPLE_DECIDE),
        _clocks(Clock.ACCEPT, Clock.SIMPLE_ACCEPT, Clock.SPLIT, Clock.OBJECT),
    ),
    Transition(Act.HANDLE, Who.UNIT, Law.TG_31, _to(_S.HANDLING, _S.ACCEPTED)),
    Transition(
        Act.EXTEND, Who.UNIT_HEAD, Law.TG_34, _stays(*_AT_WORK),
        (Need.APPROVER, Need.DAYS, Need.TEXT), guards=(Guard.EXTENDED_ONCE, Guard.IN_TIME),
    ),
    Transition(Act.MEDIATE, Who.UNIT, Law.TG_33, _stays(*_AT_WORK), (Need.TEXT,)),
    Transition(
        Act.HEAR, Who.UPPER, Law.TG_31_36, _stays(*_AT_WORK, _S.REVIEW, _S.FINAL_REVIEW),
        (Need.HELD,), excludes=_clocks(Clock.FINAL),
    ),
    Transition(
        Act.REPORT_BACK, Who.UNIT, Law.TG_22,
        _stays(_S.ASSIGNED, *_AT_WORK, _S.REPLIED, *_SERVED, *_IN_REVIEW),
        (Need.TEXT,), stops=_clocks(Clock.REPORT), guards=(Guard.WAS_ASSIGNED,),
    ),
    # -- the reply and the ways on from it --------------------------------------------------------
    Transition(
        Act.REPLY, Who.UNIT, Law.TG_32, _to(_S.REPLIED, *_AT_WORK),
        (Need.FINDING, Need.LETTER), stops=_ANSWERS,
    ),
    Transition(
        Act.SERVE, Who.UNIT, Law.TG_32,
        {
            _S.REPLIED: _S.SERVED,
            _S.REVIEW_REPLIED: _S.REVIEW_SERVED,
            _S.FINAL_REPLIED: _S.FINISHED,
        },
        (), _clocks(Clock.ASK_REVIEW, Clock.ASK_FINAL),
        may=(Need.MANNER, Need.SIGNING, Need.OPINION),
    ),
    Transition(
        Act.ASK_REVIEW, Who.COMPLAINANT, Law.TG_35,
        _to(_S.REVIEW, _S.SERVED, _S.CONCLUDED, _S.ARCHIVED),
        (Need.UNIT,), _clocks(Clock.REVIEW), _clocks(Clock.ASK_REVIEW), guards=(Guard.IN_TIME,),
    ),
    Transition(
        Act.DECIDE_REVIEW, Who.UPPER, Law.TG_35, _to(_S.REVIEW_REPLIED, _S.REVIEW),
        (Need.FINDING, Need.TEXT), stops=_clocks(Clock.REVIEW),
    ),
    Transition(
        Act.ASK_FINAL, Who.COMPLAINANT, Law.TG_36,
        _to(_S.FINAL_REVIEW, _S.REVIEW_SERVED, _S.CONCLUDED, _S.ARCHIVED),
        (Need.UNIT,), _clocks(Clock.FINAL), _clocks(Clock.ASK_FINAL), guards=(Guard.IN_TIME,),
    ),
    Transition(
        Act.DECIDE_FINAL, Who.UPPER, Law.TG_36, _to(_S.FINAL_REPLIED, _S.FINAL_REVIEW),
        (Need.FINDING, Need.TEXT), stops=_clocks(Clock.FINAL),
    ),
    Transition(
        Act.EXECUTE, Who.UNIT, Law.TG_32, _stays(*_SERVED),
        (Need.TEXT,), guards=(Guard.SUPPORTED,),
    ),
    Transition(
        Act.FOLLOW_UP, Who.OFFICE, Law.HABIT, _stays(*_SERVED, _S.ANSWERED, _S.CONCLUDED),
        (Need.TEXT,), may=(Need.SATISFACTION,),
    ),
    Transition(
        Act.CONCLUDE, Who.OFFICE, Law.TG_34, _to(_S.CONCLUDED, *_SERVED, *_ELSEWHERE),
        (), stops=_END, guards=(Guard.EXECUTED,),
    ),
    Transition(Act.ARCHIVE, Who.OFFICE, Law.HABIT, _to(_S.ARCHIVED, _S.CONCLUDED, _S.WITHDRAWN)),
    Transition(
        Act.WITHDRAW, Who.COMPLAINANT, Law.HABIT, _to(_S.WITHDRAWN, *OPEN),
        (Need.TEXT,), stops=_END | _ASKING,
    ),
    Transition(
        Act.REOPEN, Who.OFFICE, Law.TG_22, _to(_S.REGISTERED, *_ELSEWHERE, *_SERVED, *_OVER),
        (Need.TEXT,), OF_RECEIPT, _END | _ASKING,
    ),
    # -- beside it all ----------------------------------------------------------------------------
    Transition(
        Act.SUPERVISE, Who.OFFICE, Law.TG_40, _stays(*OPEN), (Need.TEXT,),
        guards=(Guard.NOT_SUPERVISED,),
    ),
    Transition(
        Act.END_SUPERVISION, Who.OFFICE, Law.TG_40, _stays(*State), (Need.TEXT,),
        guards=(Guard.SUPERVISED,),
    ),
    Transition(
        Act.MARK_URGENT, Who.OFFICE, Law.TG_25, _stays(*OPEN), (Need.TEXT,),
        _clocks(Clock.URGENT_PHONE, Clock.URGENT_WRITTEN), guards=(Guard.NOT_URGENT,),
    ),
    Transition(
        Act.REPORT_PHONE, Who.OFFICE, Law.TG_25, _stays(*State), (Need.TEXT,),
        stops=_clocks(Clock.URGENT_PHONE), guards=(Guard.URGENT,),
    ),
    Transition(
        Act.REPORT_WRITTEN, Who.OFFICE, Law.TG_25, _stays(*State), (Need.TEXT,),
        stops=_clocks(Clock.URGENT_PHONE, Clock.URGENT_WRITTEN), guards=(Guard.URGENT,),
    ),
    # -- simplified handling: offered, never forced -----------------------------------------------
    Transition(
        Act.SIMPLIFY, Who.UNIT, Law.TRIAL_2016, _stays(*_WITH_UNIT), (Need.TEXT,),
        _clocks(Clock.SIMPLE_ACCEPT), guards=(Guard.NOT_SIMPLE, Guard.SIMPLE_IN_TIME),
    ),
    Transition(
        Act.ORDINARY, Who.UNIT, Law.TRIAL_2016, _stays(*_WITH_UNIT, *_AT_WORK), (Need.TEXT,),
        stops=_SIMPLE, guards=(Guard.SIMPLE,),
    ),
    Transition(
        Act.ASSIGN_LEADER, Who.OFFICE, Law.PLAN, _stays(*OPEN), (Need.LEADER,),
        stops=_clocks(Clock.LEADER),
    ),
)  # fmt: skip

TRANSITIONS: Mapping[Act, Transition] = {row.act: row for row in _ROWS}
"""Every row by its act, in the order of a matter's life."""


def next_state(act: Act, state: State, *, assigned: bool) -> State | None:
    """Return where an act leads from a state, None where it is not possible.

    ``assigned``: the matter was last handed to its unit by assigning, so upholding it against the
    unit's objection makes it assigned again.
    """
    found = TRANSITIONS[act].moves.get(state)
    return State.ASSIGNED if act is Act.UPHOLD and found and assigned else found


def possible(state: State) -> tuple[Transition, ...]:
    """Return the acts that are possible in a state, in the order of a matter's life."""
    return tuple(row for row in _ROWS if state in row.moves)


STARTS_WHEN: Mapping[Clock, State] = {
    Clock.ASK_REVIEW: State.SERVED,
    Clock.ASK_FINAL: State.REVIEW_SERVED,
}
"""Clocks that start only when their act leads to this state: serving leads to three."""

ENDS = _END
"""What a reply found in a file stops: nobody recorded the steps that led to it."""

BEYOND_A_REPLY = frozenset({*_IN_REVIEW, _S.REVIEW_SERVED, _S.FINISHED, *_OVER})
"""States that a reply found in a file does not change: they came after one, or it is over."""

OF_THE_HOLDER = _clocks(
    *(Clock.NOTICE, Clock.ACCEPT, Clock.REPORT, Clock.DECIDE, Clock.SHADOW, Clock.SUGGESTION),
    *_SIMPLE,
)
"""Duties of the unit that has the matter: they go with it to the next, and go on running."""


def binds_claims_only(clock: Clock) -> bool:
    """Whether a clock runs for claims alone (TG 31(6)), and for what has no purpose noted yet."""
    return clock in (Clock.ACCEPT, Clock.DECIDE, Clock.SHADOW)


def is_claim(purpose: Purpose | None) -> bool:
    """Whether a matter is handled as a claim: it is one, or nobody has said what it is."""
    return purpose in (Purpose.CLAIM, None)
