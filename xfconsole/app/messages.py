"""Says one sentence at a time, in the line that the screen in sight has for it; faults too."""

from __future__ import annotations

import threading
from collections import deque
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.text import Text
from textual.events import Paste
from textual.screen import Screen
from textual.timer import Timer
from textual.worker import Worker, WorkerState

from xfconsole.app import terminal
from xfconsole.app.covering import Covering
from xfconsole.core.words.refusal import Refused
from xfconsole.discreet import background_fault, fault
from xfconsole.ui.words.catalogue import say

if TYPE_CHECKING:
    from screens.widgets.said_line import SaidLine

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
    """Show a sentence in the line that a screen has, or is given once it needs one."""
    from screens.widgets.said_line import SaidLine

    line = next(iter(screen.query(SaidLine)), None)
    if line is None and sentence:
        line = _given_line(screen)
    if line is not None:
        line.show(sentence)


def _given_line(screen: Screen[Any]) -> SaidLine:
    """Mount a line over the keys of a card, or where there is no card at the screen's top."""
    from screens.widgets.key_bar import KeyBar
    from screens.widgets.said_line import SaidLine

    keys = next(iter(screen.query(".window KeyBar").results(KeyBar)), None)
    line = SaidLine(classes="-top" if keys is None else "")
    if keys is None:
        screen.mount(line, before=0)
    else:
        screen.mount(line, before=keys)
    return line


class FaultMessages(Messages):
    """An App that ends with a sentence where textual's own would print every local variable."""

    refused_ticks: frozenset[str] = frozenset()
    """Why ticks failed since the last that did not."""

    def refuse_tick(self, refused: Refused) -> None:
        """Show why a tick failed, once: the next one comes in a second."""
        if refused.key not in self.refused_ticks:
            self.refused_ticks |= {refused.key}
            self.refuse(refused)

    _hook_before = staticmethod(threading.excepthook)

    def on_mount(self) -> None:
        """Show faults of threads on the screen while there is one."""
        self._hook_before = threading.excepthook
        threading.excepthook = self._thread_failed

    def on_unmount(self) -> None:
        """Show faults of threads as before."""
        threading.excepthook = self._hook_before

    def refuse(self, refused: Refused) -> None:
        """Show why something was refused."""
        self.tell(say(refused.key, **refused.values))

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Tell the officer in plain words that background work failed."""
        error = event.worker.error
        if event.state is not WorkerState.ERROR or error is None:
            return
        if isinstance(error, Refused):
            self.refuse(error)
        else:
            self.tell(background_fault(error))

    def on_paste(self, _: Paste) -> None:
        """Say that a pasted text did nothing: no field took it."""
        self.tell(say("ui.pasted_nowhere"))

    def panic(self, *renderables: object) -> None:
        """End as with any fault: the thread that reads the keys hands over a report here."""
        from rich.traceback import Traceback

        reports = [each for each in renderables if isinstance(each, Traceback)]
        stacks = reports[0].trace.stacks if reports else []
        what, where = "panic", "?"
        if stacks and stacks[0].frames:
            frame = stacks[0].frames[-1]
            what = stacks[0].exc_type
            where = f"{'/'.join(Path(frame.filename).parts[-2:])}:{frame.lineno}"
        self._end(say("ui.fault", what=what, where=where))

    def _thread_failed(self, told: threading.ExceptHookArgs) -> None:
        if told.exc_value is not None:
            self.call_later(self.tell, background_fault(told.exc_value))

    def _handle_exception(self, error: Exception) -> None:
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        # The first fault is the one to mend; those after it are what it broke.
        self._end(fault(getattr(self._exception, "error", self._exception)))

    def _end(self, sentence: str) -> None:
        # A terminal that is gone can't be read or written either, and may be found so first.
        gone = not self.is_headless and terminal.terminal_gone()
        self._return_code = terminal.hang_up_code() if gone else 1
        self._exit_renderables[:] = [] if gone else [Text(sentence)]
        self._close_messages_no_wait()
