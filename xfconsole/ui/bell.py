"""When the terminal bell rings: for a new prompt at once, and again until somebody looked.

People who are here wait for a live incident's prompts: those ring with two strokes. Due work has
days: it rings once, and not again. On a trial both are rung, one after the other. For an officer
who does not hear it, a ring is seen: on and off in turn for some seconds.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from xfconsole.core.words.desk import Uid

AGAIN = timedelta(seconds=20)
PAUSE = 0.4
"""Seconds between two strokes: a terminal that is quicker makes one sound of them."""
SILENT, DUE_WORK, WAITED_FOR = range(3)
"""How many strokes tell what: nothing, due work, and somebody who waits at the door or desk."""
_TRIAL = (DUE_WORK, SILENT, WAITED_FOR)
"""What a trial rings, second by second."""
FLASHES = 8
"""For so many seconds a ring is seen, every other one; of a trial only the first."""


class Flash(NamedTuple):
    """Since when and until when rings are seen, and how the gravest of them strikes."""

    since: datetime
    until: datetime
    strokes: int

    def joined(self, new: Flash) -> Flash:
        """Return a newer ring, joined to this one where this is still seen.

        It keeps step with this, else rings that come second by second would leave nothing of the
        row in sight.
        """
        if self.until <= new.since:
            return new
        return Flash(self.since, max(self.until, new.until), max(self.strokes, new.strokes))

    def lit(self, now: datetime) -> bool:
        """Whether it is on at this instant."""
        passed = _seconds(now - self.since)
        return passed >= 0 > _seconds(now - self.until) and passed % 2 == 0


def _seconds(span: timedelta) -> int:
    """Return whole seconds: no two ticks are exactly one apart."""
    return round(span.total_seconds())


class Bell:
    """Remembers which prompts were seen, when it rang, and what of a trial is still to come."""

    def __init__(self) -> None:
        self._heard: set[Uid] = set()
        self._seen: set[Uid] = set()
        self._last: datetime | None = None
        self._newest: datetime | None = None
        self._trial: list[int] = []
        self._flash: Flash | None = None

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
            flash = Flash(now, now + timedelta(seconds=seen), strokes)
            self._flash = self._flash.joined(flash) if self._flash else flash
        return strokes

    def lit(self, now: datetime) -> int:
        """Return the strokes of the ring that is to be seen at this instant, on and off in turn."""
        return self._flash.strokes if self._flash and self._flash.lit(now) else SILENT

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
