"""The desk's closed word lists as words on screen."""

from __future__ import annotations

import re
from enum import StrEnum

from xfconsole.ui.i18n import say


def word_key(member: StrEnum) -> str:
    """Return the catalogue key of a member, such as ``word.ring_outcome.busy``."""
    name = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", type(member).__name__).lower()
    return f"word.{name}.{member.value}"


def word(member: StrEnum) -> str:
    """Return the word for a channel, level, outcome, state … in the language spoken now."""
    return say(word_key(member))
