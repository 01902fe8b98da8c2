"""Finds the table of working days in force: the published holidays and the office's own days."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from xfconsole.core.days.workdays import Workdays
from xfconsole.core.policy.holiday_file import MAX_BYTES, OwnDays, parse_own_days
from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.text import neutral_line
from xfconsole.reading import read_file

OWN_DAYS = "holidays.toml"
"""In the office's folder; its days go before the published ones."""


def workdays_in_force(folder: Path) -> Workdays:
    """Return the working days an office counts by.

    Raises Refused, naming file and line, when the office's own table can't be used.
    """
    own = own_file(folder)
    return workdays_with(own) if own else published_workdays()


def own_file(folder: Path) -> Path | None:
    """Return the office's own table, or None where it has none."""
    own = folder / OWN_DAYS
    # A link that leads nowhere was meant to be read: that is told, not passed over.
    return own if os.path.lexists(own) else None


def workdays_with(own: Path) -> Workdays:
    """Return the published working days with the days of one file on top; raises Refused."""
    name = neutral_line(own.name)
    try:
        data = read_file(own, MAX_BYTES)
    except OSError:
        raise Refused("holidays.refused.unreadable", file=name) from None
    return _merged(published_workdays(), parse_own_days(data, name))


@cache
def published_workdays() -> Workdays:
    """Return the holidays of the State Council's yearly notices, as chinesecalendar has them."""
    # 7 ms that a first paint can't spare.
    from chinese_calendar import Holiday, holidays, workdays  # type: ignore[import-untyped]

    named = {day: Holiday(name).chinese for day, name in holidays.items()}
    # Only a year's own notice names its National Day; one before it may name a day in January.
    covered = {day.year for day in named if (day.month, day.day) == (10, 1)}
    return Workdays(named, workdays, covered)


def _merged(published: Workdays, own: OwnDays) -> Workdays:
    return Workdays(
        {**published.holidays, **own.holidays},
        {*published.working, *own.working} - own.holidays.keys(),
        {*published.covered, *own.covers},
    )
