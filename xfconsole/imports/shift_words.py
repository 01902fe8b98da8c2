"""Shifts as rosters write them besides plain names: 夜, 夜班（17:30-次日8:30）, 早8:30-晚5:30."""

from __future__ import annotations

import re

_NAMES = {
    "day": "白 日 白天 日间 昼间 day daytime",
    "night": "夜 晚 夜间 晚间 夜晚 夜里 晚上 通宵 night overnight",
    "all_day": "全天 全日 整天 昼夜 24小时 24时 24h 全天24小时 24小时全天 昼夜24小时 allday",
}
_IDS = {name: shift for shift, names in _NAMES.items() for name in names.split()}
_AROUND = re.compile(r"[()\[\]【】]|值班|班次|班|时间|shift|duty")
"""What stands around a shift's name and says nothing of its hours."""
_MORNING = frozenset("上午 早上 早晨 早 清晨 凌晨 am".split())
_AFTERNOON = frozenset(("下午", "pm"))
_EVENING = frozenset("傍晚 晚上 晚 夜里 夜间".split())
_HALF = r"(上午|早上|早晨|早|清晨|凌晨|中午|下午|傍晚|晚上|晚|夜里|夜间|am|pm)?"
_NEXT = r"(?:\(?(?:次日|翌日|第二天|隔日|\+1)\)?)?"
_TIME = rf"{_HALF}(\d{{1,2}})(?:([:.点时])(\d{{2}}|半)?分?)?(am|pm)?"
_HOURS = re.compile(rf"{_TIME}(?:~|至|到|to|[-–—]{{1,2}}){_NEXT}{_TIME}{_NEXT}")
_NAMED_HOURS = re.compile(rf"([^\d()]*?)\(?({_HOURS.pattern})\)?([^\d()]*)")


def shift_named(text: str) -> str:
    """Return the id of the usual shift that a text without blanks means, or nothing."""
    return _IDS.get(_AROUND.sub("", text.casefold()), "")


def hours_named(text: str) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """Return hour and minute of the two times in a text without blanks; None where there are none.

    What stands beside them may only be a shift's name. Two bare numbers are no hours.
    """
    found = _NAMED_HOURS.fullmatch(text.casefold())
    if found is None:
        return None
    before, _, *parts, after = found.groups()
    around = _AROUND.sub("", before + after)
    if (around and around not in _IDS) or not (parts[2] or parts[7]):
        return None
    return _clock(*parts[:5]), _clock(*parts[5:])


def _clock(
    half: str | None, hour: str, _: str | None, minute: str | None, english: str | None
) -> tuple[int, int]:
    said, twelve = {half, english}, int(hour) % 12
    at = int(hour)
    if at <= 12 and (said & _AFTERNOON or (said & _EVENING and twelve >= 5)):
        at = twelve + 12
    elif at == 12 and said & (_MORNING | _EVENING):
        at = 0
    return at, 30 if minute == "半" else int(minute or 0)
