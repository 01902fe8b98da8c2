"""A desk for tests: the real verbs over a journal in memory, on a clock that moves only when told.

``night = Night().open(33)``, ``night.after(minutes=5)``, ``night.ring("unit_head", "no_answer")``.
Every night starts at 02:29 at the office, with the demo roster in force.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import TypeVar
from zoneinfo import ZoneInfo

from xfconsole.core.days.workdays import WEEKENDS
from xfconsole.core.facts.announced import PromptRaised
from xfconsole.core.facts.event import Event, Fact
from xfconsole.core.facts.of_office import RosterEntry, RosterImported
from xfconsole.core.incident.plan import Obligation
from xfconsole.core.matter.registration import MatterForm
from xfconsole.core.night.situation import IncidentView
from xfconsole.core.policy.load import parse
from xfconsole.core.policy.pack import Policy
from xfconsole.core.ports import Ids, Store
from xfconsole.core.words.desk import Channel, CountSource, ReportKind, RingOutcome, Uid
from xfconsole.desk import Desk, Done
from xfconsole.drill.demo_night import demo_roster
from xfconsole.drill.memory import MemoryStore
from xfconsole.drill.run import DrillClock, DrillIds
from xfconsole.office_files.in_force import default_pack

START = datetime(2026, 2, 19, 18, 29, tzinfo=UTC)
"""02:29 at the office."""
ZONE = ZoneInfo("Asia/Shanghai")
OFFICE = "00000000-0000-5000-8000-000000000001"
OFFICER = "李敏"

FactT = TypeVar("FactT", bound=Fact)


@cache
def default_policy() -> Policy:
    """Return the pack that is shipped, read once."""
    return default_pack()


@cache
def everybody() -> RosterImported:
    """Return the demo roster around the night's start."""
    return demo_roster(START, ZONE)


@cache
def three_days(start: datetime = START) -> RosterImported:
    """Return the demo roster without what begins later: a sixth of it, which each desk reads."""
    roster = demo_roster(start, ZONE)
    soon = (each for each in roster.entries if each.starts_at < start + timedelta(days=3))
    return replace(roster, entries=tuple(soon))


@cache
def pinned(text: str) -> Policy:
    """Return a pack kept in the journal, read once."""
    return parse(text, "journal")


def changed_pack(*changes: tuple[str, str]) -> Policy:
    """Return the default pack with parts of its text replaced; each has to occur once."""
    text = default_policy().text
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return parse(text, "changed")


def without_after() -> Policy:
    """Return the default pack as packs of before were: nothing is owed after an incident's end."""
    text = default_policy().text
    return changed_pack((text[text.index("[reports.after]") : text.index("# ── 报送节奏")], ""))


def turn(post: str, person: str, phone: str = "139-0000-0100", **more: object) -> RosterEntry:
    """Return a roster entry from the night's start for twelve hours."""
    entry = {"starts_at": START, "ends_at": START + timedelta(hours=12), **more}
    return RosterEntry(post, person, phone, **entry)  # type: ignore[arg-type]


