"""Where searched words stand in a text, for screens to mark them, and the piece of it around."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias
from unicodedata import category

from xfconsole.core.words.folding import fold, folds_in_place
from xfconsole.core.words.frozen import frozen

# For types only: lists mark their rows with this before the rules are loaded.
if TYPE_CHECKING:
    from xfconsole.core.reader.searched import SearchedText

Mark: TypeAlias = tuple[int, int]
"""Start and length in characters."""

SNIPPET = 60
"""Characters of a text that are shown around its first hit."""
_LEAD = 16
_CUT = "…"
_BLANK = re.compile(r"\s")


@frozen
class Snippet:
    """A piece of the text at a place, on one line, and where the words stand in it."""

    place: str
    text: str
    marks: tuple[Mark, ...]


def marks_of(text: str, words: Sequence[str]) -> list[Mark]:
    """Return where folded words, in which blanks may stand, are in a text in any case and width.

    The marks are in order and apart from each other.
    """
    return _marks(text, fold(text), words)


def snippet(texts: Sequence[SearchedText], words: Sequence[str]) -> Snippet:
    """Return the piece around the first hit in the text that holds most of the folded words."""
    place = max(texts, key=lambda each: sum(word in each.folded for word in words))
    marks = _marks(place.text, place.folded, words)
    first = marks[0][0] if marks else 0
    start = max(0, min(first - _LEAD, len(place.text) - SNIPPET))
    end = min(start + SNIPPET, len(place.text))
    piece = _BLANK.sub(" ", place.text[start:end])
    if start:
        piece = _CUT + piece[1:]
    if end < len(place.text):
        piece = piece[:-1] + _CUT
    shown = range(start + bool(start), end - (end < len(place.text)))
    return Snippet(place.name, piece, tuple(_within(marks, shown, start)))


def _within(marks: Sequence[Mark], shown: range, start: int) -> Iterator[Mark]:
    for at, length in marks:
        first, last = max(at, shown.start), min(at + length, shown.stop)
        if first < last:
            yield first - start, last - first


def _marks(text: str, folded: str, words: Sequence[str]) -> list[Mark]:
    hits = sorted(hit for word in words for hit in _hits(folded, word))
    if not hits:
        return []
    if not folds_in_place(text, folded):
        hits = sorted(_mapped(text, hits))
    return list(_joined(hits))


def _hits(folded: str, word: str) -> Iterator[Mark]:
    at = folded.find(word)
    while at >= 0:
        yield at, at + len(word)
        at = folded.find(word, at + 1)


def _joined(spans: Sequence[Mark]) -> Iterator[Mark]:
    """Yield marks for spans (start, end) in order, those that touch or overlap as one."""
    start, end = spans[0]
    for first, last in spans[1:]:
        if first > end:
            yield start, end - start
            start, end = first, last
        end = max(end, last)
    yield start, end - start


def _mapped(text: str, spans: Sequence[Mark]) -> Iterator[Mark]:
    """Yield the spans of the text that spans of its folded form come from."""
    starts: list[int] = []
    ends: list[int] = []
    for start, end in _segments(text):
        size = _size(text[start]) if end - start == 1 else len(fold(text[start:end]))
        starts += [start] * size
        ends += [end] * size
    for first, last in spans:
        if last <= len(ends):
            yield starts[first], ends[last - 1]


def _segments(text: str) -> Iterator[Mark]:
    """Yield spans that fold without regard to what stands beside them."""
    start = 0
    for at in range(1, len(text)):
        if not _clings(text[at]):
            yield start, at
            start = at
    if text:
        yield start, len(text)


# Texts hold the same few characters again and again.
@lru_cache(maxsize=8192)
def _size(character: str) -> int:
    """Return how many characters one folds to."""
    return len(fold(character))


@lru_cache(maxsize=8192)
def _clings(character: str) -> bool:
    """Return whether folding may join the character to the one before it."""
    first = fold(character)[:1]
    return bool(first) and (category(first).startswith("M") or "\u1100" <= first <= "\u11ff")
