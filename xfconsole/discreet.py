"""Keeps what the process holds in memory out of reports, logs and core dumps.

A matter's name, number or text may stand in a local variable, in an exception's message, or in
memory as a whole. Whatever goes wrong, one sentence tells what kind of fault it was and where:
never a value, never a name.
"""

from __future__ import annotations

import faulthandler
import logging
import os
import sys
import threading
import warnings
from collections.abc import Callable, MutableMapping
from contextlib import suppress
from pathlib import Path

from xfconsole.ui.words.catalogue import say

_OURS = frozenset({"xfconsole", "screens", "data", "tests"})


def fault(error: BaseException) -> str:
    """Return the sentence shown when the whole console ends."""
    return say("ui.fault", what=type(error).__name__, where=_place(error))


def background_fault(error: BaseException) -> str:
    """Return the sentence shown when one piece of background work ended."""
    return say("ui.background_fault", what=type(error).__name__, where=_place(error))


def _place(error: BaseException) -> str:
    """Return file and line of the innermost frame of our own, else of the innermost one."""
    place, ours = "?", False
    trace = error.__traceback__
    while trace is not None:
        path = Path(trace.tb_frame.f_code.co_filename)
        own = _OURS & set(path.parts[:-1]) != set() and "site-packages" not in path.parts
        if own or not ours:
            place, ours = f"{'/'.join(path.parts[-2:])}:{trace.tb_lineno}", ours or own
        trace = trace.tb_next
    return place


KEPT = frozenset({"TEXTUAL_ANIMATIONS", "TEXTUAL_COLOR_SYSTEM", "TEXTUAL_DISABLE_KITTY_KEY"})
"""What textual may be told: how to draw, and how a terminal sends its keys."""
_DEBUGGING = ("PYTHONASYNCIODEBUG", "PYTHONINSPECT", "PYTHONBREAKPOINT")
_PR_SET_DUMPABLE = 4
_LAST_WORDS = "xfconsole: the program is at fault; everything registered is safe."
"""Said where even the catalogue cannot be read any more."""


def be_discreet(environ: MutableMapping[str, str] = os.environ) -> None:
    """Stop all output of this process but its own sentences. Call it before all else."""
    forget_debugging(environ)
    refuse_core_dumps()
    sys.excepthook = lambda _, error, __: _tell(error, fault)
    threading.excepthook = lambda told: _tell(told.exc_value, background_fault)
    sys.unraisablehook = lambda told: _tell(told.exc_value, background_fault)
    # The asyncio package logs tasks that failed with their messages, and slow ones with all that
    # they were given.
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    faulthandler.disable()


def forget_debugging(environ: MutableMapping[str, str]) -> None:
    """Drop the variables that have textual or Python write down or show what goes on inside.

    TEXTUAL_LOG names a file for every message, keys and texts included; TEXTUAL_SCREENSHOT has
    the screen saved; TEXTUAL=devtools sends both to whoever listens.
    """
    for name in list(environ):
        if name in _DEBUGGING or (name.startswith("TEXTUAL") and name not in KEPT):
            del environ[name]


def refuse_core_dumps() -> None:
    """Stop the system from writing this process's memory to disk, and others from attaching.

    A limit of 0 is not asked where cores go to a program (systemd-coredump, apport); on Linux the
    process is therefore made undumpable too, which also keeps out debuggers of the same user.
    """
    with suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        with suppress(ImportError, OSError, AttributeError):
            import ctypes

            ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


def _tell(error: BaseException | None, sentence: Callable[[BaseException], str]) -> None:
    """Say what kind of fault it was and where; never what it said."""
    if error is None or isinstance(error, KeyboardInterrupt | SystemExit):
        return
    try:
        said = sentence(error)
    except Exception:
        # Out of memory, or of depth: what is left has to be enough for this.
        said = _LAST_WORDS
    with suppress(Exception):
        # While textual draws it has standard error, and this is not seen: the console itself tells.
        sys.stderr.write(said + "\n")
        sys.stderr.flush()
