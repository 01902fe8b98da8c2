"""Officers' passphrases on their way between desks: the office's key, wrapped under each.

Beside the journal lies the slot that each officer has by the event that set it last, signed by the
desk that had it. An office of one desk has none.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path
from typing import NamedTuple

from data.file.connection import Connection
from data.journal.journal import events_of_many
from data.tables.statements import insert
from data.vault.elsewhere import follow
from data.vault.slots import Slot, has_slots, read_slots, slot_from, slot_text
from data.vault.vault import DataKey
from xfconsole.core.facts.event import Event
from xfconsole.core.office.officers import SETTING, is_revocation, last_changes, whose
from xfconsole.core.words.desk import Uid
from xfconsole.core.words.official import name_key

_ADD = insert("officer_slot")
_ALL = "SELECT event, slot, desk, signature FROM officer_slot ORDER BY event"
_FORGET = "DELETE FROM officer_slot WHERE event = ?"
_PLACE = "SELECT file FROM pragma_database_list WHERE name = 'main'"


class Signed(NamedTuple):
    """A slot as its desk gives it: the event that set it, the slot as text, who signed that."""

    event: Uid
    slot: str
    desk: str
    signature: str


def kept(connection: Connection) -> list[Signed]:
    """Return the slots that lie here for other desks."""
    return [Signed(*row) for row in connection.execute(_ALL)]


def unsigned(connection: Connection, office: Uid, desks: Collection[str]) -> list[tuple[Uid, str]]:
    """Return what these desks set and have not given yet: events, each with its slot as text.

    What no slot is asked for any more is forgotten.
    """
    last = _set(connection, office)
    known = _prune(connection, last)
    slots = {name_key(slot.officer): slot for slot in _in_file(folder_of(connection))}
    own = {uid: name for uid, (name, event) in last.items() if event.desk in desks}
    return [
        (uid, slot_text(slots[name]))
        for uid, name in own.items()
        if uid not in known and name in slots
    ]


def keep(connection: Connection, slots: Iterable[Signed]) -> None:
    """Keep slots for other desks."""
    _ADD.run(connection, [each._asdict() for each in slots])


def take(connection: Connection, key: DataKey, office: Uid, slots: Iterable[Signed]) -> list[str]:
    """Keep slots of other desks, and let their officers in with them; return whose are new.

    Of each officer the one that was set last counts, in the order of all desks. A slot whose event
    is not here comes again with the next file.
    """
    last = _set(connection, office)
    known = _prune(connection, last)
    new: dict[str, Slot] = {}
    for each in slots:
        name = last[each.event][0] if each.event in last and each.event not in known else ""
        slot = slot_from(each.slot)
        if name and name_key(slot.officer) == name:
            keep(connection, [each])
            known.add(each.event)
            new[name] = slot
    return follow(folder_of(connection), key.raw, (), new) if new else []


def revoke(connection: Connection, key: DataKey, office: Uid, events: Iterable[Event]) -> None:
    """Take away the passphrases of officers whom these events revoked, and nothing let in since.

    It is done before the journal has them: no desk knows of it and lets somebody in.
    """
    named = {name_key(whose(e.officer, e.fact)) for e in events if is_revocation(e.fact)}
    if named:
        last = _last(connection, office)
        gone = {name for name in named if is_revocation(last[name].fact)}
        follow(folder_of(connection), key.raw, gone, {})


def folder_of(connection: Connection) -> Path:
    """Return the folder that an office's file lies in."""
    return Path(str(connection.execute(_PLACE).scalar())).parent


def _set(connection: Connection, office: Uid) -> dict[Uid, tuple[str, Event]]:
    """Return the events that set passphrases as they stand, each with its officer's folded name."""
    last = _last(connection, office)
    return {e.uid: (name, e) for name, e in last.items() if not is_revocation(e.fact)}


def _last(connection: Connection, office: Uid) -> dict[str, Event]:
    return last_changes(events_of_many(connection, [office], SETTING)[office])


def _prune(connection: Connection, last: Collection[Uid]) -> set[Uid]:
    """Forget slots that another took the place of; return the events of those that stay."""
    known = {each.event for each in kept(connection)}
    for each in known - set(last):
        connection.execute(_FORGET, (each,))
    return known & set(last)


def _in_file(folder: Path) -> tuple[Slot, ...]:
    return read_slots(folder).officers if has_slots(folder) else ()
