"""Rosters in tests: turns of duty by the hour, counted from one midnight."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from xfconsole.core.facts.of_office import RosterEntry, RosterImported
from xfconsole.core.words.desk import Contact

START = datetime(2026, 2, 20, tzinfo=UTC)


def at(hours: float) -> datetime:
    """Return the instant so many hours after START."""
    return START + timedelta(hours=hours)


def turn(
    post: str,
    person: str,
    since: float,
    until: float,
    order: int = 1,
    unit: str = "",
    phone: str = "139-0000-0001",
) -> RosterEntry:
    """Return one turn of duty between two hours."""
    return RosterEntry(post, person, phone, at(since), at(until), order, unit)


def file(*entries: RosterEntry) -> RosterImported:
    """Return the fact that a file with these turns came in."""
    return RosterImported("roster.csv", entries)


def names(contacts: Sequence[Contact]) -> list[str]:
    """Return just the names."""
    return [contact.person for contact in contacts]
