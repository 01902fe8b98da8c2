"""Makes the key slots of this desk follow what officers of other desks changed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path

from data.file.lock import held
from data.vault.slots import Slot, has_slots, read_slots, write_slots
from data.vault.unjournaled import unjournaled
from xfconsole.core.office.officers import whose
from xfconsole.core.words.official import name_key


def follow(
    folder: Path, key: bytes, revoked: Collection[str], renewed: Mapping[str, Slot]
) -> list[str]:
    """Take away and put in passphrases, by the folded names of their officers; return whose are
    new here.

    The last one stays, for nobody could open the office without; and whatever was changed here and
    is not journaled yet is newer. Raises Refused for a damaged file, or a disk that won't have it.
    """
    if not has_slots(folder):
        return []
    with held(folder):
        slots = read_slots(folder)
        newer = {name_key(whose(each.by, each.fact)) for each in unjournaled(folder, key)}
        made = {name: slot for name, slot in renewed.items() if name not in newer}
        gone = set(revoked) - newer
        stay = [made.pop(name_key(slot.officer), slot) for slot in slots.officers]
        stay = [slot for slot in (*stay, *made.values()) if name_key(slot.officer) not in gone]
        officers = tuple(stay or slots.officers)
        if officers != slots.officers:
            write_slots(folder, replace(slots, officers=officers))
        return [each.officer for each in officers if each not in slots.officers]
