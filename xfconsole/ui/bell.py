"""When the terminal bell rings: for a new prompt at once, and again until somebody looked.

People who are here wait for a live incident's prompts: those ring with two strokes. Due work has
days: it rings once, and not again.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xfconsole.core.model import Uid

AGAIN = timedelta(seconds=20)
PAUSE = 0.4
"""Seconds between two strokes: a terminal that is quicker makes one sound of them."""
SILENT, DUE_WORK, WAITED_FOR = range(3)
"""How many strokes tell what: nothing, due work, and somebody who waits at the door or desk."""


class Bell:
    """Remembers which prompts were seen and when it last rang."""

    def __init__(self) -> None:
        self._heard: set[Uid] = set()
        self._seen: set[Uid] = set()
        self._last: datetime | None = None
        self._newest: datetime | None = None

    def seen(self, prompt: Uid) -> None:
        """Stop ringing for this prompt."""
        self._seen.add(prompt)

    def rings(
        self, prompts: Collection[Uid], now: datetime, *, newest: datetime | None = None
    ) -> int:
        """Return how often to ring at this instant for the prompts that stand.

        ``newest`` is when the due work shown last came up.
        """
        news = newest is not None and (self._newest is None or newest > self._newest)
        self._newest = newest if news else self._newest
        unseen = set(prompts) - self._seen
        new = unseen - self._heard
        self._heard |= new
        waited = self._last is None or not timedelta() <= now - self._last < AGAIN
        if not new and not news and not (unseen and waited):
            return SILENT
        self._last = now
        return WAITED_FOR if unseen else DUE_WORK
