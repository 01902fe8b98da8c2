"""The top row while a ring is to be seen, for an officer who does not hear it."""

from __future__ import annotations

from screens.widgets.one_line import OneLine, Part
from xfconsole.ui.bell import SILENT, WAITED_FOR
from xfconsole.ui.text.cells import fit
from xfconsole.ui.words.catalogue import say


class FlashLine(OneLine):
    """Lies over the header or title in words and signs, reversed, for a second at a time."""

    DEFAULT_CSS = """
    FlashLine { dock: top; layer: flash; display: none;
        background: $warning-text; color: $warning; text-style: bold reverse; }
    """

    strokes = SILENT

    def show(self, strokes: int) -> None:
        """Show how it rings; 0 gives the row back."""
        self.strokes = strokes
        self.display = bool(strokes)
        self.redraw()

    def parts(self, cells: int) -> list[Part]:
        """Say in the whole row whether somebody waits or a task is new."""
        key = "bell.flash.waited" if self.strokes == WAITED_FOR else "bell.flash.due"
        return [(fit(say(key), cells), "")]
