"""Stores what another thread than the writer brings, in steps that no verb waits long for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from data.file.connection import Connection, Engine
from data.journal.desks import Line, events_in, name_of, new_lines, refuse_ahead
from data.store.store import SqlStore, SqlTransaction
from data.store.writer import Writer
from data.vault.vault import DataKey
from xfconsole.core.facts.event import Fact
from xfconsole.core.words.refusal import Refused

LINES = 20
"""So many lines of another desk come in by one step."""


class InTurn(SqlStore):
    """A store whose transactions each take their turn with the writer's work.

    ``looking`` reads the file meanwhile; ``rest`` is called between two steps.
    """

    def __init__(
        self,
        engine: Engine,
        key: DataKey,
        writer: Writer,
        looking: Engine,
        rest: Callable[[], object] = lambda: None,
    ) -> None:
        with writer.turn():
            super().__init__(engine, key)
        self._writer, self._rest, self._looking = writer, rest, looking

    @contextmanager
    def begin(self) -> Iterator[SqlTransaction]:
        """Open a transaction once it is this one's turn."""
        with self._writer.turn(), super().begin() as transaction:
            yield transaction
        self._rest()

    def take_in(
        self,
        lines: Sequence[Line],
        now: datetime,
        note: Callable[[Sequence[Fact]], object],
        beside: Callable[[Connection], object] = lambda _: None,
    ) -> int:
        """Take lines of another desk in, a few at a time; return how many are new.

        What no desk can have written is refused before the first of them, so that all come in or
        none. Whatever ends it in between, the same lines can be brought again.
        """
        try:
            self._refuse(lines, now)
        except Refused:
            # Said with all that belongs to it.
            return super().take_in(lines, now, note, beside)
        *pieces, last = (lines[at : at + LINES] for at in range(0, len(lines), LINES))
        count = sum(super(InTurn, self).take_in(each, now, note) for each in pieces)
        return count + super().take_in(last, now, note, beside)

    def _refuse(self, lines: Sequence[Line], now: datetime) -> None:
        with self._looking.connect() as connection:
            name = partial(name_of, connection, self.office)
            if new := new_lines(connection, lines, self.desk, name):
                refuse_ahead(new, now, ZoneInfo("UTC"), name)
                events_in(new)
