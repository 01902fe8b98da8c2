"""Measures commands from outside: from the start of the process to the first line it prints."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from time import perf_counter

from data.office import read_office
from tests.bench.figure import Figure, interleaved
from tests.bench.invented import matter
from tests.bench.offices import OFFICER, PASSPHRASE, opened
from tests.bench.probe import COMMAND, ROOT
from xfconsole.clock import SystemClock
from xfconsole.commands.offices import PASSPHRASE_VARIABLE
from xfconsole.core.ledger.listing import Listing

FIRST_LINE = 4.0
_BARE = [sys.executable, "-c", "import sqlite3; print(sqlite3.sqlite_version)"]


def commands(
    office: Path, rounds: int, what: str, only: Sequence[str] = ("matters", "show", "roster", "log")
) -> list[Figure]:
    """Time each command to its first line; beside it a Python that loads SQLite and says so.

    Deriving the key from the passphrase costs nothing here (see offices.CHEAP).
    """
    secret = office.parent / "passphrase"
    secret.write_text(PASSPHRASE)
    told = {**os.environ, PASSPHRASE_VARIABLE: str(secret), "XFCONSOLE_HOME": str(office)}
    figures = []
    with opened(office) as served:
        # What came in days ago stands in no log of the last day.
        served.do(lambda desk: desk.register(replace(matter(0), received_at=None)))
    for name in only:
        about = [_newest(office)] if name == "show" else []
        ours = _timed([COMMAND, "--lang", "en", name, *about], told)
        beside = _timed(_BARE, told)
        ours()
        found, least = interleaved(rounds, ours, beside)
        figures.append(Figure(f"{name}, first line, {what}", found, least, FIRST_LINE))
    return figures


def _newest(office: Path) -> str:
    clock = SystemClock()
    with read_office(office, PASSPHRASE, OFFICER, clock=clock) as opened:
        return opened.views.matters(Listing(clock.read().wall), limit=1)[0].number


def _timed(command: Sequence[str], environ: dict[str, str]) -> Callable[[], float]:
    def seconds() -> float:
        started = perf_counter()
        with subprocess.Popen(command, cwd=ROOT, env=environ, stdout=subprocess.PIPE) as ran:
            assert ran.stdout is not None
            line = ran.stdout.readline()
            found = perf_counter() - started
            ran.kill()
        assert line, command
        return found

    return seconds
