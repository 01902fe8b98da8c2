"""When two written names are one official, and two written numbers one telephone.

A name comes from a spreadsheet, a sign-in or a keyboard: padded to the width of its column, wide or
narrow, with signs in it that nobody sees. Only comparing folds; what was written stays for showing.
Units and townships are compared like names.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from unicodedata import category, decimal

from xfconsole.core.words.folding import fold

_UNSEEN = frozenset({"Cc", "Cf", "Zl", "Zp", "Zs"})
_BLANKS_OF_OTHER_KINDS = frozenset(
    "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0\ufffd"
    + "".join(map(chr, (*range(0x2400, 0x2422), *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))
)
"""Fillers and selectors that Unicode calls letters or marks, and what ``text.neutral`` leaves in
the place of a control sign."""
_DOTS = dict.fromkeys(map(ord, ".\u2022\u2027\u2219\u22c5\u2e31\u2e33\u30fb\ua78f"), "\u00b7")
"""One dot parts a name of several words (买买提·吐尔逊), whichever the keyboard had."""
_CHINA = re.compile(r"^(?:(?:00|\+)86(?=\d{10})|86(?=0?1[3-9]\d{9}|0\d{9}))")
_TRUNK = re.compile(r"^0+(?=\d{9})")
_KNOWN = 16_384
"""More names and numbers than an office has; folding one takes longer than comparing it."""


@lru_cache(_KNOWN)
def name_key(name: str) -> str:
    """Return the form in which names are compared: without width, case, blanks or unseen signs.

    Empty where nothing can be seen. Folding twice changes nothing more. A mark that parts two
    officials of one name, as in 王强（住建）, is a part of the name.
    """
    # What is taken out may bring signs together that are one: folded before and after.
    return fold(_without_unseen(fold(_without_unseen(name)))).translate(_DOTS)


@lru_cache(_KNOWN)
def phone_key(phone: str) -> str:
    """Return the form in which telephone numbers are compared: the digits as dialled within China.

    The country's code and the trunk's zero are left out, an extension stays behind the number. A
    text without digits is compared like a name.
    """
    digits = "".join(str(decimal(each)) for each in phone if each.isdecimal())
    if not digits:
        return name_key(phone)
    plus = "+" if name_key(phone).lstrip("(").startswith("+") else ""
    return _TRUNK.sub("", _CHINA.sub("", plus + digits).removeprefix("+"))


def same(name: str, other: str) -> bool:
    """Return whether two names are one official's, or one unit's. Nobody is the same as nobody."""
    return name == other or name_key(name) == name_key(other)


def among(name: str, names: Iterable[str]) -> bool:
    """Return whether an official is one of several."""
    return any(same(name, each) for each in names)


def unseen(sign: str) -> bool:
    """Return whether a single sign is a blank or leaves no trace on paper."""
    return category(sign) in _UNSEEN or sign in _BLANKS_OF_OTHER_KINDS


def _without_unseen(text: str) -> str:
    return "".join(each for each in text if not unseen(each))


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
