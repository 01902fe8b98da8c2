"""The night at one instant, immutable: what screens show and nothing they could change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field
from datetime import datetime
from typing import TypeAlias

from xfconsole.core.due.bundles import DutyBundle
from xfconsole.core.due.contested import ContestedView
from xfconsole.core.due.list import DutyView
from xfconsole.core.due.past import PastView
from xfconsole.core.facts.of_office import ADDED
from xfconsole.core.incident.daily import DailyReport, DailyView
from xfconsole.core.incident.fold import Tick
from xfconsole.core.incident.instructed import Instruction
from xfconsole.core.incident.plan import Plan
from xfconsole.core.incident.prompts import Prompt
from xfconsole.core.incident.upward import FiledReport
from xfconsole.core.night.relief import ReliefView
from xfconsole.core.office.keeping import KEPT_HERE, Desks, Keeping
from xfconsole.core.policy.pack import Policy, Rule
from xfconsole.core.reception.sessions import Session
from xfconsole.core.reception.tasks import ReceptionView
from xfconsole.core.roster.parties import NOBODY, Bars
from xfconsole.core.roster.roster import ANY_UNIT, Roster
from xfconsole.core.rows import RequestRow
from xfconsole.core.words.desk import Channel, Contact, CountSource, Level, ReportKind, Uid
from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.official import name_key
from xfconsole.core.words.refusal import NotStored


@frozen
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
    reports: tuple[FiledReport, ...] = ()
    """The information reports that went up, oldest first; of a hidden incident without texts."""
    instructions: tuple[Instruction, ...] = ()
    """Leaders' instructions, the first given first; of a hidden incident without texts."""
    ticks: Mapping[str, Tick] = field(default_factory=dict)
    """Which lines of the checklist were seen to, by their ids."""
    bars: Bars = NOBODY
    """Who may have no hand in the matter."""
    hidden: bool = False
    """The officer at the desk is barred from the matter: topic and requests are ``HIDDEN``."""
    keeper: str = ""
    """Who kept it at a handover; empty where it is with the officer on duty."""
    over: bool = False
    """It ended; a report, a receipt or an instruction is still open."""
    keeping: Keeping = KEPT_HERE
    """Which desk prompts for it; only where it is this one, something of it is among the tasks."""
    contested: bool = False
    """Of what desks did at once about it or its matter, nobody settled which holds."""

    @property
    def level(self) -> Level:
        """The level in force."""
        return self.plan.level

    @property
    def untaken(self) -> tuple[FiledReport, ...]:
        """Once it is over: the reports whose receipt is asked for."""
        asked = self.over and self.policy.reporting.after is not None
        return tuple(each for each in self.reports if asked and each.receipt is None)

    @property
    def reported(self) -> frozenset[ReportKind]:
        """Which kinds of information report went up."""
        return frozenset(each.kind for each in self.reports)


@frozen
class PromptView:
    """A standing prompt, the incident it belongs to, its rule, and who comes next in line.

    ``shown_at`` is when this desk first showed it, ``limit`` the end of the clock that runs for its
    post, ``clock`` its name (see Obligation.running); for a report when that is due, and "".
    """

    prompt: Prompt
    incident: Uid
    number: str
    topic: str
    level: Level
    rule: Rule | None
    deputy: Contact | None
    shown_at: datetime
    limit: datetime
    clock: str
    placed: bool = False
    """Whether the post is one of a unit's or a township's."""
    over: bool = False
    """Whether its incident has ended."""

    @property
    def uid(self) -> Uid:
        """The prompt's name in the journal."""
        return self.prompt.uid


LiveViews: TypeAlias = tuple[
    tuple[IncidentView, ...], tuple[IncidentView, ...], tuple[PromptView, ...]
]
"""The live incidents, and their prompts."""
Waited: TypeAlias = PromptView | ReliefView
"""What somebody waits for, at the door or at the desk: it rings until it is looked at."""
Standing: TypeAlias = (
    Waited | DailyView | DutyView | DutyBundle | ReceptionView | ContestedView | PastView
)
"""What stands on the ranked list: a prompt of a live incident, of a missing relief, the office's
daily report, due work or a bundle of it, a task about a reception day, or what an import brought
too late."""


