"""What the full-text index holds of a text: its characters, and pairs of neighbours in words.

Chinese has no blanks between words, so every two neighbours are a term. Letters and digits of
ASCII are few and their pairs are in every text, so there every three neighbours are one too.
Single characters are terms because a one-character word has no pair; a sign is found by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from operator import add

MOST_GRAMS = 40
"""So many terms of a query are looked up; whatever a longer one says is checked in the text."""
_MOST_OF_WORD = 64
_ASCII_WORD = re.compile("[0-9a-z]{3,}")
# The index's tokenizer parts terms at ASCII signs: here they take the form of private characters.
_SIGNS = {
    sign: chr(0xE000 + ord(sign))
    for sign in map(chr, range(128))
    if not (sign.isalnum() or sign.isspace())
}
_TO_TERMS = str.maketrans(_SIGNS)
_BLANKS = frozenset(filter(str.isspace, map(chr, range(0x3001))))


def grams(texts: Iterable[str]) -> set[str]:
    """Return the terms of some folded texts; no term reaches from one text into the next."""
    folded = "\n".join(texts)
    characters = set(folded)
    signs = characters & _SIGNS.keys()
    found = (characters - signs - _BLANKS) | {_SIGNS[each] for each in signs}
    found.update(filter(str.isalnum, set(map(add, folded, folded[1:]))))
    for word in _ASCII_WORD.findall(folded):
        found.update(word[at : at + 3] for at in range(len(word) - 2))
    return found


def terms(words: Sequence[str]) -> list[str]:
    """Return the terms that every text with these folded words has, at most ``MOST_GRAMS``."""
    found = dict.fromkeys(gram for word in words for gram in _fewest(word[:_MOST_OF_WORD]))
    return list(found)[:MOST_GRAMS]


def match(found: Iterable[str]) -> str:
    """Return the FTS5 query for all of some terms; nothing in it can be taken for an operator."""
    return " AND ".join(f'"{gram}"' for gram in found)


def exact(words: Sequence[str]) -> bool:
    """Return whether the terms alone prove that a text has these folded words."""
    return all(map(_is_gram, words)) and len(words) <= MOST_GRAMS


def _is_gram(word: str) -> bool:
    most = 3 if word.isascii() else 2
    return len(word) <= most and word.isalnum()


def _fewest(word: str) -> list[str]:
    """Return a word's terms without those that a longer one of them implies."""
    signed = word.translate(_TO_TERMS)
    kept: list[str] = []
    for size in (3, 2, 1):
        pieces = [signed[at : at + size] for at in range(len(signed) - size + 1)]
        fitting = [each for each in pieces if size == 1 or _is_gram(each)]
        longer = "\n".join(kept)
        kept += [each for each in fitting if each not in longer]
    return kept
