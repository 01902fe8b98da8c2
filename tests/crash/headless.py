"""Run as a program: a desk without a screen, in a real process that is killed, or that has company.

Each line read says what to do: ``work FOLDER SEED SERIAL STEPS``. A child is forked for it, which
opens the office, works, and writes a line for whatever is acknowledged, as JSON. The first line is
its process's number, the last one ``null``. Forked, a life costs no second start of Python.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import data.file.lock
from data.office import open_office
from tests.crash.work import Promise, Work
from tests.data.processes import ROOT
from tests.tty.offices import OFFICER, PASSPHRASE, MovedClock
from xfconsole.assembly import desk_of
from xfconsole.clock import SystemClock
from xfconsole.ids import RandomIds


@contextmanager
def helper(*arguments: str) -> Iterator[subprocess.Popen[str]]:
    """Run this module in a process of its own."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.crash.headless", *arguments],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def ask(process: subprocess.Popen[str], *what: object) -> int:
    """Begin some work; returns the number of the process that does it."""
    assert process.stdin is not None
    process.stdin.write(" ".join(map(str, what)) + "\n")
    process.stdin.flush()
    return int(heard(process))


def heard(process: subprocess.Popen[str]) -> Any:
    """Return the next line, None at the end of the work."""
    assert process.stdout is not None
    line = process.stdout.readline()
    assert line.endswith("\n"), "the helper died itself"
    return json.loads(line)


def acknowledged(process: subprocess.Popen[str]) -> Iterator[Promise]:
    """Yield what is acknowledged, until the work ends or its process is dead."""
    while (line := heard(process)) is not None:
        yield tuple(line)


def _say(what: Any) -> None:
    os.write(1, (json.dumps(what) + "\n").encode())


def _work(folder: Path, seed: int, serial: int, steps: int) -> None:
    clock, chance = MovedClock(SystemClock().read().wall), random.Random(seed)
    with open_office(folder, PASSPHRASE, OFFICER, clock=clock) as office:
        work = Work(office, desk_of(office, clock, RandomIds()), clock, chance, _say, serial)
        for _ in range(steps):
            work.step()


def main() -> None:
    """Fork a child for each line; say when it has ended, whatever ended it."""
    if "unlocked" in sys.argv:
        vars(data.file.lock)["fcntl"] = None
    for line in sys.stdin:
        folder, *numbers = line.split()
        child = os.fork()
        if not child:
            _say(os.getpid())
            _work(Path(folder), *map(int, numbers))
            os._exit(0)
        _, status = os.waitpid(child, 0)
        assert status in (0, 9), "a child failed"
        # A line that the death cut off ends here.
        _say(None)


if __name__ == "__main__":
    main()
