"""The ledger's rows page by page: each page follows its neighbour, whichever way one came."""

from __future__ import annotations

from collections.abc import Sequence

from xfconsole.core.ledger.listing import Listing
from xfconsole.core.ports import Views
from xfconsole.core.rows import MatterRow


class LedgerPages:
    """Fetches rows of a listing whose length is known.

    A page beside one fetched before, the first and the last cost their own rows only; a jump
    elsewhere costs a walk along the index, from the nearer end.
    """

    def __init__(self, views: Views, listing: Listing, total: int) -> None:
        self._views, self._listing, self._total = views, listing, total
        self._before: dict[int, MatterRow] = {}
        self._behind: dict[int, MatterRow] = {}

    def fetch(self, start: int, count: int) -> Sequence[MatterRow]:
        """Return ``count`` rows from ``start`` on, fewer at the end."""
        count = min(count, self._total - start)
        if count <= 0:
            return []
        rows = self._look_up(start, count)
        if rows:
            self._before[start + len(rows)] = rows[-1]
            self._behind[start] = rows[0]
        return rows

    def _look_up(self, start: int, count: int) -> list[MatterRow]:
        end = start + count
        if start in self._before or start <= self._total - end:
            after = self._before.get(start)
            skip = start if after is None else 0
            return self._views.matters(self._listing, after=after, limit=count, skip=skip)
        behind = self._behind.get(end)
        skip = self._total - end if behind is None else 0
        rows = self._views.matters(
            self._listing, after=behind, backward=True, limit=count, skip=skip
        )
        return rows[::-1]


class Matches:
    """The rows of a listing whose length is not known, some at a time, off the key path.

    ``stretch`` rows come first, later twice as many as before. ``keep`` is the row that the cursor
    is to stay on.
    """

    MOST = 3_200

    def __init__(
        self, views: Views, listing: Listing, stretch: int, keep: MatterRow | None = None
    ) -> None:
        self.listing = listing
        self.rows: list[MatterRow] = []
        self.begun = self.complete = False
        self._views, self._stretch, self._keep = views, stretch, keep

    def read_on(self) -> list[MatterRow]:
        """Return the rows after those known. Runs on any thread; ``take`` adds them."""
        after = self.rows[-1] if self.rows else None
        return self._views.matters(self.listing, after=after, limit=self._stretch)

    def take(self, rows: list[MatterRow]) -> int | None:
        """Add what ``read_on`` returned; returns where the cursor goes, None where it is."""
        first, self.begun = not self.begun, True
        self.rows += rows
        self.complete = len(rows) < self._stretch
        self._stretch = min(self.MOST, self._stretch * 2)
        if not first:
            return None
        kept = self._keep.uid if self._keep else ""
        return next((n for n, row in enumerate(self.rows) if row.uid == kept), 0)
