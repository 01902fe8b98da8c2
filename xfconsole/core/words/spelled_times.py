"""Days and times as they are written out, 2月20日下午3点半, in the digits and signs of a clock.

Files of letters, cards, the command line and filters all read such words through here.
"""

from __future__ import annotations

import re

_AS_DIGITS = str.maketrans(
    {"年": "/", "月": "/", "日": " ", "号": " ", "时": ":", "分": ":", "秒": None}
)
_DIGITS = {
    sign: str(value)
    for value, signs in enumerate(("〇零○", "一", "二", "三", "四", "五", "六", "七", "八", "九"))
    for sign in signs
}
_NUMERAL = re.compile("[〇零○一二三四五六七八九十]+")
_WEEKDAY = re.compile(r"[(（]?(?:星期|周|礼拜)[一二三四五六日天][)）]?")
_HOUR = re.compile(r"(\d{1,2})\s*(?:点钟?|时)(?:整|(?=\s*$))")
_HALF_HOUR = re.compile(r"(\d{1,2})\s*[点时]半")
_MORNING = "凌晨 清晨 早晨 早上 上午 a.m. am".split()
_AFTERNOON = "下午 傍晚 晚上 p.m. pm".split()
_EVENING = ("傍晚", "晚上")
_NOON = ("中午",)
_HALF_DAY = re.compile("|".join(map(re.escape, (*_MORNING, *_AFTERNOON, *_NOON))), re.I)
_CLOCK = re.compile(r"(?<![\d:])(\d{1,2})(?=:\d)")


class Twofold(ValueError):
    """A time that some read as one and some as another, such as noon or midnight."""


def in_digits(text: str) -> str:
    """Return a day, a time or both in digits: 2026/2/20 15:30. What is neither stays as it is.

    Raises Twofold for 上午12:05 and its like, ValueError for an hour that its half of the day has
    not, such as 上午15:00.
    """
    halves = [each.lower() for each in _HALF_DAY.findall(text)]
    plain = numerals_in_digits(_WEEKDAY.sub(" ", _HALF_DAY.sub(" ", text)))
    plain = _HALF_HOUR.sub(r"\1:30", _HOUR.sub(r"\1:00", plain)).replace("点", ":")
    plain = " ".join(plain.translate(_AS_DIGITS).split()).rstrip(" :")
    plain = re.sub(r"\s*:\s*", ":", plain)
    if not halves:
        return plain
    clocks = _CLOCK.findall(plain)
    if len(halves) > 1 or len(clocks) != 1:
        return text
    return _CLOCK.sub(str(_of_the_day(int(clocks[0]), halves[0])), plain)


def _of_the_day(hour: int, half: str) -> int:
    """Return an hour of the 24 for one of twelve, such as 15 for 3 in the afternoon."""
    if half in _EVENING and hour < 5:
        raise Twofold(half)
    if hour == 12 and half not in ("中午", "下午", "凌晨") and not half.isascii():
        # Noon to some, midnight to others.
        raise Twofold(half)
    if half in _MORNING:
        if hour > 12:
            raise ValueError(half)
        return hour % 12
    if half in _NOON:
        return hour + 12 if hour < 3 else hour
    return hour + 12 if hour < 12 else hour


def numerals_in_digits(text: str) -> str:
    """Return a text with its Chinese numerals below a hundred, and years, in digits."""
    return _NUMERAL.sub(lambda found: _value(found[0]), text)


def _value(numeral: str) -> str:
    tens, ten, ones = numeral.partition("十")
    if not ten or len(tens) > 1 or len(ones) > 1 or "十" in ones:
        return "".join(_DIGITS.get(sign, sign) for sign in numeral)
    return _DIGITS.get(tens, "1") + _DIGITS.get(ones, "0")
