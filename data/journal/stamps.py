"""Order stamps: where an event stands among those of every desk, beside the time its desk told.

A stamp is the time of recording, or what the desk had reached by then where that is later: its own
last stamp, and a microsecond more than that of another desk. So no event stands before one that its
desk knew of, whatever the clocks say; and the events of one desk stand in the order it wrote them.
"""

from __future__ import annotations

from datetime import timedelta

from data.file.connection import Connection
from data.journal.codec import instant_of, instant_text

_NEXT = timedelta(microseconds=1)
# A stamp is never earlier than its event's recording, so both maxima lie at the end of an index.
_REACHED = """
    SELECT max(coalesce((SELECT max(recorded_at) FROM event), ''),
      coalesce((SELECT max(stamp) FROM event WHERE stamp IS NOT NULL), ''))
"""


class Stamps:
    """What a journal has reached, line by line: the latest stamp, and the desk of the last line."""

    def __init__(self, reached: str = "", desk: str = "") -> None:
        self._reached, self._desk = reached, desk

    def usual(self, recorded_at: str, desk: str) -> str:
        """Return the stamp of what a desk adds as the next line; both are instants as text."""
        floor = self._reached
        if floor and desk != self._desk:
            floor = instant_text(instant_of(floor) + _NEXT)
        return max(recorded_at, floor)

    def note(self, stamp: str, desk: str) -> None:
        """Go on to the next line."""
        self._reached, self._desk = max(self._reached, stamp), desk


def stamps_at_end(connection: Connection, stamp: str, desk: str, own: str) -> Stamps:
    """Return what a journal has reached whose last line has this stamp and is of this desk.

    What the desk ``own`` wrote last it wrote beyond all it knew; only after another's line the
    whole file is asked.
    """
    if desk != own:
        stamp = str(connection.execute(_REACHED).scalar())
    return Stamps(stamp, desk)
