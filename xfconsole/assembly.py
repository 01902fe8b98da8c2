"""Puts a desk on an open office: the one place where rules, storage and clock meet."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from zoneinfo import ZoneInfo

from xfconsole.core.days.workdays import Workdays
from xfconsole.core.facts.corrections import effective
from xfconsole.core.facts.of_procedure import CalendarAdopted
from xfconsole.core.office.adopted import Adopted, adopted, last_calendar, table_of
from xfconsole.core.office.slip import Slip
from xfconsole.core.policy.pack import Policy
from xfconsole.core.ports import Ids, Store, TimeSource
from xfconsole.office_files.in_force import (
    OWN_PACK,
    own_file,
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

    found = held_by_all(office.store)
    policy, slip = _own_policy(office.folder, office.store, found)
    desk = Desk(
        office.store,
        clock,
        ids,
        policy,
        office.officer,
        pinned_pack,
        ZoneInfo(office.time_zone),
        _own_workdays(office.folder, office.store)[0],
        stand_in=slip is not None,
    )
    if found:
        desk.go_by(found)
    return desk


def policy_in_force(folder: Path, store: Store) -> tuple[Policy, Slip | None]:
    """Return the pack new incidents follow, and why that is not the office's own file, if so."""
    found = held_by_all(store)
    return (found.pack, None) if found and found.pack else _own_policy(folder, store, found)


def workdays_of(folder: Path, store: Store) -> tuple[Workdays, Slip | None]:
    """Return the working days an office counts by, and why they are not its own, if so."""
    found, own = held_by_all(store), _own_workdays(folder, store)
    return (table_of(found.calendar, own[0]), None) if found and found.calendar else own


def held_by_all(store: Store) -> Adopted | None:
    """Return what every desk of an office goes by, or None where it has only one."""
    with store.begin() as tx:
        if not tx.several():
            return None

        def pack_of(digest: str) -> Policy:
            return pinned_pack(tx.policy_text(digest) or "")

        return adopted(effective(tx.events_of(store.office)), pack_of)


def _own_policy(folder: Path, store: Store, found: Adopted | None) -> tuple[Policy, Slip | None]:
    """Return the pack that a desk goes by of itself.

    One that joined has no file, and nobody may have told it yet what the office goes by: then the
    pack that an incident followed last is nearer to that than the one that came with the program.
    """

    def last() -> str | None:
        with store.begin() as tx:
            return tx.last_policy()

    untold = found is not None and found.pack is None and not own_file(folder, OWN_PACK)
    if untold and (text := last()):
        return pinned_pack(text), None
    return policy_that_holds(folder, last)


def _own_workdays(folder: Path, store: Store) -> tuple[Workdays, Slip | None]:
    def last() -> CalendarAdopted | None:
        with store.begin() as tx:
            return last_calendar(tx.events_of(store.office))

    return workdays_that_hold(folder, last)
