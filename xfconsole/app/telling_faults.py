"""Tells faults of the console in one sentence each, and lets nothing else of them be seen."""

from __future__ import annotations

from rich.text import Text
from textual.app import App
from textual.worker import Worker, WorkerState

from xfconsole.app.fault import fault, fault_aside
from xfconsole.core.refusal import Refused
from xfconsole.ui.i18n import say


class TellingFaults(App[None]):
    """An App that ends with a sentence where textual's own would print every local variable."""

    def refuse(self, refused: Refused) -> None:
        """Show why something was refused."""
        self.notify(say(refused.key, **refused.values), severity="warning", markup=False)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Tell the officer in plain words that background work failed."""
        error = event.worker.error
        if event.state is not WorkerState.ERROR or error is None:
            return
        if isinstance(error, Refused):
            self.refuse(error)
        else:
            self.notify(fault_aside(error), markup=False)

    def _handle_exception(self, error: Exception) -> None:
        """End; the first fault is the one to mend, those after it are what it broke."""
        self._return_code = 1
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        first = getattr(self._exception, "error", self._exception)
        self._exit_renderables[:] = [Text(fault(first), no_wrap=True, overflow="ignore")]
        self._close_messages_no_wait()
