"""The code that asks after a matter (查询码): drawn at random, read out and typed without doubt."""

from __future__ import annotations

from hashlib import sha256

from xfconsole.core.words.desk import Uid
from xfconsole.core.words.typed import keyed

SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""No sign that looks like another: neither 0 and O, nor 1, I and L, nor U beside V."""
LENGTH, GROUP = 10, 5
"""Thirty signs ten times: nobody guesses one, nor counts on from their own to the neighbour's."""


def drawn(fresh: Uid) -> str:
    """Return a code from the randomness of a fresh identifier, which is to be kept nowhere."""
    number = int.from_bytes(sha256(fresh.encode()).digest()[:8])
    signs = []
    for _ in range(LENGTH):
        number, at = divmod(number, len(SIGNS))
        signs.append(SIGNS[at])
    return "".join(signs)


def spelled(code: str) -> str:
    """Return a code as a paper shows it: ``K7M4X-9QWTR``."""
    return f"{code[:GROUP]}-{code[GROUP:]}"


def typed(text: str) -> str:
    """Return the code or number that somebody typed, in any case and width, without its dash."""
    return "".join(sign for sign in keyed(text).upper() if sign.isalnum())
