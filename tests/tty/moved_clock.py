"""The console on clocks that a test moves: ``python -m tests.tty.moved_clock FILE [ARGUMENTS]``.

The file holds by how many seconds the wall clock and the time since boot are off. Everything else
is the program as it is: only the one module that reads clocks is told others.
"""

from __future__ import annotations

import os
import sys
from datetime import timedelta
from pathlib import Path
from typing import Final

from xfconsole import __main__
from xfconsole.clock import SystemClock
from xfconsole.core.days.reading import Reading


class Offsets:
    """What lies in the file, for the test that writes it and the console that reads it."""

    def __init__(self, path: Path) -> None:
        self.path: Final = path

    def move(self, wall: float, boot: float) -> None:
        """Move both clocks at once."""
        aside = self.path.with_suffix(".new")
        aside.write_text(f"{wall} {boot}", encoding="ascii")
        os.replace(aside, self.path)

    def read(self) -> tuple[float, float]:
        """Return by how many seconds wall clock and time since boot are off."""
        wall, boot = self.path.read_text(encoding="ascii").split()
        return float(wall), float(boot)


def run(path: Path) -> None:
    """Run the console, or a command, on the moved clocks."""
    offsets, true = Offsets(path), SystemClock.read

    def read(clock: SystemClock) -> Reading:
        wall, boot = offsets.read()
        now = true(clock)
        return Reading(now.wall + timedelta(seconds=wall), now.boot + boot, now.boot_id)

    SystemClock.read = read  # type: ignore[assignment, method-assign]
    __main__.main()


if __name__ == "__main__":
    moved = Path(sys.argv.pop(1))
    run(moved)
