"""Whether the journal and the key slots tell of the same officers."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

from data.journal import events_of
from data.slots import read_slots
from data.store import read_meta
from data.unjournaled import unjournaled
from data.vault import DataKey
from xfconsole.core.finding import Finding, fine, warned
from xfconsole.core.officers import officers_of


def officers(connection: sa.Connection, folder: Path, key: DataKey) -> Finding:
    """Compare who has a key slot with whom the journal let in; a change on its way is told of."""
    waiting = unjournaled(folder, key.raw)
    if waiting:
        return warned(
            "officers", "doctor.officers.waiting", "doctor.officers.open", count=len(waiting)
        )
    slots = {slot.officer for slot in read_slots(folder).officers}
    known = set(officers_of(events_of(connection, read_meta(connection)["office"])))
    if slots == known:
        return fine("officers", "doctor.officers.ok", count=len(slots))
    return warned(
        "officers",
        "doctor.officers.other",
        "doctor.officers.do",
        more=len(slots - known),
        less=len(known - slots),
    )
