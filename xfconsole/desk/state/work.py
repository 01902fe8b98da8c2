"""One verb's transaction: the time it happens at, the events it adds, and what they entail."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from xfconsole.core.days.workdays import Workdays, changed
from xfconsole.core.due.announce import matter_announcements
from xfconsole.core.facts.announced import SAID_BY_THE_DEED, IncidentSettled
from xfconsole.core.facts.event import Event, Fact
from xfconsole.core.facts.following import heads_before
from xfconsole.core.facts.of_incident import ContestSettled, EventCorrected, PromptSnoozed
from xfconsole.core.facts.of_matter import MatterRegistered, ReplyRecorded
from xfconsole.core.facts.of_office import DeskLettered, PolicyKept
from xfconsole.core.facts.of_procedure import (
    SERVED_IN_FILE,
    CalendarAdopted,
    DeadlineSet,
    DocumentIssued,
    MatterChased,
    MatterMoved,
    PartyBarred,
)
from xfconsole.core.matter.life import MatterLife, life_of
from xfconsole.core.matter.limits import Rules
from xfconsole.core.office.adopted import fact_of, table_of
from xfconsole.core.office.numbers import the_one
from xfconsole.core.policy.pack import Policy
from xfconsole.core.ports import Ids, Transaction
from xfconsole.core.words.desk import Uid
from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.text import neutral_line
from xfconsole.core.words.typed import as_numbered
from xfconsole.desk.state.live import Live
from xfconsole.desk.state.night import Night
from xfconsole.desk.state.unstored import as_shown

LOOKED_AT = 50
"""So many matters are looked at in one transaction, so that none keeps the officer waiting."""
LIFE_FACTS = (
    MatterRegistered, ReplyRecorded, MatterMoved, DocumentIssued, MatterChased, PartyBarred,
)  # fmt: skip
"""Facts that start or stop a matter's clocks, or change who is asked about them."""
SUBJECT_UNKNOWN = (EventCorrected, ContestSettled, PromptSnoozed)
"""Facts about a matter, an incident or the office alike."""


def reason_of(text: str) -> str:
    """Return a typed reason on one line; refuses none."""
    clean = neutral_line(text).strip()
    if not clean:
        raise Refused("desk.refused.no_reason")
    return clean


@frozen
class Done:
    """What a verb changed: its events in order, the subject, and the number shown for it.

    ``incident`` is the incident that a registration opened, ``incident_number`` its number,
    ``same_as`` the number of the matter it was linked with, and ``taken_back`` what had been logged
    of an outcome that did not happen after all.
    """

    events: tuple[Event, ...]
    subject: Uid = ""
    number: str = ""
    incident: Uid = ""
    incident_number: str = ""
    same_as: str = ""
    taken_back: tuple[Event, ...] = ()


