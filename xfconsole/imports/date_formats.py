"""Tells which number formats of a spreadsheet show a number as a date."""

from __future__ import annotations

import re

_EASTERN = {*range(27, 37), *range(50, 59), *range(71, 82)}
"""Built-in formats of East Asian and Thai spreadsheets: dates and times, written nowhere."""
_NO_CODE = re.compile(r'"[^"]*"|\\.|[_*].|\[(?!(?:h+|m+|s+)\])[^\]]*\]|General|G/通用格式', re.I)
"""What a format shows as it is, blanks, colours and conditions."""
_DATE_CODE = re.compile(r"[dmhysb]|e(?![+-])|aaa", re.I)
"""``e`` is a year and ``aaa`` a weekday where Chinese or Japanese is written."""


def shows_date(number: int, code: str) -> bool:
    """Whether a format shows a date or time: by its code, or by its number where it has none."""
    if not code:
        return number in _EASTERN
    return bool(_DATE_CODE.search(_NO_CODE.sub("", code).partition(";")[0]))
