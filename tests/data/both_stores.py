"""Holds that the journal in memory answers a desk as the file does, whatever happened so far."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from data.journal.journal import all_events
from tests.data.files import File
from xfconsole.core.facts.announced import ANNOUNCEMENTS
from xfconsole.core.facts.event import Event
from xfconsole.core.facts.of_incident import IncidentOpened, PolicyAccepted
from xfconsole.core.facts.of_matter import MatterRegistered
from xfconsole.core.ports import Transaction
from xfconsole.drill.memory import MemoryStore

SPANS = [timedelta(0), timedelta(minutes=40), timedelta(days=20), timedelta(days=100)]
SOME, MANY = 50, 10_000


def hold_alike(file: File, now: datetime) -> None:
    """Hold that a journal in memory with the file's events answers like the file."""
    store = MemoryStore(file.store.office)
    with file.reader.connect() as connection:
        events = list(all_events(connection))
    with file.store.begin() as disk, store.begin() as memory:
        for digest in {each.fact.policy for each in events if isinstance(each.fact, _PINNING)}:
            memory.save_policy(digest, disk.policy_text(digest) or "")
        memory.append(events)
        assert answers(memory, events, now) == answers(disk, events, now)


_PINNING = IncidentOpened | PolicyAccepted


def answers(tx: Transaction, events: Sequence[Event], now: datetime) -> dict[str, object]:
    """Return what a store answers to all that a desk asks about these events."""
    facts = [each.fact for each in events]
    subjects = sorted({each.subject for each in events})[-SOME:]
    numbers = [e.number for e in facts if isinstance(e, MatterRegistered | IncidentOpened)]
    sources = [e.source_ref for e in facts if isinstance(e, MatterRegistered) and e.source_ref]
    before, after = [now - each for each in SPANS], [now + each for each in SPANS]
    return {
        "events": [tx.events_of(each) for each in subjects],
        "event": [tx.event(each.uid) for each in events[-SOME:]],
        "recorded": [tx.recorded_since(each, ANNOUNCEMENTS) for each in before],
        "last": tx.last_seq(),
        "subjects": [tx.subjects_since(each) for each in (0, len(events) // 2, len(events))],
        "live": tx.live_incidents(),
        "numbers": [tx.find_number(each) for each in numbers[-SOME:]],
        "sources": tx.matters_of_sources(sources),
        "look": [sorted(tx.matters_to_check(each, MANY)) for each in after],
        "next look": tx.next_check(),
        "standing": [tx.standing_duties(each) for each in (1, 3, MANY)],
        "prompted": [sorted(tx.prompted_since(each)) for each in before],
        "past": tx.past_brought(),
        "meetings": tx.meetings(),
        "dated": [tx.matters_dated(now.date(), each.date()) for each in after],
        "ripe": [tx.erasures_ripe(each, MANY) for each in after],
        "next erasure": tx.next_erasure(now),
        "linked": [sorted(tx.linked_with(each)) for each in subjects],
        "policy": tx.last_policy(),
    }
