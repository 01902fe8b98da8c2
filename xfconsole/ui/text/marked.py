"""Text with marked stretches, for the screen: cut, fitted and taken apart between whole signs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TypeAlias

from xfconsole.core.reader.highlights import Mark, marks_of
from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.text import neutral
from xfconsole.ui.text.cells import graphemes, plain, truncate, width, wrap
from xfconsole.ui.text.glyphs import glyph

Piece: TypeAlias = tuple[str, bool]
"""A stretch of text, already plain, and whether it is marked."""
_NEAR = 16


@frozen
class Source:
    """Where a line on screen comes from: it begins at ``start`` of a ``whole`` that was wrapped.

    The first ``lead`` characters of the line are not from there.
    """

    whole: str
    start: int
    lead: int

    def marks(self, line: str, words: Sequence[str]) -> list[Mark]:
        """Return where folded words stand in the line, those broken at its ends included."""
        end = self.start + len(line) - self.lead
        # A paragraph may be long: what stands far from the line is not looked at.
        near = _NEAR + 2 * max(map(len, words), default=0)
        first = max(0, self.start - near)
        found = marks_of(self.whole[first : end + near], words)
        marks = clipped(found, self.start - first, end - first)
        return [(at + first - self.start + self.lead, length) for at, length in marks]


def clipped(marks: Sequence[Mark], start: int, end: int) -> Iterator[Mark]:
    """Yield what of the marks lies between two places of a text."""
    for at, length in marks:
        first, last = max(at, start), min(at + length, end)
        if first < last:
            yield first, last - first


def pieces(text: str, cells: int, marks: Sequence[Mark]) -> list[Piece]:
    """Return the text in exactly this many cells; the marks are those of the text once plain.

    A sign that is marked in part is marked as a whole.
    """
    cut = truncate(text, cells)
    kept = len(cut) if cut == plain(text) else len(cut) - len(glyph("ellipsis"))
    blank = " " * (cells - width(cut))
    return [*_apart(cut, list(clipped(marks, 0, kept))), (blank, False)]


def without_start(text: str, skip: int) -> str:
    """Return a text of the same length in whose first characters no word is found."""
    return "\n" * skip + text[skip:]


def wrapped_sources(
    text: str, cells: int, lead: int = 0, skip: int = 0
) -> Iterator[tuple[str, Source]]:
    """Yield the lines that ``cells.wrap`` makes of a text, each with its source.

    ``lead`` characters are put before each line; no word is found in the first ``skip``.
    """
    for number, row in enumerate(neutral(text).split("\n")):
        at, own = 0, without_start(row, min(skip, len(row))) if number == 0 else row
        for line in wrap(row, cells):
            found = row.find(line, at)
            if found < 0:  # A tab became blanks: the line stands for itself.
                yield line, Source(line, 0, lead)
                continue
            yield line, Source(own, found, lead)
            at = found + len(line)


def _apart(text: str, marks: Sequence[Mark]) -> Iterator[Piece]:
    if not marks:
        yield text, False
        return
    for marked, signs in groupby(_signs(text, marks), lambda sign: sign[1]):
        yield "".join(sign for sign, _ in signs), marked


def _signs(text: str, marks: Sequence[Mark]) -> Iterator[Piece]:
    inside = {place for at, length in marks for place in range(at, at + length)}
    at = 0
    for sign, _ in graphemes(text):
        end = at + len(sign)
        yield sign, not inside.isdisjoint(range(at, end))
        at = end
