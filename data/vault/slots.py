"""The key-slot file beside the database: the data key, wrapped once for each who may open it."""

from __future__ import annotations

import hashlib
import json
import os
from base64 import b64decode, b64encode
from dataclasses import field
from pathlib import Path
from typing import Any

from argon2.exceptions import HashingError
from argon2.low_level import Type, hash_secret_raw

from data.file.files import refusal_of, write_private
from data.vault.sealing import KEY_BYTES, seal, unseal
from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.text import neutral_line
from xfconsole.reading import read_file

KEYS_FILE = "keys.json"
MAX_BYTES = 256 * 1024
"""Room for five hundred officers."""
_UNSUMMED, _FORMAT = 1, 2
"""Format 1 has no sum. As text they are two bits apart: one flipped never passes for the other."""
_SUM = "sha256"
_WAITING = "unjournaled"
_MARK = "key_mark"
_SALT_BYTES = 16
_LONGEST_NAME = 1_000
"""Characters; screens and commands take shorter ones."""


@frozen
class Cost:
    """What one guess at a passphrase costs in Argon2id (RFC 9106): KiB, passes, lanes."""

    memory_kib: int
    passes: int
    lanes: int

    def __post_init__(self) -> None:
        # A file that was tampered with must not be able to eat the laptop's memory or night.
        if not (1 <= self.lanes <= 16 and 1 <= self.passes <= 64):
            raise ValueError("cost out of range")
        if not 8 * self.lanes <= self.memory_kib <= 1024 * 1024:
            raise ValueError("cost out of range")
        if self.memory_kib * self.passes > 8 * 1024 * 1024:
            raise ValueError("cost out of range")


DEFAULT_COST = Cost(memory_kib=256 * 1024, passes=3, lanes=4)


@frozen
class Slot:
    """The data key wrapped for one officer; ``officer`` is empty for the recovery code."""

    officer: str
    cost: Cost
    salt: bytes = field(repr=False)
    wrapped: bytes = field(repr=False)


@frozen
class Slots:
    """Everything the key-slot file holds."""

    officers: tuple[Slot, ...]
    recovery: Slot
    waiting: bytes = field(default=b"", repr=False)
    """Changes that the journal may not have yet, sealed; empty for none."""
    mark: str = ""
    """Tells by the data key, which it tells nothing about, whether these are its slots."""


def slot_for(key: bytes, officer: str, secret: bytes, context: str, cost: Cost) -> Slot:
    """Wrap the data key under a secret; the context is authenticated with it."""
    salt = os.urandom(_SALT_BYTES)
    return Slot(officer, cost, salt, seal(_stretched(secret, salt, cost), key, context))


def unwrap(slot: Slot, secret: bytes, context: str) -> bytes | None:
    """Return the data key, or None when the secret or the context is another."""
    stretched = _stretched(secret, slot.salt, slot.cost)
    try:
        return unseal(stretched, slot.wrapped, context)
    except Refused:
        return None


def has_slots(folder: Path) -> bool:
    """Whether the folder holds a key-slot file."""
    return (folder / KEYS_FILE).exists()


def read_slots(folder: Path) -> Slots:
    """Return the folder's key slots. Raises Refused when the file is missing or damaged."""
    try:
        return parse_slots(read_file(folder / KEYS_FILE, MAX_BYTES))
    except FileNotFoundError:
        raise Refused("vault.refused.slots_missing", file=KEYS_FILE) from None
    except OSError as error:
        raise refusal_of(error, KEYS_FILE) from None


