"""What the facts of a live incident do to its line."""

from __future__ import annotations

from data.journal.codec import columns_of, instant_text
from data.projections import keeping
from data.projections.by_fact import ordinal, projects
from data.tables.statements import Write, change, insert
from xfconsole.core.facts import announced, of_incident
from xfconsole.core.facts.event import Event
from xfconsole.core.words.desk import Level, Place

_INCIDENT = insert("incident")
_COUNT = change("UPDATE incident SET headcount = :value, count_source = :source WHERE uid = :uid")
_LEVEL = change("UPDATE incident SET level = :level WHERE uid = :uid")
_POLICY = change(
    "UPDATE incident SET policy = :policy, policy_label = :policy_label WHERE uid = :uid"
)
_PLACE = {
    place: change(f"UPDATE incident SET {place.value} = :name WHERE uid = :uid") for place in Place
}
_CLOSE = change("UPDATE incident SET closed_at = :at, follows = :follows WHERE uid = :uid")
_SETTLE = change("UPDATE incident SET follows = 0 WHERE uid = :uid")


@projects(of_incident.IncidentOpened)
def opened(event: Event, fact: of_incident.IncidentOpened) -> list[Write]:
    """Add the incident."""
    row = columns_of(
        fact,
        uid=event.subject,
        count_source=fact.source.value,
        level=Level.NONE.value,
        opened_at=instant_text(event.happened_at),
        ordinal=ordinal(event),
        closed_at=None,
        follows=0,
    )
    return [(_INCIDENT, row), *keeping.opened(event, fact.number)]


@projects(of_incident.HeadcountRecorded)
def counted(event: Event, fact: of_incident.HeadcountRecorded) -> list[Write]:
    """Set the head-count to the one recorded last."""
    return [(_COUNT, columns_of(fact, uid=event.subject))]


@projects(announced.LevelChanged)
def level_changed(event: Event, fact: announced.LevelChanged) -> list[Write]:
    """Set the level that the engine announced."""
    return [(_LEVEL, columns_of(fact, uid=event.subject))]


@projects(of_incident.PolicyAccepted)
def policy_accepted(event: Event, fact: of_incident.PolicyAccepted) -> list[Write]:
    """Pin the incident to another pack."""
    return [(_POLICY, columns_of(fact, uid=event.subject))]


@projects(of_incident.PlaceNamed)
def place_named(event: Event, fact: of_incident.PlaceNamed) -> list[Write]:
    """Set the unit or township it concerns to the one named last."""
    return [(_PLACE[fact.place], columns_of(fact, uid=event.subject))]


@projects(of_incident.IncidentClosed)
def closed(event: Event, fact: of_incident.IncidentClosed) -> list[Write]:
    """End the incident."""
    row = {"uid": event.subject, "at": instant_text(event.happened_at)}
    return [(_CLOSE, row | {"follows": int(fact.follows)})]


@projects(announced.IncidentSettled)
def settled(event: Event, fact: announced.IncidentSettled) -> list[Write]:
    """Ask for nothing of it any more."""
    return [(_SETTLE, {"uid": event.subject})]