@frozen
class Situation:
    """All live incidents, oldest first, and all that stands to be done, the most pressing first.

    ``prompts`` are those of live incidents, ``duties`` the due work on matters that is shown and
    ``waiting`` how much due work there is in all. ``revision`` grows with every change, so equal
    revisions mean equal situations. ``blind`` is the last stretch in which the desk could not
    prompt, until the officer did something since. ``unstored`` says why nothing can be journaled
    at present: then all this is computed, but it is not on disk.
    """

    at: datetime
    revision: int
    officer: str
    leader: Contact | None
    incidents: tuple[IncidentView, ...]
    prompts: tuple[PromptView, ...]
    blind: tuple[datetime, datetime] | None
    roster: Roster = field(default_factory=Roster, compare=False)
    duties: tuple[DutyView, ...] = ()
    waiting: int = 0
    relief: tuple[ReliefView, ...] = ()
    """Whom to ring because the relief has not come."""
    kept: Mapping[Uid, str] = field(default_factory=dict)
    """Live incidents and matters that stayed with another officer at a handover, with whom."""
    unstored: NotStored | None = field(default=None, compare=False)
    past: tuple[ContestedView | PastView, ...] = ()
    """A line for what is to be settled, and one for each import that brought what was overdue."""
    reception: tuple[ReceptionView, ...] = ()
    """What the office owes about its reception days."""
    sessions: tuple[Session, ...] = field(default=(), compare=False)
    """All sessions of reception days, the earliest first."""
    followed: tuple[IncidentView, ...] = ()
    """Incidents that are over, of which a report, a receipt or an instruction is still open."""
    daily: tuple[DailyView, ...] = ()
    """The office's daily report in a special period, where it is asked for."""
    dailies: tuple[DailyReport, ...] = field(default=(), compare=False)
    """The daily reports that went up, the oldest first."""
    bundles: tuple[DutyBundle, ...] = ()
    """What of ``duties`` is one card, because more was asked than the pack's budget."""
    heard: bool | None = None
    """Whether the officer on duty hears the bell; None where they did not say so yet."""
    ask_bell: datetime | None = None
    """As of when to ask that; None where it was answered, or nobody is on duty."""
    letter: str = ""
    """What this desk's numbers carry; nothing as long as the office has no other."""
    desks: Desks | None = None
    """The office's desks, None as long as this is the only one."""
    undo_until: datetime | None = field(default=None, compare=False)
    """Until when the officer's last outcome can be taken back."""

    def undoable(self, now: datetime) -> bool:
        """Whether the officer's last outcome can be taken back."""
        return self.undo_until is not None and now <= self.undo_until

    @property
    def asks_bell(self) -> bool:
        """Whether to ask if the bell is heard: never while somebody waits."""
        return self.ask_bell is not None and self.ask_bell <= self.at and not self.ringing

    @property
    def ranked(self) -> tuple[Standing, ...]:
        """All cards that stand: people who are here now come before any date.

        A bundle stands where the most pressing of its parts would.
        """
        here: tuple[Standing, ...] = (*self.prompts, *self.relief, *self.daily)
        return (*here, *self._due_cards(), *self.reception, *self.past)

    def _due_cards(self) -> Iterator[DutyView | DutyBundle]:
        bundle_of = {each: bundle for bundle in self.bundles for each in bundle.prompts}
        for view in self.duties:
            bundle = bundle_of.get(view.uid)
            if bundle is None:
                yield view
            elif bundle.first is view:
                yield bundle

    @property
    def ringing(self) -> tuple[Uid, ...]:
        """The prompts that ring until they are looked at: whoever waits here, or at the desk."""
        return (*(each.uid for each in self.prompts), *(each.uid for each in self.relief))

    @property
    def due(self) -> int:
        """How many prompts there are, shown or not; each part of a bundle is one."""
        beside = len(self.daily) + len(self.reception) + len(self.past)
        return len(self.prompts) + len(self.relief) + self.waiting + beside

    @property
    def cards(self) -> int:
        """In how many cards they stand; a bundle is one."""
        return self.due - sum(len(each.views) - 1 for each in self.bundles)

    def rank(self, uid: Uid) -> int:
        """Return on which card something stands, from 1: a bundle's part on that of the bundle."""
        holder = next((each for each in self.bundles if uid in each.prompts), None)
        name = holder.uid if holder else uid
        return next((n for n, each in enumerate(self.ranked, 1) if each.uid == name), 1)

    def holders(self, incident: IncidentView, post: str) -> tuple[Contact, ...]:
        """Return who can be rung for a post at an incident now: its holder, then the deputies.

        Nobody whom the matter bars is among them.
        """
        known = incident.policy.posts.get(post)
        places = {"unit": incident.unit, "township": incident.township}
        unit = places.get(known.scope, ANY_UNIT) if known else ANY_UNIT
        return self.roster.without(incident.bars).holders(post, unit, self.at)

    def stand_ins(self, incident: IncidentView, post: str) -> tuple[Contact, ...]:
        """Return who can stand in for a post, nobody twice: deputies, then whoever was added."""
        deputies = [each for each in self.holders(incident, post) if each.order > 1]
        on_duty = self.roster.without(incident.bars).on_duty(self.at)
        found: dict[str, Contact] = {}
        for each in (*deputies, *(each for each in on_duty if each.order == ADDED)):
            found.setdefault(name_key(each.person), each)
        return tuple(found.values())

    def incident(self, uid: Uid) -> IncidentView | None:
        """Return one live incident, or one of which something is still open; or None."""
        known = (*self.incidents, *self.followed)
        return next((each for each in known if each.uid == uid), None)

    def standing(self, uid: Uid) -> Standing | None:
        """Return what stands under this name, alone, as a bundle or in one, or None."""
        return next((each for each in (*self.ranked, *self.duties) if each.uid == uid), None)
