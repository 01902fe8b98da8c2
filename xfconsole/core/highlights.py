"""Where searched words stand in a text, for screens to mark them, and the piece of it around."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias
from unicodedata import category

from xfconsole.core.folding import fold, words_of
from xfconsole.core.searched import Place

Mark: TypeAlias = tuple[int, int]
"""Start and length in characters."""

SNIPPET = 60
"""Characters of a text that are shown around its first hit."""
_LEAD = 16
_CUT = "…"


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of the text at a place, on one line, and where the words stand in it."""

    place: str
    text: str
    marks: tuple[Mark, ...]


def highlights(text: str, typed: str) -> list[Mark]:
    """Return where the words typed into a search stand in a text, whatever their case and width.

    The marks are in order and apart from each other.
    """
    return _marks(text, fold(text), words_of(typed))


def snippet(texts: Sequence[Place], words: Sequence[str]) -> Snippet:
    """Return the piece around the first hit in the text that holds most of the folded words."""
    folded = [fold(text) for _, text in texts]
    most = max(range(len(texts)), key=lambda at: sum(word in folded[at] for word in words))
    place, text = texts[most]
    marks = _marks(text, folded[most], words)
    first = marks[0][0] if marks else 0
    start = max(0, min(first - _LEAD, len(text) - SNIPPET))
    end = start + SNIPPET
    piece = "".join(" " if each.isspace() else each for each in text[start:end])
    if start:
        piece = _CUT + piece[1:]
    if end < len(text):
        piece = piece[:-1] + _CUT
    shown = range(start + bool(start), min(end, len(text)) - (end < len(text)))
    return Snippet(place, piece, tuple(_within(marks, shown, start)))


def _within(marks: Sequence[Mark], shown: range, start: int) -> Iterator[Mark]:
    for at, length in marks:
        first, last = max(at, shown.start), min(at + length, shown.stop)
        if first < last:
            yield first - start, last - first


def _marks(text: str, folded: str, words: Sequence[str]) -> list[Mark]:
    hits = sorted(hit for word in words for hit in _hits(folded, word))
    if not hits:
        return []
    # Only a text with a character of its own length when folded needs a map from one to the other.
    if not all(map(_stays_one, set(text))):
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
        size = len(fold(text[start:end]))
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


@lru_cache(maxsize=16_384)
def _stays_one(character: str) -> bool:
    return len(fold(character)) == 1 and not _clings(character)


@lru_cache(maxsize=16_384)
def _clings(character: str) -> bool:
    """Return whether folding may join the character to the one before it."""
    first = fold(character)[:1]
    return bool(first) and (category(first).startswith("M") or "\u1100" <= first <= "\u11ff")
