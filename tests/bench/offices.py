"""Founds and fills the offices that are measured, with the desk's own verbs."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

from data.office import OpenOffice, create_office, open_office
from data.vault.slots import Cost
from tests.bench.invented import group, matter
from xfconsole.assembly import desk_of
from xfconsole.clock import SystemClock
from xfconsole.core.days.reading import Reading
from xfconsole.core.ports import TimeSource
from xfconsole.desk import Desk, Imported
from xfconsole.drill.demo_night import demo_roster
from xfconsole.ids import RandomIds

T = TypeVar("T")
CHEAP = Cost(memory_kib=8, passes=1, lanes=1)
"""Argon2id's cost is there on purpose and no part of any figure: here a passphrase costs none."""
PASSPHRASE = "benchmark passphrase"
OFFICER = "李敏"
ZONE = "Asia/Shanghai"
_BATCH = 2_000
_AGO = timedelta(days=3)


class Earlier:
    """The clocks as they were days ago.

    An opening desk looks back on the last day: a register that came within it is no office's.
    """

    def read(self) -> Reading:
        """Return the time by them."""
        now = SystemClock().read()
        return replace(now, wall=now.wall - _AGO, boot=now.boot - _AGO.total_seconds())


class Served:
    """An open office with its desk, whose verbs run on the writer's thread as in the console."""

    def __init__(self, office: OpenOffice, clock: TimeSource) -> None:
        self.office = office
        self.desk = desk_of(office, clock, RandomIds())

    def do(self, work: Callable[[Desk], T]) -> T:
        """Run a verb and wait for its result."""
        return self.office.writer.submit(work, self.desk).result()


@contextmanager
def new_office(folder: Path) -> Iterator[Served]:
    """Found an office with tonight's roster, days ago; it stays on disk when the block is left."""
    clock, ids = Earlier(), RandomIds()
    office, _ = create_office(
        folder, "市信访接待中心", ZONE, OFFICER, PASSPHRASE, clock=clock, ids=ids, cost=CHEAP
    )
    with office:
        served = Served(office, clock)
        roster = demo_roster(clock.read().wall, ZoneInfo(ZONE))
        served.do(lambda desk: desk.import_roster(roster.source, roster.entries))
        served.do(lambda desk: desk.start_shift())
        yield served


@contextmanager
def opened(folder: Path) -> Iterator[Served]:
    """Open an office again for the length of a block."""
    clock = SystemClock()
    with open_office(folder, PASSPHRASE, OFFICER, clock=clock) as office:
        yield Served(office, clock)


def fill(served: Served, matters: int) -> None:
    """Register so many matters, in large transactions, and let the search index follow."""
    for start in range(0, matters, _BATCH):
        serials = range(start, min(start + _BATCH, matters))
        rows = [Imported(matter(serial)) for serial in serials]
        served.do(lambda desk, rows=rows: desk.register_batch(rows))  # type: ignore[misc]
        served.do(lambda _: served.office.indexer.catch_up())


def gather(served: Served, incidents: int) -> None:
    """Open so many live incidents."""
    for serial in range(incidents):
        served.do(lambda desk, serial=serial: desk.register(group(serial), opening=True))  # type: ignore[misc]


def copied(folder: Path, to: Path) -> Path:
    """Copy a closed office to another folder; returns it."""
    shutil.copytree(folder, to)
    return to
