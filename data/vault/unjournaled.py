"""Changes of the key slots on their way into the journal, sealed into the very file they change.

The slots and the journal are two files, and no transaction spans them. So a change is written with
the slot that it made, in one atomic replacement; then it is journaled under the uid it has here;
then it is taken out. Whatever dies in between, whoever opens the office next goes on from there.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from data.file.lock import held
from data.vault.sealing import seal, subkey, unseal
from data.vault.slots import Slots, read_slots, write_slots
from xfconsole.core.facts.event import body_of, fact_of
from xfconsole.core.office.officers import OfficerChange
from xfconsole.core.words.refusal import Refused

_CONTEXT = "officer changes"


def changed(slots: Slots, key: bytes, change: OfficerChange | None) -> Slots:
    """Return the slots with one more change waiting for the journal; None adds nothing."""
    if change is None:
        return slots
    return _holding(slots, key, [*_read(slots, key), change])


def unjournaled(folder: Path, key: bytes) -> list[OfficerChange]:
    """Return the changes that wait, oldest first. Raises Refused when they were tampered with."""
    return _read(read_slots(folder), key)


def journaled(folder: Path, key: bytes, changes: Sequence[OfficerChange]) -> None:
    """Take changes out that the journal has by now. Raises Refused when the disk won't have it."""
    known = {each.uid for each in changes}
    with held(folder):
        slots = read_slots(folder)
        left = [each for each in _read(slots, key) if each.uid not in known]
        write_slots(folder, _holding(slots, key, left))


def _holding(slots: Slots, key: bytes, changes: Sequence[OfficerChange]) -> Slots:
    if not changes:
        return replace(slots, waiting=b"")
    text = json.dumps([_plain(each) for each in changes], ensure_ascii=False)
    return replace(slots, waiting=seal(subkey(key, _CONTEXT), text.encode(), _CONTEXT))


def _read(slots: Slots, key: bytes) -> list[OfficerChange]:
    if not slots.waiting:
        return []
    found = json.loads(unseal(subkey(key, _CONTEXT), slots.waiting, _CONTEXT))
    try:
        return [_change(each) for each in found]
    except ValueError:
        # A newer program may have written a kind that this one does not know.
        raise Refused("vault.refused.slots_newer", file="keys.json") from None


def _plain(change: OfficerChange) -> dict[str, Any]:
    body = body_of(change.fact)
    at = change.at.isoformat()
    return {"uid": change.uid, "at": at, "by": change.by, "kind": change.fact.kind, "body": body}


def _change(plain: dict[str, Any]) -> OfficerChange:
    fact = fact_of(plain["kind"], plain["body"])
    return OfficerChange(plain["uid"], datetime.fromisoformat(plain["at"]), plain["by"], fact)
