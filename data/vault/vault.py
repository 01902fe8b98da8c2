"""The key slots: each officer's passphrase, and a recovery code, unlock the office's data key."""

from __future__ import annotations

import os
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import field, replace
from hmac import compare_digest
from pathlib import Path

from data.file.lock import held
from data.vault.recovery import new_recovery_code, read_recovery_code
from data.vault.sealing import subkey
from data.vault.slots import (
    DEFAULT_COST,
    KEYS_FILE,
    Cost,
    Slot,
    Slots,
    has_slots,
    read_slots,
    slot_for,
    unwrap,
    write_slots,
)
from data.vault.unjournaled import changed
from xfconsole.core.office.officers import OfficerChange
from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.official import among, name_key, same
from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.text import neutral_line

__all__ = [
    "DEFAULT_COST",
    "KEYS_FILE",
    "SHORTEST_PASSPHRASE",
    "Cost",
    "DataKey",
    "Opened",
    "Unlocked",
    "add_officer",
    "create",
    "has_slots",
    "named_twice",
    "officer_name",
    "officers",
    "renew_recovery",
    "reset_passphrase",
    "revoke_officer",
    "unlock",
    "unlock_with_recovery",
    "wraps",
]

SHORTEST_PASSPHRASE, LONGEST_PASSPHRASE = 8, 1_024
LONGEST_NAME = 100
"""Characters."""
_OFFICER, _RECOVERY = "officer", "recovery"
_MARK_OF_UTF8 = "\N{BYTE ORDER MARK}"


@frozen
class DataKey:
    """The office's random key. Nothing is encrypted with it; it only yields the keys in use."""

    raw: bytes = field(repr=False)

    @classmethod
    def random(cls) -> DataKey:
        """Return a fresh key of 32 bytes."""
        return cls(os.urandom(32))

    @property
    def database(self) -> bytes:
        """The key of the database file."""
        return subkey(self.raw, "database")

    @property
    def sealing(self) -> bytes:
        """The key that matters' keys and drafts are wrapped with."""
        return subkey(self.raw, "sealing")


@frozen
class Opened:
    """A vault just made. ``recovery_code`` is shown to the officer once and kept nowhere."""

    key: DataKey
    recovery_code: str = field(repr=False)


@frozen
class Unlocked:
    """The data key and the officer whose passphrase opened it; empty for the recovery code."""

    key: DataKey
    officer: str


def create(folder: Path, officer: str, passphrase: str, *, cost: Cost = DEFAULT_COST) -> Opened:
    """Make a data key with a slot for the first officer and one for a recovery code.

    Raises Refused when the folder has key slots already, the name is empty or the passphrase
    is shorter than eight characters.
    """
    if has_slots(folder):
        raise Refused("vault.refused.exists")
    key, code = DataKey.random(), new_recovery_code()
    first = _officer_slot(key, officer, passphrase, cost)
    _write(folder, Slots((first,), _recovery_slot(key, code, cost)), key, None)
    return Opened(key, code)


def officers(folder: Path) -> Sequence[str]:
    """Return the names that have a passphrase, in the order they were added."""
    return list(dict.fromkeys(slot_names(folder)))


def slot_names(folder: Path) -> Sequence[str]:
    """Return the names that have a passphrase, each as often as it has one."""
    return [slot.officer for slot in read_slots(folder).officers]


def stored_name(folder: Path, officer: str) -> str:
    """Return an officer's name as their slot has it. Raises Refused when they have none."""
    return _slots_of(read_slots(folder).officers, officer_name(officer))[0].officer


def named_twice(folder: Path) -> Sequence[str]:
    """Return the names that have several passphrases: two desks set one before they read each
    other."""
    names = slot_names(folder) if has_slots(folder) else ()
    counts = Counter(map(name_key, names))
    return [name for name in dict.fromkeys(names) if counts[name_key(name)] > 1]


def unlock(folder: Path, passphrase: str, officer: str | None = None) -> Unlocked:
    """Open the data key with an officer's passphrase; without a name every slot is tried.

    Raises Refused for a wrong passphrase, a name that has no slot, or a damaged key file.
    """
    slots = read_slots(folder).officers
    tried = slots if officer is None else _slots_of(slots, officer_name(officer))
    for given in _readings(passphrase):
        for slot in tried:
            raw = unwrap(slot, _secret(given), _context(_OFFICER, slot.officer))
            if raw is not None:
                return Unlocked(DataKey(raw), slot.officer)
    raise Refused("vault.refused.passphrase")


def unlock_with_recovery(folder: Path, code: str) -> Unlocked:
    """Open the data key with the recovery code. Raises Refused for a slip or another office's."""
    secret = read_recovery_code(code).encode()
    raw = unwrap(read_slots(folder).recovery, secret, _context(_RECOVERY, ""))
    if raw is None:
        raise Refused("vault.refused.recovery_other")
    return Unlocked(DataKey(raw), "")


