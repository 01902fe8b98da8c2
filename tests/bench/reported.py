"""What reports cost over a large quarter beside a small one: processor time and memory.

usage: reported.py WORD…   carry out a command, then say on stderr what it took
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from time import process_time

from data.file.connection import Connection
from tests.bench.figure import Figure, interleaved
from tests.bench.offices import PASSPHRASE, new_office
from tests.bench.probe import ROOT
from tests.bench.registered import fill_register
from tests.bench.resting import MEMORY
from xfconsole.cli import run
from xfconsole.commands.offices import PASSPHRASE_VARIABLE

FEW = 1_000
"""Matters of the quarter that a large one is compared with."""
REPORTS = {"daily": ("2026-09-15", 2.0), "quarter": ("2026-Q3", 10.0)}
"""What each is asked for, and the seconds of processor time that it may take."""
_ENDS = datetime(2026, 9, 30, 15, tzinfo=UTC)
_QUARTER = timedelta(days=91)
_STATUS = Path("/proc/self/status")
_ANSWERED = "UPDATE matter SET answered_at = received_at WHERE rowid % 10 < 8"
_OWED = """
    INSERT INTO deadline (matter, clock, anchor, part, who, unit, measure, days, started_on,
      target_on, rolled_on, due_at, provisional, met_at, met_by)
    SELECT uid, ?1, uid, 0, ?2, unit, 'calendar', 15, received_at, received_at, received_at,
      received_at, 0, iif(rowid % 10 < 8, received_at, NULL), iif(rowid % 10 < 8, ?3, NULL)
    FROM matter
"""
_CLOCKS = (("deal", "office", "assign"), ("accept", "unit", "accept"), ("decide", "unit", "reply"))
"""Each with who owes it and what ends it; when they do is nothing to what counting costs."""


def reported(folder: Path, rounds: int, matters: int) -> list[Figure]:
    """Return what each report took over so many matters of one quarter, and its memory.

    The memory is compared with that over few; it is left out where the system does not tell.
    """
    folder.mkdir()
    many, few = (_office(folder / str(count), count) for count in (matters, FEW))
    found = []
    for name, (about, limit) in REPORTS.items():
        asked = "report", name, about
        spent, less = interleaved(rounds, partial(_spent, many, asked), partial(_spent, few, asked))
        what = f"report {name}, {matters:,} matters in the quarter"
        found.append(Figure(f"{what}, processor time", [each for each, _ in spent], limit=limit))
        held, least = ([each for _, each in side] for side in (spent, less))
        if all(least):
            found.append(Figure(f"{what}, memory", held, least, MEMORY, unit="MB"))
    return found


def _office(folder: Path, matters: int) -> Path:
    with new_office(folder) as served, served.office.engine.begin() as connection:
        _fill(connection, matters)
    return folder


def _fill(connection: Connection, matters: int) -> None:
    fill_register(connection, matters, _ENDS, _QUARTER)
    connection.execute(_ANSWERED)
    for clock in _CLOCKS:
        connection.execute(_OWED, clock)


def _spent(office: Path, words: Sequence[str]) -> tuple[float, float]:
    """Return the seconds of processor time that a command took, and the most MB that it held."""
    secret = office.parent / "passphrase"
    secret.write_text(PASSPHRASE)
    told = {**os.environ, PASSPHRASE_VARIABLE: str(secret), "XFCONSOLE_HOME": str(office)}
    command = [sys.executable, "-m", "tests.bench.reported", "--lang", "en", *words]
    ran = subprocess.run(command, cwd=ROOT, env=told, capture_output=True, check=True, text=True)
    seconds, held = ran.stderr.split()[-2:]
    return float(seconds), float(held) / 1000


def _carried_out(words: Sequence[str]) -> str:
    assert run(words) == 0
    # What resource tells of the most begins with what the process had that started this one.
    held = re.findall(r"VmHWM:\s*(\d+)", _STATUS.read_text()) if _STATUS.exists() else [0]
    return f"{process_time()} {held[0]}"


if __name__ == "__main__":
    print(_carried_out(sys.argv[1:]), file=sys.stderr)
