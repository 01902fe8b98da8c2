"""The power goes at any point: whatever the disk then holds opens, and has all that was promised.

A night is played while every write, name and sync is recorded (``tests/crash/tape.py``); the disks
that a cut may leave are built from that (``tests/crash/images.py``).
"""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from data.backup.check import Pace, check_whole
from data.backup.folder import BACKUPS
from data.backup.make import make
from data.office import DATABASE, open_office
from data.vault import vault
from tests.crash.aftermath import hold_chain, hold_tables, opened
from tests.crash.images import Image, image
from tests.crash.intercepted import SUPPORTED, UNSUPPORTED
from tests.crash.summary import Tally
from tests.crash.tape import Acknowledged, Tape, recording
from tests.crash.work import Promise, Work, broken
from tests.tty.offices import CHEAP, PASSPHRASE, MovedClock
from xfconsole.assembly import desk_of
from xfconsole.clock import SystemClock
from xfconsole.ids import RandomIds

pytestmark = pytest.mark.skipif(not SUPPORTED, reason=UNSUPPORTED)
NIGHT = SystemClock().read().wall
SECOND = "孙磊"
PAGES = 60
"""The log is moved into the file after so many pages: that has to happen in a short night."""


def played(folder: Path, seed: int, steps: int) -> Tape:
    """Play a night in an office's folder: two shifts, a backup, another officer's key."""
    chance, clock = random.Random(seed), MovedClock(NIGHT)
    with recording(folder) as tape:
        for shift in range(2):
            with open_office(folder, PASSPHRASE, clock=clock) as office:
                with office.engine.lent() as connection:
                    connection.execute(f"PRAGMA wal_autocheckpoint = {PAGES}")
                desk = desk_of(office, clock, RandomIds())
                work = Work(office, desk, clock, chance, tape.acknowledge, serial=shift * 1000)
                for step in range(steps):
                    work.step()
                    if step == steps // 2:
                        _beside(folder, office.key, shift, tape)
    return tape


def _beside(folder: Path, key: vault.DataKey, shift: int, tape: Tape) -> None:
    if shift:
        tape.acknowledge(("backup", make(folder, key, NIGHT, Pace()).path.name))
    else:
        vault.add_officer(folder, key, SECOND, PASSPHRASE, cost=CHEAP)
        tape.acknowledge(("officer", SECOND))


def hold(found: Image, folder: Path, scratch: Path, *, tables: bool) -> None:
    """Hold that an image opens, is whole, and has everything that was acknowledged."""
    promises: list[Promise] = found.promised
    of_work = [each for each in promises if each[0] not in ("backup", "officer")]
    for _, name in (each for each in promises if each[0] == "officer"):
        assert vault.unlock(folder, PASSPHRASE, name).officer == name
    for _, name in (each for each in promises if each[0] == "backup"):
        key = vault.unlock(folder / BACKUPS / name, PASSPHRASE).key
        check_whole(folder / BACKUPS / name / DATABASE, key, Pace())
    with opened(folder, NIGHT) as (office, _):
        assert broken(office, of_work) == []
        hold_chain(office)
        if tables:
            hold_tables(office, scratch)


def cuts(tape: Tape, count: int, chance: random.Random) -> list[int]:
    """Return points of a tape, a third of them right after an acknowledgement."""
    told = [at + 1 for at, each in enumerate(tape.entries) if isinstance(each, Acknowledged)]
    first = told[0]
    anywhere = [chance.randint(first, len(tape.entries)) for _ in range(count - count // 3)]
    return [*anywhere, *chance.choices(told, k=count // 3)]


def power_cuts(
    home: Path, tmp_path: Path, tally: Tally, *, seed: int, images: int, steps: int
) -> None:
    """Play a night, cut the power at so many points of it, and hold each disk."""
    tape, chance = played(home, seed, steps), random.Random(seed)
    for serial, at in enumerate(cuts(tape, images, chance)):
        found = image(tape, at, chance)
        folder = found.put(tape.folders, tmp_path / f"image-{serial}-at-{at}")
        with tally.count("images"):
            hold(found, folder, tmp_path, tables=serial % 5 == 0)
        shutil.rmtree(folder)


@pytest.mark.parametrize("seed", [0], ids="night-{}".format)
def test_whatever_a_power_cut_leaves_opens_and_holds_what_was_promised(
    seed: int, home: Path, tmp_path: Path, tally: Tally
) -> None:
    power_cuts(home, tmp_path, tally, seed=seed, images=25, steps=30)


@pytest.mark.torture
@pytest.mark.parametrize("seed", range(100, 120), ids="night-{}".format)
def test_six_hundred_disks_open_and_hold_what_was_promised(
    seed: int, home: Path, tmp_path: Path, tally: Tally
) -> None:
    power_cuts(home, tmp_path, tally, seed=seed, images=30, steps=60)
