"""The words of a reception day (领导接待日): closed lists for its forms and decisions."""

from __future__ import annotations

from enum import StrEnum


class ReceptionForm(StrEnum):
    """How a leader receives people."""

    FIXED = "fixed"
    APPOINTMENT = "appointment"
    ON_SITE = "on_site"


class Decision(StrEnum):
    """What a leader decided on a matter when the people were there."""

    SETTLED = "settled"
    """Decided on the spot: what was asked for has its answer."""
    ASSIGNED = "assigned"
    """Assigned to a unit, with the date by which it reports."""
    MEETING = "meeting"
    """A coordination meeting of the units concerned, on a day."""
    PASSED = "passed"
    """Passed to the leader whose field it is."""


class MeetingNote(StrEnum):
    """What became of a coordination meeting that a leader called."""

    HELD = "held"
    MOVED = "moved"
    """It is to be on another day."""
    OFF = "off"
    """It is not held any more."""
