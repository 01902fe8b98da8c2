"""Applies corrections: what the journal means now, while it keeps what was first written."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from functools import reduce

from xfconsole.core.facts.event import Event, Fact, body_of, fact_of
from xfconsole.core.facts.following import WHEN, WHOLE, left_out, not_in_force
from xfconsole.core.facts.of_incident import ContestSettled, EventCorrected, IncidentOpened
from xfconsole.core.facts.of_matter import MatterRegistered
from xfconsole.core.words.desk import Uid

_CHANGING = (EventCorrected, ContestSettled)
_UNFIT = (ValueError, TypeError, AttributeError)
OPENINGS = (MatterRegistered, IncidentOpened)
"""What every other fact about a matter or an incident comes after."""


def from_opening(events: Sequence[Event]) -> Sequence[Event]:
    """Return a subject's events from its opening on: all, where none among them opens it."""
    opens = (at for at, event in enumerate(events) if isinstance(event.fact, OPENINGS))
    return events[next(opens, 0) :]


def effective(events: Iterable[Event]) -> list[Event]:
    """Return the events with every correction applied, in journal order.

    A corrected event keeps its uid and its place; what was taken back is left out, and so is what
    counts no more since a contest was settled. The corrections stay in the list. The last
    correction of a field wins; one that does not fit its event, as no desk writes it, says nothing.
    """
    found = list(events)
    changing = [each for each in found if isinstance(each.fact, _CHANGING)]
    if not changing:
        return found
    out = not_in_force(found)
    corrections: dict[Uid, list[EventCorrected]] = {}
    for event in changing:
        if isinstance(event.fact, EventCorrected):
            fact = _without(event.fact, out.get(event.uid, ()))
            corrections.setdefault(fact.of, []).append(fact)
    gone = {uid for uid, names in out.items() if WHOLE in names} | taken_back(found)
    return [
        reduce(meant_by, corrections.get(event.uid, ()), event)
        for event in found
        if event.uid not in gone
    ]


def _without(fact: EventCorrected, fields: Collection[str]) -> EventCorrected:
    """Return a correction without the fields of which another one holds."""
    if not fields:
        return fact
    changes = {name: value for name, value in fact.changes.items() if name not in fields}
    return replace(fact, changes=changes, happened_at=None if WHEN in fields else fact.happened_at)


def taken_back(events: Iterable[Event]) -> frozenset[Uid]:
    """Return which events were taken back by others among these, in the order of all desks."""
    found = list(events)
    out = left_out(found)
    facts = (each.fact for each in found if WHOLE not in out.get(each.uid, ()))
    return frozenset(e.of for e in facts if isinstance(e, EventCorrected) and e.withdrawn)


def takes_back(event: Event) -> bool:
    """Whether an event takes another back."""
    return isinstance(event.fact, EventCorrected) and event.fact.withdrawn


def corrected_fact(fact: Fact, changes: EventCorrected) -> Fact:
    """Return the fact with the correction's changes. Raises ValueError when they do not fit."""
    return fact_of(fact.kind, {**body_of(fact), **changes.changes})


def meant_by(event: Event, correction: EventCorrected) -> Event:
    """Return the event as a correction means it, or as it was where that does not fit it."""
    at = correction.happened_at or event.happened_at
    try:
        fact = corrected_fact(event.fact, correction)
    except _UNFIT:
        return event
    return event if at.tzinfo is None else replace(event, fact=fact, happened_at=at)
