"""Sentences on a screen, broken where a reader expects it."""

from __future__ import annotations

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from xfconsole.ui.text.cells import wrap


class Prose(Widget):
    """Text of which no line begins with what closes a sentence: the toolkit breaks Chinese there
    as anywhere."""

    DEFAULT_CSS = "Prose { height: auto; }"

    def __init__(self, text: str, classes: str) -> None:
        super().__init__(classes=classes)
        self._text = text

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return how many lines the text takes."""
        return len(wrap(self._text, width))

    def render(self) -> Content:
        """Return the text with its line ends."""
        return Content("\n".join(wrap(self._text, self.content_size.width)))
