"""How a desk stands with the hub by which the office's desks meet, and when it tries next."""

from __future__ import annotations

from datetime import datetime, timedelta

from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.refusal import Refused

EVERY = timedelta(minutes=1)
SOON = timedelta(seconds=5)
"""So long after the first of a run of acts all of them go to the hub."""
LOOK = timedelta(seconds=10)
"""So often a desk asks the hub for news of the others while people are there."""
MOST = 15
"""So many times as long, at most, a desk waits that did not reach the hub again and again."""
_PASSING = {f"hub.refused.{each}" for each in ("away", "busy", "held", "failed", "flood")}
_OURS = ("hub.", "sync.", "store.")
"""How what is wrong with the hub, or with what came from it, begins; the rest is told elsewhere."""


def wait_after(failures: int, every: timedelta = EVERY) -> timedelta:
    """Return how long to wait for the next attempt after so many in a row that came to nothing."""
    return every * min(1 << max(0, min(failures, MOST) - 1), MOST)


@frozen
class HubState:
    """``met_at`` is when desk and hub met last, None before the first time; ``unsent`` how many
    lines of this desk are not there; ``trouble`` what came in the way the last time, ``noticed``
    what the officer has to know of what came in."""

    joined: bool = True
    met_at: datetime | None = None
    unsent: int = 0
    trouble: Refused | None = None
    noticed: Refused | None = None

    def age(self, now: datetime) -> timedelta | None:
        """Return how long ago they met; a clock that was set back makes it now."""
        return None if self.met_at is None else max(timedelta(0), now - self.met_at)

    @property
    def wrong(self) -> Refused | None:
        """What somebody has to mend: a cable that is out passes, and so does a hub that is full."""
        found = self.trouble
        if found is None or found.key in _PASSING or not found.key.startswith(_OURS):
            return None
        return found


NO_HUB = HubState(joined=False)
"""A desk that joined none."""
