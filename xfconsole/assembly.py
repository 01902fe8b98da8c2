"""Puts a desk on an open office: the one place where rules, storage and clock meet."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from xfconsole.core.ports import Clock, Ids
from xfconsole.desk import Desk
from xfconsole.packs import pack_in_force, pinned_pack

if TYPE_CHECKING:
    from data.office import OpenOffice


def desk_of(office: OpenOffice, clock: Clock, ids: Ids) -> Desk:
    """Return the desk of an office, for use on its writer's thread only."""
    return Desk(
        office.store,
        clock,
        ids,
        pack_in_force(office.folder),
        office.officer,
        pinned_pack,
        ZoneInfo(office.time_zone),
    )
