"""Reads the cells of a duty roster: dates and ranges of dates, shifts, order, phone, names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from xfconsole.core.roster.shifts import MAX_DAYS, Hours, plainly, shift_meant
from xfconsole.core.roster.spelled import MAX_NAME, MAX_UNIT
from xfconsole.core.words.official import name_key, telephone, unseen
from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.text import neutral_line
from xfconsole.core.words.typed import YEARS
from xfconsole.imports.table import Cell, as_text, composed, header_key, shown

DEPUTY = 0
"""The order of a row that only says "deputy": the next free place from the second on."""


_PRIMARY_NAMES = {"主班", "主", "正班", "primary", "first", "第一"}
_DEPUTY_NAMES = {"副班", "副", "替班", "备班", "副职", "deputy", "backup"}

_WEEKDAY = re.compile(
    r"\(?(?:(?:星期|周|礼拜)[一二三四五六日天]|\b(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*)\)?,?", re.I
)
_DATES = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})[日号]?(?:00:00(?::00)?)?"
    r"(?:(?:~|至|到|to|[-–—]{1,2})(?:(?:(\d{4})[-/.年])?(\d{1,2})[-/.月])?(\d{1,2})[日号]?)?",
    re.I,
)
_COMPACT = re.compile(
    r"(\d{4})(\d{2})(\d{2})(?:(?:~|至|到|to|[-–—]{1,2})(\d{4})(\d{2})(\d{2}))?", re.I
)
_ENGLISH = re.compile(r"(?:(\d{1,2})([a-z]{3})[a-z]*|([a-z]{3})[a-z]*(\d{1,2})),?(\d{4})", re.I)
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_PLAIN_HOURS = re.compile(r"\d{1,2}[:.]\d{2}(?:~|至|到|to|[-–—]{1,2})\d{1,2}[:.]\d{2}", re.I)
_REMARK = re.compile(
    r"^\W*(?:备注|注|说明|制表|填表|编制|审核|审批|批准|打印|联系人|值班电话|第.{1,4}页|共.{1,4}页)"
    r"|^\W*(?:notes?|remarks?|prepared|compiled|checked|approved|printed|page)\b"
    r"|[^\d\s]\s*:|值班(?:安排)?表|^\D{15,}",
    re.I,
)
_EXAMPLE = re.compile(r"\W*(?:示例|样例|例|example|e\.g\.)\W", re.I)
_SEVERAL = re.compile(r"[、,，;；/]")
_ORDER = re.compile(r"第?([1-9])(?:位|顺位)?")
_NTH_DEPUTY = re.compile(r"(?:副班|deputy)([1-8])")


def is_remark(cell: Cell) -> bool:
    """Whether a cell holds a remark or a signature: 备注：…, 制表：…, 第二页, 2026年12月值班表."""
    return isinstance(cell, str) and bool(_REMARK.search(composed(cell)))


def is_example(cell: Cell) -> bool:
    """Whether a row whose date is this cell only shows how one is filled in: 例：2026-12-01."""
    return isinstance(cell, str) and bool(_EXAMPLE.match(composed(cell)))


def days_of(cell: Cell) -> list[date]:
    """Return the days a date cell names, one or a range with both ends. Raises Refused."""
    if isinstance(cell, datetime):
        return [_usable(cell.date(), cell)]
    if isinstance(cell, date):
        return [_usable(cell, cell)]
    text = "".join(_WEEKDAY.sub("", composed(cell)).split())
    found = _COMPACT.fullmatch(_numeric(text)) or _DATES.fullmatch(_numeric(text))
    if found is None:
        raise Refused("roster.refused.date", date=shown(cell))
    first, last = _ends(found.groups(), cell)
    if not timedelta() <= last - first < timedelta(days=MAX_DAYS):
        raise Refused("roster.refused.date_range", date=shown(cell), most=MAX_DAYS)
    return [first + timedelta(days=each) for each in range((last - first).days + 1)]


def _numeric(text: str) -> str:
    """Turn ``20 February 2026`` and ``Feb 20, 2026`` into ``2026-2-20``; keep anything else."""
    found = _ENGLISH.fullmatch(text)
    month = (found[2] or found[3]).lower() if found else ""
    if found is None or month not in _MONTHS:
        return text
    return f"{found[5]}-{_MONTHS.index(month) + 1}-{found[1] or found[4]}"


def _ends(parts: tuple[str | None, ...], cell: Cell) -> tuple[date, date]:
    # What the second date of a range leaves out is as in the first.
    start = [int(part or 0) for part in parts[:3]]
    end = [int(part) if part else begun for part, begun in zip(parts[3:], start, strict=True)]
    try:
        first, last = date(*start), date(*end)
    except ValueError as error:
        raise Refused("roster.refused.date", date=shown(cell)) from error
    return _usable(first, cell), _usable(last, cell)


def _usable(day: date, cell: Cell) -> date:
    if day.year not in YEARS:
        raise Refused("roster.refused.date", date=shown(cell))
    return day


def shift_of(cell: Cell, shifts: Iterable[Hours]) -> Hours:
    """Return the shift a cell names, or the hours it states such as ``17:30-08:30``."""
    shift = shift_meant(composed(cell), shifts)
    if shift is None:
        raise Refused("roster.refused.shift", shift=shown(cell))
    return shift


def as_understood(cell: Cell, shift: Hours, shifts: Iterable[Hours]) -> str:
    """Return how a shift was understood that was not written plainly, or nothing."""
    text = "".join(composed(cell).split())
    if plainly(text, shifts) is not None or _PLAIN_HOURS.fullmatch(text):
        return ""
    return f"{shown(cell)} = {shift.starts:%H:%M}-{shift.ends:%H:%M}"


def order_of(cell: Cell) -> int | None:
    """Return 1 for the primary holder, 2 to 9, DEPUTY for the next deputy, None if unsaid."""
    key = header_key(cell)
    if not key:
        return None
    if key in _PRIMARY_NAMES:
        return 1
    if key in _DEPUTY_NAMES:
        return DEPUTY
    if found := _NTH_DEPUTY.fullmatch(key):
        return int(found[1]) + 1
    if found := _ORDER.fullmatch(key):
        return int(found[1])
    raise Refused("roster.refused.order", order=shown(cell))


def phone_of(cell: Cell) -> str:
    """Return a number as it is dialled, or nothing. The refusal does not repeat it."""
    # A number copied from a list of contacts comes with marks of direction around it.
    text = "".join(each for each in composed(cell) if each.isspace() or not unseen(each))
    phone = telephone(text)
    if phone is None:
        raise Refused("roster.refused.phone")
    return phone


def name_of(cell: Cell) -> str:
    """Return the one name in a cell."""
    name = " ".join(neutral_line(as_text(cell)).split())
    if not name_key(name):
        raise Refused("roster.refused.no_name")
    if _SEVERAL.search(name):
        raise Refused("roster.refused.several_names")
    if len(name) > MAX_NAME:
        raise Refused("roster.refused.long_name", most=MAX_NAME)
    return name


def unit_of(cell: Cell) -> str:
    """Return the unit an entry is limited to, or nothing."""
    unit = neutral_line(as_text(cell)).strip()
    if not name_key(unit):
        return ""
    if len(unit) > MAX_UNIT:
        raise Refused("roster.refused.long_unit", most=MAX_UNIT)
    return unit
