"""One incident under its documented keys (docs/json.md): times ISO 8601 with offset."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from xfconsole.core.facts.announced import ANNOUNCEMENTS, ObligationMissed
from xfconsole.core.facts.of_incident import IncidentClosed
from xfconsole.core.incident.incident_file import IncidentFile
from xfconsole.core.incident.instructed import Instruction
from xfconsole.ui.words.catalogue import catalogue, language
from xfconsole.ui.words.events import EventWords
from xfconsole.ui.words.posts import post_name


def incident_object(found: IncidentFile, zone: ZoneInfo) -> dict[str, Any]:
    """Return the file of an incident, open or closed."""
    incident, made = found.incident, found.plan
    closing = [each.fact for each in found.events if isinstance(each.fact, IncidentClosed)]
    return {
        "number": incident.opened.number,
        "topic": incident.opened.topic,
        "level": made.level.value,
        "people": incident.headcount,
        "most_people": max((each.value for each in incident.peaks), default=incident.headcount),
        "opened": _iso(incident.opened_at, zone),
        "closed": _iso(incident.closed_at, zone),
        "policy": found.policy.label,
        **incident.places,
        "posts": [
            {
                "post": each.post,
                "person": each.person,
                "state": each.state.value,
                "tell_by": _iso(each.tell_by, zone),
                "told": _iso(each.told_at, zone),
                "arrive_by": _iso(each.arrive_by, zone),
                "ended": _iso(each.ended_at, zone),
            }
            for each in made.obligations
        ],
        "requests": [
            {
                "text": each.text,
                "answer": each.answer,
                "step": each.step,
                "on": each.on.isoformat() if each.on else None,
            }
            for each in found.requests
        ],
        "reports": [
            {**told, "parts": list(report.parts)}
            for told, report in zip(
                report_objects(found, zone), incident.upward.reports, strict=True
            )
        ],
        "owed": [{"what": e.kind.value, "limit": _iso(e.limit, zone)} for e in made.owed],
        "instructions": [_instruction(each, zone) for each in incident.instructed.all],
        "checklist": _checklist(found, zone),
        "entries": list(_entries(found, zone)),
        "summary": closing[-1].summary if closing else "",
        "evaluation": closing[-1].evaluation if closing else "",
    }


def report_objects(found: IncidentFile, zone: ZoneInfo) -> Iterator[dict[str, Any]]:
    """Yield each report that went up, without its parts."""
    limits = dict(found.plan.report_limits)
    for each in found.incident.upward.reports:
        limit, receipt = limits.get(each.uid), each.receipt
        late = int((each.at - limit).total_seconds()) if limit and each.at > limit else 0
        yield {
            "report": each.kind.value,
            "number": each.number,
            "again": bool(each.again),
            "at": _iso(each.at, zone),
            "officer": each.officer,
            "to": each.to,
            "channel": each.channel.value if each.channel else None,
            "taken_by": receipt.person if receipt else None,
            "taken_at": _iso(receipt.at, zone) if receipt else None,
            "read_back": receipt.read_back if receipt else None,
            "limit": _iso(limit, zone),
            "late_s": late if limit else None,
        }


def _instruction(order: Instruction, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "leader": order.leader,
        "at": _iso(order.at, zone),
        "text": order.text,
        "posts": list(order.posts),
        "due": _iso(order.due, zone),
        "ended": _iso(order.ended_at, zone),
        "carried": order.carried,
        "result": order.result,
        "relays": [
            {
                "post": ring.post,
                "person": ring.person,
                "at": _iso(ring.at, zone),
                "outcome": ring.outcome.value,
                "read_back": ring.read_back,
            }
            for ring in order.relays
        ],
    }


def _checklist(found: IncidentFile, zone: ZoneInfo) -> list[dict[str, Any]]:
    lines: Sequence[Any] = found.policy.checklist_for(found.plan.level)
    ticks = found.incident.ticks
    return [
        {
            "id": each.id,
            "text": each.words.say(language()),
            "at": _iso(tick.at, zone) if (tick := ticks.get(each.id)) else None,
            "officer": tick.officer if tick else None,
        }
        for each in lines
    ]


def _entries(found: IncidentFile, zone: ZoneInfo) -> Iterator[dict[str, Any]]:
    """Yield what the log tells of it, without what the desk only announced."""
    teller = EventWords(
        catalogue(language()),
        lambda post: post_name(found.policy, post),
        lambda at: f"{at.astimezone(zone):%H:%M}",
    )
    for each in found.events:
        if each.kind not in ANNOUNCEMENTS or isinstance(each.fact, ObligationMissed):
            yield {
                "at": _iso(each.happened_at, zone),
                "kind": each.kind,
                "officer": each.officer,
                "text": teller.tell(each),
            }


def _iso(at: datetime | None, zone: ZoneInfo) -> str | None:
    return at.astimezone(zone).isoformat(timespec="seconds") if at else None
