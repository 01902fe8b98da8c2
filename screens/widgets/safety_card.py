"""How to receive people and keep them safe, as the plan has it; seen where there is room."""

from __future__ import annotations

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from xfconsole.core.situation import IncidentView
from xfconsole.ui.cells import fit
from xfconsole.ui.glyphs import glyph
from xfconsole.ui.i18n import language


class SafetyCard(Widget):
    """One line a row."""

    _lines: tuple[str, ...] = ()

    def show(self, view: IncidentView | None) -> None:
        """Show the card of this incident's plan."""
        lines = tuple(each.say(language()) for each in view.policy.safety) if view else ()
        if lines != self._lines:
            self._lines = lines
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw one sentence."""
        cells = self.content_size.width
        text = f" {glyph('dot')} {self._lines[y]}" if y < len(self._lines) else ""
        return Strip([Segment(fit(text, cells), self.rich_style)], cells)