@dataclass(slots=True)
class Work:
    """A transaction under way. Leave it by ``Desk._work`` only."""

    tx: Transaction
    night: Night
    ids: Ids
    office: Uid
    officer: str
    now: datetime
    rules: Rules
    policy: Policy
    shown: Mapping[Uid, datetime] = field(default_factory=dict)
    """When prompts were first shown that could not be journaled then."""
    events: list[Event] = field(default_factory=list)
    to_look_at: dict[Uid, None] = field(default_factory=dict)
    """Matters whose deadlines or prompts may be others by now."""
    _looked: bool = False
    _said: list[Event] = field(default_factory=list)
    _fresh: dict[Uid, list[Event]] = field(default_factory=dict)
    _waiting: list[Event] = field(default_factory=list)

    def add(self, subject: Uid, fact: Fact, at: datetime | None = None) -> Event:
        """Add a fact that happened at ``at`` (default: now)."""
        uid = self.ids.new(self.now)
        fact, shown_at = as_shown(self._following(subject, fact), self.shown)
        at = shown_at or at or self.now
        return self.put(Event(uid, subject, at, self.now, self.officer, fact))

    def _following(self, subject: Uid, fact: Fact) -> Fact:
        """Return a fact with what it follows, once the office has another desk.

        Refuses to move a matter of which it is still open what moved it last.
        """
        if not isinstance(fact, MatterMoved | EventCorrected) or fact == SERVED_IN_FILE:
            return fact
        if self.night.desks is None or subject == self.office:
            return fact
        self.flush()
        events = self.tx.events_of(subject)
        heads = heads_before(events, Event("", subject, self.now, self.now, "", fact))
        if isinstance(fact, MatterMoved) and len(heads) > 1:
            raise Refused("contested.refused.move", number=self.life(subject).number)
        return replace(fact, following=heads) if heads else fact

    def put(self, event: Event) -> Event:
        """Add an event as it is."""
        self._waiting.append(event)
        return event

    def new_uid(self) -> Uid:
        """Return an identifier for a new matter or incident."""
        return self.ids.new(self.now)

    def flush(self) -> None:
        """Journal what was added so far and bring the night in mind up to date."""
        waiting, self._waiting = self._waiting, []
        if waiting:
            self.tx.append(waiting)
            self.events += waiting
            self.night.apply(self.tx, self.office, waiting)
            self._note_matters(waiting)

    def life(self, matter: Uid) -> MatterLife:
        """Return a matter's life as it stands within this transaction."""
        self.flush()
        return life_of(self._fresh.get(matter) or self.tx.events_of(matter))

    def announce(self) -> None:
        """Journal what the engine finds now, then forget the incidents that are over."""
        self._announce_matters()
        for uid, live in list(self.night.lives.items()):
            here = self.night.keeping(live).here
            facts = self.night.found(self.tx, live, self.now)
            settled = self.night.settled(self.tx, live, self.now)
            if settled and live.incident.follows:
                facts.append(IncidentSettled())
            if here and self._is_to_be_said(facts):
                for fact in facts:
                    self.add(uid, fact)
                self.night.announced(live, self._journal_announced())
            if settled:
                del self.night.lives[uid]
        self._announce_relief()
        for tasks in self.night.tasks:
            for fact in tasks.announce(self.policy, self.rules.zone, self.now):
                self.add(self.office, fact)
            tasks.announced(self._journal_announced())

    def _is_to_be_said(self, facts: Sequence[Fact]) -> bool:
        """Whether the engine found anything to journal now.

        What a deed of another desk tells by itself waits for the next thing that is written.
        """
        if self.night.desks is None or self.events:
            return bool(facts)
        return any(not isinstance(each, SAID_BY_THE_DEED) for each in facts)

    def _announce_relief(self) -> None:
        for fact in self.night.shift.found(self.policy, self.night.roster, self.now):
            self.add(self.office, fact)
        self.night.shift.announced(self._journal_announced())

    def _journal_announced(self) -> list[Event]:
        """Journal announcements as they are: they change nothing in mind but what was said."""
        said, self._waiting = self._waiting, []
        if said:
            self.tx.append(said)
            self.events += said
        return said

    def count_prompts(self) -> None:
        """Count what is new among the prompts, and journal that the pack's budget is passed."""
        passed = self.night.count(self.events, self.policy.alarm, self.now)
        if passed is not None:
            self.add(self.office, passed)
            self._journal_announced()

    def check_matters(self) -> None:
        """Note the matters on which somebody is to be prompted by now, some at a time."""
        if self.night.next_check is not None and self.night.next_check <= self.now:
            # Also where nothing is found, as once another desk keeps what it was planned for.
            self._looked = True
            for matter in self.tx.matters_to_check(self.now, LOOKED_AT, self.night.own):
                self.to_look_at[matter] = None

    def look_again(self) -> None:
        """Let the next ticks look at whatever this desk keeps by now."""
        self.flush()
        self._looked = True
        self.night.next_erasure = self.tx.next_erasure(self.now, self.night.own)

    def schedule_next_check(self) -> None:
        """Plan the next check of the matters; what is prompted for is read when asked."""
        if not self._looked:
            return
        begun = [each.fact for each in self._said if isinstance(each.fact, DeadlineSet)]
        if begun and len(begun) == len(self._said):
            self.night.check_again_by(each.look_at for each in begun)
            if any(isinstance(e.fact, MatterRegistered) and e.fact.source for e in self.events):
                self.night.past = None
        else:
            self.night.duties = self.night.past = None
            self.night.next_check = self.tx.next_check(self.night.own)

    def _note_matters(self, events: list[Event]) -> None:
        """Remember which matters to look at; of one just registered all events are in hand."""
        for event in events:
            if isinstance(event.fact, MatterRegistered):
                self._fresh[event.subject] = []
            if event.subject in self._fresh:
                self._fresh[event.subject].append(event)
            known = isinstance(event.fact, LIFE_FACTS)
            may_be = isinstance(event.fact, SUBJECT_UNKNOWN)
            if known or (may_be and event.subject not in self.night.lives):
                self.to_look_at[event.subject] = None

    def _announce_matters(self) -> None:
        self._looked = self._looked or bool(self.to_look_at)
        said: list[Event] = []
        for matter in self.to_look_at:
            life = self.life(matter)
            if life.receipt is None or not self._keeps(matter):
                continue
            facts = matter_announcements(life, self.rules, self.policy, self.night.roster, self.now)
            for fact in facts:
                self.add(matter, fact)
            said += self._waiting
            self._waiting = []
        if self.night.desks is not None:
            self.tx.looked_at(list(self.to_look_at))
        self.to_look_at.clear()
        if said:
            self.tx.append(said)
            self.events += said
            self._said += said

    def _keeps(self, matter: Uid) -> bool:
        """Whether this desk speaks for a matter: what another one keeps, that one asks about."""
        if self.night.desks is None or matter in self._fresh:
            return True
        return self.night.keeps(self.tx.events_of(matter))

    def live(self, incident: str, *, over: bool = False) -> Live:
        """Return a live incident by its uid, its number or its matter's; refuses what is over.

        With ``over`` also one that is, while something of it is still asked for. Refuses a number
        that names two.
        """
        name = as_numbered(incident)
        live = self.night.lives.get(name) or self._numbered(name)
        if live is None or (live.incident.closed_at is not None and not over):
            known = self.tx.find_number(name) is not None or self.tx.events_of(name)
            raise Refused("desk.refused.closed" if known else "desk.refused.no_incident")
        return live

    def _numbered(self, number: str) -> Live | None:
        """Return the live incident of a number; of its matter's, the last one."""
        lives = self.night.lives.values()
        found = [each for each in lives if number in (each.number, each.matter_number)]
        found = [each for each in found if each.incident.closed_at is None] or found
        the_one(number, [each.incident.uid for each in found if each.number == number])
        the_one(number, list({each.incident.opened.matter for each in found}))
        return found[-1] if found else None

    def matter(self, reference: str) -> Uid:
        """Return the matter behind a matter's or live incident's uid or number."""
        # SQLite takes no lone surrogate, which a command line may well hold.
        name = as_numbered(reference)
        named = [each for each in self.night.live if name in (each.incident.uid, each.number)]
        if the_one(name, [each.incident.uid for each in named]):
            return named[0].incident.opened.matter
        uid = self.tx.find_number(name) or name
        events = self.tx.events_of(uid)
        if not events or events[0].kind != "matter.registered":
            raise Refused("desk.refused.no_matter")
        return uid

    def number(self, series: str, form: str, prefix: str) -> str:
        """Return the next number of a series such as ``matter-2026``; its ``form`` takes a count.

        Once the office has another desk, this one's letter is in it.
        """
        letter = self.night.letter
        return f"{prefix}{letter}-{self.tx.next_number(f'{series}{letter}'):{form}}"

    def take_letter(self, policy: Policy | None, workdays: Workdays) -> None:
        """Journal which letter this desk takes, if it owes one, and what its own files say.

        ``policy`` is None where another stands in for its file; a table of holidays is told where
        nobody adopted one.
        """
        if self.night.letter_owed:
            digest = policy.digest if policy else ""
            if policy:
                # The letter names it: what every desk goes by is found right then.
                self.tx.save_policy(policy.digest, policy.text)
            fact = DeskLettered(self.night.letter_owed, digest, self.tx.desks()[1:])
            self.add(self.office, fact)
            self.flush()
            if policy:
                self.keep_policy(policy)
            followed = {live.incident.policy for live in self.night.lives.values()}
            for digest in sorted(followed):
                self.keep_policy(self.night.policy(self.tx, digest))
            if self.night.adopted.calendar is None:
                self.add(self.office, replace(fact_of(workdays), brought=True))
                self.flush()

    def look_at_moved(self, before: CalendarAdopted | None, after: CalendarAdopted) -> None:
        """Note the matters whose dates another table of holidays may move."""
        self.flush()
        days = changed(table_of(before), table_of(after)) if before else None
        for matter in self.tx.matters_dated(*days) if days else ():
            self.to_look_at[matter] = None

    def keep_policy(self, policy: Policy) -> None:
        """Store the text of a pack that an incident follows; other desks read it in the journal."""
        self.tx.save_policy(policy.digest, policy.text)
        if self.night.letter and policy.digest not in self.night.packs:
            self.add(self.office, PolicyKept(policy.digest, policy.label, policy.text))
            self.flush()

    def time(self, live: Live, ago: timedelta) -> datetime:
        """Return when something happened, ``ago`` before now and not before the incident."""
        if ago < timedelta(0):
            raise Refused("desk.refused.future")
        at = self.now - ago
        if at < live.incident.opened_at and not ago:
            # After a start with its clock set back the laptop is behind what it wrote before.
            return live.incident.opened_at
        if at < live.incident.opened_at:
            minutes = int((self.now - live.incident.opened_at).total_seconds() // 60)
            raise Refused("desk.refused.before_opening", minutes=minutes)
        return at