class Night:
    """One desk and the incident opened last; verbs without an incident mean that one."""

    workdays = WEEKENDS

    def __init__(
        self,
        policy: Policy | None = None,
        roster: RosterImported | None = None,
        store: Store | None = None,
        start: datetime = START,
        ids: Ids | None = None,
    ) -> None:
        self.clock, self.ids = DrillClock(start), ids or DrillIds()
        self.store = store or MemoryStore(OFFICE)
        self.policy = policy or default_policy()
        self.desk = self.new_desk()
        self.incident: Uid = ""
        self.done = Done(())
        held = everybody() if roster is None else roster
        if held.entries:
            self.desk.import_roster(held.source, held.entries)

    def new_desk(self) -> Desk:
        """Return a desk that knows nothing but the store."""
        files = (self.policy, OFFICER, pinned, ZONE, self.workdays)
        return Desk(self.store, self.clock, self.ids, *files)

    def restart(self) -> Night:
        """Let the console die and start again."""
        self.desk = self.new_desk()
        self.desk.tick()
        return self

    def now(self) -> datetime:
        """Return the desk's time."""
        return self.desk.now()

    def at(self, minutes: float) -> datetime:
        """Return the instant so many minutes after the night's start."""
        return START + timedelta(minutes=minutes)

    # -- time -------------------------------------------------------------------------------------

    def after(self, minutes: float = 0, seconds: float = 0) -> Night:
        """Let time pass for an awake desk that looks whenever something may be due."""
        until = self.clock.passed + timedelta(minutes=minutes, seconds=seconds)
        self.desk.note_awake()
        self.desk.tick()
        while self.clock.passed < until:
            ahead, due = until - self.clock.passed, self.desk.next_change()
            if due is not None:
                ahead = min(ahead, max(due - self.desk.now(), timedelta(0)))
            self.clock.advance(ahead)
            self.desk.note_awake()
            self.desk.tick()
        return self

    def until(self, minutes: float, seconds: float = 0) -> Night:
        """Let time pass until so long after the night's start."""
        gone = self.clock.passed
        return self.after(
            seconds=(timedelta(minutes=minutes, seconds=seconds) - gone).total_seconds()
        )

    def sleep(self, minutes: float) -> Night:
        """Let the laptop sleep, then wake and look."""
        self.clock.advance(timedelta(minutes=minutes))
        self.desk.tick()
        return self

    # -- verbs ------------------------------------------------------------------------------------

    def open(self, people: int, *, assigned: bool = False, unit: str = "住建局") -> Night:
        """Register a group and open its incident."""
        form = MatterForm(
            Channel.GROUP_VISIT, "安置房逾期交付", unit=unit, headcount=people,
            assigned_leader=assigned,
        )  # fmt: skip
        self.done = self.desk.register(form, opening=True)
        self.incident = self.done.incident
        return self

    def count(self, people: int) -> Night:
        """Record a counted head-count."""
        return self.do(lambda desk: desk.count(self.incident, people, CountSource.COUNTED))

    def ring(
        self, post: str, outcome: str = "answered", *, person: str = "", eta: float = 0,
        ago: float = 0,
    ) -> Night:  # fmt: skip
        """Log a ring; ``eta`` and ``ago`` in minutes from now."""
        promised = self.now() + timedelta(minutes=eta) if eta else None
        back = timedelta(minutes=ago)
        return self.do(
            lambda desk: desk.ring(
                self.incident, post, RingOutcome(outcome), person=person, eta=promised, ago=back
            )
        )

    def arrive(self, post: str, *, ago: float = 0, person: str = "") -> Night:
        """Log an arrival, ``ago`` minutes back."""
        back = timedelta(minutes=ago)
        return self.do(lambda desk: desk.arrive(self.incident, post, person=person, ago=back))

    def report(self, kind: str) -> Night:
        """File a report."""
        return self.do(lambda desk: desk.report(self.incident, ReportKind(kind)))

    def do(self, verb: Callable[[Desk], Done]) -> Night:
        """Carry out any verb."""
        self.done = verb(self.desk)
        return self

    # -- what came of it --------------------------------------------------------------------------

    def events(self, incident: Uid = "") -> list[Event]:
        """Return the journal of one incident."""
        with self.store.begin() as tx:
            return tx.events_of(incident or self.incident)

    def said(self, kind: type[FactT], **fields: object) -> list[FactT]:
        """Return the incident's facts of one kind whose fields have these values."""
        facts = [each.fact for each in self.events() if isinstance(each.fact, kind)]
        return [f for f in facts if all(getattr(f, k) == v for k, v in fields.items())]

    def entered(self, kind: type[Fact]) -> Event:
        """Return the last event of a kind."""
        return [each for each in self.events() if isinstance(each.fact, kind)][-1]

    def view(self) -> IncidentView:
        """Return the incident as screens see it."""
        found = self.desk.situation().incident(self.incident)
        assert found is not None
        return found

    def duty(self, post: str) -> Obligation:
        """Return a post's duty."""
        return next(each for each in self.view().plan.obligations if each.post == post)

    def duties(self) -> set[str]:
        """Return the posts that have to come."""
        return {each.post for each in self.view().plan.obligations}

    def asks(self, duty: str | None = None) -> list[str]:
        """Return what the standing prompts ask, as ``kind person``, of one duty or of all."""
        prompts = [each.prompt for each in self.desk.situation().prompts]
        return [
            f"{each.kind} {each.contact.person if each.contact else ''}".strip()
            for each in prompts
            if duty is None or each.duty == duty
        ]

    def raised(self, duty: str) -> list[tuple[float, str]]:
        """Return a duty's prompts as (minutes after the start when due, ``kind person``)."""
        return [
            ((each.due - START).total_seconds() / 60, f"{each.what} {each.person}".strip())
            for each in self.said(PromptRaised, duty=duty)
        ]
