"""The ledger's rows page by page: neighbours by keyset, a jump by passing over rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from xfconsole.core.model import Uid
from xfconsole.core.ports import MatterRow, Views


class LedgerPages:
    """Fetches rows of the whole ledger. A page that follows one fetched before costs its rows only;
    a jump to the end of 100,000 rows costs a walk along the index."""

    def __init__(self, views: Views) -> None:
        self._views = views
        self._ends: dict[int, tuple[datetime, Uid]] = {}

    def fetch(self, start: int, count: int) -> Sequence[MatterRow]:
        """Return ``count`` rows from ``start`` on, fewer at the end."""
        before = self._ends.get(start)
        skip = start if before is None else 0
        rows = self._views.matters(before=before, limit=count, skip=skip)
        if len(rows) == count:
            self._ends[start + count] = _key(rows[-1])
        return rows


class Matches:
    """The rows that hold every word of ``match``, ``stretch`` of them at a time, off the key path.

    ``keep`` is the row that the cursor is to stay on.
    """

    def __init__(
        self, views: Views, match: str, stretch: int, keep: MatterRow | None = None
    ) -> None:
        self.match = match
        self.rows: list[MatterRow] = []
        self.begun = self.complete = False
        self._views, self._stretch, self._keep = views, stretch, keep

    def read_on(self) -> list[MatterRow]:
        """Return the rows after those known. Runs on any thread; ``take`` adds them."""
        before = _key(self.rows[-1]) if self.rows else None
        return self._views.matters(match=self.match, before=before, limit=self._stretch)

    def take(self, rows: list[MatterRow]) -> int | None:
        """Add what ``read_on`` returned; returns where the cursor goes, None where it is."""
        first, self.begun = not self.begun, True
        self.rows += rows
        self.complete = len(rows) < self._stretch
        if not first:
            return None
        kept = self._keep.uid if self._keep else ""
        return next((n for n, row in enumerate(self.rows) if row.uid == kept), 0)


def _key(row: MatterRow) -> tuple[datetime, Uid]:
    return row.received_at, row.uid
