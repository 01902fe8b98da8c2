"""Puts a desk on an open office: the one place where rules, storage and clock meet."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

from xfconsole.core.ports import Clock, Ids, Store
from xfconsole.desk import Desk
from xfconsole.holidays import workdays_in_force
from xfconsole.packs import pack_in_force, pinned_pack


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


def desk_of(office: StoredOffice, clock: Clock, ids: Ids) -> Desk:
    """Return the desk of an office, for use on its writer's thread only."""
    return Desk(
        office.store,
        clock,
        ids,
        pack_in_force(office.folder),
        office.officer,
        pinned_pack,
        ZoneInfo(office.time_zone),
        workdays_in_force(office.folder),
    )
