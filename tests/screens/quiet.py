"""When a console within a test has nothing left to do: that is looked for instead of slept for."""

from __future__ import annotations

import asyncio
from concurrent.futures import Future
from time import monotonic, process_time
from typing import Any
from weakref import WeakSet

import pytest
from textual._context import active_app
from textual.pilot import Pilot

SOON = 0.012
"""A timer due within so many seconds belongs to what a key has caused."""
LONGEST = 20.0
"""Seconds after which waiting ends whatever is still at work.

On a busy machine a thread gets no processor for a while, and the disk takes its time.
"""
BLOCKED = LONGEST
"""After so many seconds without work a thread counts as one that waits for the test itself.

Only a test that makes threads wait may say less (the fixture ``threads_wait``).
"""

_asked: WeakSet[Future[Any]] = WeakSet()
"""Work of threads whose outcome has not been passed on: being done alone tells nobody yet."""
_init, _invoke = Future.__init__, Future._invoke_callbacks  # type: ignore[attr-defined]


def look_for_quiet(patch: pytest.MonkeyPatch) -> None:
    """Let every pilot go on as soon as its console is quiet, where textual's sleeps 20 ms a time.

    A key costs two such sleeps and more, and a busy machine makes of each a guess.
    """
    # Screens are updated below, at once: else each wait would be until the next frame is due.
    patch.setattr("textual.screen.UPDATE_PERIOD", 10 * SOON)
    patch.setattr(Future, "__init__", _ask)
    patch.setattr(Future, "_invoke_callbacks", _passed_on)
    for module in ("textual.app", "textual.pilot"):
        patch.setattr(f"{module}.wait_for_idle", until_quiet)
    # A message to each widget, which is quiet by then.
    patch.setattr(Pilot, "_wait_for_screen", until_quiet)


async def until_quiet(*_: object) -> bool:
    """Return once no callback is ready, no thread at work, no timer due and no screen to update.

    False where that did not come about within ``LONGEST``.
    """
    loop: Any = asyncio.get_running_loop()
    ends = monotonic() + LONGEST
    since, worked = monotonic(), process_time()
    while monotonic() < ends:
        await asyncio.sleep(0)
        if loop._ready or _updated():
            since, worked = monotonic(), process_time()
            continue
        at_work = bool(_asked)
        timers = (each.when() for each in loop._scheduled if not each.cancelled())
        left = max(0.0, min(timers, default=ends) - loop.time())
        if not at_work and left > SOON:
            return True
        if at_work and monotonic() - since > BLOCKED:
            if process_time() - worked < BLOCKED / 10:
                return True
            since, worked = monotonic(), process_time()
        await asyncio.sleep(min(0.002, left) if at_work else left)
    return False


def _ask(future: Future[Any]) -> None:
    _init(future)
    _asked.add(future)


def _passed_on(future: Future[Any]) -> None:
    _invoke(future)
    _asked.discard(future)


def _updated() -> bool:
    """Update each screen that waits for its timer, those behind too; returns whether one did."""
    app: Any = active_app.get(None)
    stack = app.screen_stack if app is not None else ()
    waiting = [each for each in stack if each._update_timer._active.is_set()]
    for screen in waiting:
        screen._on_timer_update()
    return bool(waiting)
