"""What the facts of a live incident do to its line."""

from __future__ import annotations

from data.journal.codec import instant_text
from data.projections.by_fact import projects
from data.tables.rows import IncidentTable
from data.tables.statements import Write, change, insert
from xfconsole.core.facts import announced, of_incident
from xfconsole.core.facts.event import Event
from xfconsole.core.words.desk import Level, Place

_INCIDENT = insert(IncidentTable)
_COUNT = change(
    "UPDATE incident SET headcount = :headcount, count_source = :source WHERE uid = :uid"
)
_LEVEL = change("UPDATE incident SET level = :level WHERE uid = :uid")
_POLICY = change("UPDATE incident SET policy = :policy, policy_label = :label WHERE uid = :uid")
_PLACE = {
    place: change(f"UPDATE incident SET {place.value} = :name WHERE uid = :uid") for place in Place
}
_CLOSE = change("UPDATE incident SET closed_at = :at WHERE uid = :uid")


@projects(of_incident.IncidentOpened)
def opened(event: Event, fact: of_incident.IncidentOpened) -> list[Write]:
    """Add the incident."""
    row = {
        "uid": event.subject,
        "number": fact.number,
        "matter": fact.matter,
        "topic": fact.topic,
        "channel": fact.channel.value,
        "headcount": fact.headcount,
        "count_source": fact.source.value,
        "level": Level.NONE.value,
        "policy": fact.policy,
        "policy_label": fact.policy_label,
        "unit": fact.unit,
        "township": fact.township,
        "assigned_leader": int(fact.assigned_leader),
        "opened_at": instant_text(event.happened_at),
        "opened_seq": event.seq,
        "closed_at": None,
    }
    return [(_INCIDENT, row)]


@projects(of_incident.HeadcountRecorded)
def counted(event: Event, fact: of_incident.HeadcountRecorded) -> list[Write]:
    """Set the head-count to the one recorded last."""
    row = {"uid": event.subject, "headcount": fact.value, "source": fact.source.value}
    return [(_COUNT, row)]


@projects(announced.LevelChanged)
def level_changed(event: Event, fact: announced.LevelChanged) -> list[Write]:
    """Set the level that the engine announced."""
    return [(_LEVEL, {"uid": event.subject, "level": fact.level.value})]


@projects(of_incident.PolicyAccepted)
def policy_accepted(event: Event, fact: of_incident.PolicyAccepted) -> list[Write]:
    """Pin the incident to another pack."""
    return [
        (_POLICY, {"uid": event.subject, "policy": fact.policy, "label": fact.policy_label}),
    ]


@projects(of_incident.PlaceNamed)
def place_named(event: Event, fact: of_incident.PlaceNamed) -> list[Write]:
    """Set the unit or township it concerns to the one named last."""
    return [(_PLACE[fact.place], {"uid": event.subject, "name": fact.name})]


@projects(of_incident.IncidentClosed)
def closed(event: Event, fact: of_incident.IncidentClosed) -> list[Write]:
    """End the incident."""
    return [(_CLOSE, {"uid": event.subject, "at": instant_text(event.happened_at)})]
