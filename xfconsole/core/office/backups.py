"""Which backups stay (hourly for a day, daily for a month, monthly for a year), and their state."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable
from datetime import datetime, timedelta, tzinfo

from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.refusal import Refused

DAY, MONTH, YEAR = timedelta(days=1), timedelta(days=31), timedelta(days=366)
NEWEST = 3
"""So many of the newest stay whatever their age: a clock set far ahead must not take them all."""


def times_to_keep(times: Collection[datetime], now: datetime, zone: tzinfo) -> set[datetime]:
    """Return those of some aware times at which a backup is to be kept.

    Of every hour, day or month, as the office's clock shows it, the last one stays. What lies in
    the future (a clock was set back) counts as made now.
    """
    newest_first = sorted(times, reverse=True)
    stay = set(newest_first[:NEWEST])
    for oldest, part in ((DAY, _hour), (MONTH, _day), (YEAR, _month)):
        stay |= _last_of_each([at for at in newest_first if now - at <= oldest], part, zone)
    return stay


def _last_of_each(
    newest_first: list[datetime], part: Callable[[datetime], Hashable], zone: tzinfo
) -> set[datetime]:
    last: dict[Hashable, datetime] = {}
    for at in newest_first:
        last.setdefault(part(at.astimezone(zone)), at)
    return set(last.values())


def _hour(local: datetime) -> Hashable:
    # The offset tells the two hours apart that a clock put back shows alike.
    return local.date(), local.hour, local.utcoffset()


def _day(local: datetime) -> Hashable:
    return local.date()


def _month(local: datetime) -> Hashable:
    return local.year, local.month


OLD = timedelta(hours=2)
"""From this age on the last good backup is too old for a console that is open."""


@frozen
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
