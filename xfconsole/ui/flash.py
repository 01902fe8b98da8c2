"""A ring that is seen, for an officer who does not hear it: on and off in turn for some seconds."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

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
