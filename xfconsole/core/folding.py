"""The form in which texts and searched words are compared: width, case and composition are one."""

from __future__ import annotations

from unicodedata import normalize

from xfconsole.core.text import neutral_line

_WIDE = "，：；！？（）\u3000"
"""Wide signs of every Chinese text; without them most texts are in the normal form already."""

_NARROW = {wide: normalize("NFKC", wide) for wide in _WIDE}


def fold(text: str) -> str:
    """Return the text with full-width and half-width, upper and lower case made equal.

    Folding twice changes nothing more; its length may differ from the text's.
    """
    for wide in _WIDE:
        text = text.replace(wide, _NARROW[wide])
    # Folding the case may take a character apart again.
    return normalize("NFKC", normalize("NFKC", text).casefold())


def words_of(typed: str) -> list[str]:
    """Return the folded words of what was typed into a search, each once, in their order."""
    return list(dict.fromkeys(fold(neutral_line(typed)).split()))
