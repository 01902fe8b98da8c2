"""Chinese numerals in dates, such as 二〇二六年二月二十日, as digits."""

from __future__ import annotations

import re

_DIGITS = {
    sign: str(value)
    for value, signs in enumerate(("〇零○", "一", "二", "三", "四", "五", "六", "七", "八", "九"))
    for sign in signs
}
_NUMERAL = re.compile("[〇零○一二三四五六七八九十]+")


def in_digits(text: str) -> str:
    """Return a text with its Chinese numerals below a hundred, and years, in digits."""
    return _NUMERAL.sub(lambda found: _value(found[0]), text)


def _value(numeral: str) -> str:
    tens, ten, ones = numeral.partition("十")
    if not ten or len(tens) > 1 or len(ones) > 1 or "十" in ones:
        return "".join(_DIGITS.get(sign, sign) for sign in numeral)
    return _DIGITS.get(tens, "1") + _DIGITS.get(ones, "0")
