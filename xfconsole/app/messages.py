"""Says one sentence at a time, in the line that the screen in sight has for it."""

from __future__ import annotations

from collections import deque
from typing import Any

from textual.screen import Screen
from textual.timer import Timer

from xfconsole.app.covering import Covering

SOON, LONG = 10, 15
"""Seconds for which a sentence stands, and one that has to be read to its end."""
KEPT = 4
"""So many sentences can be read again in full with the help."""


class Messages(Covering):
    """An App without notices that lie over what they are about.

    A new sentence takes the place of the one before. It goes by itself, or with the next act
    unless it is a warning, and follows the officer to whatever screen comes next.
    """

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.told: deque[str] = deque(maxlen=KEPT)
        self._saying, self._warning = "", False
        self._said_timer: Timer | None = None

    def tell(self, sentence: str) -> None:
        """Show a sentence for some seconds."""
        self._say(sentence, warning=False)

    def warn(self, sentence: str) -> None:
        """Show a sentence for longer; acts do not end it."""
        self._say(sentence, warning=True)

    def clear_message(self) -> None:
        """End what was told, not what was warned of: the officer goes on."""
        if not self._warning:
            self.forget_message()

    def forget_message(self) -> None:
        """Say nothing any more."""
        self._saying, self._warning = "", False
        self.show_message()

    def notify(self, message: str, **_: Any) -> None:
        """Say what textual itself would show as a notice."""
        self.tell(message)

    def show_message(self) -> None:
        """Show in the screen in sight what is said now."""
        if self.covered or not self.screen_stack:
            return
        for below in self.screen_stack[:-1]:
            _show(below, "")
        if self.screen.is_mounted:
            _show(self.screen, self._saying)
        else:
            # A screen that is being made takes this up as the first thing it does.
            self.screen.call_later(self.show_message)

    def push_screen(self, *given: Any, **more: Any) -> Any:
        """Show a screen; what is said stays in sight."""
        return self._followed(super().push_screen(*given, **more))

    def switch_screen(self, *given: Any, **more: Any) -> Any:
        """Show a screen in another's place; what is said stays in sight."""
        return self._followed(super().switch_screen(*given, **more))

    def pop_screen(self) -> Any:
        """Close a screen; what is said stays in sight."""
        return self._followed(super().pop_screen())

    def _followed(self, result: Any) -> Any:
        self.call_later(self.show_message)
        return result

    def _say(self, sentence: str, *, warning: bool) -> None:
        if self.covered:
            self.when_uncovered(lambda: self._say(sentence, warning=warning))
            return
        self.told.appendleft(sentence)
        self._saying, self._warning = sentence, warning
        if self._said_timer is not None:
            self._said_timer.stop()
        self._said_timer = self.set_timer(LONG if warning else SOON, self.forget_message)
        self.show_message()


def _show(screen: Screen[Any], sentence: str) -> None:
    """Show a sentence in the line that a screen has, or is given at its top once it needs one."""
    from screens.widgets.said_line import SaidLine

    line = next(iter(screen.query(SaidLine)), None)
    if line is None and sentence:
        line = SaidLine(classes="-top")
        screen.mount(line, before=0)
    if line is not None:
        line.show(sentence)
