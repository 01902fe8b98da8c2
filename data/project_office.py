"""What the facts of the office do to the roster's tables and to what the file says of itself."""

from __future__ import annotations

from data.codec import instant_text
from data.tables import LeaveTable, MetaTable, RosterEntryTable
from data.writes import Row, Write, insert, upsert
from xfconsole.core.events import (
    Event,
    LeaveRecorded,
    OfficeFounded,
    RosterAdded,
    RosterEntry,
    RosterImported,
    RosterReplaced,
)
from xfconsole.core.facts_office import ADDED

_ENTRY = insert(RosterEntryTable)
_LEAVE = insert(LeaveTable)
_META = upsert(MetaTable)


def founded(event: Event, fact: OfficeFounded) -> list[Write]:
    """Keep the office's name and time zone."""
    return [
        (_META, {"key": "name", "value": fact.name}),
        (_META, {"key": "time_zone", "value": fact.time_zone}),
    ]


def roster_imported(event: Event, fact: RosterImported) -> list[Write]:
    """Add a file's lines as they were; what they add up to is the rules' to say."""
    return [(_ENTRY, _line(event, at, each)) for at, each in enumerate(fact.entries)]


def roster_replaced(event: Event, fact: RosterReplaced) -> list[Write]:
    """Add a replacement as a line of its own."""
    taken = RosterEntry(fact.post, fact.by, fact.phone, fact.starts_at, fact.ends_at)
    return [(_ENTRY, _line(event, 0, taken, in_place_of=fact.person))]


def roster_added(event: Event, fact: RosterAdded) -> list[Write]:
    """Add a holder added for a while as a line of its own."""
    added = RosterEntry(
        fact.post, fact.person, fact.phone, fact.starts_at, fact.ends_at, ADDED, fact.unit
    )
    return [(_ENTRY, _line(event, 0, added))]


def leave_recorded(event: Event, fact: LeaveRecorded) -> list[Write]:
    """Add a leave."""
    row = {
        "event": event.uid,
        "subject": event.subject,
        "person": fact.person,
        "starts_at": instant_text(fact.starts_at),
        "ends_at": instant_text(fact.ends_at),
        "reason": fact.reason,
    }
    return [(_LEAVE, row)]


def _line(event: Event, position: int, entry: RosterEntry, *, in_place_of: str = "") -> Row:
    return {
        "event": event.uid,
        "position": position,
        "subject": event.subject,
        "post": entry.post,
        "unit": entry.unit,
        "person": entry.person,
        "phone": entry.phone,
        "starts_at": instant_text(entry.starts_at),
        "ends_at": instant_text(entry.ends_at),
        "rank": entry.order,
        "shift": entry.shift,
        "in_place_of": in_place_of,
    }
