"""What the desk keeps in mind of the running shift: relief, who kept which clocks, its sheet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from xfconsole.core.facts.event import Event, Fact
from xfconsole.core.facts.of_incident import EventCorrected
from xfconsole.core.ledger.listing import Listing, Sort
from xfconsole.core.ledger.terms import Compare, FilterKey, LedgerQuery, Timed
from xfconsole.core.night.daily import signatures
from xfconsole.core.night.handover import (
    NextShift,
    RunningWork,
    Sheet,
    keepers,
    keepers_after,
    next_shift,
    sheet,
)
from xfconsole.core.night.relief import (
    ReliefPlan,
    ReliefView,
    relief_announcements,
    relief_plan,
    relief_views,
)
from xfconsole.core.night.shift import Shift, shift_of
from xfconsole.core.night.situation import Situation
from xfconsole.core.policy.pack import Policy
from xfconsole.core.ports import Views
from xfconsole.core.roster.roster import Roster
from xfconsole.core.rows import MatterRow
from xfconsole.core.words.desk import Uid


@dataclass(slots=True)
class RunningShift:
    """The running shift as the journal tells it, with the plan last made for its relief."""

    shift: Shift = field(default_factory=lambda: Shift(""))
    kept: dict[Uid, str] = field(default_factory=dict)
    plan: ReliefPlan | None = None
    look_again_at: datetime | None = None

    @property
    def since(self) -> datetime | None:
        """When the running shift began; None while nobody has taken the desk over."""
        return self.shift.since

    def read(self, office: Uid, events: Sequence[Event]) -> None:
        """Read everything from the office's events as they are meant by now, oldest first."""
        self.shift, self.kept, self.plan = shift_of(office, events), keepers(events), None

    def apply(self, event: Event) -> None:
        """Bring what is in mind up to date with an event of the office; no correction."""
        assert not isinstance(event.fact, EventCorrected)
        self.shift.apply(event)
        self.kept, self.plan = keepers_after(self.kept, event), None

    def found(self, policy: Policy, roster: Roster, now: datetime) -> list[Fact]:
        """Return what there is to announce at ``now``, planning it if needed."""
        if not self._asks(now):
            return []
        self.plan = relief_plan(self.shift, policy, roster, now)
        latest = self.shift.announced.latest
        self.look_again_at = self.plan.plan.next_change(max(now, latest) if latest else now)
        return relief_announcements(self.shift, self.plan.plan, now)

    def announced(self, events: Iterable[Event]) -> None:
        """Apply announcements: they are journaled, and change no plan."""
        for event in events:
            self.shift.apply(event)

    def waits(self, now: datetime) -> bool:
        """Whether nothing can be due before the next look."""
        return not self._asks(now)

    def views(self, policy: Policy, roster: Roster, now: datetime) -> list[ReliefView]:
        """Return what stands at ``now`` about the relief."""
        return relief_views(self.shift, self.plan, policy, roster, now) if self.plan else []

    def _asks(self, now: datetime) -> bool:
        return self.plan is None or (self.look_again_at is not None and self.look_again_at <= now)


MOST = 200
"""So many matters that fall due in one shift are looked at."""


def compose_sheet(
    views: Views, situation: Situation, running: RunningWork, policy: Policy, zone: ZoneInfo
) -> Sheet:
    """Return the sheet as whoever is on duty may read it; blocks for three look-ups."""
    shift = next_shift(situation.roster, policy.handover.post, running.officer, situation.at)
    coming = _coming(views, situation.at.astimezone(zone), shift)
    signed = signatures(views, running.daily(situation.at, zone), zone)
    glass = views.readings_to_review()
    made = sheet(situation, running, shift, policy, coming, glass, zone, signed)
    if situation.desks is None:
        return made
    return replace(made, contested=tuple(views.contested()))


def _coming(views: Views, now: datetime, shift: NextShift) -> list[MatterRow]:
    """Return matters whose next duty has its last day from today until the next shift ends."""
    last = shift.ends_at.astimezone(now.tzinfo).date()
    days = (
        Timed(FilterKey.DUE, Compare.AT_LEAST, now.date()),
        Timed(FilterKey.DUE, Compare.AT_MOST, last),
    )
    return views.matters(Listing(now, LedgerQuery(days), Sort.DUE), limit=MOST)
