"""Shows what was typed once it is on disk: whatever stood on the screen at the end is kept.

A console that is killed keeps what its drafts hold. An echo that came before its draft would
promise more than that.
"""

from __future__ import annotations

import sys
from concurrent.futures import Future, wait
from importlib import import_module
from typing import Any

from textual.drivers._writer_thread import WriterThread

from xfconsole.clock import SystemClock
from xfconsole.ui.text.glyphs import ascii_only
from xfconsole.ui.text.plain_signs import plain_signs

LONGEST = 2.0
"""Seconds for which a change waits to be seen: a disk slower than that must not blind the desk."""


class Gate:
    """Holds the newest change of a form that what is drawn from now on has to wait for."""

    def __init__(self) -> None:
        self._newest: Future[None] | None = None

    def wait_for(self, kept: Future[None]) -> None:
        """Delay what is drawn from now on until a draft is on disk.

        Drafts are written in order: those before it are on disk then, too.
        """
        self._newest = kept

    def take(self) -> Future[None] | None:
        """Return what the next thing drawn has to wait for; what follows that comes later still."""
        newest, self._newest = self._newest, None
        return newest


GATE = Gate()
"""That of this process's one terminal."""


class SavedOutput(WriterThread):
    """Textual's thread that writes to the terminal; it stops before what is not kept yet."""

    _queue: Any

    def write(self, text: str) -> None:
        """Queue a text, with what it has to wait for and until when."""
        kept = GATE.take()
        latest = 0.0 if kept is None else _running() + LONGEST
        # Whatever drew it, textual's own scroll bars too: here everything passes.
        self._queue.put((plain_signs(text) if ascii_only() else text, kept, latest))

    def run(self) -> None:
        """Write what is queued, in order."""
        while (each := self._queue.get()) is not None:
            text, kept, latest = each
            if kept is not None and not kept.done():
                # What was drawn before is no part of it.
                self._file.flush()
                wait([kept], max(0.0, latest - _running()))
            self._file.write(text)
            if self._queue.empty():
                self._file.flush()
        self._file.flush()


def _running() -> float:
    return SystemClock().read().boot


def show_only_what_is_saved() -> None:
    """Make textual's driver for this system write with ``SavedOutput``."""
    name = "windows_driver" if sys.platform == "win32" else "linux_driver"
    vars(import_module(f"textual.drivers.{name}"))["WriterThread"] = SavedOutput
