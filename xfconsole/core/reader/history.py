"""What a correction of a matter's history has to hold: it must still have been able to happen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime

from xfconsole.core.facts.event import Event
from xfconsole.core.facts.of_matter import MatterRegistered, ReplyRecorded
from xfconsole.core.facts.of_procedure import AccessBlocked, MatterMoved
from xfconsole.core.matter.acts import Move, blocked, check_second, checked_move, moves_clocks
from xfconsole.core.matter.life import life_of
from xfconsole.core.matter.limits import Rules
from xfconsole.core.matter.transitions import TRANSITIONS
from xfconsole.core.roster.parties import Blocked
from xfconsole.core.roster.roster import Roster
from xfconsole.core.words.procedure import Act, Barred, Law, State
from xfconsole.core.words.refusal import Refused

_ENTERED = {each.name for each in fields(Move)}


def check_history(
    events: Sequence[Event],
    before: Event,
    after: Event,
    rules: Rules,
    roster: Roster,
    second: str = "",
) -> None:
    """Refuse a corrected registration or move that the matter's other events do not bear out.

    ``events`` are the matter's, corrections applied, ``before`` among them. Raises Refused for what
    the act would have been refused for where the matter then stood, and for a time after the step
    that followed; Blocked for a party that is barred, or a ``second`` officer who is.
    """
    life_now = life_of(events)
    if (bar := life_now.barred(person=second)) is not None:
        raise Blocked(life_now.uid, AccessBlocked(Barred.APPROVER, bar, person=second))
    here = next(number for number, each in enumerate(events) if each.uid == before.uid)
    if isinstance(after.fact, MatterMoved):
        life, move = life_of(events[:here]), move_of(after.fact)
        block = blocked(life_now, move, roster)
        if block is not None:
            raise Blocked(life.uid, block)
        at = after.happened_at
        checked_move(life, move, at, rules, officer="", shift_since=at)
    following = _next_step(events[here:])
    if following is not None and after.happened_at > following.happened_at:
        raise Refused("life.refused.after_next", law=_law(after))


def check_moved_time(
    before: Event, after: Event, *, second: str, officer: str, shift_since: datetime
) -> None:
    """Refuse to move, from or to before the running shift, a time that a clock follows from.

    Another officer has to vouch for it, whichever way it moves: a later start is a later end.
    """
    earliest = min(before.happened_at, after.happened_at)
    if before.happened_at == after.happened_at or earliest >= shift_since:
        return
    match after.fact:
        case MatterMoved(act=act) if moves_clocks(TRANSITIONS[act]):
            check_second(second, officer, act, _law(after))
        case MatterRegistered():
            check_second(second, officer, None, _law(after))


def move_of(fact: MatterMoved) -> Move:
    """Return what the officer entered for a move that was recorded."""
    return Move(**{name: getattr(fact, name) for name in _ENTERED})


def _next_step(events: Sequence[Event]) -> Event | None:
    """Return the first event after the first one that moved the matter on or handed it over."""
    first = events[0].fact
    state = first.to if isinstance(first, MatterMoved) else State.REGISTERED
    for event in events[1:]:
        match event.fact:
            case ReplyRecorded():
                return event
            case MatterMoved(act=act, to=to) if to is not state or act is Act.PASS_DOWN:
                return event
    return None


def _law(event: Event) -> Law:
    fact = event.fact
    return TRANSITIONS[fact.act].law if isinstance(fact, MatterMoved) else Law.TG_22
