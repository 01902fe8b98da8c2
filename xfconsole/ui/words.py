"""The desk's closed word lists as words on screen."""

from __future__ import annotations

from enum import StrEnum

from xfconsole.core.life_words import Law
from xfconsole.ui.i18n import say, word_key

__all__ = ["short_law", "word", "word_key"]


def word(member: StrEnum) -> str:
    """Return the word for a channel, level, outcome, state … in the language spoken now."""
    return say(word_key(member))


def short_law(law: Law) -> str:
    """Return what a rule rests on in few cells, for lists: without the Regulation's whole name."""
    return word(law).replace(say("ui.law.full"), say("ui.law.short"))
