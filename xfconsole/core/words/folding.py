"""The form in which texts and searched words are compared: width, case and composition are one."""

from __future__ import annotations

from unicodedata import is_normalized, normalize

from xfconsole.core.words.text import neutral_line

_WIDE = {wide: normalize("NFKC", wide) for wide in "，：；！？（）\u3000"}
"""Wide signs of every Chinese text; without them most texts are in the normal form already."""


def fold(text: str) -> str:
    """Return the text with full-width and half-width, upper and lower case made equal.

    Folding twice changes nothing more; its length may differ from the text's.
    """
    # Folding the case may take a character apart again.
    return normalize("NFKC", normalize("NFKC", _narrowed(text)).casefold())


def folds_in_place(text: str, folded: str) -> bool:
    """Return whether each character of a text folds to the one at its place in the folded text.

    May say no of a text where it is so, never the other way round.
    """
    narrowed = _narrowed(text)
    return len(folded) == len(narrowed.casefold()) == len(text) and is_normalized("NFKC", narrowed)


def _narrowed(text: str) -> str:
    for wide, narrow in _WIDE.items():
        text = text.replace(wide, narrow)
    return text


def words_of(typed: str) -> list[str]:
    """Return the folded words of what was typed into a search, each once, in their order."""
    return list(dict.fromkeys(fold(neutral_line(typed)).split()))
