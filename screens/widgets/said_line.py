"""The one line of a screen, form or card that says why a key did nothing, or what was done."""

from __future__ import annotations

from typing import ClassVar

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from xfconsole.ui.text.cells import plain, truncate, width, wrap
from xfconsole.ui.text.glyphs import glyph
from xfconsole.ui.words.catalogue import say

MOST_ROWS = 2
"""No screen has more to spare; F1 shows a longer sentence whole."""


class SaidLine(Widget):
    """Takes rows of its own while there is a sentence, so that it lies over nothing."""

    DEFAULT_CSS: ClassVar[str] = """
    SaidLine { height: auto; width: 1fr; padding: 0 1; display: none;
        background: $panel; color: $warning; text-style: bold; }
    SaidLine.-top { dock: top; }
    """

    sentence = ""

    def show(self, sentence: str) -> None:
        """Put a sentence in the place of the one before; an empty one ends it."""
        if sentence != self.sentence:
            self.sentence = sentence
            self.display = bool(sentence)
            self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the rows that the sentence takes in so many cells."""
        return len(said_rows(self.sentence, width))

    def render(self) -> Content:
        """Draw the rows."""
        return Content("\n".join(said_rows(self.sentence, self.content_size.width)))


def said_rows(sentence: str, cells: int) -> list[str]:
    """Return a sentence in at most ``MOST_ROWS`` rows, with the key that shows the rest."""
    rows = wrap(plain(sentence), max(1, cells))
    if len(rows) <= MOST_ROWS:
        return rows
    more = say("ui.said_more")
    last = " ".join(rows[MOST_ROWS - 1 : MOST_ROWS + 1])
    cut = truncate(last, max(1, cells - width(more))).removesuffix(glyph("ellipsis"))
    return [*rows[: MOST_ROWS - 1], cut + more]
