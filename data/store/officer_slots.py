"""Officers' passphrases on their way between desks: the office's key, wrapped under each.

Beside the journal lies the slot that each officer has by the event that set it last, signed by the
desk that had it. An office of one desk has none.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from data.file.connection import Connection
from data.journal.desks import incarnations, names
from data.journal.journal import events_of_many
from data.store.heard import by_then, read_by_others
from data.tables.statements import insert
from data.vault.elsewhere import Held, follow
from data.vault.slots import Slot, has_slots, read_slots, slot_from, slot_text
from data.vault.vault import DataKey, named_twice
from xfconsole.core.facts.event import Event
from xfconsole.core.office.officers import (
    ALONE,
    SETTING,
    ReadElsewhere,
    change_of,
    is_revocation,
    passphrases,
    whose,
)
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


class LetIn(NamedTuple):
    """Whose passphrases are new here, and who of them has several by now."""

    officers: tuple[str, ...]
    several: tuple[str, ...]


def kept(connection: Connection) -> list[Signed]:
    """Return the slots that lie here for other desks."""
    return [Signed(*row) for row in connection.execute(_ALL)]


def unsigned(connection: Connection, office: Uid, desks: Collection[str]) -> list[tuple[Uid, str]]:
    """Return what these desks set and have not given yet: events, each with its slot as text.

    What no slot is asked for any more is forgotten.
    """
    set_by = _set(connection, office)
    known = _prune(connection, set_by)
    # Of several the one that no other event set; where an office was put back, both may have.
    texts = ((name_key(each.officer), slot_text(each)) for each in _in_file(folder_of(connection)))
    slots = dict(sorted(texts, key=lambda each: each[1] not in known.values()))
    return [
        (uid, slots[name])
        for uid, (name, event) in set_by.items()
        if event.desk in desks and uid not in known and name in slots
    ]


def keep(connection: Connection, slots: Iterable[Signed]) -> None:
    """Keep slots for other desks."""
    _ADD.run(connection, [each._asdict() for each in slots])


def take(connection: Connection, key: DataKey, office: Uid, slots: Iterable[Signed]) -> LetIn:
    """Keep slots of other desks, and let their officers in with them.

    Which of them hold is said in ``passphrases``. A slot whose event is not here comes again with
    the next file.
    """
    set_by = _set(connection, office)
    known = _prune(connection, set_by)
    for each in slots:
        name, _ = set_by.get(each.event, ("", None))
        if each.event not in known and name_key(slot_from(each.slot).officer) == name:
            keep(connection, [each])
            known[each.event] = each.slot
    new = _follow(connection, key, office, (), _held(set_by, known))
    several = {*named_twice(folder_of(connection))} if new else set()
    return LetIn(tuple(new), tuple(each for each in new if each in several))


def revoke(connection: Connection, key: DataKey, office: Uid, events: Iterable[Event]) -> None:
    """Take away the passphrases of officers whom these events revoked, and nothing let in since.

    It is done before the journal has them: no desk knows of it and lets somebody in.
    """
    named = {
        name_key(whose(each.officer, each.fact)) for each in events if is_revocation(each.fact)
    }
    if named:
        set_by = _set(connection, office)
        gone = named - {name for name, _ in set_by.values()}
        held_by = _held(set_by, _prune(connection, set_by))
        _follow(connection, key, office, gone, held_by)


def read_elsewhere(connection: Connection, meta: Mapping[str, str]) -> ReadElsewhere:
    """Return how far every other desk has read, as far as that is known here; ``meta`` is what the
    file says of itself."""
    office = meta["office"]
    marks = read_by_others(connection, incarnations(connection, meta["desk"]))
    if not marks:
        return ALONE
    letters = {each: each[-4:] for each in marks} | names(connection, office)
    return ReadElsewhere(letters, marks, by_then(connection, office, SETTING))


def folder_of(connection: Connection) -> Path:
    """Return the folder that an office's file lies in."""
    return Path(str(connection.execute(_PLACE).scalar())).parent


def _follow(
    connection: Connection,
    key: DataKey,
    office: Uid,
    revoked: Collection[str],
    held_by: Mapping[str, Held],
) -> list[str]:
    events = events_of_many(connection, [office], SETTING)[office]
    known = {change_of(each.happened_at, each.officer, each.fact) for each in events}
    return follow(folder_of(connection), key.raw, revoked, held_by, known)


def _set(connection: Connection, office: Uid) -> dict[Uid, tuple[str, Event]]:
    """Return the events that set passphrases as they stand, each with its officer's folded name."""
    events = events_of_many(connection, [office], SETTING)[office]
    found = passphrases(events, by_then(connection, office, SETTING))
    return {
        event.uid: (name, event)
        for name, some in found.items()
        for event in some
        if not is_revocation(event.fact)
    }


def _held(set_by: Mapping[Uid, tuple[str, Event]], known: Mapping[Uid, str]) -> dict[str, Held]:
    """Return which slots hold of officers of whom some are known."""
    asked: dict[str, list[Uid]] = {}
    for uid, (name, _) in set_by.items():
        asked.setdefault(name, []).append(uid)
    return {
        name: Held(
            tuple(slot_from(known[uid]) for uid in uids if uid in known), {*uids} <= {*known}
        )
        for name, uids in asked.items()
        if not known.keys().isdisjoint(uids)
    }


def _prune(connection: Connection, set_by: Collection[Uid]) -> dict[Uid, str]:
    """Forget slots that another took the place of; return those that stay, by their events."""
    known = {each.event: each.slot for each in kept(connection)}
    for each in known.keys() - set(set_by):
        connection.execute(_FORGET, (each,))
    return {uid: slot for uid, slot in known.items() if uid in set_by}


def _in_file(folder: Path) -> tuple[Slot, ...]:
    return read_slots(folder).officers if has_slots(folder) else ()
