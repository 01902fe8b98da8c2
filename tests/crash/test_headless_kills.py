"""A desk without a screen is killed (SIGKILL) in the middle of its writing.

It is the real desk, journal, drafts and writer in a real process; only the console is not there.
``test_kills.py`` kills that.
"""

from __future__ import annotations

import os
import random
import signal
from pathlib import Path

import pytest

from data.file.wal import log_of
from data.office import DATABASE
from tests.crash.aftermath import hold_chain, hold_tables, opened
from tests.crash.headless import AtWork
from tests.crash.summary import Tally
from tests.crash.work import Promise, broken

KILLS = 28
_LOOKS = 3000


def _die(pid: int, log: Path, chance: random.Random) -> None:
    """Kill it at once, or when the log changes next: in the middle of a commit."""
    before = _stamp(log)
    for _ in range(_LOOKS if chance.random() < 0.7 else 0):
        if _stamp(log) != before:
            break
    os.kill(pid, signal.SIGKILL)


def _stamp(log: Path) -> int:
    return log.stat().st_mtime_ns if log.exists() else 0


@pytest.mark.parametrize("seed", [7], ids="night-{}".format)
def test_a_killed_desk_loses_nothing(seed: int, home: Path, tmp_path: Path, tally: Tally) -> None:
    chance, log = random.Random(seed), log_of(home / DATABASE)
    promises: list[Promise] = []
    for life in range(KILLS):
        desk = AtWork(home, chance.getrandbits(32), life * 1000, 1000)
        left = chance.randint(1, 12)
        for promise in desk.acknowledged():
            promises.append(promise)
            left -= 1
            if left == 0:
                _die(desk.pid, log, chance)
        with tally.count("deaths"), opened(home) as (office, _):
            assert broken(office, promises) == []
            hold_chain(office)
            if life % 9 == 8:
                hold_tables(office, tmp_path)
