"""Notices that the terminal went away or that somebody asks the console to end."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import threading
from collections.abc import Callable

GRACE = 1.5
"""Seconds that an orderly end may take once the terminal is gone."""


def watch_signals(leave: Callable[[int], None]) -> None:
    """Call ``leave`` with the exit code when the process is hung up on or told to end.

    A hang-up that the parent ignores (nohup) stays ignored; ``terminal_gone`` finds it.
    """
    loop = asyncio.get_running_loop()
    for each in (signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM)):
        if signal.getsignal(each) is signal.SIG_IGN:
            continue
        try:
            loop.add_signal_handler(each, leave, 128 + each)
        except (NotImplementedError, RuntimeError, ValueError):
            return  # Windows, or not the main thread: there are no such signals here


def terminal_gone() -> bool:
    """Return whether the terminal the console started on cannot be read any more."""
    stdin = sys.__stdin__
    return stdin is None or stdin.closed or not os.isatty(stdin.fileno())


def end_soon(save: Callable[[], None], code: int) -> None:
    """End the process ``GRACE`` seconds from now at the latest, after ``save``."""

    def end() -> None:
        save()
        os._exit(code)

    timer = threading.Timer(GRACE, end)
    timer.daemon = True
    timer.start()
