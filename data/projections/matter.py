"""What the facts of a matter do to the ledger."""

from __future__ import annotations

from data.journal.codec import columns_of, instant_text
from data.projections import keeping
from data.projections.by_fact import ordinal, projects
from data.tables.statements import Write, change, insert
from xfconsole.core.facts import of_matter
from xfconsole.core.facts.event import Event
from xfconsole.core.words.procedure import State

_MATTER = insert("matter")
_REQUEST = insert("request")
_CODE = change("UPDATE matter SET code = :code WHERE uid = :matter")
_OF_REQUEST = "WHERE uid = :request AND matter = :matter"
_ANSWER = change(f"UPDATE request SET answer = :answer {_OF_REQUEST}")
_STEP = change(f"UPDATE request SET step = :step, due_on = :on {_OF_REQUEST}")


_UNTOUCHED = {
    "state": State.REGISTERED.value,
    "holder": "",
    "due_on": None,
    "due_clock": None,
    "due_at": None,
    "reckoned": 0,
    "undecided": 0,
    "supervised": 0,
    "urgent": 0,
    "finding": None,
    "answered_at": None,
    "again": 0,
    "taken_at": None,
    "past": 0,
    "satisfaction": None,
    "simple": 0,
    "leader": "",
    "code": "",
}
"""What every matter's life begins with."""


@projects(of_matter.MatterRegistered)
def registered(event: Event, fact: of_matter.MatterRegistered) -> list[Write]:
    """Add the ledger's line; the text itself stays in the journal."""
    row = columns_of(
        fact,
        uid=event.subject,
        brought=fact.brought or fact.source,
        received_at=instant_text(event.happened_at),
        registered_at=instant_text(event.recorded_at),
        officer=event.officer,
        **_UNTOUCHED,
    )
    return [(_MATTER, row), *keeping.opened(event, fact.number)]


@projects(of_matter.QueryCodeGiven)
def code_given(event: Event, fact: of_matter.QueryCodeGiven) -> list[Write]:
    """Keep the code by which the matter is found."""
    return [(_CODE, columns_of(fact, matter=event.subject))]


@projects(of_matter.RequestRecorded)
def requested(event: Event, fact: of_matter.RequestRecorded) -> list[Write]:
    """Add a request; the event's uid is the request's."""
    own = {"uid": event.uid, "matter": event.subject, "ordinal": ordinal(event)}
    return [(_REQUEST, columns_of(fact, **own, answer=None, step=None, due_on=None))]


@projects(of_matter.RequestAnswered)
def answered(event: Event, fact: of_matter.RequestAnswered) -> list[Write]:
    """Keep the answer a request got on the spot."""
    return [(_ANSWER, columns_of(fact, matter=event.subject))]


@projects(of_matter.NextStepSet)
def next_step(event: Event, fact: of_matter.NextStepSet) -> list[Write]:
    """Keep the dated next step a request got."""
    return [(_STEP, columns_of(fact, matter=event.subject))]
