"""Which backups stay as time goes by: hourly for a day, daily for a month, monthly for a year."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable
from datetime import datetime, timedelta, tzinfo

DAY, MONTH, YEAR = timedelta(days=1), timedelta(days=31), timedelta(days=366)
NEWEST = 3
"""So many of the newest stay whatever their age: a clock set far ahead must not take them all."""


def kept(times: Collection[datetime], now: datetime, zone: tzinfo) -> set[datetime]:
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
