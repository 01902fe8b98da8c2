"""Asks before something that cannot be taken back."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from screens.widgets.key_bar import KeyBar
from xfconsole.ui.acting import Acting
from xfconsole.ui.actions import bindings


class ConfirmScreen(Acting, ModalScreen[bool]):
    """Ends with True for yes and False for no; the question is a ready sentence."""

    CSS_PATH = "window.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("confirm")]
    GROUP: ClassVar[str] = "confirm"

    def __init__(self, question: str) -> None:
        super().__init__()
        self._question = question

    def compose(self) -> ComposeResult:
        """Put the question over the keys."""
        with Vertical(classes="window"):
            yield Static(Content(self._question), classes="said")
            yield KeyBar("confirm", id="keys")

    def do_yes(self) -> None:
        """Do it."""
        self.dismiss(True)

    def do_no(self) -> None:
        """Leave everything as it is."""
        self.dismiss(False)