def parse_slots(raw: bytes) -> Slots:
    """Return the key slots in a file's bytes. Raises Refused when they are damaged."""
    try:
        if len(raw) > MAX_BYTES:
            raise ValueError("more than any office has officers for")
        document = json.loads(raw)
        if document["format"] not in (_FORMAT, _UNSUMMED):
            raise Refused("vault.refused.slots_newer", file=KEYS_FILE)
        if document["format"] == _FORMAT and raw != _rendered(document):
            raise ValueError("a bit of it was changed")
        return Slots(
            tuple(_parsed(each) for each in document["officers"]),
            _parsed(document["recovery"]),
            b64decode(document.get(_WAITING, ""), validate=True),
            str(document.get(_MARK, "")),
        )
    # Whoever wrote the file may have put anything anywhere in it.
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
        raise Refused("vault.refused.slots_damaged", file=KEYS_FILE) from None


def write_slots(folder: Path, slots: Slots) -> None:
    """Replace the folder's key slots atomically and durably (mode 0600)."""
    document: dict[str, Any] = {
        "format": _FORMAT,
        "officers": [_plain(slot) for slot in slots.officers],
        "recovery": _plain(slots.recovery),
    }
    if slots.mark:
        document[_MARK] = slots.mark
    if slots.waiting:
        document[_WAITING] = b64encode(slots.waiting).decode()
    try:
        write_private(folder / KEYS_FILE, _rendered(document))
    except OSError as error:
        raise refusal_of(error, KEYS_FILE) from None


def slot_text(slot: Slot) -> str:
    """Return an officer's slot as text of its own."""
    return json.dumps(_plain(slot), sort_keys=True)


def slot_from(text: str) -> Slot:
    """Return the slot that ``slot_text`` wrote. Raises ValueError for what is none."""
    try:
        slot = _parsed(json.loads(text))
    except (KeyError, TypeError, AttributeError, OverflowError, RecursionError):
        raise ValueError("no slot") from None
    if not slot.officer or slot_text(slot) != text:
        raise ValueError("no slot of an officer")
    return slot


def _rendered(document: dict[str, Any]) -> bytes:
    """Return the file's bytes, with the sum that tells of a flipped bit even in another's slot."""
    plain = {name: value for name, value in document.items() if name != _SUM}
    text = json.dumps(plain, ensure_ascii=False, indent=1)
    summed = plain | {_SUM: hashlib.sha256(text.encode()).hexdigest()}
    return (json.dumps(summed, ensure_ascii=False, indent=1) + "\n").encode()


def _stretched(secret: bytes, salt: bytes, cost: Cost) -> bytes:
    try:
        return hash_secret_raw(
            secret, salt, cost.passes, cost.memory_kib, cost.lanes, KEY_BYTES, Type.ID
        )
    except HashingError:
        raise Refused("vault.refused.memory", mebibytes=cost.memory_kib // 1024) from None


def _plain(slot: Slot) -> dict[str, Any]:
    nonce, wrapped = slot.wrapped[:12], slot.wrapped[12:]
    return {
        "officer": slot.officer,
        "kdf": {
            "name": "argon2id",
            "memory_kib": slot.cost.memory_kib,
            "passes": slot.cost.passes,
            "lanes": slot.cost.lanes,
        },
        "salt": b64encode(slot.salt).decode(),
        "nonce": b64encode(nonce).decode(),
        "wrapped": b64encode(wrapped).decode(),
    }


def _parsed(plain: dict[str, Any]) -> Slot:
    kdf = plain["kdf"]
    if kdf["name"] != "argon2id":
        raise ValueError("unknown key derivation")
    cost = Cost(int(kdf["memory_kib"]), int(kdf["passes"]), int(kdf["lanes"]))
    salt = b64decode(plain["salt"], validate=True)
    if len(salt) != _SALT_BYTES:
        raise ValueError("salt of another length")
    sealed = b64decode(plain["nonce"], validate=True) + b64decode(plain["wrapped"], validate=True)
    officer = str(plain["officer"])
    # Names go to the screen, and every one that is kept was neutralised before.
    if neutral_line(officer) != officer or len(officer) > _LONGEST_NAME:
        raise ValueError("no name of an officer")
    return Slot(officer, cost, salt, sealed)
