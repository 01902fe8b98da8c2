"""Corrects one entry of the time-line: a new value, another time, and always a reason."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from screens.live.incident_questions import people_problem, source_choices
from screens.live.post_questions import minutes_problem, outcome_choices
from screens.live.words import heading
from screens.shared.question import Answers, Asking, Choice, Step
from xfconsole.core.facts import of_incident, of_instruction
from xfconsole.core.facts.corrections import meant_by
from xfconsole.core.facts.event import Event, Fact
from xfconsole.core.night.situation import IncidentView
from xfconsole.core.words.desk import ReportChannel
from xfconsole.ui.host import Host
from xfconsole.ui.words.catalogue import say
from xfconsole.ui.words.closed_lists import word

TIME = "time"
_FIELDS: dict[type[Fact], tuple[str, ...]] = {
    of_incident.IncidentOpened: ("headcount", "source", "topic", "unit", "township"),
    of_incident.HeadcountRecorded: ("value", "source"),
    of_incident.PostRung: ("outcome", "eta", "person", "phone"),
    of_incident.PostArrived: ("person",),
    of_incident.DeputyNamed: ("person", "phone"),
    of_incident.PostRelieved: ("by",),
    of_incident.EmergencyCalled: ("reason",),
    of_incident.NoteAdded: ("text",),
    of_incident.ReportFiled: ("to", "channel"),
    of_incident.ReportReceived: ("person",),
    of_instruction.InstructionGiven: ("leader", "text"),
    of_instruction.InstructionRelayed: ("outcome", "person"),
    of_instruction.InstructionDone: ("text",),
}
"""What the card offers of each kind of entry; the desk checks what may be corrected."""
_NAMES = {
    "headcount": "live.field.people",
    "value": "live.field.people",
    "source": "live.field.source",
    "topic": "live.field.topic",
    "unit": "live.field.unit",
    "township": "live.field.township",
    "outcome": "live.field.outcome",
    "eta": "live.field.eta",
    "person": "live.field.person",
    "phone": "live.field.phone",
    "by": "live.field.by",
    "reason": "live.field.reason",
    "text": "live.field.text",
    "leader": "live.field.leader",
    "to": "live.field.to",
    "channel": "live.field.channel",
    TIME: "live.field.time",
}


def correctable(event: Event) -> bool:
    """Whether the card has something to offer for an entry."""
    return type(event.fact) in _FIELDS


def as_meant(event: Event, all_events: Sequence[Event]) -> Event:
    """Return an entry as it reads after the corrections so far."""
    for other in all_events:
        if isinstance(other.fact, of_incident.EventCorrected) and other.fact.of == event.uid:
            event = meant_by(event, other.fact)
    return event


def correct(host: Host, view: IncidentView, event: Event, sentence: str) -> Asking:
    """Ask what of an entry is wrong, what is right, and why; ``sentence`` is how it reads."""
    names = (*_FIELDS[type(event.fact)], TIME)

    def plan(answers: Answers) -> Step | None:
        if not answers:
            choices = tuple(Choice(name, say(_NAMES[name])) for name in names)
            return Step(say("live.ask.correct_what"), choices, lines=(sentence,))
        if len(answers) == 1:
            return _value_step(answers[0], event, host.now())
        if len(answers) == 2:
            return Step(say("live.ask.correct_reason"), field=True, lines=(sentence,))
        return None

    async def run(answers: Answers) -> object:
        name, value, reason = answers
        changes: dict[str, Any] = {}
        at = None
        if name == TIME:
            at = host.now() - timedelta(minutes=int(value))
        else:
            changes[name] = _as_json(name, value, event.happened_at)
        return await host.desk_do(
            lambda desk: desk.correct(event.uid, changes, reason, happened_at=at)
        )

    return Asking(heading(view, "correct"), plan, run)


def _value_step(name: str, event: Event, now: datetime) -> Step:
    if name == TIME:
        ago = max(0, int((now - event.happened_at).total_seconds() // 60))
        title = say("live.ask.correct_time", minutes=ago)
        return Step(title, field=True, check=minutes_problem)
    title = say("live.ask.correct_value", name=say(_NAMES[name]))
    if name == "source":
        return Step(title, source_choices())
    if name == "channel":
        return Step(title, tuple(Choice(each.value, word(each)) for each in ReportChannel))
    if name == "outcome":
        return Step(title, outcome_choices())
    if name == "eta":
        return Step(say("live.ask.correct_eta"), field=True, check=minutes_problem)
    old = str(getattr(event.fact, name))
    if name in ("headcount", "value"):
        return Step(title, field=True, initial=old, check=people_problem)
    return Step(title, field=True, initial=old)


def _as_json(name: str, value: str, at: datetime) -> object:
    if name in ("headcount", "value"):
        return int(value)
    if name == "eta":
        return (at + timedelta(minutes=int(value))).isoformat()
    return value
