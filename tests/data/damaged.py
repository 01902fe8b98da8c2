"""An office with some work in it, left closed or as a crash leaves it, and ways to damage it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from data.backup.check import Pace
from data.backup.interrupted_restore import DATABASE
from data.backup.make import make
from data.doctor.examine import Examination, examine
from data.file.wal import log_of
from data.office import OpenOffice
from tests.data.offices import CLOCK, NIGHT, PASSPHRASE, create
from xfconsole.assembly import desk_of
from xfconsole.core.matter.registration import MatterForm
from xfconsole.core.office.finding import CheckResult, Health
from xfconsole.core.office.journal_head import Head
from xfconsole.core.words.desk import Channel, Identity
from xfconsole.ids import RandomIds

LONG = "巷口的路灯和水管。" * 1200
"""Longer than a page: it spills over."""


def worked(folder: Path, *, matters: int = 6, backup: bool = True) -> OpenOffice:
    """Found an office and register some matters, one of them long, one with an identity."""
    office, _ = create(folder)
    desk = desk_of(office, CLOCK, RandomIds())
    for number in range(matters):
        who = Identity(name="来访者甲子") if number == 1 else Identity()
        text = LONG if number == 2 else f"第{number}件"
        desk.register(MatterForm(Channel.LETTER, f"停水{number}", text=text, identity=who))
    office.indexer.catch_up()
    if backup:
        make(folder, office.key, NIGHT, Pace())
    office.writer.save_draft("intake", {"summary": "写到一半"}).result(10)
    return office


def crashed(folder: Path, into: Path, *, matters: int = 6) -> Path:
    """Leave a copy of an office as it is on disk while it is open: all in the log."""
    with worked(folder, matters=matters, backup=False):
        shutil.copytree(folder, into)
    return into


def flip(path: Path, bit: int) -> None:
    """Turn one bit of a file over."""
    with path.open("r+b") as file:
        file.seek(bit // 8)
        old = file.read(1)[0]
        file.seek(bit // 8)
        file.write(bytes([old ^ 1 << bit % 8]))


def found(folder: Path, *, quick: bool = True, paper: Head | None = None) -> dict[str, CheckResult]:
    """Send the doctor on his round."""
    asked = Examination(folder, CLOCK, paper=paper, quick=quick)
    return {each.name: each for each in examine(asked, lambda: PASSPHRASE)}


def wrong(folder: Path, *, quick: bool = True) -> set[str]:
    """Return what is bad."""
    return {name for name, each in found(folder, quick=quick).items() if each.health is Health.BAD}


def files(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield every file of the office itself with what it holds, to see that nothing was touched."""
    for path in (folder / DATABASE, log_of(folder / DATABASE), folder / "keys.json"):
        if path.exists():
            yield path.name, path.read_bytes()
