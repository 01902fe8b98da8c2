"""Turns the office's own table of holidays into days, or says what is wrong on which line."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from contextlib import suppress
from datetime import date, datetime

from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.text import neutral_line
from xfconsole.core.words.toml_text import MAX_LINE, Fault, LineIndex, NotToml, Path, read_toml

MAX_BYTES = 1_000_000
MAX_NAME = 40
"""Characters of a holiday's name."""
_KEYS = ("covers", "working", "holidays")
_MOST_SHOWN = 60
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_UNREAD: dict[Fault, tuple[str, dict[str, int]]] = {
    Fault.TOO_LARGE: ("holidays.refused.too_large", {"most": MAX_BYTES // 1000}),
    Fault.NOT_UTF8: ("holidays.refused.not_utf8", {}),
    Fault.CONTROL: ("holidays.refused.control", {}),
    Fault.LONG_LINE: ("holidays.refused.long_line", {"most": MAX_LINE}),
    Fault.SYNTAX: ("holidays.refused.toml", {}),
}


@frozen
class OwnDays:
    """What the office itself says about its holidays; it goes before every other table."""

    covers: frozenset[int]
    """Years that are complete with these days."""
    holidays: Mapping[date, str]
    """Free days and the holiday's name."""
    working: frozenset[date]
    """Days that are worked although they would be free."""
    others: tuple[str, ...] = ()
    """Sheets of a workbook that are not read, because they are hidden or say no day."""
    hidden: tuple[tuple[str, int], ...] = ()
    """Rows that the workbook does not show, and that count; the sheet where there are several."""


def parse_own_days(data: bytes, name: str) -> OwnDays:
    """Return the days in a file's bytes. ``name`` is the file's, for the refusal.

    Raises Refused for the first fault, naming its line.
    """
    name = neutral_line(name)
    try:
        document, text = read_toml(data, MAX_BYTES, plain=True)
    except NotToml as error:
        key, values = _UNREAD[error.fault]
        raise Refused(key, file=name, line=error.line, **values) from None
    return _HolidayReader(text, name).days(document)


class _HolidayReader:
    """One file being read; every method raises Refused at the first fault it meets."""

    def __init__(self, text: str, name: str) -> None:
        self._text, self._name = text, name

    def days(self, document: Mapping[str, object]) -> OwnDays:
        """Return everything the file says."""
        for key in document:
            if key not in _KEYS:
                known = ", ".join(_KEYS)
                raise self.refuse("holidays.refused.key", (key,), what=key, known=known)
        holidays = self._holidays(document.get("holidays", {}))
        working = self._working(document.get("working", []), holidays)
        covers = self._covers(document.get("covers", []), {day.year for day in holidays})
        return OwnDays(covers, holidays, working)

    def refuse(self, key: str, path: Path, **values: object) -> Refused:
        """Return the refusal for what stands at ``path``; ``what`` among the values is quoted."""
        what = _shown(values.get("what", ""))
        line = LineIndex(self._text).line(path)
        return Refused(
            key, **{**values, "what": what}, file=self._name, line=self._near(line, what)
        )

    def _near(self, line: int, what: str) -> int:
        # A list may go over many lines, and only its first is known.
        below = enumerate(self._text.split("\n")[line - 1 :], start=line)
        return next((number for number, each in below if what in each), line)

    def _holidays(self, found: object) -> dict[date, str]:
        if not isinstance(found, dict):
            raise self.refuse("holidays.refused.no_table", ("holidays",))
        return {self._day(each): self._holiday_name(each, name) for each, name in found.items()}

    def _day(self, key: str) -> date:
        # fromisoformat would take a week or a date without dashes too.
        with suppress(ValueError):
            if _DATE.fullmatch(key):
                return date.fromisoformat(key)
        raise self.refuse("holidays.refused.date", ("holidays", key), what=key)

    def _holiday_name(self, key: str, name: object) -> str:
        usable = isinstance(name, str) and neutral_line(name) == name and name.strip()
        if not usable or len(str(name)) > MAX_NAME:
            raise self.refuse("holidays.refused.name", ("holidays", key), what=key, most=MAX_NAME)
        return str(name).strip()

    def _working(self, found: object, holidays: Collection[date]) -> frozenset[date]:
        if not isinstance(found, list):
            raise self.refuse("holidays.refused.no_dates", ("working",))
        for each in found:
            if not isinstance(each, date) or isinstance(each, datetime):
                raise self.refuse("holidays.refused.working", ("working",), what=each)
            if each in holidays:
                raise self.refuse("holidays.refused.both", ("working",), what=each)
        return frozenset(found)

    def _covers(self, found: object, known: Collection[int]) -> frozenset[int]:
        if not isinstance(found, list):
            raise self.refuse("holidays.refused.no_years", ("covers",))
        for each in found:
            if not isinstance(each, int) or isinstance(each, bool):
                raise self.refuse("holidays.refused.year", ("covers",), what=each)
            if each not in known:
                raise self.refuse("holidays.refused.bare_year", ("covers",), what=each)
        return frozenset(found)


def _shown(value: object) -> str:
    harmless = neutral_line(str(value))
    return harmless if len(harmless) <= _MOST_SHOWN else harmless[:_MOST_SHOWN] + "…"
