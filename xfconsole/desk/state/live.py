"""What the desk keeps in mind of one live incident."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from xfconsole.core.facts.corrections import effective
from xfconsole.core.facts.following import contests
from xfconsole.core.facts.of_matter import MatterRegistered
from xfconsole.core.incident.fold import Incident, fold
from xfconsole.core.incident.plan import LadderCache, Plan
from xfconsole.core.matter.requests import requests_of
from xfconsole.core.office.keeping import Desks, heads_of
from xfconsole.core.ports import Transaction
from xfconsole.core.roster.parties import Bars, bars_of
from xfconsole.core.rows import RequestRow
from xfconsole.core.words.desk import Uid


@dataclass(slots=True)
class Live:
    """One live incident in mind, with its matter's number, requests and barred parties.

    ``plan`` is the one last made.
    """

    incident: Incident
    number: str
    matter_number: str
    requests: tuple[RequestRow, ...]
    bars: Bars
    heads: Mapping[Uid, str]
    """Who keeps it, by what made them so (core.office.keeping)."""
    contested: bool = False
    """Whether desks did something about it or its matter at once, and nobody settled that."""
    plan: Plan | None = None
    look_again_at: datetime | None = None
    ladders: LadderCache = field(default_factory=dict)


def live_of(tx: Transaction, uid: Uid, desks: Desks | None) -> Live:
    """Fold one incident from the journal, as the engine of this desk takes it."""
    events = tx.events_of(uid)
    incident = fold(desks.heard(events) if desks else events)
    if desks:
        incident.announced.latest = desks.own_latest(events)
    told = tx.events_of(incident.opened.matter)
    file = effective(told)
    first = file[0].fact if file else None
    number = first.number if isinstance(first, MatterRegistered) else ""
    requests, bars, heads = requests_of(file), bars_of(file), heads_of(events)
    parted = desks is not None and bool(incident.branches or contests(told))
    return Live(incident, incident.opened.number, number, requests, bars, heads, parted)
