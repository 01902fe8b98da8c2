"""What the desk keeps in mind of reception days: the sessions, and what is owed about them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo

from xfconsole.core.facts.event import Event, Fact
from xfconsole.core.policy.pack import Policy
from xfconsole.core.reception.sessions import Receptions, receptions_of
from xfconsole.core.reception.tasks import (
    ReceptionPlan,
    ReceptionView,
    reception_announcements,
    reception_plan,
    reception_views,
)
from xfconsole.core.words.desk import Uid


@dataclass(slots=True)
class RunningReception:
    """The sessions as the journal tells them, with the plan last made of what is owed."""

    found: Receptions = field(default_factory=lambda: Receptions(""))
    plan: ReceptionPlan | None = None
    look_again_at: datetime | None = None

    def read(self, office: Uid, events: Sequence[Event]) -> None:
        """Read everything from the office's events as they are meant by now, oldest first."""
        self.found, self.plan = receptions_of(office, events), None

    def apply(self, event: Event) -> None:
        """Bring what is in mind up to date with an event of the office; no correction."""
        self.found.apply(event)
        self.plan = None

    def announce(self, policy: Policy, zone: tzinfo, now: datetime) -> list[Fact]:
        """Return what there is to announce at ``now``, planning it if needed."""
        if self.waits(now):
            return []
        self.plan = reception_plan(self.found, policy, zone)
        latest = self.found.announced.latest
        self.look_again_at = self.plan.plan.next_change(max(now, latest) if latest else now)
        return reception_announcements(self.found, self.plan, now)

    def announced(self, events: Iterable[Event]) -> None:
        """Apply announcements: they are journaled, and change no plan."""
        for event in events:
            self.found.apply(event)

    def waits(self, now: datetime) -> bool:
        """Whether nothing can be due before the next look."""
        return self.plan is not None and (self.look_again_at is None or now < self.look_again_at)

    def views(self, policy: Policy, zone: tzinfo, now: datetime) -> tuple[ReceptionView, ...]:
        """Return what stands at ``now``."""
        return reception_views(self.found, self.plan, policy, zone, now) if self.plan else ()
