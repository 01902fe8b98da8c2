"""Offers an unfinished registration again: nothing of it is lost, nothing mixed into new typing."""

from __future__ import annotations

from enum import Enum
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from screens.once_drawn import OnceDrawn
from screens.widgets.key_bar import KeyBar
from xfconsole.ui.actions import bindings
from xfconsole.ui.i18n import say


class Offer(Enum):
    """What the officer wants done with the unfinished registration."""

    RESUME = "resume"
    DISCARD = "discard"
    LATER = "later"


class OfferScreen(OnceDrawn[Offer]):
    """Ends with the decision. Keys typed before it was drawn do nothing."""

    CSS_PATH = "window.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("draft")]
    GROUP: ClassVar[str] = "draft"

    def __init__(self, time: str, summary: str) -> None:
        super().__init__()
        self._time, self._summary = time, summary

    def compose(self) -> ComposeResult:
        """Say when it was left and what it was about."""
        with Vertical(classes="window"):
            yield Static(Content(say("intake.draft.found", time=self._time)), classes="said")
            yield Static(Content(self._summary), classes="said")
            yield KeyBar(self.GROUP, "app")

    def on_mount(self) -> None:
        """Name the window."""
        self.query_one(".window").border_title = say("intake.draft.title")

    def leave(self) -> None:
        """Decide later."""
        self.dismiss(Offer.LATER)

    def do_resume(self) -> None:
        """Go on with it."""
        self.end(Offer.RESUME)

    def do_discard(self) -> None:
        """Throw it away."""
        self.end(Offer.DISCARD)

    def do_later(self) -> None:
        """Keep it and register somebody else first."""
        self.end(Offer.LATER)
