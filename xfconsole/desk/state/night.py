"""What the desk keeps in mind between verbs: folds, plans and the roster, all rebuilt at will."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from functools import partial

from xfconsole.core.due.bundles import LASTING
from xfconsole.core.due.load import HOUR, NEW, recent
from xfconsole.core.facts.announced import AlarmPassed
from xfconsole.core.facts.corrections import effective, takes_back
from xfconsole.core.facts.event import Event, Fact
from xfconsole.core.facts.following import ACTS
from xfconsole.core.facts.of_incident import (
    ChecklistTicked,
    ClockSaidBack,
    ContestSettled,
    EmergencyCalled,
    EventCorrected,
    IncidentOpened,
    NoteAdded,
    PromptSnoozed,
    SubjectTakenOver,
)
from xfconsole.core.facts.of_office import PolicyKept
from xfconsole.core.facts.of_procedure import CalendarAdopted
from xfconsole.core.incident.announce import announcements, prompt_announcements
from xfconsole.core.incident.daily import Dailies
from xfconsole.core.incident.plan import Plan, left_open, plan
from xfconsole.core.night.shift import of_these_desks
from xfconsole.core.office.adopted import Adopted, adopted
from xfconsole.core.office.keeping import KEPT_HERE, Desks, Keeping, desks_of, heads_of
from xfconsole.core.office.letters import letter_of, letter_owed
from xfconsole.core.policy.pack import Alarm, Policy
from xfconsole.core.ports import Transaction
from xfconsole.core.reception.sessions import Receptions
from xfconsole.core.roster.roster import Roster
from xfconsole.core.rows import PastBrought, StandingDuty
from xfconsole.core.words.desk import Own, Uid
from xfconsole.desk.state.going_on import ROSTER_FACTS, OfficeRead, calls_for_all
from xfconsole.desk.state.live import Live, live_of
from xfconsole.desk.state.shift import RunningShift
from xfconsole.desk.state.tasks import RunningDailies, RunningReception

UNPLANNED_FACTS = (NoteAdded, EmergencyCalled, ChecklistTicked, ClockSaidBack)
"""Facts of an incident that call nobody and end nothing."""
DUTIES_IN_MIND = 100
"""So much due work is shown at once; the ledger lists all of it."""
_AFRESH = (EventCorrected, ContestSettled, SubjectTakenOver)
_NEW = frozenset(each.kind for each in NEW)


@dataclass(slots=True)
class Night:
    """The live incidents and the roster, as the journal tells them."""

    load_policy: Callable[[str], Policy]
    zone: tzinfo = UTC
    lives: dict[Uid, Live] = field(default_factory=dict)
    """The live incidents, and those that are over while something of them is still asked for."""
    roster: Roster = field(default_factory=lambda: Roster.of(()))
    policies: dict[str, Policy] = field(default_factory=dict)
    known: bool = False
    """Whether the journal was read; without it nothing here can be trusted."""
    duties: tuple[list[StandingDuty], int] | None = None
    """What ``due_work`` read last; None where it is out of date."""
    past: list[PastBrought] | None = None
    """What ``past_brought`` read last, with what is to be settled; None where out of date."""
    contested: Sequence[Uid] = ()
    rests: dict[Uid, datetime] = field(default_factory=dict)
    """Until when a prompt of the office's own was put off."""
    next_check: datetime | None = None
    """When somebody is next to be prompted on a matter."""
    next_erasure: datetime | None = None
    """When the next approved erasure of an identity is to be carried out."""
    raised: list[datetime] = field(default_factory=list)
    """When prompts were new, as far back as they are bundled, in order."""
    taken_back_at: datetime | None = None
    """When an outcome was last taken back: what stands again in that instant is not new."""
    said_at: datetime | None = None
    """When the budget for new prompts was last said to be passed."""
    shift: RunningShift = field(default_factory=RunningShift)
    reception: RunningReception = field(default_factory=lambda: RunningReception(Receptions("")))
    daily: RunningDailies = field(default_factory=lambda: RunningDailies(Dailies("")))
    letter: str = ""
    """What the numbers that this desk gives carry; nothing as long as it is the only one."""
    letter_owed: str = ""
    """The letter that it has to take before it gives the next one."""
    desks: Desks | None = None
    """The office's desks; None as long as this is the only one."""
    packs: set[str] = field(default_factory=set)
    """The packs whose text stands in the journal."""
    adopted: Adopted = field(default_factory=Adopted)
    """What every desk goes by; as long as this is the only one, its table of holidays."""
    told: bool = True
    """Whether nobody said that lines of another desk came in since."""
    office_read: OfficeRead = field(default_factory=OfficeRead)
    last_seq: int = 0
    """Where the journal ended then; one that is longer by now was written by somebody else."""

    @property
    def live(self) -> list[Live]:
        """Those that are not over."""
        return [each for each in self.lives.values() if each.incident.closed_at is None]

    @property
    def of_several(self) -> bool:
        """Whether the office has another desk."""
        return bool(self.letter or self.letter_owed)

    @property
    def own(self) -> Own:
        """The names under which this desk keeps subjects; None where it is the only one."""
        return self.desks.own if self.desks else None

    def keeps(self, events: Sequence[Event]) -> bool:
        """Whether the engine of this desk speaks for the matter that these are all events of."""
        return self.desks is None or self.desks.kept(heads_of(events)).here

    def keeping(self, live: Live) -> Keeping:
        """Return where a live incident is kept."""
        return self.desks.kept(live.heads) if self.desks else KEPT_HERE

    @property
    def tasks(self) -> tuple[RunningReception | RunningDailies, ...]:
        """The kinds of what the office owes by itself."""
        return self.reception, self.daily

    def forget(self) -> None:
        """Drop everything: the next verb reads it from the journal again."""
        self.known = False
        self.lives.clear()
        self.duties, self.past, self.shift = None, None, RunningShift()
        self.office_read = OfficeRead()
        self.reception = RunningReception(Receptions(""))
        self.daily = RunningDailies(Dailies(""))

    def load(self, tx: Transaction, office: Uid, now: datetime) -> None:
        """Read the live incidents and the roster from the journal, unless they are in mind.

        The office's lock keeps a second console out, but not on every system and file server; and
        lines of other desks come in. Then what they are about is read anew.
        """
        if self.known and self.told and tx.last_seq() == self.last_seq:
            return
        if self.known:
            self._read_on(tx, office, tx.subjects_since(self.last_seq))
        else:
            self.forget()
            self._read_office(tx, office)
            for uid in (*tx.live_incidents(), *tx.followed_incidents()):
                self.remember(tx, uid)
        self.raised, self.taken_back_at, self.said_at = [], None, None
        own = self.own
        self._note_prompted(tx.prompted_since(now - LASTING - HOUR, own))
        self.next_check, self.next_erasure = tx.next_check(own), tx.next_erasure(now, own)
        self.known, self.last_seq, self.told = True, tx.last_seq(), True

    def _read_on(self, tx: Transaction, office: Uid, touched: Collection[Uid]) -> None:
        """Read anew what others wrote about since."""
        self.duties = self.past = None
        if office in touched and not self._read_on_office(tx, office):
            self._read_office(tx, office)
            self._look_at_all()
        else:
            self.reception.meet(tx)
        if self.desks:
            self.desks = self.desks.seen(tx.newest())
        before, self.lives = self.lives, {}
        for uid in (*tx.live_incidents(), *tx.followed_incidents()):
            live = before.get(uid)
            if live is None or uid in touched or live.incident.opened.matter in touched:
                self.remember(tx, uid)
            else:
                self.lives[uid] = live

    def _read_on_office(self, tx: Transaction, office: Uid) -> bool:
        """Fold what others wrote about the office, if it only goes on from what is in mind."""
        if self.desks is None:
            return False
        found = tx.events_of(office, self.office_read.seq)
        new = self.office_read.new(found, self.last_seq, self.desks)
        self._go_on(tx, new or ())
        return new is not None

    def _go_on(self, tx: Transaction, events: Sequence[Event]) -> None:
        """Fold events of the office that come after what is in mind of it."""
        # What was just appended has no desk's name yet.
        desks = "", *tx.desks()
        for event in of_these_desks(events, desks):
            self.shift.apply(event)
        for event in events:
            for tasks in self.tasks:
                tasks.apply(event, desks)
            self._note(event)

    def _read_office(self, tx: Transaction, office: Uid) -> None:
        events = effective(told := tx.events_of(office))
        self.roster = roster_of(events)
        desks = tx.desks()
        self.shift.read(office, of_these_desks(events, desks))
        self.letter = letter_of(events, desks[0])
        self.letter_owed = letter_owed(events, desks)
        self.adopted = adopted(events, partial(self.policy, tx))
        self.desks = desks_of(events, desks, tx.newest()) if self.of_several else None
        if self.desks:
            self.office_read.note(told)
        for tasks in self.tasks:
            tasks.read(office, events, desks)
        self.reception.meet(tx)
        self.rests, self.packs = {}, set()
        for event in events:
            self._note(event)

    def remember(self, tx: Transaction, uid: Uid) -> None:
        """Fold one incident from the journal."""
        self.lives[uid] = live_of(tx, uid, self.desks)

    def apply(self, tx: Transaction, office: Uid, events: Sequence[Event]) -> None:
        """Bring what is in mind up to date with events just appended."""
        again: set[Uid] = set()
        elsewhere: set[Uid] = set()
        anew = any(calls_for_all(each, office, several=self.of_several) for each in events)
        if anew:
            self._read_office(tx, office)
            self._look_at_all()
        if self.desks and any(isinstance(each.fact, ACTS) for each in events):
            self.past = None
        for event in events:
            live = self.lives.get(event.subject)
            if event.subject == office:
                # Read anew, the office's events hold these already.
                if not anew:
                    self._go_on(tx, [event])
            elif live and isinstance(event.fact, _AFRESH):
                again.add(event.subject)
            elif live:
                live.incident.apply(event)
                if not isinstance(event.fact, UNPLANNED_FACTS):
                    live.plan = None
            elif isinstance(event.fact, IncidentOpened):
                again.add(event.subject)
            else:
                elsewhere.add(event.subject)
        again |= {u for u, live in self.lives.items() if live.incident.opened.matter in elsewhere}
        for uid in again:
            self.remember(tx, uid)
        if not anew and self.reception.met_by(e for e in events if e.subject not in self.lives):
            self.reception.meet(tx)

    def count(self, events: Iterable[Event], alarm: Alarm, now: datetime) -> Fact | None:
        """Count the new prompts among events; return what to journal where the budget is passed.

        That is said once an hour at most: how many there were in all is told by the report.
        """
        # What is older is held against no budget any more (see core.due.bundles.PromptBudget).
        del self.raised[: bisect_right(self.raised, now - LASTING - HOUR)]
        before = len(self.raised)
        told = [e for e in events if not isinstance(e.fact, EventCorrected) or takes_back(e)]
        self._note_prompted([(each.happened_at, each.kind) for each in told])
        found, last = recent(self.raised, now), self.said_at
        said = last is not None and last <= now < last + HOUR
        if len(self.raised) == before or said or not found.above(alarm):
            return None
        self.said_at = now
        return AlarmPassed(*found, alarm.per_ten_minutes, alarm.per_hour)

    def _note_prompted(self, told: Sequence[tuple[datetime, str]]) -> None:
        """Take in what was told when, in the journal's order; what only stands again is not new."""
        for at, kind in told:
            if kind == AlarmPassed.kind:
                self.said_at = at
            elif kind == EventCorrected.kind:
                self.taken_back_at = at
            elif kind in _NEW and at != self.taken_back_at:
                insort(self.raised, at)

    def _note(self, event: Event) -> None:
        match event.fact:
            case PromptSnoozed(prompt=prompt, until=until):
                self.rests[prompt] = until
            case PolicyKept(digest=digest):
                self.packs.add(digest)
            case CalendarAdopted() as table if not self.of_several:
                self.adopted = Adopted(calendar=table)

    def _look_at_all(self) -> None:
        for live in self.lives.values():
            live.plan = None

    def policy(self, tx: Transaction, digest: str) -> Policy:
        """Return the pack an incident is pinned to, whatever the office uses by now."""
        if digest not in self.policies:
            text = tx.policy_text(digest)
            if text is None:
                raise LookupError(f"policy {digest[:12]} is not in the journal")
            self.policies[digest] = self.load_policy(text)
        return self.policies[digest]

    def roster_for(self, live: Live) -> Roster:
        """Return who can be rung for an incident: nobody whom its matter bars (TG 28, TG 30)."""
        return self.roster.without(live.bars)

    def plan_of(self, tx: Transaction, live: Live, now: datetime) -> Plan:
        """Return the plan of one incident as it is at ``now``, made again where it is out of date.

        An incident never looks at an instant before its own last announcement.
        """
        latest = live.incident.announced.latest
        now = max(now, latest) if latest else now
        made = live.plan
        if made is None or (made.good_until is not None and made.good_until <= now):
            made = live.plan = self._made(tx, live, now, latest)
            live.look_again_at = now
        return made

    def plan_with(self, tx: Transaction, live: Live, now: datetime, at: datetime) -> Plan:
        """Return the plan at ``now`` with what was asked at an instant that may lie before it."""
        latest = live.incident.announced.latest
        if latest is None or at >= latest:
            return self.plan_of(tx, live, now)
        return self._made(tx, live, max(now, latest), None)

    def _made(self, tx: Transaction, live: Live, now: datetime, since: datetime | None) -> Plan:
        policy, roster = self.policy(tx, live.incident.policy), self.roster_for(live)
        return plan(live.incident, policy, roster, now, live.ladders, since, self.zone)

    def found(self, tx: Transaction, live: Live, now: datetime) -> list[Fact]:
        """Return what there is to announce about one incident at ``now``, planning it if needed."""
        if live.plan and (live.look_again_at is None or now < live.look_again_at):
            return []
        made = self.plan_of(tx, live, now)
        latest = live.incident.announced.latest
        now = max(now, latest) if latest else now
        live.look_again_at = made.next_change(now)
        closed = live.incident.closed_at
        if closed is not None and closed < now:
            # How its posts stood was said when it ended.
            return list(prompt_announcements(live.incident.announced, made, now))
        return announcements(live.incident, made, now)

    def settled(self, tx: Transaction, live: Live, now: datetime) -> bool:
        """Whether an incident is over and nothing of it is left to be asked for."""
        incident = live.incident
        if incident.closed_at is None:
            return False
        policy = self.policy(tx, incident.policy)
        made = self.plan_of(tx, live, now)
        return not incident.follows or not left_open(incident, policy, made)

    def announced(self, live: Live, events: Iterable[Event]) -> None:
        """Apply announcements: they are journaled, and change no plan."""
        for event in events:
            live.incident.apply(event)

    def check_again_by(self, instants: Iterable[datetime | None]) -> None:
        """Plan the next check of the matters for the first of these instants, if not before."""
        known = [each for each in (self.next_check, *instants) if each is not None]
        self.next_check = min(known, default=None)

    def due_work(self, tx: Transaction) -> tuple[list[StandingDuty], int]:
        """Return the due work prompted for now, the longest due first, and how much there is."""
        if self.duties is None:
            self.duties = tx.standing_duties(DUTIES_IN_MIND, self.own)
        return self.duties

    def past_brought(self, tx: Transaction) -> list[PastBrought]:
        """Return what waits of each import that was overdue when it came."""
        if self.past is None:
            self.past = tx.past_brought(self.own)
            self.contested = tx.contested(self.desks.own) if self.desks else ()
        return self.past

    def waits(self, now: datetime) -> bool:
        """Whether nothing can be due before the next look at the clock."""
        waiting = (self.next_check, self.next_erasure)
        if any(each is not None and each <= now for each in waiting):
            return False
        return (
            self.known
            and self.told
            and self.shift.waits(now)
            and all(tasks.waits(now) for tasks in self.tasks)
            and all(
                live.plan is not None and (live.look_again_at is None or now < live.look_again_at)
                for live in self.lives.values()
            )
        )


def roster_of(events: Iterable[Event], *more: Fact) -> Roster:
    """Return the roster that the office's events tell, and what ``more`` would make of it."""
    facts = (*(event.fact for event in effective(events)), *more)
    return Roster.of(fact for fact in facts if isinstance(fact, ROSTER_FACTS))
