"""What every group of verbs stands on: one transaction a verb, and the night kept in mind."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from xfconsole.core.days.reading import Reading
from xfconsole.core.days.workdays import WEEKENDS, Workdays, changed
from xfconsole.core.due.bundles import DutyBundle
from xfconsole.core.due.contested import ContestedView
from xfconsole.core.due.list import DueList
from xfconsole.core.due.past import PastView
from xfconsole.core.facts.event import Event
from xfconsole.core.facts.of_office import DeskBlind
from xfconsole.core.facts.of_procedure import AccessBlocked
from xfconsole.core.matter.life import MatterLife
from xfconsole.core.matter.limits import Rules
from xfconsole.core.night.desk_clock import Observed, observe
from xfconsole.core.night.outcome import KINDS, TAKEN_BACK_WITHIN, undoable
from xfconsole.core.night.situation import LiveViews
from xfconsole.core.office.adopted import Adopted, table_of
from xfconsole.core.policy.pack import Policy
from xfconsole.core.ports import Ids, Store, TimeSource, Transaction
from xfconsole.core.roster.parties import Blocked
from xfconsole.core.roster.roster import Roster
from xfconsole.core.rows import StandingDuty
from xfconsole.core.words.desk import Uid
from xfconsole.core.words.procedure import Barred
from xfconsole.core.words.refusal import Refused
from xfconsole.desk.state.night import Night
from xfconsole.desk.state.unstored import Unstored
from xfconsole.desk.state.work import Work


class DeskBase:
    """Owns the transaction; the verb groups build on it.

    ``load_policy`` turns the text of a pack kept in the journal into a Policy. ``zone`` is the
    office's time zone, for numbers that carry a year or a month and for days that end at midnight;
    ``workdays`` its table of holidays; ``stand_in`` says that the policy is not the office's own,
    whose file has a slip, and that no identity may be erased by it. Where the office has other
    desks, ``several``, what was adopted for all of them holds instead (core.office.adopted). Not
    safe for several threads: it lives on the one writer thread.
    """

    def __init__(
        self,
        store: Store,
        clock: TimeSource,
        ids: Ids,
        policy: Policy,
        officer: str,
        load_policy: Callable[[str], Policy],
        zone: ZoneInfo,
        workdays: Workdays = WEEKENDS,
        *,
        stand_in: bool = False,
    ) -> None:
        self._store, self._clock, self._ids = store, clock, ids
        self._policy, self.zone, self._stand_in = policy, zone, stand_in
        self.rules = Rules(policy.procedure, workdays, zone)
        self._own, self._reckons = (policy, workdays, stand_in), ""
        self.several = False
        self._night = Night(load_policy, zone)
        self._due = DueList()
        self._seen: Reading | None = None
        self._kept: Reading | None = None
        self._watch: bool | None = None
        self._revision = 0
        self._blind: tuple[datetime, datetime] | None = None
        self._unstored = Unstored()
        self._past_shown: tuple[ContestedView | PastView, ...] = ()
        self._undo: Event | None = None
        self._bundled: tuple[DutyBundle, ...] = ()
        self._lived: LiveViews | None = None
        self.officer = officer

    def _refuse_stand_in(self) -> None:
        """Refuse what can't be undone under a policy that stands in for the office's own."""
        if self._stand_in:
            raise Refused("desk.refused.stand_in")

    @property
    def office(self) -> Uid:
        """The subject of what is said of the office as a whole: shifts, rosters, imports."""
        return self._store.office

    @property
    def policy(self) -> Policy:
        """The office's pack, for incidents opened from now on."""
        return self._policy

    def go_by(self, found: Adopted) -> None:
        """Go by what was adopted for all desks, and by this desk's own files where nothing was."""
        self.several = True
        policy, workdays, stand_in = self._own
        self._policy, self._stand_in = found.pack or policy, stand_in and found.pack is None
        table, digest = self.rules.workdays, found.calendar.digest if found.calendar else ""
        if digest != self._reckons:
            table = table_of(found.calendar, workdays) if found.calendar else workdays
            self._reckons = digest
        self.rules = Rules(self._policy.procedure, table, self.zone)

    def not_in_force(self) -> tuple[Policy | None, Workdays | None]:
        """Return this desk's own pack and table of holidays, each if another one holds."""
        policy, table, stand_in = self._own
        pack = None if stand_in or policy.digest == self._policy.digest else policy
        return pack, table if changed(table, self.rules.workdays) else None

    def roster(self) -> Roster:
        """Return who holds which post when."""
        if not self._night.known:
            with self._work():
                pass
        return self._night.roster

    def due_work(self) -> tuple[list[StandingDuty], int]:
        """Return the due work on matters prompted for now, and how much there is in all."""
        if self._night.duties is None or self._night.past is None:
            with self._store.begin() as tx:
                self._night.due_work(tx)
                self._night.past_brought(tx)
        return self._night.duties or ([], 0)

    def now(self) -> datetime:
        """Return the desk's own time (see core.night.desk_clock)."""
        return observe(self._seen, self._clock.read()).now

    def note_awake(self) -> None:
        """Note that the desk was awake until now, for a caller that ticks only when needed."""
        self._seen = observe(self._seen, self._clock.read()).reading

    def look_again(self) -> None:
        """Have the next tick read anew what lines are about that came in from another desk."""
        self._night.told = False

    @contextmanager
    def _work(self) -> Iterator[Work]:
        """Run one verb: all of its events and announcements are stored, or none.

        Of a verb that a barred party was kept from, nothing is stored but the block.
        """
        try:
            with self._transaction() as work:
                yield work
        except Blocked as blocked:
            with self._transaction() as work:
                work.add(blocked.matter, blocked.block)
            raise

    @contextmanager
    def _transaction(self) -> Iterator[Work]:
        work: Work | None = None
        self._lived = None
        try:
            with self._store.begin() as tx:
                work, observed = self._begun(tx)
                yield work
                undo = self._finish(work)
                reading = self._watched(observed.reading)
                tx.save_heartbeat(reading)
        except BaseException as error:
            # A verb refused before it wrote anything has left what is in mind as it was.
            if not isinstance(error, Refused) or work is None or work.events:
                self._night.forget()
            raise
        self._seen = self._kept = reading
        self._undo = undo
        self._unstored.stored()
        self._revision += bool(work.events)
        self._note_blind(observed)

    def _watched(self, reading: Reading) -> Reading:
        """Return a reading to keep; a command leaves it as it was whether a console is on watch."""
        return reading if self._watch is None else replace(reading, attended=self._watch)

    def _begun(self, tx: Transaction) -> tuple[Work, Observed]:
        """Return the work of a transaction just opened, with what it is to begin with in it."""
        observed = observe(self._seen or tx.heartbeat(), self._clock.read())
        # What others wrote, another desk or a command, is to be seen on screen too.
        self._revision += self._night.known and tx.last_seq() != self._night.last_seq
        self._night.load(tx, self._store.office, observed.now)
        work = Work(
            tx,
            self._night,
            self._ids,
            self._store.office,
            self.officer,
            observed.now,
            self.rules,
            self._policy,
            shown=self._unstored.shown,
        )
        policy, workdays, stand_in = self._own
        work.take_letter(None if stand_in else policy, workdays)
        if self._night.of_several:
            self._go_by_all(work)
        work.check_matters()
        for fact, at in self._unstored.facts:
            work.add(work.office, fact, at)
        for fact in observed.facts:
            work.add(work.office, fact)
        if self._unstored.shown:
            # What was shown comes before what the officer does about it.
            work.flush()
            work.announce()
        return work, observed

    def _go_by_all(self, work: Work) -> None:
        self.go_by(self._night.adopted)
        work.policy, work.rules = self._policy, self.rules

    def _finish(self, work: Work) -> Event | None:
        """Journal what a verb entails; return the last of what can be taken back by then."""
        work.flush()
        work.announce()
        work.schedule_next_check()
        work.count_prompts()
        self._night.last_seq = work.tx.last_seq()
        if self._seen is None or any(each.kind in KINDS for each in work.events):
            found = self._undoable(work)
            return found[-1] if found else None
        return self._undo

    def _undoable(self, work: Work) -> tuple[Event, ...]:
        """Return what can be taken back of the outcome that the officer logged last."""
        recent = work.tx.recorded_since(work.now - TAKEN_BACK_WITHIN, KINDS)
        return undoable(recent, work.officer, work.now)

    def _note_blind(self, observed: Observed) -> None:
        blind = [each for each in observed.facts if isinstance(each, DeskBlind)]
        self._blind = (blind[-1].since, blind[-1].until) if blind else self._blind

    def _standing_work(
        self, work: Work, prompts: Collection[Uid]
    ) -> list[tuple[StandingDuty, MatterLife]]:
        """Return the due work that stands under some names, with its matter's life by now.

        What is over by now is passed over. Refuses where none is left, and what the officer may
        not handle.
        """
        due = [each for each in self._night.due_work(work.tx)[0] if each.prompt in prompts]
        if not due:
            raise Refused("desk.refused.prompt_gone")
        found = [(each, work.life(each.matter)) for each in due]
        for _, life in found:
            self._refuse_own(life)
        return found

    def _refuse_own(self, life: MatterLife) -> None:
        """Refuse an officer at the desk who is barred from a matter."""
        bar = life.barred(person=self.officer)
        if bar is not None:
            raise Blocked(life.uid, AccessBlocked(Barred.READER, bar, person=self.officer))
