"""What every act knew of when it was written: an account of who parted, beside the journal."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TypeAlias

from tests.data.parting import Side
from xfconsole.core.facts.event import Event, Fact
from xfconsole.core.facts.of_incident import ContestSettled, EventCorrected
from xfconsole.core.facts.of_procedure import SERVED_IN_FILE, MatterMoved
from xfconsole.core.words.desk import Uid

Key: TypeAlias = tuple[Uid, Uid, str]
"""The subject, the corrected event or nothing, and its field or nothing."""
GONE = "withdrawn"
"""In place of a field: that it happened at all."""


class Planted:
    """The acts that desks wrote, each with those on the same thing that were there by then."""

    def __init__(self) -> None:
        self.acts: dict[Key, dict[Uid, set[Uid]]] = defaultdict(dict)
        self._facts: dict[Uid, Fact] = {}

    def note(self, before: Iterable[Event], new: Event) -> None:
        """Note an act on a subject of which so much was there.

        A correction says also that the entry happened, and knew of that what it corrects further.
        """
        here = {each.uid: each for each in before}
        moves = {uid for uid, each in here.items() if isinstance(each.fact, MatterMoved)}
        self._facts[new.uid] = fact = new.fact
        further = set[Uid]()
        for key in keys(new, moves):
            self.acts[key][new.uid] = self.acts[key].keys() & here.keys()
            further |= self._followed(key, new.uid)
        if isinstance(fact, EventCorrected) and fact.of not in moves:
            gone = self.acts[new.subject, fact.of, GONE]
            gone[new.uid] = gone.keys() & (here.keys() if fact.withdrawn else further)

    def sides(self) -> set[Side]:
        """Return the acts that none of the others knew, where there are several and it matters
        which of them holds."""
        found, away = set[Side](), {*self._away()}
        for key in self.acts:
            last = self._last(key)
            outcomes = {self._takes_back(uid) for uid in last}
            parted = (
                len(outcomes) > 1 and self._named(key) if key[2] == GONE else key[1] not in away
            )
            found |= {(*key, uid) for uid in last if len(last) > 1 and parted}
        return found

    def _last(self, key: Key) -> set[Uid]:
        acts = self.acts[key]
        return acts.keys() - set().union(*acts.values())

    def _followed(self, key: Key, uid: Uid) -> set[Uid]:
        """Return what an act followed of those it knew."""
        known = self.acts[key][uid]
        return known - set().union(*(self.acts[key][each] for each in known))

    def _takes_back(self, uid: Uid) -> bool:
        """Whether an act has it that something did not happen, or that such an act holds."""
        fact = self._facts.get(uid)
        if isinstance(fact, ContestSettled):
            return self._takes_back(fact.stands)
        return isinstance(fact, EventCorrected) and fact.withdrawn

    def _named(self, key: Key) -> bool:
        """Whether a desk that knew of another one took it back: before, nobody could part."""
        facts = [self._facts.get(uid) for uid in self.acts[key]]
        found = [each for each in facts if isinstance(each, EventCorrected) and each.withdrawn]
        return any(each.following for each in found)

    def _away(self) -> Iterator[Uid]:
        """Yield what was taken back, and what counts no more since another act holds."""
        for key, acts in self.acts.items():
            whole = key[1] == ""
            if not whole and key[2] != GONE:
                continue
            holds = self._holding(key) if whole or self._named(key) else {*acts}
            yield from (uid for uid in acts.keys() - holds if whole or self._takes_back(uid))
            for uid in holds:
                fact = self._facts.get(uid)
                if isinstance(fact, EventCorrected) and fact.withdrawn:
                    yield fact.of

    def _holding(self, key: Key) -> set[Uid]:
        """Return the acts that the last ones rest on, and those."""
        found, to_see = set[Uid](), [*self._last(key)]
        while to_see:
            if (uid := to_see.pop()) in found or uid not in self.acts[key]:
                continue
            found.add(uid)
            fact = self._facts.get(uid)
            if isinstance(fact, ContestSettled):
                to_see.append(fact.stands)
            else:
                to_see += self._followed(key, uid)
        return found


def keys(event: Event, moves: set[Uid]) -> list[Key]:
    """Return what an act is about."""
    match event.fact:
        case EventCorrected(of=of, withdrawn=True) if of in moves:
            return [(event.subject, "", "")]
        case EventCorrected(of=of, changes=changes, happened_at=at):
            return [(event.subject, of, name) for name in [*changes, *["happened_at"][: bool(at)]]]
        case ContestSettled(of=of, fields=fields):
            return [(event.subject, of, name) for name in fields or [""]]
        case MatterMoved() as fact if fact != SERVED_IN_FILE:
            return [(event.subject, "", "")]
    return []
