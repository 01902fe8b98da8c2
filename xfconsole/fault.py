"""A fault in one sentence: what kind and where in the code; never a value, never a name."""

from __future__ import annotations

from pathlib import Path

from xfconsole.ui.words.catalogue import say

_OURS = frozenset({"xfconsole", "screens", "data", "tests"})


def fault(error: BaseException) -> str:
    """Return the sentence shown when the whole console ends."""
    return say("ui.fault", what=type(error).__name__, where=_place(error))


def fault_aside(error: BaseException) -> str:
    """Return the sentence shown when one piece of background work ended."""
    return say("ui.fault_aside", what=type(error).__name__, where=_place(error))


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
