"""Keeps the tables in step with the journal.

Every projected row follows from the events of one subject alone. So a correction is projected by
clearing the rows of the corrected subject and playing its events again with corrections applied.
"""

from __future__ import annotations

from collections.abc import Sequence

from data.file.connection import Connection
from data.journal.journal import events_of
from data.projections.by_fact import PROJECTIONS
from data.tables.statements import Write, carry_out, change
from xfconsole.core.facts.corrections import effective
from xfconsole.core.facts.event import Event
from xfconsole.core.facts.of_incident import EventCorrected
from xfconsole.core.words.desk import Uid

_CLEAR = [
    change(f"DELETE FROM {table} WHERE {column} = :subject")
    for table, column in (
        ("matter", "uid"),
        ("request", "matter"),
        ("incident", "uid"),
        ("roster_entry", "subject"),
        ("leave", "subject"),
        ("deadline", "matter"),
        ("linked", "matter"),
        ("received", "matter"),
        ("barred", "matter"),
        ("erasure", "matter"),
    )
]


def writes_of(event: Event) -> list[Write]:
    """Return what an event, taken at its word, does to the tables."""
    project = PROJECTIONS.get(type(event.fact))
    return project(event, event.fact) if project else []


def project(connection: Connection, events: Sequence[Event]) -> None:
    """Bring the tables up to date with events just journaled, within their transaction.

    Raises ValueError for a correction that names another subject's event, or does not fit it.
    """
    corrected = {event.subject for event in events if isinstance(event.fact, EventCorrected)}
    plain = [event for event in events if event.subject not in corrected]
    carry_out(connection, ((event.subject, writes_of(event)) for event in plain))
    for subject in sorted(corrected):
        _project_again(connection, subject)


def _project_again(connection: Connection, subject: Uid) -> None:
    events = events_of(connection, subject)
    own = {event.uid for event in events}
    if any(isinstance(e.fact, EventCorrected) and e.fact.of not in own for e in events):
        raise ValueError("a correction belongs to the subject of what it corrects")
    for clear in _CLEAR:
        clear.run(connection, [{"subject": subject}])
    meant = effective(events)
    carry_out(connection, ((subject, writes_of(event)) for event in meant))
