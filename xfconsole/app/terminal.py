"""The terminal around the console: its keys from the first moment on, its stops and its end."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

termios: Any
try:
    import termios
except ImportError:  # Windows: its driver takes the keys from the start.
    termios = None

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


@contextmanager
def keys_taken() -> Iterator[None]:
    """Take what is typed from now on for the console, although it is still being loaded.

    Until then the terminal itself would echo a passphrase typed ahead, and make its Enter another
    key. Textual does the rest when it starts, and puts back what it found: this.
    """
    _take_keys()
    try:
        yield
    finally:
        _give_keys_back()
        _drop_unwritten()


_found: list[Any] = []
"""How the terminal was set before: one list of termios, or nothing."""


def _take_keys() -> None:
    if termios is None:
        return
    keyboard = sys.stdin.fileno()
    try:
        mode = termios.tcgetattr(keyboard)
        _found.append(list(mode))
        mode[0] &= ~termios.ICRNL
        mode[3] &= ~(termios.ECHO | termios.ICANON)
        termios.tcsetattr(keyboard, termios.TCSANOW, mode)
    except termios.error:
        return  # The terminal is gone: there is nobody who types.


def _give_keys_back() -> None:
    while _found:
        mode = _found.pop()
        try:
            termios.tcsetattr(sys.stdin.fileno(), termios.TCSANOW, mode)
        except (termios.error, ValueError):
            return


def _drop_unwritten() -> None:
    """Drop what a terminal that is gone will not take: Python would end with 120 for it."""
    for each in (sys.stdout, sys.stderr):
        try:
            each.flush()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), each.fileno())


def paint_after_stop(driver: Any, paint: Callable[[], object]) -> None:
    """After a stop that textual did not make itself, paint again and go on reading as before.

    Textual would begin anew what it never ended, and two readers would share the keys.
    """
    textual_resumes = signal.getsignal(signal.SIGCONT) if hasattr(signal, "SIGCONT") else None
    if not callable(textual_resumes) or not hasattr(driver, "_must_signal_resume"):
        return
    loop = asyncio.get_running_loop()

    def resumed(number: int, frame: Any) -> None:
        if driver._must_signal_resume:
            textual_resumes(number, frame)
        else:
            loop.call_soon_threadsafe(paint)

    signal.signal(signal.SIGCONT, resumed)


def terminal_gone() -> bool:
    """Return whether the terminal the console started on cannot be read any more."""
    stdin = sys.__stdin__
    return stdin is None or stdin.closed or not os.isatty(stdin.fileno())


def hang_up_code() -> int:
    """Return the exit code once the terminal is gone: the hang-up's, which may come later still.

    Where the parent has it ignored (nohup), none will come: 1.
    """
    hang_up = getattr(signal, "SIGHUP", None)
    return 1 if hang_up is None or signal.getsignal(hang_up) is signal.SIG_IGN else 128 + hang_up


def end_soon(save: Callable[[], None], code: int) -> None:
    """End the process ``GRACE`` seconds from now at the latest, after ``save``."""

    def end() -> None:
        save()
        _give_keys_back()
        os._exit(code)

    timer = threading.Timer(GRACE, end)
    timer.daemon = True
    timer.start()
