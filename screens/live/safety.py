"""How to receive people and keep them safe, at one key."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from textual.app import ComposeResult
from textual.containers import Container
from textual.content import Content
from textual.events import Key
from textual.geometry import Size
from textual.screen import ModalScreen
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Static

from xfconsole.core.night.situation import IncidentView
from xfconsole.ui.keys.acting import Acting
from xfconsole.ui.text.cells import fit, wrap
from xfconsole.ui.text.glyphs import glyph
from xfconsole.ui.words.catalogue import language, say


class SafetyScreen(Acting, ModalScreen[None]):
    """The plan's safety card; any key closes it."""

    GROUP: ClassVar[str] = "safety"
    AUTO_FOCUS: ClassVar[str | None] = None

    def __init__(self, sentences: Sequence[str]) -> None:
        super().__init__()
        self._sentences = sentences

    def compose(self) -> ComposeResult:
        """Put one sentence under the other."""
        lines = []
        for sentence in self._sentences:
            first, *rest = wrap(sentence, 50)
            lines += [f"{glyph('dot')} {first}", *(f"  {each}" for each in rest)]
        with Container(id="ask"):
            yield Static(Content(say("live.safety")), classes="ask-heading")
            yield Static(Content("\n".join(lines)))
            yield Static(Content(say("live.safety_keys")), id="ask-keys")

    def on_key(self, event: Key) -> None:
        """Close."""
        event.stop()
        self.dismiss(None)


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
