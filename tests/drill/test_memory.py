"""The journal in memory behaves like the one on disk: all of a transaction, or nothing."""

from __future__ import annotations

import pytest

from tests.desks import OFFICE, START, Night
from xfconsole.core.days.reading import Reading
from xfconsole.core.facts.event import Event
from xfconsole.core.facts.of_incident import NoteAdded
from xfconsole.drill.memory import MemoryStore


def note(uid: str) -> Event:
    return Event(uid, OFFICE, START, START, "李敏", NoteAdded("x"))


class Lost(Exception):
    """Something broke."""


def test_a_broken_transaction_leaves_everything_as_it_was() -> None:
    store = MemoryStore(OFFICE)
    with store.begin() as tx:
        tx.append([note("a")])
        tx.save_heartbeat(Reading(START, 1.0, "one"))
        assert tx.next_number("matter-2026") == 1

    def broken() -> None:
        with store.begin() as tx:
            tx.append([note("b"), note("c")])
            tx.save_heartbeat(Reading(START, 2.0, "one"))
            assert tx.next_number("matter-2026") == 2
            tx.save_policy("0", "id = 'x'")
            raise Lost

    with pytest.raises(Lost):
        broken()
    with store.begin() as tx:
        assert [(each.uid, each.seq) for each in tx.events_of(OFFICE)] == [("a", 1)]
        assert tx.event("b") is None
        assert tx.policy_text("0") is None
        assert tx.heartbeat() == Reading(START, 1.0, "one")
        assert tx.next_number("matter-2026") == 2


def test_it_knows_what_is_live_and_by_which_number() -> None:
    night = Night().open(33)
    first, number, matter = night.incident, night.done.incident_number, night.done.number
    night.open(6)
    with night.store.begin() as tx:
        assert tx.live_incidents() == [first, night.incident]
        assert tx.find_number(number) == first
        assert tx.find_number(matter) is not None
    night.desk.close(first)
    with night.store.begin() as tx:
        assert tx.live_incidents() == [night.incident]
