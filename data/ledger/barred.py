"""What the reader of an office's file may not read: the matters that an officer is barred from."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from data.file.connection import Connection, Row
from xfconsole.core.facts.event import Event
from xfconsole.core.reader.withheld import (
    withheld_event,
    withheld_received,
    withheld_row,
    without_texts,
)
from xfconsole.core.rows import MatterRow, ReceivedRow
from xfconsole.core.words.desk import Uid
from xfconsole.core.words.official import same
from xfconsole.core.words.procedure import Bar

_PEOPLE = "SELECT DISTINCT person FROM barred WHERE person <> ''"
_MATTERS = "SELECT matter, bar FROM barred WHERE person IN ({marks}) ORDER BY event DESC"
_INCIDENTS = "SELECT uid FROM incident WHERE matter IN ({marks})"


class BarredMatters:
    """What one officer sees instead, as of the look-up it was made for; empty for most officers.

    ``matters`` tells why they are barred, by matter; somebody barred twice by the earlier bar.
    """

    def __init__(self, connection: Connection, reader: str) -> None:
        self._connection, self._reader = connection, reader
        # Names are kept as they were written and compared folded; few are ever barred.
        people = connection.execute(_PEOPLE).scalars() if reader else ()
        found = self._where(_MATTERS, [each for each in people if same(each, reader)])
        self.matters = {matter: Bar(bar) for matter, bar in found}

    def row(self, row: MatterRow) -> MatterRow:
        """Return a ledger line, or what stands for it."""
        bar = self.matters.get(row.uid)
        return withheld_row(row, bar) if bar else row

    def received(self, row: ReceivedRow) -> ReceivedRow:
        """Return a place in a session's order, or what stands for it."""
        bar = self.matters.get(row.row.uid)
        return withheld_received(row, bar) if bar else row

    def rows(self, rows: Sequence[MatterRow]) -> list[MatterRow]:
        """Return ledger lines; in the place of some stands what may be told."""
        return [self.row(each) for each in rows] if self.matters else list(rows)

    def events(self, events: Sequence[Event]) -> list[Event]:
        """Return journal events, as many as there are, with what may be told of each."""
        if not self.matters:
            return list(events)
        incidents = frozenset(uid for (uid,) in self._where(_INCIDENTS, list(self.matters)))
        return [self._event(each, incidents) for each in events]

    def _where(self, statement: str, values: Sequence[str]) -> Sequence[Row]:
        if not values:
            return ()
        marks = ", ".join("?" * len(values))
        return self._connection.execute(statement.format(marks=marks), tuple(values)).all()

    def _event(self, event: Event, incidents: Collection[Uid]) -> Event:
        if bar := self.matters.get(event.subject):
            return withheld_event(event, bar, self._reader)
        return without_texts(event) if event.subject in incidents else event
