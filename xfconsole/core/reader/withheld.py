"""What a barred reader sees of a matter and its live incidents: that they are there (TG 28, 30).

Safety goes first: of an incident they still see its number, the head-count and the posts to ring,
but no text that anybody wrote about it.
"""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any, ClassVar

from xfconsole.core.facts import of_incident
from xfconsole.core.facts.announced import ANNOUNCEMENTS
from xfconsole.core.facts.event import Event, Fact
from xfconsole.core.facts.of_instruction import InstructionDone, InstructionGiven
from xfconsole.core.facts.of_procedure import AccessBlocked
from xfconsole.core.roster.parties import HIDDEN
from xfconsole.core.rows import MatterRow, ReceivedRow
from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.official import same
from xfconsole.core.words.procedure import Bar, State

_TEXTS: dict[type[Fact], frozenset[str]] = {
    of_incident.IncidentOpened: frozenset({"topic"}),
    of_incident.LevelRaised: frozenset({"reason"}),
    of_incident.EmergencyCalled: frozenset({"reason"}),
    of_incident.PostStoodDown: frozenset({"reason"}),
    of_incident.PromptSnoozed: frozenset({"reason"}),
    of_incident.NoteAdded: frozenset({"text"}),
    of_incident.ReportFiled: frozenset({"situation", "measures", "effect", "other"}),
    of_incident.ReportReceived: frozenset({"person"}),
    of_incident.ClockSaidBack: frozenset({"text"}),
    InstructionGiven: frozenset({"text"}),
    InstructionDone: frozenset({"text"}),
    of_incident.IncidentClosed: frozenset({"summary", "evaluation"}),
    of_incident.EventCorrected: frozenset({"reason"}),
    of_incident.ContestSettled: frozenset({"reason"}),
}
"""What of an incident's facts somebody wrote; everything else are posts, numbers and times."""
_CORRECTED = frozenset().union(*_TEXTS.values())


@frozen
class Withheld(Fact):
    """Stands for a fact about a matter that its reader is barred from; never in the journal.

    ``machine``: the engine said it.
    """

    kind: ClassVar[str] = "withheld"
    bar: Bar
    machine: bool = False


def withheld_row(row: MatterRow, bar: Bar) -> MatterRow:
    """Return a ledger line that tells a matter's number, when it came, and nothing of its own."""
    return MatterRow(
        uid=row.uid,
        number=row.number,
        channel=row.channel,
        summary=HIDDEN,
        received_at=row.received_at,
        registered_at=row.registered_at,
        officer=row.officer,
        state=State.REGISTERED,
        live=row.live,
        incident=row.incident,
        barred=bar,
    )


def withheld_received(row: ReceivedRow, bar: Bar) -> ReceivedRow:
    """Return a place in a session's order that tells no more than that it is taken."""
    line = withheld_row(row.row, bar)
    return ReceivedRow(row=line, session=row.session, starts_at=row.starts_at, place=row.place)


def withheld_event(event: Event, bar: Bar, reader: str) -> Event:
    """Return what stands for an event about a matter. Whom it kept away may read that it did."""
    fact = event.fact
    if isinstance(fact, AccessBlocked) and same(fact.person, reader):
        return event
    return replace(event, fact=Withheld(bar, event.kind in ANNOUNCEMENTS))


def without_texts(event: Event) -> Event:
    """Return an event of a live incident with nothing that anybody wrote about it."""
    fact = event.fact
    hidden: dict[str, Any] = {
        each.name: HIDDEN
        for each in fields(fact)
        if each.name in _TEXTS.get(type(fact), ()) and getattr(fact, each.name)
    }
    if isinstance(fact, of_incident.EventCorrected):
        changes: dict[str, Any] = {
            name: HIDDEN if name in _CORRECTED and value else value
            for name, value in fact.changes.items()
        }
        return replace(event, fact=replace(fact, changes=changes, **hidden))
    return replace(event, fact=replace(fact, **hidden)) if hidden else event
