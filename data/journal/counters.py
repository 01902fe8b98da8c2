"""The last number given in each series: kept as it is drawn, and found again in the journal."""

from __future__ import annotations

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from data.file.connection import Connection
from data.tables.statements import upsert
from xfconsole.core.facts.event import Event
from xfconsole.core.facts.of_incident import IncidentOpened
from xfconsole.core.facts.of_matter import MatterRegistered
from xfconsole.core.facts.of_reception import MatterQueued

_LAST = "SELECT last FROM counter WHERE series = ?"
_KEEP = upsert("counter")


class Counters:
    """The counters within one transaction; ``save`` stores what was drawn, before the commit."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._drawn: dict[str, int] = {}

    def next(self, series: str) -> int:
        """Return 1 for a new series, then 2, 3 …"""
        last = self._drawn.get(series)
        if last is None:
            last = self._connection.execute(_LAST, (series,)).scalar() or 0
        self._drawn[series] = last + 1
        return last + 1

    def note(self, events: Iterable[Event], zone: ZoneInfo) -> None:
        """Go on behind the numbers that another desk gave, so that few are given twice."""
        for series, last in counted(events, zone).items():
            self._drawn[series] = max(last, self.next(series) - 1)

    def save(self) -> None:
        """Store the last number of every series drawn from."""
        rows = [{"series": series, "last": last} for series, last in self._drawn.items()]
        _KEEP.run(self._connection, rows)


def counted(events: Iterable[Event], zone: ZoneInfo) -> dict[str, int]:
    """Return the last number of every series that numbers in these events were drawn from.

    Matters are numbered by year (2026-000123), incidents by month (02-117), both in the office's
    time zone; places in the order of coming by session. Corrections never change a number.
    """
    last: dict[str, int] = {}
    for event in events:
        if isinstance(event.fact, MatterRegistered | IncidentOpened):
            prefix, _, serial = event.fact.number.rpartition("-")
            series = _series(event, prefix, zone)
            last[series] = max(last.get(series, 0), int(serial))
        elif isinstance(event.fact, MatterQueued):
            series = f"reception-{event.fact.session}"
            last[series] = max(last.get(series, 0), event.fact.place)
    return last


def _series(event: Event, prefix: str, zone: ZoneInfo) -> str:
    if isinstance(event.fact, MatterRegistered):
        return f"matter-{prefix}"
    return f"incident-{event.recorded_at.astimezone(zone).year}-{prefix}"
