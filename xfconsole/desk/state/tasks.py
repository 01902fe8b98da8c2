"""What the desk keeps in mind of the office's own tasks: what they follow from, what is owed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Generic, TypeVar

from xfconsole.core.facts.announced import ANNOUNCEMENTS, PromptRaised, about_office
from xfconsole.core.facts.event import Event, Fact
from xfconsole.core.facts.of_incident import EventCorrected
from xfconsole.core.facts.of_procedure import PartyBarred
from xfconsole.core.facts.of_reception import MeetingNoted, ReceptionDecided
from xfconsole.core.incident.daily import (
    Dailies,
    DailyView,
    OwedDaily,
    dailies_of,
    daily_plan,
    daily_views,
)
from xfconsole.core.incident.tasks import TaskFold, TaskPlan, task_announcements
from xfconsole.core.policy.pack import Policy
from xfconsole.core.ports import Transaction
from xfconsole.core.reception.sessions import Receptions, receptions_of
from xfconsole.core.reception.tasks import Owed, ReceptionView, reception_plan, reception_views
from xfconsole.core.words.desk import Uid

FoldT = TypeVar("FoldT", bound=TaskFold)
OwedT = TypeVar("OwedT")
_OF_MEETINGS = (ReceptionDecided, MeetingNoted, PartyBarred, EventCorrected)
"""Facts of a matter that tell of a meeting, or of who may convene it."""


@dataclass(slots=True)
class RunningTasks(Generic[FoldT, OwedT]):
    """One kind of task as the journal tells it, with the plan last made of what is owed."""

    found: FoldT
    plan: TaskPlan[OwedT] | None = None
    look_again_at: datetime | None = None

    def fold(self, office: str, events: Sequence[Event]) -> FoldT:
        """Fold the office's events."""
        raise NotImplementedError

    def made(self, policy: Policy, zone: tzinfo) -> TaskPlan[OwedT]:
        """Return the plan of what is owed."""
        raise NotImplementedError

    def read(self, office: str, events: Sequence[Event], desks: Collection[str]) -> None:
        """Read everything from the office's events as they are meant by now, oldest first.

        Every desk asks, by its own clock and what it said itself. What another one raised it shows
        as well, and need not raise; ``desks`` are this desk and those that it goes on from.
        """
        own = [e for e in events if _counts(e, desks)]
        self.found, self.plan = self.fold(office, own), None
        self.found.announced.elsewhere |= _raised(events, desks)

    def apply(self, event: Event, desks: Collection[str]) -> None:
        """Bring what is in mind up to date with an event of the office; no correction."""
        if _counts(event, desks):
            self.found.apply(event)
        self.found.announced.elsewhere |= _raised([event], desks)
        self.plan = None

    def announce(self, policy: Policy, zone: tzinfo, now: datetime) -> list[Fact]:
        """Return what there is to announce at ``now``, planning it if needed."""
        if self.waits(now):
            return []
        self.plan = self.made(policy, zone)
        latest = self.found.announced.latest
        self.look_again_at = self.plan.plan.next_change(max(now, latest) if latest else now)
        return task_announcements(self.found, self.plan.plan, now)

    def announced(self, events: Iterable[Event]) -> None:
        """Apply announcements: they are journaled, and change no plan."""
        for event in events:
            self.found.apply(event)

    def waits(self, now: datetime) -> bool:
        """Whether nothing can be due before the next look."""
        return self.plan is not None and (self.look_again_at is None or now < self.look_again_at)


class RunningReception(RunningTasks[Receptions, Owed]):
    """The sessions of reception days, and what is owed about them."""

    def fold(self, office: str, events: Sequence[Event]) -> Receptions:
        """Fold the sessions."""
        return receptions_of(office, events)

    def made(self, policy: Policy, zone: tzinfo) -> TaskPlan[Owed]:
        """Return the plan of what is owed about them."""
        return reception_plan(self.found, policy, zone)

    def met_by(self, events: Iterable[Event]) -> bool:
        """Whether by events a meeting may be called or over, or be convened by somebody else."""
        own = self.found.office
        return any(isinstance(e.fact, _OF_MEETINGS) and e.subject != own for e in events)

    def meet(self, tx: Transaction) -> None:
        """Read the meetings called: the facts of matters tell of them."""
        self.found.meetings, self.plan = tx.meetings(), None

    def views(self, policy: Policy, zone: tzinfo, now: datetime) -> tuple[ReceptionView, ...]:
        """Return what stands at ``now``."""
        return reception_views(self.found, self.plan, policy, zone, now) if self.plan else ()


class RunningDailies(RunningTasks[Dailies, OwedDaily]):
    """The office's daily reports in special periods, and what is owed of them."""

    def fold(self, office: str, events: Sequence[Event]) -> Dailies:
        """Fold the periods and the reports."""
        return dailies_of(office, events)

    def made(self, policy: Policy, zone: tzinfo) -> TaskPlan[OwedDaily]:
        """Return the plan of what is owed of them."""
        return daily_plan(self.found, policy, zone)

    def views(self, now: datetime) -> tuple[DailyView, ...]:
        """Return what stands at ``now``."""
        return daily_views(self.found, self.plan, now) if self.plan else ()


def _counts(event: Event, desks: Collection[str]) -> bool:
    """Whether the engine of this desk takes an event as said: of announcements only its own."""
    return event.kind not in ANNOUNCEMENTS or event.desk in desks


def _raised(events: Iterable[Event], desks: Collection[str]) -> set[Uid]:
    """Return the prompts about what the office owes that other desks raised."""
    raised = (e.fact for e in events if isinstance(e.fact, PromptRaised) and e.desk not in desks)
    return {each.prompt for each in raised if about_office(each)}
