"""Reads the cells of a duty roster: dates and ranges of dates, shifts, order, phone, names.

Shifts stand there as rosters write them: 夜, 夜班（17:30-次日8:30）, 早8:30-晚5:30.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from xfconsole.core.words.official import name_key, telephone, unseen
from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.text import neutral_line
from xfconsole.core.words.typed import YEARS
from xfconsole.imports.table import Cell, as_text, composed, header_key, shown

MAX_DAYS = 366
MAX_NAME = 40
MAX_UNIT = 60
DEPUTY = 0
"""The order of a row that only says "deputy": the next free place from the second on."""


@dataclass(frozen=True, slots=True)
class Hours:
    """A stretch of the day in office time; one that ends no later than it starts ends next day.

    ``names`` are what a roster may call it, in either language.
    """

    id: str
    names: tuple[str, ...]
    starts: time
    ends: time

    def on(self, day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """Return start and end, in UTC, of the shift that begins on a day."""
        last = day if self.ends > self.starts else day + timedelta(days=1)
        start = datetime.combine(day, self.starts, zone).astimezone(UTC)
        return start, datetime.combine(last, self.ends, zone).astimezone(UTC)


SHIFTS = (
    Hours("day", ("白班", "日班", "day", "day shift"), time(8, 30), time(17, 30)),
    Hours("night", ("夜班", "晚班", "night", "night shift"), time(17, 30), time(8, 30)),
    Hours("all_day", ("全天", "24小时", "all day", "24h"), time(8, 30), time(8, 30)),
)
"""The usual shifts; an office with other hours passes its own."""

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
_SEVERAL = re.compile(r"[、,，;；/]")
_ORDER = re.compile(r"第?([1-9])(?:位|顺位)?")
_NTH_DEPUTY = re.compile(r"(?:副班|deputy)([1-8])")


def is_remark(cell: Cell) -> bool:
    """Whether a cell holds a remark or a signature: 备注：…, 制表：…, 第二页, 2026年12月值班表."""
    return isinstance(cell, str) and bool(_REMARK.search(composed(cell)))


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
    known = {each.id: each for each in shifts}
    if (plain := _plainly(cell, known.values())) is not None:
        return plain
    text = "".join(composed(cell).split())
    if (shift := known.get(shift_named(text))) is not None:
        return shift
    hours = hours_named(text)
    if hours is None:
        raise Refused("roster.refused.shift", shift=shown(cell))
    try:
        starts, ends = (_time(*clock) for clock in hours)
    except ValueError as error:
        raise Refused("roster.refused.shift", shift=shown(cell)) from error
    return Hours(f"{starts:%H:%M}-{ends:%H:%M}", (), starts, ends)


def as_understood(cell: Cell, shift: Hours, shifts: Iterable[Hours]) -> str:
    """Return how a shift was understood that was not written plainly, or nothing."""
    text = "".join(composed(cell).split())
    if _plainly(cell, shifts) is not None or _PLAIN_HOURS.fullmatch(text):
        return ""
    return f"{shown(cell)} = {shift.starts:%H:%M}-{shift.ends:%H:%M}"


def _plainly(cell: Cell, shifts: Iterable[Hours]) -> Hours | None:
    key = header_key(cell)
    names = ((each, {header_key(name) for name in (each.id, *each.names)}) for each in shifts)
    return next((each for each, known in names if key in known), None)


def _time(hour: int, minute: int) -> time:
    return time(0, 0) if (hour, minute) == (24, 0) else time(hour, minute)


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


_NAMES = {
    "day": "白 日 白天 日间 昼间 day daytime",
    "night": "夜 晚 夜间 晚间 夜晚 夜里 晚上 通宵 night overnight",
    "all_day": "全天 全日 整天 昼夜 24小时 24时 24h 全天24小时 24小时全天 昼夜24小时 allday",
}
_IDS = {name: shift for shift, names in _NAMES.items() for name in names.split()}
_AROUND = re.compile(r"[()\[\]【】]|值班|带班|班次|[值班]|时间|当[日天]|shift|duty")
"""What stands around a shift's name and says nothing of its hours."""
_MORNING = frozenset("上午 早上 早晨 早 清晨".split())
_BEFORE_DAWN = frozenset(("凌晨", "am"))
_NOON = frozenset(("中午",))
_AFTERNOON = frozenset(("下午", "pm"))
_EVENING = frozenset("傍晚 晚上 晚 夜里 夜间".split())
_HALF = r"(上午|早上|早晨|早|清晨|凌晨|中午|下午|傍晚|晚上|晚|夜里|夜间|am|pm)?"
_NEXT_DAY = r"次日|翌日|第二天|隔日|\+1"
_NEXT = rf"(?:\(?(?:{_NEXT_DAY})\)?)?"
_TIME = rf"{_HALF}(\d{{1,2}})(?:([:.点时])(\d{{2}}|半)?分?)?(am|pm)?"
_HOURS = rf"{_TIME}(?:~|至|到|to|[-–—]{{1,2}}){_NEXT}{_TIME}{_NEXT}"
_NAMED_HOURS = re.compile(rf"([^\d()]*?)\(?({_HOURS})\)?\(?([^\d()]*)\)?")


def shift_named(text: str) -> str:
    """Return the id of the usual shift that a text without blanks means, or nothing."""
    return _IDS.get(_AROUND.sub("", text.casefold()), "")


def hours_named(text: str) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """Return hour and minute of the two times in a text without blanks; None where there are none.

    What stands beside them may only be a shift's name. Two bare numbers are no hours, nor are times
    that could be others: 上午12:00, or 下午2:00-6:00 and 1:00-下午5:00, which say the half of the
    day at one end only and no word of the next day.
    """
    found = _NAMED_HOURS.fullmatch(text.casefold())
    if found is None:
        return None
    before, hours, *parts, after = found.groups()
    around = _AROUND.sub("", before + after)
    if (around and around not in _IDS) or not (parts[2] or parts[7]):
        return None
    first, last = _clock(*parts[:5]), _clock(*parts[5:])
    if first is None or last is None:
        return None
    begins, ends = any((parts[0], parts[4])), any((parts[5], parts[9]))
    later = first[0] + 12, first[1]
    # Half a day later the beginning would fit as well, and may be what the word at the end means.
    unsaid = not begins and 0 < first[0] < 12 and later < last
    backward = int(parts[1]) <= 12 and last <= first and not re.search(_NEXT_DAY, hours)
    return None if begins != ends and (unsaid or backward) else (first, last)


def _clock(
    half: str | None, hour: str, _: str | None, minute: str | None, english: str | None
) -> tuple[int, int] | None:
    """Return a time of day; None for one that is noon to some and midnight to others."""
    said, at, twelve = {half, english}, int(hour), int(hour) % 12
    if at == 12 and said & _MORNING:
        return None
    later = said & _AFTERNOON or (said & _NOON and twelve < 3) or (said & _EVENING and twelve >= 5)
    if at <= 12 and later:
        at = twelve + 12
    elif at == 12 and said & (_BEFORE_DAWN | _EVENING):
        at = 0
    return at, 30 if minute == "半" else int(minute or 0)
