"""The outcome that an officer logged last: what one key of the card or the live screen enters."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from xfconsole.core.facts.corrections import taken_back
from xfconsole.core.facts.event import Event, Fact
from xfconsole.core.facts.of_incident import (
    DeputyNamed,
    EventCorrected,
    IncidentClosed,
    PostArrived,
    PostRung,
    PostStoodDown,
    PromptSnoozed,
)
from xfconsole.core.facts.of_instruction import InstructionRelayed
from xfconsole.core.facts.of_office import ReliefRung, RosterAdded
from xfconsole.core.facts.of_procedure import MatterChased
from xfconsole.core.words.official import same

TAKEN_BACK_WITHIN = timedelta(seconds=60)
"""So long an outcome can be taken back without a reason; its last second is included."""
OUTCOMES: tuple[type[Fact], ...] = (
    PostRung,
    PostArrived,
    DeputyNamed,
    PostStoodDown,
    InstructionRelayed,
    MatterChased,
    ReliefRung,
    PromptSnoozed,
)
"""Facts that tell how one official was reached, came or need not come, or that a prompt waits."""
ENTERED: frozenset[str] = frozenset({*(each.kind for each in OUTCOMES), RosterAdded.kind})
"""Kinds of all that one outcome can enter."""
ENDING: frozenset[str] = frozenset({EventCorrected.kind, IncidentClosed.kind})
"""Kinds by which an outcome comes to be what can't be taken back any more."""
KINDS = ENTERED | ENDING
"""Kinds of all that tells which outcome can be taken back."""


def undoable(recent: Iterable[Event], officer: str, now: datetime) -> tuple[Event, ...]:
    """Return all that the officer's last outcome entered, if it can be taken back, or nothing.

    ``recent`` are the events of the last minute of these ``KINDS``, in journal order. An outcome
    that was taken back, and one of an incident that is over, stays as it is.
    """
    events = list(recent)
    found = last_outcome(events, officer)
    gone = taken_back(events)
    over = {e.subject for e in events if e.kind == IncidentClosed.kind}
    # After a start with its clock set back the laptop is behind what it wrote before.
    ahead = now + TAKEN_BACK_WITHIN
    ends = (each.uid in gone or each.subject in over or each.recorded_at > ahead for each in found)
    return () if any(ends) else found


def last_outcome(events: Iterable[Event], officer: str) -> tuple[Event, ...]:
    """Return all that the officer's last outcome among these entered, or nothing.

    Whoever a ring or a naming put on the roster goes with it, the naming of a deputy with the ring
    that told them, and what one card of due work logged on several matters goes together.
    """
    found: list[Event] = []
    for event in reversed(list(events)):
        if not (same(event.officer, officer) and _counts(event)):
            continue
        if found and not _at_once(event, found):
            break
        found.insert(0, event)
    return tuple(found)


def _counts(event: Event) -> bool:
    """That somebody told for another unit need not come follows from naming the unit."""
    for_another = isinstance(event.fact, PostStoodDown) and event.fact.person
    return event.kind in ENTERED and not for_another


def _at_once(before: Event, found: list[Event]) -> bool:
    """Whether one key entered an event together with those after it."""
    first = found[0]
    if (before.seq + 1, before.recorded_at) != (first.seq, first.recorded_at):
        return False
    if before.kind in {each.kind for each in found}:
        return _on_one_card(before.fact, first.fact)
    return isinstance(before.fact, RosterAdded | DeputyNamed) and (
        before.fact.post == getattr(first.fact, "post", "")
        and same(before.fact.person, getattr(first.fact, "person", ""))
    )


def _on_one_card(one: Fact, other: Fact) -> bool:
    """Whether both are the same act about two prompts."""
    if not isinstance(one, MatterChased | PromptSnoozed) or type(one) is not type(other):
        return False
    said = ("person", "outcome", "text", "until", "reason")
    same_act = all(getattr(one, name, "") == getattr(other, name, "") for name in said)
    return same_act and one.prompt != other.prompt
