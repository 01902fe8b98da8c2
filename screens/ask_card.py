"""What every card over a desk screen does: it keeps the screen below alive and loses no key."""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypeVar

from textual.app import App
from textual.events import Key
from textual.screen import ModalScreen, Screen

from xfconsole.ui.acting import Acting
from xfconsole.ui.host import SituationChanged

T = TypeVar("T")


def passed_on(screen: Screen[Any], event: Key) -> bool:
    """Give a key to the card that was opened by an earlier key, if there is one now.

    Keys typed in one go are all sent to the screen seen at the first of them; whoever types
    ``n 3 3`` means the card that the ``n`` opens.
    """
    top = screen.app.screen
    if top is screen:
        return False
    event.stop()
    event.prevent_default()
    late = Key(event.key, event.character)
    late.time = event.time
    (top.focused or top).post_message(late)
    return True


class Card(Acting, ModalScreen[T]):
    """Base of the cards of the live screen; situations and seconds go on to the screen below."""

    def show_second(self, now: datetime) -> None:
        """Let the countdowns below move on."""
        show = getattr(self._below(), "show_second", None)
        if show is not None:
            show(now)

    def on_situation_changed(self, message: SituationChanged) -> None:
        """Let the screen below show what is new."""
        self._below().post_message(SituationChanged(message.situation))

    def _below(self) -> Screen[Any]:
        stack = self.app.screen_stack
        place = stack.index(self) if self in stack else len(stack)
        return stack[max(0, place - 1)]


def open_card(app: App[Any], card: Card[Any]) -> None:
    """Show a card at once: the next key is its own already."""
    app.push_screen(card)
