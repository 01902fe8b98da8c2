"""A journal in memory: the store of drills, which need no disk and no secrets."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from typing import TypeVar

from xfconsole.core.days.reading import Reading
from xfconsole.core.due.load import NEW
from xfconsole.core.facts.announced import AlarmPassed, IncidentSettled
from xfconsole.core.facts.corrections import effective, takes_back
from xfconsole.core.facts.event import Event, taken_from
from xfconsole.core.facts.of_identity import ErasureApproved, ErasureCancelled, IdentityErased
from xfconsole.core.facts.of_incident import (
    EventCorrected,
    IncidentClosed,
    IncidentOpened,
    PolicyAccepted,
)
from xfconsole.core.facts.of_matter import MatterRegistered, QueryCodeGiven
from xfconsole.core.facts.of_procedure import DeadlineSet, DutyPrompted
from xfconsole.core.matter.journaled import ClockKey, JournaledClock
from xfconsole.core.matter.life import MatterLife, life_of
from xfconsole.core.matter.transitions import DUTIES
from xfconsole.core.office.journal_head import HEAD_DIGITS, Head
from xfconsole.core.reception.meetings import meetings_of
from xfconsole.core.rows import MeetingCalled, PastBrought, StandingDuty
from xfconsole.core.words.desk import Identity, Own, Uid
from xfconsole.core.words.official import name_key
from xfconsole.core.words.procedure import Bar, Measure
from xfconsole.core.words.refusal import Refused

_OfClock = TypeVar("_OfClock", DeadlineSet, DutyPrompted)


class MemoryStore:
    """Implements ``Store`` and ``Transaction`` over plain dictionaries.

    A transaction that fails leaves everything as it was, like the one on disk. Identities are not
    kept at all: nothing here is encrypted.
    """

    def __init__(self, office: Uid) -> None:
        self.office = office
        self.events: list[Event] = []
        self._latest: list[datetime] = []
        """When the newest of the events up to each was recorded: clocks may be set back."""
        self._by_subject: dict[Uid, list[Event]] = defaultdict(list)
        self._by_uid: dict[Uid, Event] = {}
        self._lives: dict[Uid, MatterLife] = {}
        self._live: dict[Uid, None] = {}
        self._followed: dict[Uid, None] = {}
        self._numbers: dict[str, Uid] = {}
        self._series: dict[str, int] = {}
        self._sources: dict[str, Uid] = {}
        self._policies: dict[str, str] = {}
        self._erasures: dict[Uid, datetime] = {}
        self._heartbeat: Reading | None = None

    @contextmanager
    def begin(self) -> Iterator[MemoryStore]:
        """Open a transaction; an exception rolls back what it appended and counted."""
        length, series, heartbeat = len(self.events), dict(self._series), self._heartbeat
        policies = dict(self._policies)
        try:
            yield self
        except BaseException:
            self._series, self._heartbeat, self._policies = series, heartbeat, policies
            if len(self.events) > length:
                kept = self.events[:length]
                self._forget_index()
                self.append(kept)
            raise

    def append(self, events: Sequence[Event]) -> None:
        """Add events to the journal."""
        for event in events:
            stored = replace(event, seq=len(self.events) + 1)
            self.events.append(stored)
            self._latest.append(max([stored.recorded_at, *self._latest[-1:]]))
            self._by_subject[event.subject].append(stored)
            self._by_uid[event.uid] = stored
            self._index(stored)
            self._live_on(stored)

    def events_of(self, subject: Uid, after: int = 0) -> list[Event]:
        """Return the events about one subject after ``seq`` ``after``, oldest first."""
        found = self._by_subject.get(subject, ())
        return [each for each in found if each.seq > after] if after else list(found)

    def event(self, uid: Uid) -> Event | None:
        """Return one event, or None."""
        return self._by_uid.get(uid)

    def recorded_since(self, since: datetime, kinds: Collection[str]) -> list[Event]:
        """Return the events of these kinds recorded since then, in journal order."""
        recent = self.events[bisect_left(self._latest, since) :]
        return [e for e in recent if e.recorded_at >= since and e.kind in kinds]

    def last_seq(self) -> int:
        """Return how many events the journal holds."""
        return len(self.events)

    def desks(self) -> tuple[str, ...]:
        """Return the one desk there is, which has no name."""
        return ("",)

    def several(self) -> bool:
        """Return that there is no other."""
        return False

    def kept_by(self, desks: Collection[str]) -> dict[Uid, tuple[Uid, ...]]:
        """Return nothing: a drill has one desk."""
        return {}

    def contested(self, own: Collection[str]) -> list[Uid]:
        """Return nothing: a drill has one desk."""
        return []

    def newest(self) -> dict[str, datetime]:
        """Return nothing: a drill has one desk."""
        return {}

    def subjects_since(self, seq: int) -> set[Uid]:
        """Return what the events are about that came after one."""
        return {each.subject for each in self.events[seq:]}

    def look_at(self, matters: Collection[Uid]) -> None:
        """Do nothing: nothing comes in from another desk."""

    looked_at = look_at

    def head(self) -> Head:
        """Return how many events there are; without a key nothing signs them."""
        return Head(len(self.events), "0" * HEAD_DIGITS)

    def live_incidents(self) -> list[Uid]:
        """Return the incidents not closed, oldest first."""
        return list(self._live)

    def followed_incidents(self) -> list[Uid]:
        """Return those closed of which something is still asked for, oldest first."""
        return list(self._followed)

    def find_number(self, number: str) -> Uid | None:
        """Return the matter or incident that carries this number, or None."""
        return self._numbers.get(number)

    def find_code(self, code: str) -> Uid | None:
        """Return the matter that has this query code, or None."""
        given = (each for each in self.events if each.fact == QueryCodeGiven(code))
        return next((each.subject for each in given), None)

    def next_number(self, series: str) -> int:
        """Return the next number of a series, from 1."""
        self._series[series] = self._series.get(series, 0) + 1
        return self._series[series]

    def matters_of_sources(self, source_refs: Sequence[str]) -> dict[str, Uid]:
        """Return the matters that came from these rows of files, those that are there."""
        return {ref: self._sources[ref] for ref in source_refs if ref in self._sources}

    def matters_to_check(self, now: datetime, limit: int, own: Own = None) -> list[Uid]:
        """Return matters on which somebody is to be prompted by now."""
        found = {
            life.uid for life, _, said in self._journaled() if said.look_at and said.look_at <= now
        }
        return sorted(found)[:limit]

    def next_check(self, own: Own = None) -> datetime | None:
        """Return the first instant at which a matter is to be looked at, or None."""
        return min((said.look_at for _, _, said in self._journaled() if said.look_at), default=None)

    def standing_duties(self, limit: int, own: Own = None) -> tuple[list[StandingDuty], int]:
        """Return the due work prompted for, the longest due first, and how much there is in all."""
        found = [
            self._standing(life, key, said)
            for life, key, said in self._journaled()
            if said.prompt and life.journaled.rings_from(said.due_at)
        ]
        found.sort(key=lambda one: (one[0], *_place(one[1])))
        return [each for _, each in found[:limit]], len(found)

    def prompted_since(self, since: datetime, own: Own = None) -> list[tuple[datetime, str]]:
        """Return when prompts were raised, their budget was passed, an outcome was taken back."""
        return [
            (each.happened_at, each.kind)
            for each in self.events
            if each.recorded_at >= since
            and (isinstance(each.fact, (*NEW, AlarmPassed)) or takes_back(each))
        ]

    def past_brought(self, own: Own = None) -> list[PastBrought]:
        """Return how much of each import was overdue when it came and waits."""
        waiting = {
            life.uid: life.journaled.brought_at
            for life, (clock, _, _), said in self._journaled()
            if clock in DUTIES and not said.met_at and not life.journaled.rings_from(said.due_at)
        }
        found: dict[str, PastBrought] = {}
        for matter, at in waiting.items():
            about = effective(self.events_of(matter))[0].fact
            assert isinstance(about, MatterRegistered)
            assert at
            name = about.brought or about.source
            known = found.get(name, PastBrought(name, about.source, at, 0))
            found[name] = replace(known, at=min(at, known.at), count=known.count + 1)
        return sorted(found.values(), key=lambda each: (each.at, each.name))

    def meetings(self) -> list[MeetingCalled]:
        """Return the meetings called of which nobody noted what became, the first day first."""
        found = [
            each
            for life in self._lives.values()
            for meant in (effective(self.events_of(life.uid)),)
            for each in meetings_of(life.uid, life.number, meant, life.bars)
        ]
        return sorted(found, key=lambda each: (each.on, each.matter, each.session))

    def matters_dated(self, first: date, last: date) -> list[Uid]:
        """Return matters with an open clock that runs over these days, or counted provisionally."""
        return sorted(
            {
                life.uid
                for life, _, said in self._journaled()
                if not said.met_at
                and (said.provisional or (said.started <= last and said.rolled >= first))
            }
        )

    def seal(self, matter: Uid, identity: Identity) -> str:
        """Store nothing of an identity."""
        return ""

    def open_identity(self, matter: Uid, sealed: str) -> Identity:
        """Refuse: nothing of an identity was kept."""
        raise Refused("identity.refused.none")

    def destroy_key(self, matter: Uid) -> None:
        """There are no keys in memory."""

    def erasures_ripe(self, now: datetime, limit: int, own: Own = None) -> list[Uid]:
        """Return matters whose approved erasure can't be cancelled any more, the longest first."""
        ripe = sorted((after, uid) for uid, after in self._erasures.items() if after <= now)
        return [uid for _, uid in ripe[:limit]]

    def next_erasure(self, now: datetime, own: Own = None) -> datetime | None:
        """Return when the next approved erasure is to be carried out, or None."""
        return min(self._erasures.values(), default=None)

    def set_aside(self) -> set[str]:
        """Return nothing: a drill has one desk."""
        return set()

    def linked_with(self, matter: Uid) -> list[Uid]:
        """Return the matters found to be the same as one, whichever of them names the other."""
        own = self._lives[matter].links if matter in self._lives else {}
        return sorted({*own, *(uid for uid, life in self._lives.items() if matter in life.links)})

    def drop_draft(self, form: str) -> None:
        """There are no drafts in memory."""

    def policy_text(self, digest: str) -> str | None:
        """Return the text of a pack pinned earlier, or None."""
        return self._policies.get(digest)

    def last_policy(self) -> str | None:
        """Return the text of the pack that an incident was pinned to last, or None."""
        facts = (event.fact for event in reversed(self.events))
        pinned = (each for each in facts if isinstance(each, IncidentOpened | PolicyAccepted))
        last = next(pinned, None)
        return None if last is None else self._policies.get(last.policy)

    def save_policy(self, digest: str, text: str) -> None:
        """Store the text of a pack."""
        self._policies[digest] = text

    def heartbeat(self) -> Reading | None:
        """Return the last clock reading kept."""
        return self._heartbeat

    def save_heartbeat(self, reading: Reading) -> None:
        """Replace the clock reading kept."""
        self._heartbeat = reading

    def _index(self, event: Event) -> None:
        match event.fact:
            case MatterRegistered(number=number, source_ref=ref):
                self._numbers[number] = event.subject
                if ref:
                    self._sources[ref] = event.subject
            case IncidentOpened(number=number):
                self._numbers[number] = event.subject
                self._live[event.subject] = None
            case IncidentClosed(follows=follows):
                self._live.pop(event.subject, None)
                if follows:
                    self._followed[event.subject] = None
            case IncidentSettled():
                self._followed.pop(event.subject, None)
            case ErasureApproved(after=after):
                self._erasures[event.subject] = after
            case ErasureCancelled() | IdentityErased():
                self._erasures.pop(event.subject, None)

    def _forget_index(self) -> None:
        self.events, self._latest = [], []
        for index in (self._by_subject, self._by_uid, self._lives, self._live, self._numbers):
            index.clear()
        self._followed.clear()
        self._sources.clear()
        self._erasures.clear()

    # -- due work ---------------------------------------------------------------------------------

    def _live_on(self, event: Event) -> None:
        """Bring a matter's life up to date."""
        life = self._lives.get(event.subject)
        if isinstance(event.fact, MatterRegistered) or (life and event.kind == EventCorrected.kind):
            self._lives[event.subject] = life_of(self._by_subject[event.subject])
        elif life:
            life.apply(event)

    def _journaled(self) -> Iterator[tuple[MatterLife, ClockKey, JournaledClock]]:
        for life in self._lives.values():
            for key, said in life.journaled.clocks.items():
                yield life, key, said

    def _standing(
        self, life: MatterLife, key: ClockKey, said: JournaledClock
    ) -> tuple[bool, StandingDuty]:
        """Return whether a duty can wait for hours, and the duty."""
        begun, _ = self._last(DeadlineSet, life.uid, key)
        prompted, at = self._last(DutyPrompted, life.uid, key)
        accused = [each.unit for each in life.parties if each.bar is Bar.ACCUSED]
        rings_from = life.journaled.rings_from(said.due_at)
        duty = taken_from(
            StandingDuty,
            prompted,
            matter=life.uid,
            number=life.number,
            summary=life.summary,
            channel=life.channel,
            township=life.township,
            supervised=life.supervised,
            who=begun.who,
            unit=said.unit,
            target=said.target,
            rolled=said.rolled,
            due_at=said.due_at,
            prompt_due=prompted.due,
            prompted_at=at,
            barred=frozenset(name_key(each.person) for each in life.parties) - {""},
            barred_units=frozenset(map(name_key, accused)) - {""},
            taken_at=None if rings_from == said.due_at else rings_from,
        )
        return begun.measure is not Measure.MINUTES, duty

    def _last(self, kind: type[_OfClock], matter: Uid, key: ClockKey) -> tuple[_OfClock, datetime]:
        """Return the last fact of a kind about a clock, and when it was recorded."""
        return next(
            (fact, event.recorded_at)
            for event in reversed(self._by_subject[matter])
            if isinstance(fact := event.fact, kind) and (fact.clock, fact.anchor, fact.part) == key
        )


def _place(duty: StandingDuty) -> tuple[object, ...]:
    return duty.due_at, duty.target, duty.matter, duty.clock.value, duty.part
