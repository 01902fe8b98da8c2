"""Due work on matters for the journal in memory: what the file on disk keeps in its tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import TypeAlias

from xfconsole.core.facts.event import (
    DeadlineDropped,
    DeadlineMet,
    DeadlineMoved,
    DeadlineSet,
    DutyPrompted,
    Event,
    MatterChased,
    MatterMoved,
    MatterRegistered,
    PartyBarred,
    PromptSnoozed,
)
from xfconsole.core.facts.of_procedure import takes_up
from xfconsole.core.matter.transitions import DUTIES
from xfconsole.core.rows import PastBrought, StandingDuty
from xfconsole.core.words.desk import Uid
from xfconsole.core.words.official import name_key
from xfconsole.core.words.procedure import Act, Bar, Clock, Measure

Key: TypeAlias = tuple[Uid, Clock, Uid, int]


@dataclass(slots=True)
class _Open:
    """A clock that runs."""

    set: DeadlineSet
    look_at: datetime | None
    prompted: tuple[DutyPrompted, datetime] | None = None


@dataclass(slots=True)
class DutyBook:
    """The clocks that run, by what the journal calls them."""

    matters: dict[Uid, MatterRegistered] = field(default_factory=dict)
    supervised: set[Uid] = field(default_factory=set)
    barred: dict[Uid, set[str]] = field(default_factory=lambda: defaultdict(set))
    barred_units: dict[Uid, set[str]] = field(default_factory=lambda: defaultdict(set))
    clocks: dict[Key, _Open] = field(default_factory=dict)
    brought: dict[Uid, datetime] = field(default_factory=dict)
    taken: dict[Uid, datetime] = field(default_factory=dict)

    def take(self, event: Event) -> None:
        """Take in one event."""
        if event.subject in self.brought and takes_up(event.fact):
            self.taken.setdefault(event.subject, event.recorded_at)
        match event.fact:
            case MatterRegistered() as fact:
                self.matters[event.subject] = fact
                if fact.source:
                    self.brought[event.subject] = event.recorded_at
            case MatterMoved(act=Act.SUPERVISE):
                self.supervised.add(event.subject)
            case MatterMoved(act=Act.END_SUPERVISION):
                self.supervised.discard(event.subject)
            case PartyBarred(bar=bar, person=person, unit=unit):
                self.barred[event.subject] |= {name_key(person)} - {""}
                led = {name_key(unit)} - {""} if bar is Bar.ACCUSED else set()
                self.barred_units[event.subject] |= led
            case MatterChased(prompt=prompt, again_at=until):
                self._rest(event.subject, prompt, until)
            case PromptSnoozed(prompt=prompt, until=until):
                self._rest(event.subject, prompt, until)
            case _:
                self._deadline(event)

    def take_anew(self, matter: Uid, events: Iterable[Event]) -> None:
        """Take in a matter's events from the first on, in place of what was known of it."""
        self.supervised.discard(matter)
        for times in (self.brought, self.taken):
            times.pop(matter, None)
        for known in (self.barred, self.barred_units):
            known.pop(matter, None)
        for key in [each for each in self.clocks if each[0] == matter]:
            del self.clocks[key]
        for event in events:
            self.take(event)

    def to_look_at(self, now: datetime, limit: int) -> list[Uid]:
        """Return matters on which somebody is to be prompted by now."""
        found = {
            key[0]: None
            for key, each in self.clocks.items()
            if each.look_at and each.look_at <= now
        }
        return sorted(found)[:limit]

    def next_look(self) -> datetime | None:
        """Return the first instant at which a matter is to be looked at."""
        return min((each.look_at for each in self.clocks.values() if each.look_at), default=None)

    def dated(self, first: date, last: date) -> list[Uid]:
        """Return matters with a clock that runs over these days, or was counted provisionally."""
        return sorted(
            {
                key[0]
                for key, each in self.clocks.items()
                if each.set.provisional or (each.set.started <= last and each.set.rolled >= first)
            }
        )

    def standing(self, limit: int) -> tuple[list[StandingDuty], int]:
        """Return the due work prompted for, what is due within minutes first, and how much."""
        found = [
            (each.set.measure is not Measure.MINUTES, self._standing(key, each.set, *each.prompted))
            for key, each in self.clocks.items()
            if each.prompted and not self._silent(key[0], each)
        ]
        found.sort(key=lambda one: (one[0], *_place(one[1])))
        return [each for _, each in found[:limit]], len(found)

    def past(self) -> list[PastBrought]:
        """Return how much of each import was overdue when it came and waits."""
        waiting = {
            key[0]
            for key, each in self.clocks.items()
            if each.set.clock in DUTIES and self._silent(key[0], each)
        }
        found: dict[str, PastBrought] = {}
        for matter in waiting:
            about, at = self.matters[matter], self.brought[matter]
            name = about.brought or about.source
            known = found.get(name, PastBrought(name, about.source, at, 0))
            found[name] = replace(known, at=min(at, known.at), count=known.count + 1)
        return sorted(found.values(), key=lambda each: (each.at, each.name))

    def _silent(self, matter: Uid, clock: _Open) -> bool:
        """Whether a file brought it overdue and nobody took the matter up."""
        at = self.brought.get(matter)
        return at is not None and matter not in self.taken and clock.set.due_at <= at

    def _standing(
        self, key: Key, begun: DeadlineSet, prompted: DutyPrompted, at: datetime
    ) -> StandingDuty:
        matter = key[0]
        about = self.matters[matter]
        return StandingDuty(
            matter,
            about.number,
            about.summary,
            about.channel,
            about.township,
            matter in self.supervised,
            begun.clock,
            begun.anchor,
            begun.part,
            begun.who,
            begun.unit,
            begun.target,
            begun.rolled,
            begun.due_at,
            prompted.prompt,
            prompted.what,
            prompted.step,
            prompted.post,
            prompted.person,
            prompted.due,
            at,
            frozenset(self.barred.get(matter, ())),
            frozenset(self.barred_units.get(matter, ())),
            self._taken_at(matter, begun),
        )

    def _taken_at(self, matter: Uid, clock: DeadlineSet) -> datetime | None:
        late = matter in self.brought and clock.due_at <= self.brought[matter]
        return self.taken.get(matter) if late else None

    def _rest(self, matter: Uid, prompt: Uid, until: datetime) -> None:
        for key, each in self.clocks.items():
            if key[0] == matter and each.prompted and each.prompted[0].prompt == prompt:
                each.prompted = None
                each.look_at = min(each.look_at or until, until)

    def _deadline(self, event: Event) -> None:
        fact = event.fact
        if not isinstance(
            fact, DeadlineSet | DeadlineMoved | DeadlineMet | DeadlineDropped | DutyPrompted
        ):
            return
        key = event.subject, fact.clock, fact.anchor, fact.part
        match fact:
            case DeadlineSet():
                self.clocks[key] = _Open(fact, fact.look_at)
            case DeadlineMet() | DeadlineDropped():
                self.clocks.pop(key, None)
            case DeadlineMoved() if known := self.clocks.get(key):
                stands = known.prompted if known.set.control == fact.control else None
                self.clocks[key] = _Open(_moved(known.set, fact), fact.look_at, stands)
            case DutyPrompted() if known := self.clocks.get(key):
                known.prompted, known.look_at = (fact, event.recorded_at), fact.look_at


def _moved(begun: DeadlineSet, fact: DeadlineMoved) -> DeadlineSet:
    return replace(
        begun,
        started=fact.started,
        days=fact.days,
        target=fact.target,
        rolled=fact.rolled,
        due_at=fact.due_at,
        provisional=fact.provisional,
        control_at=fact.control_at,
    )


def _place(duty: StandingDuty) -> tuple[object, ...]:
    return duty.due_at, duty.target, duty.matter, duty.clock.value, duty.part
