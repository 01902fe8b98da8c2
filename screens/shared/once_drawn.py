"""What small windows share: their keys act once they were drawn."""

from __future__ import annotations

from typing import TypeVar

from textual.screen import ModalScreen

from xfconsole.ui.keys.acting import Acting

T = TypeVar("T")


class OnceDrawn(Acting, ModalScreen[T]):
    """Ends with a decision. Keys typed before it was drawn decide nothing."""

    drawn = False

    def on_mount(self) -> None:
        """Let keys act once the card is seen."""
        self.call_after_refresh(setattr, self, "drawn", True)

    def end(self, decision: T) -> None:
        """Close with this decision, if it was drawn by now."""
        if self.drawn:
            self.dismiss(decision)
