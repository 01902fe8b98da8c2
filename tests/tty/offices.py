"""Offices on disk for consoles in a terminal: founded cheaply, with a night already under way."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from data.office import create_office, open_office, read_office
from data.vault.slots import Cost
from xfconsole.assembly import desk_of
from xfconsole.clock import SystemClock
from xfconsole.core.days.reading import Reading
from xfconsole.core.facts.event import Event
from xfconsole.core.matter.registration import MatterForm
from xfconsole.core.words.desk import Channel, RingOutcome
from xfconsole.desk import Desk
from xfconsole.drill.demo_night import demo_roster
from xfconsole.ids import RandomIds

CHEAP = Cost(memory_kib=8, passes=1, lanes=1)
"""Argon2id's cost is no part of what is tested here."""
NAME, ZONE, OFFICER, PASSPHRASE = "市信访接待中心", "Asia/Shanghai", "李敏", "梧桐树下的长椅 7"
RETRY = timedelta(minutes=3)
"""After so long the default plan asks to ring again."""
POSTS = ("duty_leader", "receptionist", "hall_safety", "unit_head", "township_head")
UNIT, TOWNSHIP = "住建局", "和平街道"
_LONG_AGO, _YET_TO_COME = datetime(2000, 1, 1, tzinfo=UTC), datetime(2999, 1, 1, tzinfo=UTC)


class MovedClock:
    """This laptop's clocks as they were at ``at``; it stands until it is moved."""

    def __init__(self, at: datetime) -> None:
        self._now, self.at = SystemClock().read(), at

    def read(self) -> Reading:
        """Return what the clocks showed then."""
        now = self._now
        return Reading(self.at, now.boot - (now.wall - self.at).total_seconds(), now.boot_id)


def found(folder: Path, zone: str = ZONE, at: datetime | None = None) -> Path:
    """Found an office, now or at another time, and close it again; returns its folder."""
    clock = MovedClock(at) if at else SystemClock()
    office, _ = create_office(
        folder, NAME, zone, OFFICER, PASSPHRASE, clock=clock, ids=RandomIds(), cost=CHEAP
    )
    office.close()
    return folder


def copied(folder: Path, to: Path) -> Path:
    """Copy a closed office to another folder; returns that."""
    return Path(shutil.copytree(folder, to))


def make_busy(
    folder: Path, incidents: int, *, asleep: bool = False, at: datetime | None = None
) -> None:
    """Leave live incidents behind whose posts have to be rung again: one more every second.

    The first of them is due now, or at ``at``, the last one five seconds an incident later. With
    ``asleep`` the console was on watch until the last ring, and did not look since.
    """
    now = at or SystemClock().read().wall
    clock = MovedClock(now - RETRY - timedelta(seconds=1))
    with open_office(folder, PASSPHRASE, OFFICER, clock=clock) as office:
        desk = desk_of(office, clock, RandomIds())
        office.writer.submit(_ring_in_vain, desk, clock, incidents).result()
        office.writer.submit(desk.tick).result()
        if not asleep:
            clock.at = at or SystemClock().read().wall
            office.writer.submit(desk.tick).result()


def _ring_in_vain(desk: Desk, clock: MovedClock, incidents: int) -> None:
    roster = demo_roster(clock.at, ZoneInfo(ZONE))
    desk.import_roster(roster.source, roster.entries)
    opened = [desk.register(_group(serial), opening=True) for serial in range(incidents)]
    for each in opened:
        for post in POSTS:
            clock.at += timedelta(seconds=1)
            desk.ring(each.incident, post, RingOutcome.NO_ANSWER)


def _group(serial: int) -> MatterForm:
    return MatterForm(
        Channel.GROUP_VISIT,
        f"供暖管道第{serial + 1}次停气",
        unit=UNIT,
        township=TOWNSHIP,
        headcount=12,
    )


def journal(folder: Path) -> list[Event]:
    """Return everything the closed office recorded, oldest first."""
    with read_office(folder, PASSPHRASE, clock=SystemClock()) as office:
        return office.views.log(since=_LONG_AGO, until=_YET_TO_COME, limit=1_000_000)


def draft(folder: Path, form: str = "intake") -> Mapping[str, str]:
    """Return a form as it was last typed; nothing when there is no draft of it."""
    with read_office(folder, PASSPHRASE, clock=SystemClock()) as office:
        kept = office.views.draft(form)
    return kept.values if kept is not None else {}
