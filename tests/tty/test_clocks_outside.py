"""The same clocks moved from outside: by libfaketime, by a time namespace, by a real stop.

They need what not every machine has, and they take long: none of them is in the usual run.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Final

import pytest

from tests.programs import BECOME
from tests.tty import offices
from tests.tty.keyboard import unlock
from tests.tty.offices import journal
from tests.tty.standing import raised, standing_at
from tests.tty.terminal import Terminal, console, environment
from tests.tty.test_clocks import IN_TIME, counted, leave
from xfconsole.clock import SystemClock
from xfconsole.core.facts.of_office import ClockJumped, DeskBlind
from xfconsole.core.night.desk_clock import BLIND_AFTER

pytestmark = pytest.mark.torture

FAKETIME: Final = next(
    (
        str(each)
        for folder in ("/usr/lib", "/usr/lib64", "/usr/local/lib")
        for beside in (".", "*")
        for each in sorted(Path(folder).glob(f"{beside}/faketime/libfaketimeMT.so.1"))
    ),
    None,
)
HOUR, DAY = 3600, 86400
EVERY = 15
"""So many posts have to be rung again, one more every second."""


@pytest.fixture
def groups_home(home: Path) -> Path:
    """An office with three groups at the door, for whom everybody was rung in vain."""
    offices.make_busy(home, 3)
    return home


@pytest.mark.skipif(FAKETIME is None, reason="libfaketime is not installed on this machine")
@pytest.mark.parametrize(
    "seconds", [HOUR, -HOUR, -DAY], ids=["forward-1h", "back-1h", "back-1-day"]
)
def test_a_clock_set_under_the_running_console(
    groups_home: Path, tmp_path: Path, seconds: int
) -> None:
    untouched = offices.copied(groups_home, tmp_path / "untouched")
    stamp = tmp_path / "faketime"
    stamp.write_text("+0")
    preloaded = {
        "LD_PRELOAD": FAKETIME or "",
        "FAKETIME_TIMESTAMP_FILE": str(stamp),
        "FAKETIME_NO_CACHE": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
    }
    with console(groups_home, lang="zh", environ=preloaded, anew=True) as terminal:
        unlock(terminal)
        terminal.until(lambda: counted(terminal) > 0, "the first prompt")
        set_at = SystemClock().read().wall
        (tmp_path / "new").write_text(f"{seconds:+d}")
        os.replace(tmp_path / "new", stamp)
        everything = standing_at(untouched, set_at + timedelta(seconds=max(seconds, 0)))
        terminal.until(lambda: counted(terminal) >= max(EVERY, len(everything)), "all of them")
        leave(terminal)
    said = journal(groups_home)
    uids = [each.prompt for each in raised(said)]
    assert len(uids) == len(set(uids))
    jumps = [each.fact.seconds for each in said if isinstance(each.fact, ClockJumped)]
    assert [round(each / 60) for each in jumps] == [seconds / 60]
    woken = set_at + timedelta(seconds=max(seconds, 0))
    assert everything.keys() <= {each.prompt for each in raised(said) if each.at <= woken + IN_TIME}


def _namespaces() -> bool:
    found = shutil.which("unshare")
    if found is None:
        return False
    tried = subprocess.run([found, "--time", "--boottime", "9", "true"], capture_output=True)
    return tried.returncode == 0


@pytest.mark.skipif(not _namespaces(), reason="this kernel or user may not make a time namespace")
@pytest.mark.parametrize("boot", [8 * HOUR, -2], ids=["8h-asleep-by-boot-time", "boot-time-behind"])
def test_a_time_since_boot_that_moved_between_two_starts(groups_home: Path, boot: int) -> None:
    with console(groups_home, lang="zh") as terminal:
        unlock(terminal)
        terminal.until(lambda: counted(terminal) > 0, "the first prompt")
        leave(terminal)
    apart = ("unshare", "--time", "--boottime", str(boot))
    program = (sys.executable, "-m", "xfconsole")
    start = Terminal("-c", BECOME, *apart, *program, environ=environment(groups_home, "zh"))
    try:
        unlock(start)
        start.until(lambda: counted(start) > 0, "the prompts of before")
        leave(start)
    finally:
        start.close()
    said = journal(groups_home)
    uids = [each.prompt for each in raised(said)]
    assert len(uids) == len(set(uids))
    # The wall clock alone did not move: to the desk it was set back against the time since boot.
    jumps = [each.fact.seconds for each in said if isinstance(each.fact, ClockJumped)]
    assert [round(each / 60) for each in jumps] == ([-boot / 60] if boot > 0 else [])


def test_stopped_for_longer_than_the_desk_may_be_blind(groups_home: Path) -> None:
    """A real stop: whoever runs this waits half a minute for it."""
    with console(groups_home, lang="zh") as terminal:
        unlock(terminal)
        terminal.until(lambda: counted(terminal) > 0, "the first prompt")
        terminal.kill(signal.SIGSTOP)
        stopped = SystemClock().read().wall
        long_enough = stopped + BLIND_AFTER + timedelta(seconds=5)
        terminal.until(lambda: SystemClock().read().wall > long_enough, "a long stop", 60)
        woken = SystemClock().read().wall
        terminal.kill(signal.SIGCONT)
        terminal.until(lambda: counted(terminal) >= EVERY, "all of them at once")
        leave(terminal)
    said = journal(groups_home)
    uids = [each.prompt for each in raised(said)]
    assert len(uids) == len(set(uids))
    [blind] = [
        each.fact for each in said if isinstance(each.fact, DeskBlind) and each.fact.until > stopped
    ]
    assert abs(blind.until - woken) < IN_TIME
    came = [each for each in raised(said) if stopped < each.at]
    assert all(each.at <= woken + IN_TIME for each in came if each.late > 5)
