"""The recovery code: 120 random bits that a person can copy from paper and type without doubt."""

from __future__ import annotations

import secrets
import unicodedata

from xfconsole.core.refusal import Refused

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Base32 without 0, 1, I and O: no two of its symbols are taken for each other."""
GROUPS = 6
_DATA = 4
"""Random symbols in a group; a check symbol follows, so that a slip is found group by group."""
_WEIGHTS = (3, 5, 7, 9)
"""Odd, hence invertible modulo 32: one wrong symbol never passes."""


def new_recovery_code() -> str:
    """Return a fresh code: six groups of five symbols, joined by hyphens."""
    return "-".join(_with_check(index, _random_group()) for index in range(GROUPS))


def read_recovery_code(typed: str) -> str:
    """Return the code as it was made, whatever its case, width, spaces and hyphens as typed.

    Raises Refused naming the group that holds a slip, or when the length is wrong.
    """
    symbols = _symbols(typed)
    groups = [symbols[at : at + _DATA + 1] for at in range(0, len(symbols), _DATA + 1)]
    for index, group in enumerate(groups[:GROUPS]):
        if len(group) == _DATA + 1 and _with_check(index, group[:_DATA]) != group:
            raise Refused("vault.refused.recovery_group", group=index + 1)
    if len(symbols) != GROUPS * (_DATA + 1):
        raise Refused(
            "vault.refused.recovery_length", found=len(symbols), needed=GROUPS * (_DATA + 1)
        )
    return "-".join(groups)


def _symbols(typed: str) -> str:
    plain = unicodedata.normalize("NFKC", typed).upper()
    return "".join(each for each in plain if each.isalnum())


def _random_group() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(_DATA))


def _with_check(index: int, data: str) -> str:
    # find() gives -1 for a symbol outside the alphabet: such a group can't pass.
    digits = [ALPHABET.find(each) for each in data]
    if -1 in digits:
        return ""
    total = index + sum(w * d for w, d in zip(_WEIGHTS, digits, strict=True))
    return data + ALPHABET[total % len(ALPHABET)]
