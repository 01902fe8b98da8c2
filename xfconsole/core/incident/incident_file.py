"""One incident as it goes on paper, open or closed."""

from __future__ import annotations

from typing import NamedTuple

from xfconsole.core.facts.event import Event
from xfconsole.core.incident.fold import Incident
from xfconsole.core.incident.plan import Plan
from xfconsole.core.policy.pack import Policy
from xfconsole.core.rows import RequestRow


class IncidentFile(NamedTuple):
    """An incident with the pack that it was pinned to, its plan, requests and entries."""

    incident: Incident
    policy: Policy
    plan: Plan
    requests: tuple[RequestRow, ...]
    events: tuple[Event, ...]
