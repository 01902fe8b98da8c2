"""Plays a real night's facts through the engine once more, against another pack or roster.

What the officers did stays what it was; only what the desk asks for is computed anew. Nothing of it
enters the journal: the facts are copied into a journal in memory, on a clock of its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta, tzinfo
from typing import NamedTuple, TypeAlias
from zoneinfo import ZoneInfo

from xfconsole.core.facts.announced import ANNOUNCEMENTS, PromptRaised
from xfconsole.core.facts.event import Event
from xfconsole.core.facts.of_incident import IncidentOpened, PolicyAccepted
from xfconsole.core.facts.of_office import RosterImported
from xfconsole.core.facts.of_procedure import PartyBarred
from xfconsole.core.matter.life import MatterLife
from xfconsole.core.matter.limits import Deadline, Rules, deadlines
from xfconsole.core.policy.pack import Policy
from xfconsole.core.ports import Views
from xfconsole.core.words.desk import PromptKind, Uid
from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.procedure import Clock
from xfconsole.desk import Desk
from xfconsole.drill.memory import MemoryStore
from xfconsole.drill.run import DrillClock, DrillIds

OFFICE = "6f1c2a52-0d9b-5d52-8f2e-6c1d3a7b9e11"


@frozen
class Night:
    """What really happened: facts of incidents in the order in which they were recorded.

    ``numbers`` by incident; ``roster`` as it was by then.
    """

    facts: Sequence[Event]
    numbers: Mapping[Uid, str]
    roster: RosterImported


class Asked(NamedTuple):
    """One thing the desk asked for: ``duty`` has to come, ``post`` and ``person`` are rung."""

    at: datetime
    incident: str
    kind: PromptKind
    rule: str
    duty: str
    post: str
    person: str


Which: TypeAlias = tuple[str, str, PromptKind, int]
"""An incident's number, the post that has to come, what is asked, and the how manieth time."""


class Changed(NamedTuple):
    """Something asked for before or after; both where it is asked at another time or of another."""

    before: Asked | None
    after: Asked | None


def night_facts(views: Views, since: datetime, until: datetime, roster: RosterImported) -> Night:
    """Read a night's incidents, without what the engine announced, and who is barred from them."""
    facts: list[Event] = []
    for uid in views.incidents_between(since, until):
        own = views.events_of(uid)
        opened = own[0].fact
        assert isinstance(opened, IncidentOpened)
        facts += [each for each in own if each.kind not in ANNOUNCEMENTS]
        matter = views.events_of(opened.matter)
        facts += [each for each in matter if isinstance(each.fact, PartyBarred)]
    facts.sort(key=lambda each: (each.recorded_at, each.place))
    return Night(facts, views.numbers([each.subject for each in facts]), roster)


def replay(
    night: Night,
    policy: Policy | None,
    load_policy: Callable[[str], Policy],
    pinned: Callable[[str], Policy],
    zone: tzinfo,
    until: datetime,
) -> dict[Which, Asked]:
    """Return what the desk asks for ``until`` then under ``policy``, each by which one it is.

    Without one each incident follows the packs that it was pinned to, by ``pinned`` from a digest.
    """
    if not night.facts:
        return {}
    played = _Played(night, policy, load_policy, pinned, zone)
    found: dict[Which, Asked] = {}
    known: set[Uid] = set()
    count: Counter[tuple[str, str, PromptKind]] = Counter()
    for event in played.events(until):
        fact = event.fact
        if isinstance(fact, PromptRaised) and fact.prompt not in known:
            known.add(fact.prompt)
            number = night.numbers.get(event.subject, "")
            which = number, fact.duty, fact.what
            count[which] += 1
            found[*which, count[which]] = Asked(
                event.happened_at, number, fact.what, fact.rule, fact.duty, fact.post, fact.person
            )
    return found


def differences(before: Mapping[Which, Asked], after: Mapping[Which, Asked]) -> list[Changed]:
    """Return what is asked for in one of two replays only, or otherwise; the earliest first."""
    every = dict.fromkeys((*before, *after))
    found = [Changed(before.get(which), after.get(which)) for which in every]
    changed = [each for each in found if each.before != each.after]
    return sorted(changed, key=lambda each: min(one for one in each if one))


class Moved(NamedTuple):
    """A time limit on a matter that would end otherwise; None where it would not run."""

    number: str
    clock: Clock
    before: Deadline | None
    after: Deadline | None


def moved_limits(
    lives: Iterable[MatterLife], before: Rules, after: Rules, now: datetime
) -> Iterator[Moved]:
    """Yield what ends at another time under other rules, matter by matter, as of ``now``."""
    for life in lives:
        old, new = ({d.key: d for d in deadlines(life, rules, now)} for rules in (before, after))
        for key in dict.fromkeys((*old, *new)):
            found = Moved(life.number, key[0], old.get(key), new.get(key))
            if len({each.due_at if each else None for each in found[2:]}) > 1:
                yield found


class _Played:
    def __init__(
        self,
        night: Night,
        policy: Policy | None,
        load_policy: Callable[[str], Policy],
        pinned: Callable[[str], Policy],
        zone: tzinfo,
    ) -> None:
        self._facts, self._policy, self._pinned = night.facts, policy, pinned
        self._store, ids = MemoryStore(OFFICE), DrillIds()
        start = min(each.happened_at for each in night.facts)
        self._start = start = min(start, night.facts[0].recorded_at)
        self._clock = DrillClock(start)
        self._ids, self._zone, self._load = ids, ZoneInfo(str(zone)), load_policy
        self._in_force = policy or pinned(_digest(night.facts))
        self._desk = self._new_desk()
        self._desk.import_roster(night.roster.source, night.roster.entries)

    def _new_desk(self) -> Desk:
        return Desk(self._store, self._clock, self._ids, self._in_force, "", self._load, self._zone)

    def events(self, until: datetime) -> Iterator[Event]:
        """Play the night through and yield what the engine announces."""
        yield from self._desk.tick().events
        for event in self._facts:
            yield from self._pass_until(event.recorded_at)
            if (told := self._as_if(event)) is not None:
                self._store.append([told])
                # A desk that knows nothing but the journal: one at work would not look so soon.
                self._desk = self._new_desk()
                yield from self._desk.tick().events
        yield from self._pass_until(until)

    def _as_if(self, event: Event) -> Event | None:
        """Return a fact as it would be under the pack; None for one that only names a pack."""
        fact = event.fact
        if not isinstance(fact, IncidentOpened | PolicyAccepted):
            return event
        pack = self._policy or self._pinned(fact.policy)
        self._store.save_policy(pack.digest, pack.text)
        if self._policy is not None and isinstance(fact, PolicyAccepted):
            return None
        return replace(event, fact=replace(fact, policy=pack.digest, policy_label=pack.label))

    def _pass_until(self, at: datetime) -> Iterator[Event]:
        """Let time pass for a desk that looks whenever something may be due."""
        until = at - self._start
        while self._clock.passed < until:
            ahead, due = until - self._clock.passed, self._desk.next_change()
            if due is not None:
                ahead = min(ahead, max(due - self._desk.now(), timedelta(0)))
            self._clock.advance(ahead)
            self._desk.note_awake()
            yield from self._desk.tick().events


def _digest(facts: Sequence[Event]) -> str:
    return next(each.fact.policy for each in facts if isinstance(each.fact, IncidentOpened))
