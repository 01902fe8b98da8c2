"""What the desk needs is loaded once, and no console that ended is kept by it."""

from __future__ import annotations

import asyncio
import gc
import subprocess
import sys
from pathlib import Path
from weakref import ref

from textual.app import App

from tests.screens.live_desk import live
from xfconsole.app import ready


def test_a_console_that_ended_is_let_go(tmp_path: Path) -> None:
    async def watched() -> ref[App[None]]:
        async with live(tmp_path) as (pilot, _):
            return ref(pilot.app)

    ended = asyncio.run(watched())
    gc.collect()
    assert ended() is None


def test_where_the_start_stopped_it_garbage_is_looked_for_but_not_in_what_was_loaded() -> None:
    told = (
        "import gc; gc.disable(); from xfconsole.app import ready; ready.load(); "
        "print(gc.isenabled(), gc.get_freeze_count() > 10_000)"
    )
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "True"]


def test_where_nobody_stopped_it_nothing_is_kept_from_it() -> None:
    before = gc.get_freeze_count()
    ready.load()
    assert gc.isenabled()
    assert gc.get_freeze_count() == before
