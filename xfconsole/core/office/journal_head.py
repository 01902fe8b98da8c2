"""Where a journal ends, in a form that can be written on paper and typed again.

``1234-7KQ2M-B9XWD-4HTRC``: the last event's number, then 60 bits of its mac in three groups, each
closed by a symbol that checks the group and the number with it.
Recovery codes have such symbols too.
"""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

from xfconsole.core.words.refusal import Refused

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Base32 without 0, 1, I and O: no two of its symbols are taken for each other."""
DATA = 4
"""Symbols of a group before its check symbol."""
_WEIGHTS = (3, 5, 7, 9)
"""Odd, hence invertible modulo 32: one wrong symbol never passes."""


def with_check(salt: int, data: str) -> str:
    """Return a group of four symbols with its check symbol; empty for a foreign symbol.

    ``salt`` is what the group must be distinguished by, such as its place among others.
    """
    # find() gives -1 for a symbol outside the alphabet: such a group can't pass.
    digits = [ALPHABET.find(each) for each in data]
    if -1 in digits:
        return ""
    total = salt + sum(w * d for w, d in zip(_WEIGHTS, digits, strict=True))
    return data + ALPHABET[total % len(ALPHABET)]


HEAD_DIGITS = 15
"""Hexadecimal digits of a mac that are kept: 60 bits, so that a person can type them."""
GROUPS = 3
_LENGTH = GROUPS * (DATA + 1)
_LONGEST = 64
_FIGURES = 15


class Head(NamedTuple):
    """The last event's ``seq`` and the first 60 bits of its mac, in hex; 0 is an empty journal."""

    seq: int
    mac: str

    @property
    def typed(self) -> str:
        """The form for paper."""
        symbols, bits = "", int(self.mac, 16)
        for _ in range(GROUPS * DATA):
            bits, digit = divmod(bits, len(ALPHABET))
            symbols = ALPHABET[digit] + symbols
        parts = [symbols[at : at + DATA] for at in range(0, len(symbols), DATA)]
        return "-".join(
            [str(self.seq), *(with_check(_salt(self.seq, i), p) for i, p in enumerate(parts))]
        )


def read_head(typed: str) -> Head:
    """Return the head as it was written down, whatever its case, width, spaces and hyphens.

    Raises Refused naming the group that holds a slip, or when the length is wrong.
    """
    plain = unicodedata.normalize("NFKC", typed[:_LONGEST]).upper()
    symbols = "".join(each for each in plain if each.isalnum())
    number, code = symbols[:-_LENGTH], symbols[-_LENGTH:]
    if not (number.isascii() and number.isdigit() and len(number) <= _FIGURES):
        raise Refused("head.refused.form")
    seq, bits = int(number), 0
    for index in range(GROUPS):
        group = code[index * (DATA + 1) : (index + 1) * (DATA + 1)]
        data = group[:DATA]
        if with_check(_salt(seq, index), data) != group:
            raise Refused("head.refused.group", group=index + 1)
        for symbol in data:
            bits = bits * len(ALPHABET) + ALPHABET.index(symbol)
    return Head(seq, f"{bits:0{HEAD_DIGITS}x}")


def _salt(seq: int, index: int) -> int:
    # The digits weigh by their place, so that two of them exchanged show as well.
    return index + sum((2 * at + 1) * int(digit) for at, digit in enumerate(reversed(str(seq))))
