"""Makes the key slots of this desk follow what officers of other desks changed."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from data.file.lock import held
from data.vault.slots import Slot, Slots, has_slots, read_slots, write_slots
from data.vault.unjournaled import unjournaled
from xfconsole.core.facts.event import Fact
from xfconsole.core.facts.of_office import OfficerAdded, OfficerRevoked
from xfconsole.core.office.officers import change_of, whose
from xfconsole.core.words.official import name_key


class Held(NamedTuple):
    """An officer's slots that hold; ``whole`` if there is none that has yet to come."""

    slots: tuple[Slot, ...]
    whole: bool


def follow(
    folder: Path,
    key: bytes,
    revoked: Collection[str],
    held_by: Mapping[str, Held],
    known: Collection[Any],
) -> list[str]:
    """Take away and put in passphrases, by the folded names of their officers; return whose are
    new here.

    As long as one that holds has yet to come, what opened before stays. The last one stays, for
    nobody could open the office without; and whatever was changed here and is not journaled yet,
    being none of the changes ``known``, is newer. Raises Refused for a damaged file, or a disk that
    won't have it.
    """
    if not has_slots(folder):
        return []
    with held(folder):
        slots = read_slots(folder)
        left = unjournaled(folder, key)
        waiting = [each for each in left if change_of(each.at, each.by, each.fact) not in known]
        newer = {name_key(whose(each.by, each.fact)) for each in waiting}
        before = _by_officer(slots)
        after = before | {
            name: [*(each for each in before.get(name, ()) if not whole or each in new), *new]
            for name, (new, whole) in held_by.items()
            if name not in newer
        }
        # Another passphrase brings nobody back who was revoked meanwhile; being added does.
        added = (each.fact.name for each in waiting if isinstance(each.fact, OfficerAdded))
        gone = {*revoked} - {*map(name_key, added)}
        stay = [each for name, some in after.items() if name not in gone for each in some]
        officers = tuple(dict.fromkeys(stay)) or slots.officers
        if {*officers} != {*slots.officers}:
            write_slots(folder, replace(slots, officers=officers))
        new = (each.officer for each in officers if each not in slots.officers)
        return list(dict.fromkeys(new))


def changed_since(then: Slots, now: Slots) -> Iterator[Fact]:
    """Yield what other desks have to hear where an office is put back and passphrases stay as they
    are ``now``: who of those in the backup was revoked since, and who has another one.

    A second one beside that of ``then`` came from another desk, which tells of it again.
    """
    before, after = _by_officer(then), _by_officer(now)
    for name, slots in before.items():
        if name not in after:
            yield OfficerRevoked(slots[0].officer)
    for name, slots in after.items():
        if not {*before.get(name, ())} & {*slots}:
            yield OfficerAdded(slots[0].officer)


def _by_officer(slots: Slots) -> dict[str, list[Slot]]:
    found: dict[str, list[Slot]] = {}
    for slot in slots.officers:
        found.setdefault(name_key(slot.officer), []).append(slot)
    return found
