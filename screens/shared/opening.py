"""Shown while an office opens that needs no question first."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from xfconsole.ui.words.catalogue import say


class OpeningScreen(Screen[None]):
    """One sentence, until the first desk screen takes its place."""

    def compose(self) -> ComposeResult:
        """Say that the office is opening."""
        yield Static(Content(say("ui.opening")))
