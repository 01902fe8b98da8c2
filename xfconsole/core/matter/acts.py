"""What an act on a matter has to hold before it is recorded; every refusal names its article."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from xfconsole.core.facts.of_procedure import AccessBlocked, MatterMoved
from xfconsole.core.matter.documents import checked_letter
from xfconsole.core.matter.life import MatterLife
from xfconsole.core.matter.limits import MOST_EXTENSION, Rules, deadline_of
from xfconsole.core.matter.transitions import (
    OF_RECEIPT,
    TRANSITIONS,
    Transition,
    is_claim,
    next_state,
    possible,
)
from xfconsole.core.roster.roster import Roster
from xfconsole.core.words.documents import DecisionLetter
from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.official import same
from xfconsole.core.words.procedure import (
    OPEN,
    Act,
    Bar,
    Barred,
    Clock,
    Finding,
    Ground,
    Guard,
    Law,
    Manner,
    Need,
    Opinion,
    Satisfaction,
    Signing,
    State,
    Who,
)
from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.text import neutral, neutral_line

_FINISHED = (State.FINISHED, State.CONCLUDED, State.ARCHIVED)
_ASKED_ON = {
    Act.OBJECT: Clock.OBJECT,
    Act.ASK_REVIEW: Clock.ASK_REVIEW,
    Act.ASK_FINAL: Clock.ASK_FINAL,
    Act.EXTEND: Clock.DECIDE,
}
"""Until when what may be done."""
_RESTS_ON = {Guard.NOT_A_CLAIM: Law.TG_31, Guard.EXECUTED: Law.TG_32}
"""Guards that rest on another article than the act they refuse."""


@frozen
class Move:
    """An act as the officer enters it; fields as in ``MatterMoved``.

    ``by`` is who moves it: it has to be said for what only the complainant may do. ``target`` is
    the other matter's uid.
    """

    act: Act
    by: Who | None = None
    unit: str = ""
    text: str = ""
    on: date | None = None
    ground: Ground | None = None
    remedy: str = ""
    finding: Finding | None = None
    letter: DecisionLetter | None = None
    approver: str = ""
    days: int = 0
    since: date | None = None
    until: date | None = None
    target: str = ""
    levels: int = 1
    second: str = ""
    manner: Manner | None = None
    signing: Signing | None = None
    opinion: Opinion | None = None
    satisfaction: Satisfaction | None = None
    leader: str = ""


def blocked(life: MatterLife, move: Move, roster: Roster) -> AccessBlocked | None:
    """Return the block on handing the matter to, or having it approved by, a barred party.

    The roster tells who leads a barred unit.
    """
    unit, approver = neutral_line(move.unit).strip(), neutral_line(move.approver).strip()
    if (bar := life.barred(person=unit, unit=unit)) is not None:
        return AccessBlocked(Barred.TARGET, bar, unit=unit)
    named = {approver: Barred.APPROVER, neutral_line(move.second).strip(): Barred.APPROVER}
    named[neutral_line(move.leader).strip()] = Barred.ATTENDEE
    for person, barred in named.items():
        if (barring := roster.without(life.bars).barring(person)) is not None:
            return AccessBlocked(barred, barring.bar, person=person)
    acting = TRANSITIONS[move.act].who
    if acting in (Who.UNIT, Who.UNIT_HEAD) and life.barred(unit=life.holder) is Bar.ACCUSED:
        return AccessBlocked(Barred.TARGET, Bar.ACCUSED, unit=life.holder)
    return None


def checked_move(
    life: MatterLife, move: Move, at: datetime, rules: Rules, *, officer: str, shift_since: datetime
) -> MatterMoved:
    """Return the fact of an act done at ``at``: its text neutralised, nothing it has no use for.

    Raises Refused for an act that is not possible where the matter stands, is not that party's to
    do, lacks what it needs, comes too late, or back-dates what a clock follows from beyond the
    running shift without a second officer; and as long as nobody settled where the matter stands.
    """
    if life.contested:
        raise Refused("contested.refused.move", number=life.number)
    row = TRANSITIONS[move.act]
    to = next_state(move.act, life.state, assigned=life.assigned)
    if to is None:
        raise _not_possible(life, row)
    if move.by not in (None, row.who) or (move.by is None and row.who is Who.COMPLAINANT):
        raise Refused("life.refused.who", act=row.act, who=row.who, law=row.law)
    move = _needed(row, move)
    letter = checked_letter(move.letter) if move.letter is not None else None
    fact = MatterMoved(
        move.act,
        to,
        row.who,
        neutral_line(move.unit).strip(),
        neutral(move.text).strip(),
        move.on,
        move.ground,
        neutral(move.remedy).strip(),
        move.finding,
        letter,
        neutral_line(move.approver).strip(),
        move.days,
        move.since,
        move.until,
        move.target,
        move.levels,
        neutral_line(move.second).strip(),
        move.manner,
        move.signing,
        move.opinion,
        move.satisfaction,
        neutral_line(move.leader).strip(),
    )
    for need in row.needs:
        _check_need(row, need, fact)
    _check_dates(row, fact, at, rules)
    for guard in row.guards:
        _check_guard(life, row, guard, at, rules)
    _check_back_dating(life, row, fact, at, officer, shift_since)
    return fact


def _needed(row: Transition, move: Move) -> Move:
    """Return the move without what the act is not about: nothing else may slip in with it."""
    needs = frozenset((*row.needs, *row.may))
    grounded, held = Need.GROUND in needs, Need.HELD in needs
    return replace(
        move,
        on=move.on if Need.ON in needs else None,
        ground=move.ground if grounded else None,
        remedy=move.remedy if Need.REMEDY in needs else "",
        finding=move.finding if Need.FINDING in needs else None,
        letter=move.letter if Need.LETTER in needs else None,
        approver=move.approver if Need.APPROVER in needs else "",
        days=move.days if Need.DAYS in needs else 0,
        since=move.since if held else None,
        until=move.until if held else None,
        target=move.target if grounded else "",
        levels=move.levels if Clock.SPLIT in row.starts else 1,
        manner=move.manner if Need.MANNER in needs else None,
        signing=move.signing if Need.SIGNING in needs else None,
        opinion=move.opinion if Need.OPINION in needs else None,
        satisfaction=move.satisfaction if Need.SATISFACTION in needs else None,
        leader=move.leader if Need.LEADER in needs else "",
    )


_FLAGS = frozenset(
    {
        *(Guard.SUPERVISED, Guard.NOT_SUPERVISED, Guard.URGENT, Guard.NOT_URGENT),
        *(Guard.SUPPORTED, Guard.NOT_A_CLAIM, Guard.SIMPLE, Guard.NOT_SIMPLE),
    }
)
"""Guards that tell by the matter alone whether an act makes sense at all."""


def possible_acts(life: MatterLife) -> tuple[Transition, ...]:
    """Return the acts that can be recorded where a matter stands, in the order of its life."""
    return tuple(
        row
        for row in possible(life.state)
        if all(_holds(life, guard) for guard in row.guards if guard in _FLAGS)
    )


def _holds(life: MatterLife, guard: Guard) -> bool:
    match guard:
        case Guard.SUPERVISED | Guard.NOT_SUPERVISED:
            return life.supervised is (guard is Guard.SUPERVISED)
        case Guard.URGENT | Guard.NOT_URGENT:
            return life.urgent is (guard is Guard.URGENT)
        case Guard.SIMPLE | Guard.NOT_SIMPLE:
            return life.simple is (guard is Guard.SIMPLE)
        case Guard.NOT_A_CLAIM:
            on_the_spot = life.state in (State.REGISTERED, State.SUBMITTED)
            return on_the_spot or not is_claim(life.purpose)
        case _:
            return life.finding is Finding.SUPPORTED


def _not_possible(life: MatterLife, row: Transition) -> Refused:
    acts = tuple(each.act for each in possible_acts(life) if each is not row)
    return Refused("life.refused.state", act=row.act, state=life.state, law=row.law, possible=acts)


def _check_need(row: Transition, need: Need, fact: MatterMoved) -> None:
    given: object
    match need:
        case Need.HELD:
            given = fact.since and fact.until
        case Need.DAYS:
            given = fact.days
        case _:
            given = getattr(fact, need.value)
    if not given:
        law = fact.ground.law if fact.ground else row.law
        raise Refused("life.refused.need", act=row.act, need=need, law=law)


def _check_dates(row: Transition, fact: MatterMoved, at: datetime, rules: Rules) -> None:
    day = at.astimezone(rules.zone).date()
    if fact.act is Act.EXTEND and not 1 <= fact.days <= MOST_EXTENSION:
        raise Refused("life.refused.extension", most=MOST_EXTENSION, law=row.law)
    if fact.on is not None and fact.on < day:
        raise Refused("life.refused.ordered_past", on=fact.on.isoformat(), law=row.law)
    if fact.since and fact.until and not fact.since <= fact.until <= day:
        raise Refused("life.refused.hearing", law=row.law)
    if not 1 <= fact.levels <= len(rules.procedure.split_days):
        raise Refused("life.refused.levels", most=len(rules.procedure.split_days), law=row.law)


def _check_guard(
    life: MatterLife, row: Transition, guard: Guard, at: datetime, rules: Rules
) -> None:
    match guard:
        case Guard.EXECUTED:
            refused = life.finding is Finding.SUPPORTED and not life.executed
        case Guard.EXTENDED_ONCE:
            refused = life.extended > 0
        case Guard.WAS_ASSIGNED:
            refused = life.open_clock(Clock.REPORT) is None
        case Guard.IN_TIME:
            _check_in_time(life, row, at, rules)
            refused = False
        case Guard.SIMPLE_IN_TIME:
            _check_simple(life, row, at, rules)
            refused = False
        case _:
            refused = not _holds(life, guard)
    if refused:
        law = _RESTS_ON.get(guard, row.law)
        raise Refused(f"life.refused.{guard.value}", act=row.act, law=law)


def _check_in_time(life: MatterLife, row: Transition, at: datetime, rules: Rules) -> None:
    running = life.open_clock(_ASKED_ON[row.act])
    if running is None:
        raise _not_possible(life, row)
    deadline = deadline_of(running, rules)
    if at >= deadline.due_at:
        last = deadline.rolled.isoformat()
        raise Refused("life.refused.in_time", act=row.act, last=last, law=row.law)


def _check_simple(life: MatterLife, row: Transition, at: datetime, rules: Rules) -> None:
    """Refuse a simplified handling that would be late from its first moment."""
    received = life.open_clock(Clock.ACCEPT)
    if received is None:
        raise _not_possible(life, row)
    deadline = deadline_of(replace(received, clock=Clock.SIMPLE_ACCEPT), rules)
    if at >= deadline.due_at:
        last = deadline.rolled.isoformat()
        raise Refused("life.refused.simple_in_time", last=last, days=deadline.days, law=row.law)


def _check_back_dating(
    life: MatterLife,
    row: Transition,
    fact: MatterMoved,
    at: datetime,
    officer: str,
    shift_since: datetime,
) -> None:
    if (life.receipt and at < life.receipt[1]) or (life.moved_at and at < life.moved_at):
        raise Refused("life.refused.before_last", act=row.act, law=row.law)
    if moves_clocks(row) and at < shift_since:
        check_second(fact.second, officer, row.act, row.law)


def moves_clocks(row: Transition) -> bool:
    """Whether a date follows from when an act was done: it starts, ends or lengthens a clock."""
    return bool(row.starts or row.stops or row.resumes or row.excludes) or row.act is Act.EXTEND


def check_second(second: str, officer: str, act: Act | None, law: Law) -> None:
    """Refuse a back-dated act, or receipt (None), without another officer who vouches for it."""
    if not second and act is None:
        raise Refused("life.refused.second_receipt", law=law)
    if not second:
        raise Refused("life.refused.second", act=act, law=law)
    if same(second, officer):
        raise Refused("life.refused.second_same", law=law)


def check_target(life: MatterLife, move: Move, other: MatterLife) -> None:
    """Refuse a ground that names another matter which does not bear it out (TG 19, TG 36)."""
    if move.ground is None:
        return
    if other.uid == life.uid:
        raise Refused("life.refused.target", law=move.ground.law)
    borne_out = other.state in OPEN and other.state is not State.FINISHED
    if move.ground is Ground.FINISHED:
        # Only a final review finishes a matter (TG 36): without one it may go on or be reopened.
        borne_out = other.state in _FINISHED and _finally_decided(other)
    if not borne_out:
        raise Refused(
            "life.refused.target_state",
            ground=move.ground,
            number=other.number,
            state=other.state,
            law=move.ground.law,
        )


def _finally_decided(life: MatterLife) -> bool:
    for each in reversed(life.clocks):
        if each.clock in OF_RECEIPT:
            return False
        if each.stopped_by is Act.DECIDE_FINAL:
            return True
    return False
