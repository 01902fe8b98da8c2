"""Run as a program: a desk without a screen, in a real process that is killed, or that has company.

Its arguments are ``FOLDER SEED SERIAL STEPS``. It opens the office, works, and writes a line for
whatever is acknowledged, as JSON.
"""

from __future__ import annotations

import json
import os
import random
import sys
from collections.abc import Iterator
from pathlib import Path

import data.file.lock
from data.office import open_office
from tests.crash.work import Promise, Work
from tests.programs import PATIENCE, start
from tests.tty.offices import OFFICER, PASSPHRASE, MovedClock
from xfconsole.assembly import desk_of
from xfconsole.clock import SystemClock
from xfconsole.ids import RandomIds


class AtWork:
    """A desk that works in a process of its own."""

    def __init__(self, *what: object) -> None:
        self._told, telling = os.pipe()
        words = ["-m", "tests.crash.headless", *map(str, what)]
        self._program = start(words, os.environ, telling, 2)
        os.close(telling)

    @property
    def pid(self) -> int:
        """The number of its process."""
        return self._program.pid

    def acknowledged(self) -> Iterator[Promise]:
        """Yield what is acknowledged, until the work ends or its process is dead."""
        with open(self._told, encoding="ascii") as lines:
            for line in lines:
                yield tuple(json.loads(line))
        assert self._program.ended(PATIENCE) in (0, -9), "it failed"


def _say(promise: Promise) -> None:
    os.write(1, (json.dumps(promise) + "\n").encode())


def _work(folder: Path, seed: int, serial: int, steps: int) -> None:
    clock, chance = MovedClock(SystemClock().read().wall), random.Random(seed)
    with open_office(folder, PASSPHRASE, OFFICER, clock=clock) as office:
        work = Work(office, desk_of(office, clock, RandomIds()), clock, chance, _say, serial)
        for _ in range(steps):
            work.step()


def main() -> None:
    """Work, without the office's lock if so asked."""
    folder, *numbers = sys.argv[1:]
    if numbers[-1] == "unlocked":
        vars(data.file.lock)["fcntl"] = None
        numbers.pop()
    _work(Path(folder), *map(int, numbers))


if __name__ == "__main__":
    main()
