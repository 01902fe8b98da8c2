"""Tonight's holes: those of the roster's day, which ends at the next 08:30 office time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta, tzinfo
from functools import lru_cache

from xfconsole.core.roster.holes import Hole
from xfconsole.core.roster.roster import DAY_BEGINS, Roster, day_ends

LOOKED_AT_FROM = time(16, 0)
"""Office time from which tonight's holes stand in sight: whoever can mend them is still at work."""


def in_sight(now: datetime, zone: tzinfo) -> bool:
    """Whether tonight's holes are shown all the time: from 16:00 until the roster's day ends."""
    local = now.astimezone(zone).time()
    return local >= LOOKED_AT_FROM or local < DAY_BEGINS


def holes_tonight(
    roster: Roster, needed: Mapping[str, str], now: datetime, zone: tzinfo
) -> list[Hole]:
    """Return the holes from now until the next 08:30; one under way began when it began.

    ``needed`` maps posts to their scope. Asked every second: what was found for a day is kept.
    """
    until = day_ends(now, zone)
    # A day and a half back is in the day before, also where the clocks change.
    since = day_ends(until - timedelta(hours=36), zone)
    found = _of_day(roster, tuple(needed.items()), since, until)
    return [hole for hole in found if hole.ends_at > now]


@lru_cache(2)
def _of_day(
    roster: Roster, needed: tuple[tuple[str, str], ...], since: datetime, until: datetime
) -> tuple[Hole, ...]:
    return tuple(roster.holes(dict(needed), since, until))
