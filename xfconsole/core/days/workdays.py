"""Which days the office works: weekends, public holidays and the weekend days worked for them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import field
from datetime import date, timedelta
from types import MappingProxyType

from xfconsole.core.words.frozen import frozen

_DAY = timedelta(days=1)
_SATURDAY = 5


@frozen
class Workdays:
    """A table of holidays, a value: two with the same content are equal and share a ``digest``.

    ``holidays`` maps each free day of a holiday, weekend days included, to the holiday's name,
    ``""`` if unknown. ``working`` are weekend days that are worked (调休); a day in both is worked.
    ``covered`` are the years of which the table knows every holiday. A day it does not name works
    from Monday to Friday, which for a year not covered is an assumption.
    """

    holidays: Mapping[date, str] = field(compare=False)
    working: Collection[date] = field(compare=False)
    covered: Collection[int] = field(compare=False)
    digest: str = field(init=False)
    """SHA-256 of the content, in hex; however it was ordered, the same table has the same."""

    def __post_init__(self) -> None:
        working = frozenset(self.working)
        holidays = {day: name for day, name in self.holidays.items() if day not in working}
        object.__setattr__(self, "holidays", MappingProxyType(holidays))
        object.__setattr__(self, "working", working)
        object.__setattr__(self, "covered", frozenset(self.covered))
        object.__setattr__(self, "digest", _digest(self))

    def covers(self, year: int) -> bool:
        """Whether the table knows the holidays of a year."""
        return year in self.covered

    def works(self, day: date) -> bool:
        """Whether the office works on a day; in a year not covered, whether it probably does."""
        return day in self.working or (day.weekday() < _SATURDAY and day not in self.holidays)

    def next_working(self, day: date) -> date:
        """Return the day itself if it is worked, else the first after it that is."""
        while not self.works(day):
            day += _DAY
        return day

    def name(self, day: date) -> str:
        """Return the name of the holiday on a day; empty on a plain weekend or a working day."""
        return self.holidays.get(day, "")


def _digest(table: Workdays) -> str:
    content = {
        "holidays": {day.isoformat(): name for day, name in table.holidays.items()},
        "working": sorted(day.isoformat() for day in table.working),
        "covered": sorted(table.covered),
    }
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("ascii")).hexdigest()


WEEKENDS = Workdays({}, (), ())
"""No table at all: Monday to Friday, in every year an assumption."""


def changed(old: Workdays, new: Workdays) -> tuple[date, date] | None:
    """Return the first and the last day that two tables see differently, or None.

    A year that only one of them covers is seen differently throughout.
    """
    days = {*old.holidays, *old.working, *new.holidays, *new.working}
    differing = [day for day in days if old.works(day) != new.works(day)]
    for year in set(old.covered) ^ set(new.covered):
        differing += [date(year, 1, 1), date(year, 12, 31)]
    return (min(differing), max(differing)) if differing else None
