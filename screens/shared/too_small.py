"""Covers everything while the terminal is smaller than the desk needs; nothing is lost below it."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.content import Content
from textual.events import Event, Key, Paste, Resize
from textual.screen import ModalScreen
from textual.widgets import Input, Static, TextArea

from xfconsole.ui.words.catalogue import say


class TooSmallScreen(ModalScreen[None]):
    """Says how large the window is and how large it has to be.

    Nothing acts meanwhile, but the field below takes in what is typed on: not a word is lost.
    """

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

    def _forward_event(self, event: Event) -> None:
        """Hand to the field below what it would print, at once: later keys may go there too."""
        stack = self.app.screen_stack
        field = stack[stack.index(self) - 1].focused
        prints = isinstance(event, Paste) or (
            isinstance(event, Key)
            and field is not None
            and field.check_consume_key(event.key, event.character)
        )
        if prints and isinstance(field, Input | TextArea):
            field._forward_event(event)
        else:
            super()._forward_event(event)

    def _say(self) -> None:
        size = self.app.size
        sentence = say("ui.too_small", width=size.width, height=size.height)
        self.query_one("#sentence", Static).update(Content(sentence))
