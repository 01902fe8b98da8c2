"""Keeps half-typed forms: sealed, durable, one row a form."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from data.file.connection import Connection, Engine
from data.journal.codec import instant_of, instant_text
from data.tables.statements import upsert
from data.vault.sealing import Sealer
from xfconsole.core.rows import Draft
from xfconsole.core.words.refusal import NotStored

_SAVE = upsert("draft")
_READ = "SELECT body, saved_at FROM draft WHERE form = ?"
_DROP = "DELETE FROM draft WHERE form = ?"


class DraftStore:
    """The draft table behind a writing engine, for its thread. ``now`` returns aware UTC.

    What the disk would not take stays in ``unsaved`` and is tried again with the next.
    """

    def __init__(self, engine: Engine, sealer: Sealer, now: Callable[[], datetime]) -> None:
        self._engine = engine
        self._sealer = sealer
        self._now = now
        self.unsaved: dict[str, Mapping[str, str]] = {}

    def save(self, drafts: Mapping[str, Mapping[str, str]]) -> None:
        """Store the newest state of each form in one durable transaction. Raises Refused."""
        waiting = {**self.unsaved, **drafts}
        try:
            self._store(waiting)
        except NotStored:
            self.unsaved = waiting
            raise
        self.unsaved = {}

    def forget(self, forms: Iterable[str]) -> None:
        """Try no more to store these: what they held was stored by other means."""
        for form in forms:
            self.unsaved.pop(form, None)

    def _store(self, drafts: Mapping[str, Mapping[str, str]]) -> None:
        saved_at = instant_text(self._now())
        rows = [
            {"form": form, "body": self._sealer.seal_draft(form, values), "saved_at": saved_at}
            for form, values in drafts.items()
        ]
        with self._engine.begin() as connection:
            _SAVE.run(connection, rows)


def read_draft(connection: Connection, sealer: Sealer, form: str) -> Draft | None:
    """Return the draft of a form, or None. Raises Refused when its row was tampered with."""
    row = connection.execute(_READ, (form,)).first()
    if row is None:
        return None
    body, saved_at = row
    return Draft(form, sealer.open_draft(form, body), instant_of(saved_at))


def drop_draft(connection: Connection, form: str) -> None:
    """Forget the draft of a form, within the transaction that stored what it held."""
    connection.execute(_DROP, (form,))
