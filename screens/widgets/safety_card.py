"""How to receive people and keep them safe, as the plan has it; seen where there is room."""

from __future__ import annotations

from rich.segment import Segment
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from xfconsole.core.situation import IncidentView
from xfconsole.ui.cells import fit, wrap
from xfconsole.ui.glyphs import glyph
from xfconsole.ui.i18n import language


class SafetyCard(Widget):
    """The sentences one under the other, as high as they need to be."""

    _sentences: tuple[str, ...] = ()

    def show(self, view: IncidentView | None) -> None:
        """Show the card of this incident's plan."""
        sentences = tuple(each.say(language()) for each in view.policy.safety) if view else ()
        if sentences != self._sentences:
            self._sentences = sentences
            self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return how many lines the sentences take at a width in cells."""
        return len(self._lines(width))

    def render_line(self, y: int) -> Strip:
        """Draw one line."""
        cells = self.content_size.width
        lines = self._lines(cells)
        text = lines[y] if y < len(lines) else ""
        return Strip([Segment(fit(text, cells), self.rich_style)], cells)

    def _lines(self, cells: int) -> list[str]:
        lines = []
        for sentence in self._sentences:
            first, *rest = wrap(sentence, cells - 3)
            lines += [f" {glyph('dot')} {first}", *(f"   {each}" for each in rest)]
        return lines
