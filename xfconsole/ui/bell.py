"""When the terminal bell rings: for a new prompt at once, and again until somebody looked.

People who are here wait for a live incident's prompts: those ring with two strokes. Due work has
days: it rings once, and not again. On a trial both are rung, one after the other.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from xfconsole.core.model import Uid

AGAIN = timedelta(seconds=20)
PAUSE = 0.4
"""Seconds between two strokes: a terminal that is quicker makes one sound of them."""
SILENT, DUE_WORK, WAITED_FOR = range(3)
"""How many strokes tell what: nothing, due work, and somebody who waits at the door or desk."""
FLASHES = 8
"""For so many seconds a ring is seen, every other one; of a trial only the first."""
_TRIAL = (DUE_WORK, SILENT, WAITED_FOR)
"""What a trial rings, second by second."""


class _Shown(NamedTuple):
    """Since when and until when rings are seen, and how the gravest of them strikes."""

    since: datetime
    until: datetime
    strokes: int


class Bell:
    """Remembers which prompts were seen, when it rang, and what of a trial is still to come."""

    def __init__(self) -> None:
        self._heard: set[Uid] = set()
        self._seen: set[Uid] = set()
        self._last: datetime | None = None
        self._newest: datetime | None = None
        self._trial: list[int] = []
        self._shown: _Shown | None = None

    def seen(self, prompt: Uid) -> None:
        """Stop ringing for this prompt."""
        self._seen.add(prompt)

    def try_out(self) -> None:
        """Ring both ways at the next seconds; whatever is due rings before."""
        self._trial = list(_TRIAL)

    def rings(
        self,
        prompts: Collection[Uid],
        now: datetime,
        *,
        newest: datetime | None = None,
        listened: bool = True,
    ) -> int:
        """Return how often to ring at this instant for the prompts that stand.

        ``newest`` is when the due work shown last came up. A trial ends once it is no longer
        ``listened`` for: nobody may take the rest of it for somebody who waits.
        """
        if not listened:
            self._trial.clear()
        strokes, seen = self._due(prompts, now, newest), FLASHES
        if not strokes and self._trial:
            strokes, seen = self._trial.pop(0), 1
        if strokes:
            self._shown = self._seen_with(_Shown(now, now + timedelta(seconds=seen), strokes))
        return strokes

    def _seen_with(self, new: _Shown) -> _Shown:
        """Return a ring joined to one that is still seen.

        It keeps step with that, else rings that come second by second would leave nothing of the
        row in sight.
        """
        old = self._shown
        if old is None or old.until <= new.since:
            return new
        return _Shown(old.since, max(old.until, new.until), max(old.strokes, new.strokes))

    def lit(self, now: datetime) -> int:
        """Return the strokes of the ring that is to be seen at this instant, on and off in turn."""
        shown = self._shown
        if shown is None or not _seconds(now - shown.until) < 0 <= _seconds(now - shown.since):
            return SILENT
        return SILENT if _seconds(now - shown.since) % 2 else shown.strokes

    def _due(self, prompts: Collection[Uid], now: datetime, newest: datetime | None) -> int:
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


def _seconds(span: timedelta) -> int:
    """Return whole seconds: no two ticks are exactly one apart."""
    return round(span.total_seconds())
