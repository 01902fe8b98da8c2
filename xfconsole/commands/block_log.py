"""Blocks that a command journals beside whatever console has the office open.

A command that only looks holds no lock, so that a question never waits for the night's console.
What it was kept from is journaled all the same, in one short transaction of its own: a queue could
be lost or deleted, and waiting for the lock would leave the block unlogged all night. The console
notices that the journal grew, as it does wherever a lock cannot keep a second desk out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager

from xfconsole.core.facts.event import Event
from xfconsole.core.facts.of_procedure import AccessBlocked
from xfconsole.core.night.desk_clock import observe
from xfconsole.core.ports import Ids, Store, TimeSource
from xfconsole.core.words.desk import Uid
from xfconsole.core.words.procedure import Bar, Barred


class BlockLog:
    """Journals from which matters an officer was kept; ``opening`` opens the journal to write."""

    def __init__(
        self,
        opening: Callable[[], AbstractContextManager[Store]],
        officer: str,
        clock: TimeSource,
        ids: Ids,
    ) -> None:
        self._opening, self.officer = opening, officer
        self._clock, self._ids = clock, ids

    def add(self, barred: Barred, matters: Mapping[Uid, Bar]) -> None:
        """Journal one block a matter, all or none. Raises Refused when nothing can be written."""
        with self._opening() as store, store.begin() as tx:
            now = observe(tx.heartbeat(), self._clock.read()).now
            tx.append(
                [
                    Event(
                        self._ids.new(now),
                        matter,
                        now,
                        now,
                        self.officer,
                        AccessBlocked(barred, bar, person=self.officer),
                    )
                    for matter, bar in matters.items()
                ]
            )
