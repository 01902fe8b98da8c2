"""The night at one instant, immutable: what screens show and nothing they could change."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from xfconsole.core.escalation import Plan
from xfconsole.core.model import Channel, Contact, CountSource, Level, ReportKind, Uid
from xfconsole.core.policy import Policy, Rule
from xfconsole.core.ports import RequestRow
from xfconsole.core.prompts import Prompt
from xfconsole.core.roster import Roster


@dataclass(frozen=True, slots=True)
class IncidentView:
    """One live incident with everything computed about it."""

    uid: Uid
    number: str
    matter: Uid
    matter_number: str
    topic: str
    channel: Channel
    unit: str
    township: str
    headcount: int
    source: CountSource
    opened_at: datetime
    policy: Policy
    plan: Plan
    requests: tuple[RequestRow, ...]
    newer_policy: bool
    reports: frozenset[ReportKind] = frozenset()
    """Which information reports were filed."""

    @property
    def level(self) -> Level:
        """The level in force."""
        return self.plan.level


@dataclass(frozen=True, slots=True)
class PromptView:
    """A standing prompt, the incident it belongs to, its rule, and who comes next in line.

    ``shown_at`` is when this desk first showed it.
    """

    prompt: Prompt
    incident: Uid
    number: str
    topic: str
    level: Level
    rule: Rule | None
    deputy: Contact | None
    shown_at: datetime


@dataclass(frozen=True, slots=True)
class Situation:
    """All live incidents, oldest first, and all standing prompts, the most pressing first.

    ``revision`` grows with every change, so equal revisions mean equal situations. ``blind`` is
    the last stretch in which the desk could not prompt, until the officer did something since.
    """

    at: datetime
    revision: int
    officer: str
    leader: Contact | None
    incidents: tuple[IncidentView, ...]
    prompts: tuple[PromptView, ...]
    blind: tuple[datetime, datetime] | None
    roster: Roster = field(default_factory=Roster, compare=False)

    def holders(self, incident: IncidentView, post: str) -> tuple[Contact, ...]:
        """Return who can be rung for a post at an incident now: its holder, then the deputies."""
        known = incident.policy.posts.get(post)
        unit = {"unit": incident.unit, "township": incident.township}
        scope = unit.get(known.scope, "") if known else ""
        return self.roster.holders(post, scope, self.at)

    def incident(self, uid: Uid) -> IncidentView | None:
        """Return one live incident, or None."""
        return next((each for each in self.incidents if each.uid == uid), None)

    def prompt(self, uid: Uid) -> PromptView | None:
        """Return one standing prompt, or None."""
        return next((each for each in self.prompts if each.prompt.uid == uid), None)
