"""What acts and corrections followed, and which of them two desks did at once.

Every act that moves a matter, and every correction, names those that no other had followed when it
was written. Two that followed the same one, neither named by the other, are contested: both stand
until an act names both and says which of them holds. Whoever names nothing knew of no other desk,
and followed what was written like that before: of a copied file, what stood in it when it was
copied.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import product
from math import prod
from typing import TypeAlias, TypeGuard

from xfconsole.core.facts.event import Event, Fact
from xfconsole.core.facts.of_incident import ContestSettled, EventCorrected
from xfconsole.core.facts.of_procedure import SERVED_IN_FILE, MatterMoved
from xfconsole.core.words.desk import Uid
from xfconsole.core.words.frozen import frozen

WHOLE = ""
"""In place of a corrected field: the act itself."""
WHEN = "happened_at"
"""In place of a corrected field: the time at which it happened."""
GONE = "withdrawn"
"""In place of a corrected field: that it happened at all."""
ACTS = (MatterMoved, EventCorrected, ContestSettled)
"""Facts that name what they followed."""
_ACTS = frozenset(ACTS)
Key: TypeAlias = tuple[Uid, str]
"""What is acted on: a matter as a whole, or one field of an event that is corrected."""


@dataclass(slots=True)
class Line:
    """The acts on one thing by their uids, each with those that it rests on; ``heads`` are those
    that no other followed."""

    rests_on: dict[Uid, tuple[Uid, ...]] = field(default_factory=dict)
    heads: dict[Uid, None] = field(default_factory=dict)
    _unnamed: dict[str, list[tuple[int, Uid]]] = field(default_factory=dict)
    _last: tuple[Uid, ...] = ()
    _waits: bool = False

    def add(self, event: Event) -> None:
        """Add an act that stands after all before in the order of all desks."""
        fact = event.fact
        assert isinstance(fact, ACTS)
        followed = fact.following or self._before(event)
        for each in followed:
            self.heads.pop(each, None)
        if isinstance(fact, ContestSettled):
            followed = (fact.stands,)
            self._waits = self._waits or fact.stands not in self.rests_on
        self.rests_on[event.uid] = tuple(each for each in followed if each in self.rests_on)
        self.heads[event.uid] = None
        if not fact.following:
            self._unnamed.setdefault(event.desk, []).append((event.order[2], event.uid))
            self._last = self._last if event.copied_from else (event.uid,)

    def _before(self, event: Event) -> tuple[Uid, ...]:
        """Return what an act followed that names nothing: the last such act of its own desk, or of
        the one that it is a copy of, up to there; or else of the desk that it goes on from."""
        for desk, last in ((event.desk, event.order[2]), *event.copied_from):
            if known := [uid for number, uid in self._unnamed.get(desk, ()) if number <= last]:
                return (known[-1],)
        return () if event.copied_from else self._last

    def history(self, uid: Uid) -> set[Uid]:
        """Return an act and all that it rests on."""
        found, to_see = set[Uid](), [uid]
        while to_see:
            each = to_see.pop()
            if each not in found:
                found.add(each)
                to_see += self.rests_on[each]
        return found

    def left_out(self) -> set[Uid]:
        """Return the acts that count no more, because another one was said to hold; none as long
        as that one is not here."""
        if self._waits:
            return set()
        return set(self.rests_on).difference(*map(self.history, self.heads))


def keys_of(event: Event, moves: Container[Uid]) -> tuple[Key, ...]:
    """Return what an event acts on; nothing for one that names nothing.

    To take one of the ``moves`` back moves the matter too. What a file says of a reply is nobody's
    act here.
    """
    match event.fact:
        case EventCorrected(of=of, withdrawn=True) if of in moves:
            return ((event.subject, WHOLE),)
        case EventCorrected(of=of, withdrawn=True):
            return ((of, GONE),)
        case MatterMoved() as fact if fact != SERVED_IN_FILE:
            return ((event.subject, WHOLE),)
        case EventCorrected(of=of) as fact:
            return tuple((of, each) for each in corrected_fields(fact))
        case ContestSettled(of=of, fields=fields) if of:
            return tuple((of, each) for each in fields)
        case ContestSettled():
            return ((event.subject, WHOLE),)
    return ()


def corrected_fields(fact: EventCorrected) -> tuple[str, ...]:
    """Return what a correction changes, the time among it."""
    return (*fact.changes, *((WHEN,) if fact.happened_at else ()))


def moves_among(events: Iterable[Event]) -> frozenset[Uid]:
    """Return which events moved their matter."""
    return frozenset(each.uid for each in events if isinstance(each.fact, MatterMoved))


def lines_of(events: Iterable[Event], about: Iterable[Uid] = ()) -> dict[Key, Line]:
    """Return the acts of one subject, whose events are in the order of all desks, by what they
    act on; ``about`` are events that may be taken back next.

    To take an outcome back follows all corrections of it, or parts from them. In journals of before
    that names nothing, and contests nothing.
    """
    found = list(events)
    lines: dict[Key, Line] = {}
    moves: set[Uid] = set()
    gone = {*about, *(e.fact.of for e in found if _takes_back(e.fact) and e.fact.following)}
    for event in found:
        if isinstance(event.fact, MatterMoved):
            moves.add(event.uid)
        keys = keys_of(event, moves)
        if isinstance(event.fact, EventCorrected) and not event.fact.withdrawn:
            keys = (*keys, (event.fact.of, GONE))
        for key in keys:
            if key[1] != GONE or key[0] in gone - moves:
                lines.setdefault(key, Line()).add(event)
    return lines


def _takes_back(fact: Fact) -> TypeGuard[EventCorrected]:
    return isinstance(fact, EventCorrected) and fact.withdrawn


def heads_before(events: Sequence[Event], new: Event) -> tuple[Uid, ...]:
    """Return what a new act follows after all events of its subject: those that no other followed,
    or what it is about; nothing for what names nothing."""
    keys = keys_of(new, moves_among(events))
    lines = lines_of(events, [of for of, name in keys if name == GONE])
    heads = {uid for key in keys if key in lines for uid in lines[key].heads}
    return tuple(sorted(heads or {of for of, _ in keys}))


def left_out(events: Sequence[Event]) -> Mapping[Uid, set[str]]:
    """Return what counts no more since a contest was settled: of a correction which fields, of an
    act the whole."""
    found: dict[Uid, set[str]] = {}
    if any(isinstance(each.fact, ContestSettled) for each in events):
        facts = {each.uid: each.fact for each in events}
        for (_, name), line in lines_of(events).items():
            for uid in line.left_out():
                if name != GONE:
                    found.setdefault(uid, set()).add(name)
                elif not isinstance(facts[uid], EventCorrected) or _takes_back(facts[uid]):
                    found.setdefault(uid, set()).add(WHOLE)
    return found


PEOPLE = ("value", "headcount", "concerned")
"""Corrected fields that count people: as long as nobody settles it, the highest number binds."""


def not_in_force(events: Sequence[Event]) -> Mapping[Uid, set[str]]:
    """Return what has no effect by now: what is left out, and of contested counts the lower."""
    found = {uid: set(names) for uid, names in left_out(events).items()}
    for contest in contests(events):
        for name in set(contest.fields).intersection(PEOPLE):
            counted = {each.uid: _number(each.fact, name) for each in contest.acts}
            for uid in counted.keys() - {max(counted, key=counted.__getitem__)}:
                found.setdefault(uid, set()).add(name)
    return found


def _number(fact: Fact, name: str) -> int:
    """Return the number that a correction puts; one that does not fit says nothing."""
    value = fact.changes.get(name) if isinstance(fact, EventCorrected) else None
    return value if type(value) is int else -1


@frozen
class Contest:
    """Acts of which none followed another: moves of the ``subject``, or corrections of the same
    ``fields`` of the event ``of``. In the order of all desks."""

    subject: Uid
    of: Uid
    fields: tuple[str, ...]
    acts: tuple[Event, ...]

    def settled(self, stands: Uid, reason: str = "") -> ContestSettled:
        """Return the fact that one of the acts holds."""
        named = tuple(sorted(each.uid for each in self.acts))
        return ContestSettled(stands, named, self.of, self.fields, reason)

    def branches(self) -> Iterator[Event]:
        """Yield for each of the acts an event by which it would hold, as none was written."""
        yield from (replace(e, uid="", fact=self.settled(e.uid)) for e in self.acts)


def contests(events: Sequence[Event]) -> list[Contest]:
    """Return what is contested of one subject, whose events are in the order of all desks.

    Corrections of what was taken back, or does not count any more, contest nothing.
    """
    acts = [each for each in events if type(each.fact) in _ACTS]
    if len({each.desk for each in acts}) < 2:
        return []
    lines, gone = lines_of(events), _gone(events)
    by = {each.uid: each for each in events}
    found: dict[tuple[Uid, tuple[Uid, ...]], list[str]] = {}
    for (of, name), line in lines.items():
        parted = of not in gone if name != GONE else len(_outcomes(line.heads, by)) > 1
        if len(line.heads) > 1 and parted:
            found.setdefault((of if name else "", tuple(line.heads)), []).append(name)
    return [
        Contest(
            by[heads[0]].subject,
            of,
            tuple(sorted(each for each in names if each)),
            tuple(sorted((by[each] for each in heads), key=lambda each: each.place)),
        )
        for (of, heads), names in found.items()
    ]


def _outcomes(heads: Iterable[Uid], by: Mapping[Uid, Event]) -> set[bool]:
    """Return what acts make of an outcome: that it stays, that it is taken back, or both."""
    found: set[bool] = set()
    for uid in heads:
        while isinstance(fact := by[uid].fact, ContestSettled) and fact.stands in by:
            uid = fact.stands
        found.add(_takes_back(fact))
    return found


_WAYS = 16
"""So many ways to settle all of it are looked at together."""


def ways(events: Sequence[Event]) -> list[Sequence[Event]]:
    """Return each way in which all that is contested of one subject may come to be settled, by
    what would be written then; of many contests each by itself. Nothing where nothing is."""
    found = [list(each.branches()) for each in contests(events)]
    if prod(map(len, found)) > _WAYS:
        return [[held] for sides in found for held in sides]
    return [list(each) for each in product(*found)] if found else []


class Standing(StrEnum):
    """What an act comes to that desks did at once."""

    CONTESTED = "contested"
    LEFT_OUT = "left_out"


def standings(events: Sequence[Event]) -> dict[Uid, Standing]:
    """Return what each act of one subject comes to that is contested, or counts no more as a whole;
    an outcome that one desk took back and another corrected is contested itself.

    ``events`` are all of it, in the order of all desks.
    """
    found = contests(events)
    contested = {act.uid for each in found for act in each.acts}
    contested |= {each.of for each in found if GONE in each.fields}
    out = left_out(events)
    moves = moves_among(events)
    named = {each.uid: {name for _, name in keys_of(each, moves)} for each in events}
    gone = (uid for uid, names in out.items() if WHOLE in names or names >= named[uid])
    return dict.fromkeys(contested, Standing.CONTESTED) | dict.fromkeys(gone, Standing.LEFT_OUT)


def in_branch(events: Sequence[Event], uid: Uid) -> Sequence[Event]:
    """Return a subject's events as if that contested act held which rests on one of them."""
    for contest in contests(events):
        if not contest.of:
            line = lines_of(events)[contest.subject, WHOLE]
            for act, held in zip(contest.acts, contest.branches(), strict=True):
                if uid in line.history(act.uid):
                    return [*events, held]
    return events


def _gone(events: Sequence[Event]) -> set[Uid]:
    whole = {uid for uid, names in left_out(events).items() if WHOLE in names}
    facts: Iterable[Fact] = (each.fact for each in events if each.uid not in whole)
    return whole | {e.of for e in facts if isinstance(e, EventCorrected) and e.withdrawn}
