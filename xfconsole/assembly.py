"""Puts a desk on an open office: the one place where rules, storage and clock meet."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from zoneinfo import ZoneInfo

from xfconsole.core.days.workdays import Workdays
from xfconsole.core.facts.of_procedure import CalendarAdopted
from xfconsole.core.office.slip import Slip
from xfconsole.core.policy.pack import Policy
from xfconsole.core.ports import Ids, Store, TimeSource
from xfconsole.office_files.in_force import (
    last_calendar,
    pinned_pack,
    policy_that_holds,
    workdays_that_hold,
)

if TYPE_CHECKING:
    from xfconsole.desk import Desk


class StoredOffice(Protocol):
    """What a desk needs of an open office: data.office.OpenOffice is one."""

    @property
    def folder(self) -> Path:
        """Where the office's own pack would lie."""
        ...

    @property
    def store(self) -> Store:
        """The journal."""
        ...

    @property
    def officer(self) -> str:
        """Who opened it."""
        ...

    @property
    def time_zone(self) -> str:
        """The office's IANA time zone."""
        ...


def desk_of(office: StoredOffice, clock: TimeSource, ids: Ids) -> Desk:
    """Return the desk of an office, for use on its writer's thread only."""
    # Who only looks needs its rules, and no verb.
    from xfconsole.desk import Desk

    policy, slip = policy_in_force(office.folder, office.store)
    return Desk(
        office.store,
        clock,
        ids,
        policy,
        office.officer,
        pinned_pack,
        ZoneInfo(office.time_zone),
        workdays_of(office.folder, office.store)[0],
        stand_in=slip is not None,
    )


def policy_in_force(folder: Path, store: Store) -> tuple[Policy, Slip | None]:
    """Return the pack new incidents follow, and why that is not the office's own file, if so."""

    def last() -> str | None:
        with store.begin() as tx:
            return tx.last_policy()

    return policy_that_holds(folder, last)


def workdays_of(folder: Path, store: Store) -> tuple[Workdays, Slip | None]:
    """Return the working days an office counts by, and why they are not its own, if so."""

    def last() -> CalendarAdopted | None:
        with store.begin() as tx:
            return last_calendar(tx, store.office)

    return workdays_that_hold(folder, last)
