"""A number names one thing or is asked back about: two desks may have given the same one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from xfconsole.core.words.desk import Uid
from xfconsole.core.words.refusal import Refused

ONE_SERIES = timedelta(days=300)
"""One desk gives an incident's number again after a year at the earliest."""


def the_one(number: str, found: Sequence[Uid]) -> Uid | None:
    """Return the only one of what carries a number, or None for nothing. Refuses to guess."""
    if len(found) > 1:
        raise Refused("desk.refused.two_of_number", number=number, names=", ".join(sorted(found)))
    return found[0] if found else None
