"""How the office stands with its backups, as the screens tell it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from xfconsole.core.refusal import Refused

OLD = timedelta(hours=2)
"""From this age on the last good backup is too old for a console that is open."""


@dataclass(frozen=True, slots=True)
class BackupState:
    """``last_good`` is when the newest one that proved whole was made, None before the first.

    ``failed`` says why the last attempt made none, ``second`` why the second medium has no copy
    of it. ``running``: one is being made; ``soon``: one will be within a minute. ``kept``: this
    office makes any at all.
    """

    last_good: datetime | None = None
    failed: Refused | None = None
    second: Refused | None = None
    running: bool = False
    soon: bool = False
    kept: bool = True

    def age(self, now: datetime) -> timedelta | None:
        """Return how old the last good one is; a clock that was set back makes it new."""
        return None if self.last_good is None else max(timedelta(0), now - self.last_good)

    def old(self, now: datetime) -> bool:
        """Whether there is none that is young enough, nor will be in a moment."""
        age = self.age(now)
        return self.kept and not (self.running or self.soon) and (age is None or age >= OLD)

    def warns(self, now: datetime) -> bool:
        """Whether the officer has something to do about it."""
        return self.kept and (bool(self.failed or self.second) or self.old(now))


NO_BACKUPS = BackupState(kept=False)
"""A throw-away office makes none."""
