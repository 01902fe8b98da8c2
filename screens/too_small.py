"""Covers everything while the terminal is smaller than the desk needs; nothing is lost below it."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.content import Content
from textual.events import Resize
from textual.screen import ModalScreen
from textual.widgets import Static

from xfconsole.ui.i18n import say


class TooSmallScreen(ModalScreen[None]):
    """Says how large the window is and how large it has to be. Keys do nothing meanwhile."""

    CSS = "TooSmallScreen { background: $background; } TooSmallScreen Static { width: 100%; }"

    def compose(self) -> ComposeResult:
        """Put the sentence at the top left, where even the smallest window shows it."""
        yield Static(id="sentence")

    def on_mount(self) -> None:
        """Say the size."""
        self._say()

    def on_resize(self, _: Resize) -> None:
        """Say the new size."""
        self._say()

    def _say(self) -> None:
        size = self.app.size
        sentence = say("ui.too_small", width=size.width, height=size.height)
        self.query_one("#sentence", Static).update(Content(sentence))
