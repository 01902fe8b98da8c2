"""The desk's closed word lists as words on screen."""

from __future__ import annotations

from enum import StrEnum

from xfconsole.ui.i18n import say, word_key

__all__ = ["word", "word_key"]


def word(member: StrEnum) -> str:
    """Return the word for a channel, level, outcome, state … in the language spoken now."""
    return say(word_key(member))
