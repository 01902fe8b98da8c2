"""A telephone number as somebody types it: signs that are dialled or part numbers, in one width."""

from __future__ import annotations

import re
import unicodedata

_SIGNS = re.compile(r"(?:[0-9+()#*/,;、.\- 转xX]|分机|ext\.?)*", re.I)
_FEWEST, _MOST = 3, 40
_LONGEST = 80


def telephone(text: str) -> str | None:
    """Return the number in one width, blanks single, "" for nothing; None if it is no number."""
    if len(text) > _LONGEST:
        return None
    number = " ".join(unicodedata.normalize("NFKC", text).split())
    digits = sum(each.isdigit() for each in number)
    fits = _SIGNS.fullmatch(number) and _FEWEST <= digits <= _MOST
    return number if fits or not number else None
