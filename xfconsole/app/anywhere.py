"""Lets the desk's F-keys work from whatever lies over a screen; what was typed there is kept.

Not from the lock and the screens before the desk, which show nothing of it; not while the window is
too small, because nothing of what opened would be seen; and not where a screen's ``stays`` says
why: a verb that is not finished, a passphrase half typed (none is ever kept), a recovery code that
nobody could show again.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import takewhile
from typing import Any, ClassVar

from textual.binding import BindingType
from textual.screen import ModalScreen, Screen

from xfconsole.app.locking import Locking
from xfconsole.ui.actions import actions, as_binding

_OVER = ("app.help", "app.palette")
"""What opens on top: nothing has to close for it."""
_NOT_WHILE = {
    "close": ("app.help",),
    "palette": ("app.palette",),
    # Nothing may lie over an identity: its window closes first.
    "identity": _OVER,
}
"""What a screen of this group shows already, or does in its own way."""
_FROM_CARDS = ("help", "intake", "live", "ledger", "roster", "log", "command", "answer", "leave")


class Anywhere(Locking):
    """An App whose keys of the group ``app`` reach past what lies over the desk's screen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        # Ctrl+C stays the fields': there it copies.
        as_binding(replace(each, twin="", priority=True))
        for each in actions("app")
        if each.name in (*_FROM_CARDS, "palette")
    ]

    def __init__(self, minutes: int) -> None:
        super().__init__(minutes)
        self.left: dict[tuple[str, ...], str] = {}

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave a key to the screen that is seen unless something lies over the desk's own."""
        if action != "act" or parameters == ("app.lock",):
            return super().check_action(action, parameters)
        group = getattr(self.screen, "GROUP", "")
        return bool(
            group
            and self._over()
            and not self.covered
            and parameters[0] not in _NOT_WHILE.get(group, ())
        )

    async def action_act(self, action_id: str) -> None:
        """Lock; or close what lies over the desk's screen, then act there."""
        if action_id == "app.lock":
            await super().action_act(action_id)
        elif action_id in _OVER or self._close(action_id):
            await self.act(action_id)

    def _close(self, action_id: str) -> bool:
        """Close what is in the way, all or nothing; returns whether the act is still to be done."""
        over = self._over()
        if action_id == "app.answer":
            over = list(takewhile(lambda each: getattr(each, "GROUP", "") != "prompt", over))
        for each in over:
            if reason := each.stays():
                self.tell(reason)
                return False
        for each in over:
            each.leave()
        return not (action_id == "app.answer" and self._over())

    def _over(self) -> list[Any]:
        """Return what lies over the desk's screen, the topmost first."""
        stack: list[Screen[Any]] = list(reversed(self.screen_stack))
        return list(takewhile(lambda each: isinstance(each, ModalScreen), stack))

    async def act(self, action_id: str) -> None:
        """Do something of the group ``app``."""
        raise NotImplementedError

    def tell(self, sentence: str) -> None:
        """Show a sentence for some seconds."""
        raise NotImplementedError
