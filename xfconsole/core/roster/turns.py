"""The turns of one official or one post: those that hold, and those that did and don't any more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from xfconsole.core.facts.event import Fact
from xfconsole.core.facts.of_office import (
    RosterAdded,
    RosterEntry,
    RosterImported,
    RosterReplaced,
    RosterSet,
)
from xfconsole.core.roster.roster import Roster
from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.official import same


@frozen
class Turn:
    """One stretch of duty; ``off``: it was in the roster once and is not any more."""

    entry: RosterEntry
    off: bool = False

    @property
    def name(self) -> tuple[str, ...]:
        """What tells it from every other turn, whatever becomes of its end, order or number."""
        entry = self.entry
        begins = entry.starts_at.astimezone(UTC).isoformat()
        return entry.post, entry.unit, entry.person, begins


def turns_of(
    facts: Iterable[Fact], since: datetime, until: datetime, *, person: str = "", post: str = ""
) -> list[Turn]:
    """Return the turns of a person, or of a post, that touch a stretch; the earliest first."""
    known = list(facts)

    def wanted(entry: RosterEntry) -> bool:
        within = entry.starts_at < until and since < entry.ends_at
        return within and (same(entry.person, person) if person else entry.post == post)

    found = {
        turn.name: turn
        for turn in map(Turn, filter(wanted, Roster.of(known).entries(since, until)))
    }
    for entry in filter(wanted, (each for fact in known for each in _named(fact))):
        turn = Turn(entry, off=True)
        found.setdefault(turn.name, turn)
    return sorted(found.values(), key=lambda turn: (turn.entry.starts_at, turn.name))


def _named(fact: Fact) -> Iterator[RosterEntry]:
    """Yield the turns that a fact put into the roster."""
    match fact:
        case RosterImported(entries=entries) | RosterSet(entries=entries):
            yield from entries
        case RosterReplaced():
            yield RosterEntry(fact.post, fact.by, fact.phone, fact.starts_at, fact.ends_at)
        case RosterAdded():
            yield RosterEntry(
                *(fact.post, fact.person, fact.phone, fact.starts_at, fact.ends_at),
                unit=fact.unit,
            )
