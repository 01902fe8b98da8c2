"""Writes turns of duty and reception days as a calendar file (iCalendar, RFC 5545).

An event's uid is made of what it is, so that a file taken in again moves and cancels what the one
before it brought, and doubles nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from xfconsole.core.words.frozen import frozen

PRODUCT = "-//xfconsole//duty//ZH"


@frozen
class Appointment:
    """One event of a calendar; ``name`` tells it from all others of the office."""

    name: tuple[str, ...]
    summary: str
    starts_at: datetime
    ends_at: datetime
    place: str = ""
    note: str = ""
    off: bool = False


def calendar_file(
    title: str,
    office: str,
    found: Iterable[Appointment],
    now: datetime,
    version: int,
    zone: ZoneInfo,
) -> bytes:
    """Return a calendar; of two files the one with the higher ``version`` is the later."""
    calendar: Any = Calendar()
    for key, value in (("prodid", PRODUCT), ("version", "2.0"), ("method", "PUBLISH")):
        calendar.add(key, value)
    calendar.add("x-wr-calname", title)
    for each in found:
        calendar.add_component(_event(each, office, now, version, zone))
    calendar.add_missing_timezones()
    data: bytes = calendar.to_ical()
    return data


def _event(found: Appointment, office: str, now: datetime, version: int, zone: ZoneInfo) -> Event:
    event: Any = Event()
    event.add("uid", f"{uuid5(UUID(office), '/'.join(found.name))}@xfconsole")
    event.add("dtstamp", now.astimezone(UTC))
    event.add("dtstart", found.starts_at.astimezone(zone))
    event.add("dtend", found.ends_at.astimezone(zone))
    event.add("summary", found.summary)
    event.add("sequence", version)
    event.add("status", "CANCELLED" if found.off else "CONFIRMED")
    if found.place:
        event.add("location", found.place)
    if found.note:
        event.add("description", found.note)
    return event  # type: ignore[no-any-return]
