"""One matter's life as its events tell it: where it stands, who has it, and which clocks run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from xfconsole.core.facts import of_procedure
from xfconsole.core.facts.corrections import effective
from xfconsole.core.facts.event import Event
from xfconsole.core.facts.following import Contest, contests, ways
from xfconsole.core.facts.of_incident import PromptSnoozed
from xfconsole.core.facts.of_matter import MatterRegistered, QueryCodeGiven, ReplyRecorded
from xfconsole.core.matter.documents import notice_excused
from xfconsole.core.matter.journaled import ClockKey, JournaledClocks
from xfconsole.core.matter.transitions import (
    BEYOND_A_REPLY,
    DUTIES,
    ENDS,
    OF_RECEIPT,
    OF_THE_HOLDER,
    STARTS_WHEN,
    TRANSITIONS,
    binds_claims_only,
    is_claim,
)
from xfconsole.core.roster.parties import NOBODY, Bars
from xfconsole.core.words.desk import Channel, Purpose, Uid
from xfconsole.core.words.documents import Document
from xfconsole.core.words.procedure import OPEN, Act, Bar, Clock, Finding, State

_STEPS_OF_A_UNIT = (Act.FORWARD, Act.ASSIGN, Act.PASS_DOWN, Act.PASS)
_AGAIN = (Act.ASK_REVIEW, Act.REOPEN)


@dataclass(slots=True)
class Running:
    """A clock that an event started, and what has become of it.

    ``on`` is the date ordered. ``stopped_by`` is None where a document stopped it; ``ended`` tells
    when and how the office's work ended after it began, which is what stops the shadow clock.
    """

    clock: Clock
    anchor: Uid
    started_at: datetime
    part: int = 0
    unit: str = ""
    on: date | None = None
    extended: int = 0
    excluded: list[tuple[date, date]] = field(default_factory=list)
    stopped_at: datetime | None = None
    stopped_by: Act | None = None
    ended: tuple[datetime, Act] | None = None

    @property
    def key(self) -> ClockKey:
        """What the journal calls it."""
        return self.clock, self.anchor, self.part


@dataclass(slots=True)
class MatterLife:
    """The fold of one matter's events; build it with ``life_of``."""

    uid: Uid
    number: str = ""
    channel: Channel = Channel.LETTER
    summary: str = ""
    purpose: Purpose | None = None
    topic: tuple[str, ...] = ()
    township: str = ""
    headcount: int | None = None
    anonymous: bool = False
    has_identity: bool = False
    confidential: bool = False
    receipt: tuple[Uid, datetime] | None = None
    state: State = State.REGISTERED
    holder: str = ""
    assigned: bool = False
    supervised: bool = False
    urgent: bool = False
    simple: bool = False
    code: str = ""
    leader: str = ""
    extended: int = 0
    executed: bool = False
    finding: Finding | None = None
    answered_at: datetime | None = None
    again: bool = False
    moved_at: datetime | None = None
    clocks: list[Running] = field(default_factory=list)
    journaled: JournaledClocks = field(default_factory=JournaledClocks)
    parties: list[of_procedure.PartyBarred] = field(default_factory=list)
    bars: Bars = NOBODY
    links: dict[Uid, None] = field(default_factory=dict)
    chases: list[Event] = field(default_factory=list)
    contests: Sequence[Contest] = ()
    """What two desks did at once, and nobody has settled."""
    branches: Sequence[MatterLife] = ()
    """What the life would be if one of the contested acts held, for each of them."""

    # --- asking ----------------------------------------------------------------------------------

    def open_clock(self, clock: Clock) -> Running | None:
        """Return the clock of a kind that runs, the latest started, or None."""
        return next((each for each in reversed(self.clocks) if _runs(each, clock)), None)

    def barred(self, person: str = "", unit: str = "") -> Bar | None:
        """Return why an official or a unit may have no hand in the matter, or None.

        The unit an accused leads is barred with them (TG 30); a recused official only themself.
        """
        return self.bars.person(person) or self.bars.unit(unit)

    @property
    def contested(self) -> bool:
        """Whether two desks moved it at once, and nobody has settled which of that holds."""
        return any(not each.of for each in self.contests)

    @property
    def holder_barred(self) -> bool:
        """Whether the unit that has the matter is barred from it: it has to be retrieved."""
        return self.bars.unit(self.holder) is not None

    # --- taking in -------------------------------------------------------------------------------

    def apply(self, event: Event) -> None:
        """Apply one event that is later than all before; corrections need a new fold."""
        if (
            self.journaled.brought_at
            and not self.journaled.taken_at
            and of_procedure.takes_up(event.fact)
        ):
            self.journaled.taken_at = event.recorded_at
        match event.fact:
            case MatterRegistered() as fact:
                self._registered(event, fact)
            case ReplyRecorded():
                self._replied(event)
            case of_procedure.MatterMoved() as fact:
                self._moved(event, fact)
            case of_procedure.DocumentIssued(document=Document.NOTICE):
                self._stop(Clock.NOTICE, event.happened_at, None)
            case of_procedure.MatterChased(prompt=prompt, again_at=until):
                self.journaled.rest(event.uid, prompt, until)
                self.chases.append(event)
            case PromptSnoozed(prompt=prompt, until=until):
                self.journaled.rest(event.uid, prompt, until)
            case of_procedure.PartyBarred() as fact:
                self.parties.append(fact)
                self.bars = self.bars.after(event)
                self._without_leader()
            case QueryCodeGiven(code=code):
                self.code = code
            case of_procedure.MatterLinked(target=target):
                self.links[target] = None
            case of_procedure.MatterUnlinked(target=target):
                self.links.pop(target, None)
            case _:
                self.journaled.apply(event)

    def _without_leader(self) -> None:
        """Ask for another leader where the one assigned may have no hand in the matter."""
        if not self.leader or self.bars.person(self.leader) is None:
            return
        self.leader = ""
        last = next((each for each in reversed(self.clocks) if each.clock is Clock.LEADER), None)
        if last is not None and last.stopped_by is Act.ASSIGN_LEADER and self.state in OPEN:
            self._resume(Clock.LEADER)

    def _registered(self, event: Event, fact: MatterRegistered) -> None:
        self.number, self.channel, self.summary = fact.number, fact.channel, fact.summary
        self.purpose, self.topic, self.township = fact.purpose, fact.topic, fact.township
        self.headcount = fact.headcount
        self.anonymous, self.has_identity = fact.anonymous, bool(fact.sealed)
        self.confidential = fact.confidential
        self.journaled.brought_at = event.recorded_at if fact.source else None
        self._received(event)

    def _received(self, event: Event) -> None:
        self.receipt = event.uid, event.happened_at
        for clock in sorted(OF_RECEIPT):
            if clock is not Clock.LEADER or not self.leader:
                self._start(clock, event.uid, event.happened_at)

    def _replied(self, event: Event) -> None:
        self.answered_at = min(self.answered_at or event.happened_at, event.happened_at)
        if self.state in BEYOND_A_REPLY:
            return
        self.state, self.moved_at = State.REPLIED, event.happened_at
        for clock in sorted(ENDS):
            self._stop(clock, event.happened_at, Act.REPLY)
        self._end(event.happened_at, Act.REPLY)

    def _moved(self, event: Event, fact: of_procedure.MatterMoved) -> None:
        row, at = TRANSITIONS[fact.act], event.happened_at
        before, self.state = self.state, fact.to
        if before is not fact.to or fact.act in _STEPS_OF_A_UNIT:
            self.moved_at = at
        for clock in row.stops:
            self._stop(clock, at, fact.act)
        if Clock.SHADOW in row.stops:
            self._end(at, fact.act)
        for clock in row.resumes:
            self._resume(clock)
        if fact.act is Act.REOPEN:
            self._received(event)
        else:
            for clock in sorted(row.starts):
                self._start_by(event, fact, clock)
        if fact.since and fact.until:
            for clock in row.excludes:
                self._exclude(clock, fact.since, fact.until)
        self._remember(event, fact)

    def _remember(self, event: Event, fact: of_procedure.MatterMoved) -> None:
        match fact.act:
            case Act.FORWARD | Act.ASSIGN:
                self._hand_to(fact.unit)
                self.assigned = fact.act is Act.ASSIGN
            case Act.PASS_DOWN | Act.PASS:
                self._hand_to(fact.unit)
                self._next_level(event.happened_at)
            case Act.RETURN | Act.RETRIEVE:
                self._hand_to("")
                self.simple = False
            case Act.ASSIGN_LEADER:
                self.leader = fact.leader
            case Act.SIMPLIFY | Act.ORDINARY:
                self.simple = fact.act is Act.SIMPLIFY
            case Act.EXTEND:
                self.extended += fact.days
                for each in self.clocks:
                    if _runs(each, Clock.DECIDE):
                        each.extended += fact.days
            case Act.REPLY | Act.ANSWER:
                self.answered_at = min(self.answered_at or event.happened_at, event.happened_at)
            case Act.EXECUTE:
                self.executed = True
            case Act.SUPERVISE | Act.END_SUPERVISION:
                self.supervised = fact.act is Act.SUPERVISE
            case Act.MARK_URGENT:
                self.urgent = True
        if fact.finding is not None:
            self.finding, self.executed = fact.finding, False
        if fact.act in _AGAIN:
            self.again = self.again or self.answered_at is not None
        if fact.act is Act.REOPEN:
            self.holder, self.assigned, self.extended = "", False, 0
            self.finding, self.executed, self.simple = None, False, False

    def _hand_to(self, unit: str) -> None:
        """Give the matter, and what runs on it, to another unit; "" is the office again."""
        self.holder = unit
        for each in self.clocks:
            if each.clock in OF_THE_HOLDER and each.stopped_at is None:
                each.unit = unit

    def _end(self, at: datetime, act: Act) -> None:
        for each in self.clocks:
            each.ended = each.ended or (at, act)

    # --- clocks ----------------------------------------------------------------------------------

    def _start_by(self, event: Event, fact: of_procedure.MatterMoved, clock: Clock) -> None:
        if STARTS_WHEN.get(clock, fact.to) is not fact.to:
            return
        if clock in (Clock.URGENT_PHONE, Clock.URGENT_WRITTEN) and self.receipt:
            self._start(clock, *self.receipt)
        elif clock is Clock.SPLIT:
            self._start_levels(event, fact)
        elif clock is Clock.SIMPLE_ACCEPT and (received := self.open_clock(Clock.ACCEPT)):
            # Its days count from when the unit received the matter, as those of the Regulation do.
            self._start(clock, received.anchor, received.started_at)
        elif clock is Clock.SIMPLE_DECIDE and not self.simple:
            return
        else:
            self._start(clock, event.uid, event.happened_at, unit=fact.unit, on=fact.on)

    def _start(
        self,
        clock: Clock,
        anchor: Uid,
        at: datetime,
        *,
        part: int = 0,
        unit: str = "",
        on: date | None = None,
    ) -> None:
        running = self.open_clock(clock)
        if running is not None and clock is not Clock.SPLIT:
            # A duty goes on as it began: no status pauses one. What may be asked is counted from
            # the last event that allows it: each unit has its own five days to object, each
            # service its own thirty to ask for a review.
            if clock in DUTIES or at < running.started_at:
                return
            self.clocks.remove(running)
        self.clocks.append(Running(clock, anchor, at, part, unit or self.holder, on))

    def _start_levels(self, event: Event, fact: of_procedure.MatterMoved) -> None:
        if fact.levels > 1 and self.receipt:
            for part in range(1, fact.levels + 1):
                self._start(Clock.SPLIT, *self.receipt, part=part, unit=fact.unit)
            self._next_level(event.happened_at)

    def _next_level(self, at: datetime) -> None:
        """Stop the step that a matter just took down."""
        open_steps = [each for each in self.clocks if _runs(each, Clock.SPLIT)]
        if open_steps:
            first = min(open_steps, key=lambda each: each.part)
            first.stopped_at, first.stopped_by = at, Act.PASS_DOWN

    def _stop(self, clock: Clock, at: datetime, act: Act | None) -> None:
        for each in self.clocks:
            if _runs(each, clock):
                each.stopped_at, each.stopped_by = at, act

    def _resume(self, clock: Clock) -> None:
        last = next((each for each in reversed(self.clocks) if each.clock is clock), None)
        if last is not None:
            last.stopped_at = last.stopped_by = None

    def _exclude(self, clock: Clock, since: date, until: date) -> None:
        for each in self.clocks:
            if _runs(each, clock):
                each.excluded.append((since, until))

    def clocks_in_force(self) -> Iterator[Running]:
        """Yield the clocks that hold for a matter of this kind.

        Purpose and identity may be corrected later, so they are asked at the end, not at the start.
        """
        for each in self.clocks:
            if binds_claims_only(each.clock) and not is_claim(self.purpose):
                continue
            if each.clock is Clock.SUGGESTION and self.purpose is not Purpose.SUGGESTION:
                continue
            if each.clock is Clock.NOTICE and notice_excused(self.anonymous, self.has_identity):
                continue
            yield each


def life_of(events: Iterable[Event]) -> MatterLife:
    """Fold a matter's events, oldest first, corrections applied. Raises ValueError for none."""
    told = list(events)
    life = _folded(told)
    life.contests = contests(told)
    life.branches = [_folded([*told, *held]) for held in ways(told)]
    return life


def _folded(events: Sequence[Event]) -> MatterLife:
    meant = effective(events)
    if not meant:
        raise ValueError("a matter has events")
    life = MatterLife(meant[0].subject)
    for event in meant:
        life.apply(event)
    return life


def _runs(running: Running, clock: Clock) -> bool:
    return running.clock is clock and running.stopped_at is None
