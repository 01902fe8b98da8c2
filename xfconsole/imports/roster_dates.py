"""Says which days a cell of a drawn roster means, whose year and month stand in a title."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta

from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.spelled_times import in_digits
from xfconsole.imports.roster_cells import days_of
from xfconsole.imports.table import Cell, Row, as_text, composed, shown

_MONTH = re.compile(r"(?<!\d)(20\d\d)[-/.](\d{1,2})(?!\d)")
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_MONTH_ALONE = re.compile(r"(?<![\d/])(\d{1,2})/(?!\d)")
_SHORT = r"(?:(\d{1,2})[/.])?(\d{1,2})"
_SHORT_DAYS = re.compile(rf"{_SHORT}(?:\s*(?:~|至|到|-|–|—)\s*{_SHORT})?")
_WEEKDAYS = re.compile(r"(?:星期|周|礼拜)?([一二三四五六日天])|(mon|tue|wed|thu|fri|sat|sun)", re.I)
_WEEKDAY_WORD = re.compile(r"(?:星期|周|礼拜)[一二三四五六日天]")
_NAMES = "一二三四五六日", "mon tue wed thu fri sat sun".split()
_MAX_DAYS = 31


class Titles:
    """The year and month that the titles above a table say, the nearest first."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._year = self._month = 0
        for row in rows:
            self._take(row)

    def renewed(self, row: Row) -> bool:
        """Whether a row is a title, which then counts instead of those before."""
        title = any(isinstance(cell, str) and _MONTH.search(_plain(cell)) for cell in row.cells)
        if title:
            self._year = self._month = 0
            self._take(row)
        return title

    def days(self, cell: Cell, weekday: str) -> list[date]:
        """Return the days of a cell; ``weekday`` is what stands beside it, or nothing.

        Raises Refused for what is no day, and for a weekday that is another day's.
        """
        inside = _WEEKDAY_WORD.search(as_text(cell))
        said = weekday or (inside[0] if inside else "")
        try:
            days = days_of(cell)
        except Refused:
            days = self._short_days(cell, said)
        if len(days) == 1 and not _agrees(days[0], said):
            day = days[0].isoformat()
            raise Refused("roster.refused.weekday", date=day, said=shown(said))
        return days

    def _short_days(self, cell: Cell, said: str) -> list[date]:
        """Return the days of a cell that leaves out the year, or the month too."""
        text = _plain(cell).strip() if isinstance(cell, str) else as_text(cell)
        found = _SHORT_DAYS.fullmatch(text)
        if found is None:
            raise Refused("roster.refused.date", date=shown(cell))
        if not self._year or not (found[1] or self._month):
            raise Refused("roster.refused.no_month", date=shown(cell))
        first = self._day(found[1], found[2], said, cell)
        if found[4] is None:
            return [first]
        last = self._day(found[3] or str(first.month), found[4], "", cell)
        if not timedelta() <= last - first < timedelta(days=_MAX_DAYS):
            raise Refused("roster.refused.date_range", date=shown(cell), most=_MAX_DAYS)
        return [first + timedelta(days=each) for each in range((last - first).days + 1)]

    def _day(self, month: str | None, day: str, said: str, cell: Cell) -> date:
        try:
            found = date(self._year, int(month or self._month), int(day))
            if self._month and found.month < self._month:
                # A month before the title's is of the next year, if its weekday says so.
                later = found.replace(year=found.year + 1)
                if not said or not _agrees(later, said):
                    raise Refused("roster.refused.date", date=shown(cell))
                return later
        except ValueError:
            raise Refused("roster.refused.date", date=shown(cell)) from None
        return found

    def _take(self, row: Row) -> None:
        for text in (_plain(cell) for cell in row.cells if isinstance(cell, str)):
            if not self._month and (both := _MONTH.search(text)):
                self._year, self._month = self._year or int(both[1]), int(both[2])
            if not self._year and (year := _YEAR.search(text)):
                self._year = int(year[1])
            if not self._month and (month := _MONTH_ALONE.search(text)):
                self._month = int(month[1])


def names_weekday(cell: Cell) -> bool:
    """Whether a cell names a weekday, as a day does and a remark does not."""
    return bool(_WEEKDAY_WORD.search(as_text(cell)))


def _agrees(day: date, said: str) -> bool:
    found = _WEEKDAYS.search(said)
    if found is None:
        return True
    name = (found[1] or "").replace("天", "日")
    at = _NAMES[0].index(name) if name else _NAMES[1].index(found[2].lower())
    return day.weekday() == at


def _plain(cell: Cell) -> str:
    return in_digits(composed(cell))
