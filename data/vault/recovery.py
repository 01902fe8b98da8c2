"""The recovery code as it is written on paper: made, and read as it was typed."""

from __future__ import annotations

import secrets
import unicodedata

from xfconsole.core.office.journal_head import ALPHABET, DATA, with_check
from xfconsole.core.words.refusal import Refused

GROUPS = 6
_LONGEST = 256


def new_recovery_code() -> str:
    """Return a fresh code: six groups of five symbols, joined by hyphens."""
    return "-".join(with_check(index, _random_group()) for index in range(GROUPS))


def read_recovery_code(typed: str) -> str:
    """Return the code as it was made, whatever its case, width, spaces and hyphens as typed.

    Raises Refused naming the group that holds a slip, or when the length is wrong.
    """
    symbols = _symbols(typed)
    groups = [symbols[at : at + DATA + 1] for at in range(0, len(symbols), DATA + 1)]
    for index, group in enumerate(groups[:GROUPS]):
        if len(group) == DATA + 1 and with_check(index, group[:DATA]) != group:
            raise Refused("vault.refused.recovery_group", group=index + 1)
    if len(symbols) != GROUPS * (DATA + 1):
        raise Refused(
            "vault.refused.recovery_length", found=len(symbols), needed=GROUPS * (DATA + 1)
        )
    return "-".join(groups)


def _symbols(typed: str) -> str:
    # No code is longer, and composing an endless one takes endless time.
    plain = unicodedata.normalize("NFKC", typed[:_LONGEST]).upper()
    return "".join(each for each in plain if each.isalnum())


def _random_group() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(DATA))
