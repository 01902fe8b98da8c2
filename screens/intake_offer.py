"""Offers an unfinished registration again: nothing of it is lost, nothing mixed into new typing."""

from __future__ import annotations

from enum import Enum
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
from xfconsole.ui.i18n import say


class Offer(Enum):
    """What the officer wants done with the unfinished registration."""

    RESUME = "resume"
    DISCARD = "discard"
    LATER = "later"


class OfferScreen(Acting, ModalScreen[Offer]):
    """Ends with the decision. Keys typed before it was drawn do nothing."""

    CSS_PATH = "window.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("draft")]
    GROUP: ClassVar[str] = "draft"

    _drawn = False

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
        """Let keys act once the card is seen."""
        self.query_one(".window").border_title = say("intake.draft.title")
        self.call_after_refresh(self._seen)

    def _seen(self) -> None:
        self._drawn = True

    def _end(self, decision: Offer) -> None:
        if self._drawn:
            self.dismiss(decision)

    def leave(self) -> None:
        """Decide later."""
        self.dismiss(Offer.LATER)

    def do_resume(self) -> None:
        """Go on with it."""
        self._end(Offer.RESUME)

    def do_discard(self) -> None:
        """Throw it away."""
        self._end(Offer.DISCARD)

    def do_later(self) -> None:
        """Keep it and register somebody else first."""
        self._end(Offer.LATER)
