"""Coordination meetings that leaders called on a reception day, as a matter's events tell them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import TypeAlias

from xfconsole.core.facts.event import Event
from xfconsole.core.facts.of_reception import MatterQueued, MeetingNoted, ReceptionDecided
from xfconsole.core.roster.parties import Bars
from xfconsole.core.rows import MeetingCalled
from xfconsole.core.words.desk import Uid
from xfconsole.core.words.receiving import Decision, MeetingNote

_Decided: TypeAlias = tuple[ReceptionDecided, datetime, MeetingNote | None]
"""A decision with its date as it is by now, when that was set, and what was noted last."""


def meetings_of(
    matter: Uid, number: str, events: Iterable[Event], bars: Bars
) -> list[MeetingCalled]:
    """Return the meetings on a matter of which nobody noted what became.

    ``events`` are the matter's as they are meant by now, oldest first.
    """
    found: dict[Uid, _Decided | None] = {}
    for event in events:
        match event.fact:
            case MatterQueued(session=session):
                found[session] = None
            case ReceptionDecided(session=session) as fact if session in found:
                found[session] = _worded(found[session], fact, event.happened_at)
            case MeetingNoted(session=session) as noted if known := found.get(session):
                if known[0].decision is Decision.MEETING:
                    found[session] = _noted(known, noted, event.happened_at)
    return [
        MeetingCalled(matter, number, session, leader, fact.post, fact.unit, fact.on, since)
        for session, known in found.items()
        if known is not None
        for fact, since, note in (known,)
        if fact.decision is Decision.MEETING and note in (None, MeetingNote.MOVED)
        if fact.on is not None
        for leader in ("" if bars.person(fact.leader) else fact.leader,)
    ]


def _worded(known: _Decided | None, fact: ReceptionDecided, at: datetime) -> _Decided:
    """Return a decision; of one only worded anew, what was noted stays."""
    if known is None or _meant(known[0]) != _meant(fact):
        return fact, at, None
    return fact, *known[1:]


def _meant(fact: ReceptionDecided) -> tuple[object, ...]:
    return fact.decision, fact.unit, fact.on


def _noted(known: _Decided, noted: MeetingNoted, at: datetime) -> _Decided:
    fact, since, _ = known
    if noted.on is None:
        return fact, since, noted.what
    return replace(fact, on=noted.on), at, noted.what
