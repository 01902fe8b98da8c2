"""Check symbols of what is written on paper and typed again: recovery codes, the journal's head."""

from __future__ import annotations

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
