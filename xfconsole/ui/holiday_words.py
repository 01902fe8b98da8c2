"""Holidays in words: the known ones in the language spoken, the office's own as it wrote them."""

from __future__ import annotations

from datetime import date

from xfconsole.ui.format import day, weekday
from xfconsole.ui.i18n import say

_KNOWN = {
    "元旦": "holidays.name.new_year",
    "春节": "holidays.name.spring",
    "清明": "holidays.name.tomb_sweeping",
    "清明节": "holidays.name.tomb_sweeping",
    "劳动节": "holidays.name.labour",
    "端午": "holidays.name.dragon_boat",
    "端午节": "holidays.name.dragon_boat",
    "中秋": "holidays.name.mid_autumn",
    "中秋节": "holidays.name.mid_autumn",
    "国庆节": "holidays.name.national",
    "中国人民抗日战争暨世界反法西斯战争胜利70周年纪念日": "holidays.name.victory",
}
"""The names that the table of working days keeps, and the words for them."""


def holiday_name(name: str) -> str:
    """Return the name of a holiday, as ``Workdays.name`` gives it, in the language spoken now."""
    return say(_KNOWN[name]) if name in _KNOWN else name


def day_line(on: date, name: str = "") -> str:
    """Return ``2026-02-20 Fri Spring Festival``, or date and weekday alone."""
    shown = say("holidays.line", day=day(on), weekday=weekday(on), name=holiday_name(name))
    return shown.rstrip()
