"""Reads people and weekdays as they are written into a roster, by hand or in a cell."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.text import neutral
from xfconsole.core.words.typed import keyed

MAX_NAME = 40
MAX_UNIT = 60
"""Signs of a person's and a unit's name; what is longer is none."""
WEEK = frozenset(range(7))
"""All weekdays, Monday 0."""
_APART = re.compile(r"[、,，;；/\n]|\s{2,}")
_UNITS = re.compile(r"[、，;；/]|,(?!\s)")
"""Between two units; ``Bureau of Housing, Land and Water`` is one."""
_NUMBER = re.compile(r"\+?\d[\d \-－]{5,}\d")
_AROUND = re.compile(r"[()（）:：]|电话|手机")
_EXTENSION = re.compile("转|分机|ext|x", re.I)
_NOBODY = frozenset(("无", "休", "休息"))
_WEEKDAY_NAMES = "一1mon 二2tue 三3wed 四4thu 五5fri 六6sat 日7sun".split()
_WEEKDAY = r"([一二三四五六日天]|[1-7]|mon|tue|wed|thu|fri|sat|sun)"
_WEEKDAYS = re.compile(rf"{_WEEKDAY}(?:[-~至到]{_WEEKDAY})?")
_BETWEEN = re.compile(r"星期|礼拜|周|[、,;/ ]|(?<=[a-z])(?:day|sday|nesday|rsday|urday)")


def unit_meant(text: str) -> str:
    """Return the one unit that is typed, or nothing. Raises Refused for several of them."""
    if len(text) > MAX_UNIT:
        raise Refused("roster.refused.long_unit", most=MAX_UNIT)
    if _UNITS.search(text):
        raise Refused("roster.refused.several_units")
    return text


def apart(text: str) -> list[str]:
    """Return what stands in a text beside each other: people, numbers."""
    return _APART.split(text)


def numbers_in(text: str) -> list[str]:
    """Return the telephone numbers that a text holds, beside a name or not."""
    return _NUMBER.findall(neutral(text))


def number_glued(text: str) -> bool:
    """Whether a letter follows a number at once: a slip in it, or a name that lost its comma."""
    found = _NUMBER.finditer(plain := neutral(text))
    return any(plain[each.end() : each.end() + 1].isalpha() for each in found)


def people_named(text: str) -> list[tuple[str, str]]:
    """Return the people whom a text names, each with the number that stands beside the name."""
    found: list[tuple[str, str]] = []
    for piece in _pieces(neutral(text)):
        number = _NUMBER.search(piece)
        rest = _AROUND.sub(" ", _NUMBER.sub(" ", piece)).strip()
        words = rest.split()
        # 李 敏 is one official, 王强 李敏 are two.
        names = words if len(words) > 1 and min(map(len, words)) > 1 and rest[0] > "z" else [rest]
        named = [(name, "") for name in names if _is_somebody(name)]
        if number and not named and found:
            named = [(found.pop()[0], "")]
        found += named[:-1] + [(name, number[0] if number else "") for name, _ in named[-1:]]
    return found


def _pieces(text: str) -> Iterator[str]:
    """Yield one piece for each comma, and for each name that follows the number of another."""
    for piece in apart(text):
        begun = 0
        for number in _NUMBER.finditer(piece):
            before = _AROUND.sub(" ", piece[begun : number.start()]).strip()
            after = _AROUND.sub(" ", piece[number.end() :])
            next_name = after[:1].isspace() and after.strip()[:1].isalpha()
            if _is_somebody(before) and next_name and not _EXTENSION.match(after.strip()):
                yield piece[begun : number.end()]
                begun = number.end()
        yield piece[begun:]


def _is_somebody(name: str) -> bool:
    return name not in _NOBODY and any(sign.isalnum() for sign in name)


def weekdays_named(text: str) -> frozenset[int] | None:
    """Return the weekdays, Monday 0, that 一三五, 周一至周五, 1-5 or ``mon wed`` names.

    All of them for an empty text, None for what names none.
    """
    plain = _BETWEEN.sub("", keyed(text).casefold())
    days: set[int] = set()
    if not keyed(text):
        return WEEK
    while plain:
        found = _WEEKDAYS.match(plain)
        if found is None:
            return None
        first = _number(found[1])
        last = _number(found[2]) if found[2] else first
        days |= {day % 7 for day in range(first, last + 1 if last >= first else last + 8)}
        plain = plain[found.end() :]
    return frozenset(days) or None


def _number(name: str) -> int:
    name = "日" if name == "天" else name
    return next(n for n, names in enumerate(_WEEKDAY_NAMES) if name in names)
