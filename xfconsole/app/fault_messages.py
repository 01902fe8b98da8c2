"""Tells faults of the console in one sentence each, and lets nothing else of them be seen."""

from __future__ import annotations

import threading
from pathlib import Path

from rich.text import Text
from rich.traceback import Traceback
from textual.events import Paste
from textual.worker import Worker, WorkerState

from xfconsole.app.messages import Messages
from xfconsole.core.words.refusal import Refused
from xfconsole.discreet import background_fault, fault
from xfconsole.ui.words.catalogue import say


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
        """Have threads tell their faults on the screen while there is one."""
        self._hook_before = threading.excepthook
        threading.excepthook = self._thread_failed

    def on_unmount(self) -> None:
        """Have them told as before."""
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
        self._return_code = 1
        self._exit_renderables[:] = [Text(sentence)]
        self._close_messages_no_wait()