def add_officer(
    folder: Path,
    key: DataKey,
    officer: str,
    passphrase: str,
    change: OfficerChange | None = None,
    *,
    cost: Cost = DEFAULT_COST,
) -> None:
    """Give another officer a slot. Raises Refused when the name has one already.

    ``change`` waits in the file for the journal, here and below (see ``data.vault.unjournaled``).
    """
    added = _officer_slot(key, officer, passphrase, cost)
    with held(folder):
        slots = read_slots(folder)
        if among(added.officer, [slot.officer for slot in slots.officers]):
            raise Refused("vault.refused.officer_known", officer=added.officer)
        _write(folder, replace(slots, officers=(*slots.officers, added)), key, change)


def revoke_officer(
    folder: Path, key: DataKey, officer: str, change: OfficerChange | None = None
) -> None:
    """Take an officer's slot away. Raises Refused when they have none, or it is the last one.

    Whoever kept an older copy of the file and knows the passphrase still opens that copy.
    """
    with held(folder):
        slots = read_slots(folder)
        old = _slots_of(slots.officers, officer_name(officer))
        if len(slots.officers) == len(old):
            raise Refused("officers.refused.last", officer=old[0].officer)
        kept = tuple(slot for slot in slots.officers if slot not in old)
        _write(folder, replace(slots, officers=kept), key, change)


def reset_passphrase(
    folder: Path,
    key: DataKey,
    officer: str,
    passphrase: str,
    change: OfficerChange | None = None,
    *,
    cost: Cost = DEFAULT_COST,
) -> None:
    """Set an officer's passphrase anew after the old one, or the recovery code, opened the vault.

    ``key`` has to be this vault's. Raises Refused when the officer has no slot.
    """
    renewed = _officer_slot(key, stored_name(folder, officer), passphrase, cost)
    with held(folder):
        slots = read_slots(folder)
        old = _slots_of(slots.officers, renewed.officer)
        kept = dict.fromkeys(renewed if slot in old else slot for slot in slots.officers)
        _write(folder, replace(slots, officers=tuple(kept)), key, change)


def renew_recovery(
    folder: Path, key: DataKey, change: OfficerChange | None = None, *, cost: Cost = DEFAULT_COST
) -> str:
    """Make another recovery code, shown once and kept nowhere; the one before opens no more."""
    code = new_recovery_code()
    recovery = _recovery_slot(key, code, cost)
    with held(folder):
        _write(folder, replace(read_slots(folder), recovery=recovery), key, change)
    return code


def wraps(folder: Path, key: DataKey) -> bool | None:
    """Whether the folder's key slots hold this key; None for older ones, which don't tell."""
    mark = read_slots(folder).mark
    return compare_digest(mark, _mark(key)) if mark else None


def _write(folder: Path, slots: Slots, key: DataKey, change: OfficerChange | None) -> None:
    write_slots(folder, changed(replace(slots, mark=_mark(key)), key.raw, change))


def _mark(key: DataKey) -> str:
    return subkey(key.raw, "key mark").hex()


def _recovery_slot(key: DataKey, code: str, cost: Cost) -> Slot:
    return slot_for(key.raw, "", code.encode(), _context(_RECOVERY, ""), cost)


def _officer_slot(key: DataKey, officer: str, passphrase: str, cost: Cost) -> Slot:
    name, passphrase = officer_name(officer), _readings(passphrase)[0]
    if not name:
        raise Refused("vault.refused.no_officer")
    if len(name) > LONGEST_NAME:
        raise Refused("vault.refused.long_name", most=LONGEST_NAME)
    _check_passphrase(passphrase)
    return slot_for(key.raw, name, _secret(passphrase), _context(_OFFICER, name), cost)


def _check_passphrase(passphrase: str) -> None:
    if len(passphrase) > LONGEST_PASSPHRASE:
        raise Refused("vault.refused.long", most=LONGEST_PASSPHRASE)
    if len(unicodedata.normalize("NFKC", passphrase)) < SHORTEST_PASSPHRASE:
        raise Refused("vault.refused.short", least=SHORTEST_PASSPHRASE)


def _slots_of(slots: Sequence[Slot], officer: str) -> Sequence[Slot]:
    """Return an officer's slots: two where two desks set one before they read each other."""
    found = [slot for slot in slots if same(slot.officer, officer)]
    if found:
        return sorted(found, key=lambda slot: slot.officer != officer)
    # Nothing typed at a sign-in is said again: it may be a passphrase.
    raise Refused("vault.refused.officer")


def officer_name(officer: str) -> str:
    """Return a name as the slots have it: one line, composed, without what bends text."""
    return unicodedata.normalize("NFC", neutral_line(officer).strip())


def _readings(passphrase: str) -> Sequence[str]:
    """Return a passphrase without the byte order mark its file may begin with, then with it.

    Some offices were set up with the mark as a part of the passphrase.
    """
    return tuple(dict.fromkeys((passphrase.removeprefix(_MARK_OF_UTF8), passphrase)))


def _secret(passphrase: str) -> bytes:
    # An input method may type full-width letters: they are the same passphrase. None is longer
    # than this, and composing an endless one takes endless time.
    passphrase = passphrase[: LONGEST_PASSPHRASE + 1]
    return unicodedata.normalize("NFKC", passphrase).encode("utf-8", "surrogatepass")


def _context(role: str, officer: str) -> str:
    return f"{role}:{officer}"
