"""Finds Chinese names by the initials of their pinyin, for whoever types without an input method.

For officials, posts, units and subjects only. A sign with several readings is found by each of
them, so that 单 answers to d, s and c.
"""

from __future__ import annotations

from collections import Counter
from functools import lru_cache

from xfconsole.core.words.folding import fold
from xfconsole.core.words.official import name_key


@lru_cache(maxsize=8192)
def initials(sign: str) -> frozenset[str]:
    """Return the letters one sign answers to: its pinyin initials, or itself in lower case."""
    if not "\u3400" <= sign <= "\U0003ffff":
        return frozenset(sign.casefold())
    from pypinyin import Style, pinyin  # 30 ms that only who searches pays for

    readings = pinyin(sign, style=Style.FIRST_LETTER, heteronym=True, errors="ignore")
    return frozenset(letter for reading in readings for letter in reading if letter) or frozenset(
        sign
    )


def rank(query: str, text: str) -> int:
    """Return how well a text answers to what was typed: 0 best, 4 just so, -1 not at all.

    In turn: the very text, its beginning, the initials of its beginning, somewhere in it, the
    initials of somewhere in it. Blanks and case do not count.
    """
    asked, whole = _folded(query), _folded(text)
    if asked == whole:
        return 0
    if whole.startswith(asked):
        return 1
    by_initials = asked.isascii()
    if by_initials and _answers(asked, whole, 0):
        return 2
    if asked in whole:
        return 3
    starts = range(1, len(whole) - len(asked) + 1)
    return 4 if by_initials and any(_answers(asked, whole, start) for start in starts) else -1


def near(query: str, text: str) -> bool:
    """Return whether one may be another spelling of the other: 住建局 of 住房和城乡建设局.

    Every sign of the shorter stands in the longer, in any order if there are three and more;
    letters stand for signs they begin, in order. 东街办 is short for the office of 东街道.
    """
    asked, whole = (_unshortened(name_key(each)) for each in (query, text))
    return any(
        _in_order(short, long) or (len(short) > 2 and Counter(short) <= Counter(long))
        for short, long in ((asked, whole), (whole, asked))
    )


def _unshortened(name: str) -> str:
    return f"{name}办事处" if name.endswith("街道") else name


def _in_order(short: str, long: str) -> bool:
    signs = iter(long)
    return len(short) > 1 and all(
        any(sign == each or sign in initials(each) for each in signs) for sign in short
    )


def _answers(asked: str, whole: str, start: int) -> bool:
    if len(whole) - start < len(asked):
        return False
    return all(letter in initials(whole[start + i]) for i, letter in enumerate(asked))


def _folded(text: str) -> str:
    return "".join(fold(text).split())
