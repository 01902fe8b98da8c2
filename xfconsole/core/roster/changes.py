"""What a change of the roster comes to, and what takes the last one back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from xfconsole.core.facts.event import Fact
from xfconsole.core.facts.of_office import (
    ADDED,
    LeaveEnded,
    LeaveRecorded,
    RosterEntry,
    RosterSet,
    RosterStretch,
)
from xfconsole.core.roster.adding_up import (
    LastingT,
    Place,
    Span,
    held,
    in_order,
    leaves,
    outside_all,
    place_of,
    touching,
)
from xfconsole.core.roster.planning import merged, within
from xfconsole.core.roster.roster import Hole, Roster
from xfconsole.core.words.desk import RosterHow
from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.official import name_key

EVER = datetime.max.replace(tzinfo=UTC)


@frozen
class Difference:
    """Who goes off duty and who comes on, and which gaps a change closes and opens."""

    off: tuple[RosterEntry, ...]
    on: tuple[RosterEntry, ...]
    closed: tuple[Hole, ...]
    opened: tuple[Hole, ...]

    def __bool__(self) -> bool:
        return bool(self.off or self.on)


def difference(
    before: Roster, after: Roster, needed: Mapping[str, str], since: datetime
) -> Difference:
    """Return how two rosters differ from an instant on; ``needed`` maps posts to their scope."""
    old, new = (list(within(each.entries(since, EVER), since, EVER)) for each in (before, after))
    off, on = _minus(old, new, _holding), _minus(new, old, _holding)
    until = max((each.ends_at for each in (*off, *on)), default=since)
    gaps, left = (each.holes(needed, since, until) for each in (before, after))
    closed, opened = _minus(gaps, left, _gap), _minus(left, gaps, _gap)
    return Difference(tuple(off), tuple(on), tuple(closed), tuple(opened))


def taking_back(without: Sequence[Fact], facts: Sequence[Fact], now: datetime) -> list[Fact]:
    """Return what makes the roster from now on what it was without some of its facts.

    ``facts`` are all of the roster's, ``without`` the others; past duty stays as it is.
    """
    old, new = (
        [each for each in within(held(told), now, EVER) if each.order != ADDED]
        for told in (without, facts)
    )
    back: list[Fact] = []
    other = (*_minus(old, new, _holding), *_minus(new, old, _holding))
    if other:
        stretches = merged(
            [RosterStretch(each.post, each.unit, each.starts_at, each.ends_at) for each in other]
        )
        spans: dict[Place, list[Span]] = defaultdict(list)
        for stretch in stretches:
            spans[place_of(stretch)].append((stretch.starts_at, stretch.ends_at))
        entries = tuple(
            part
            for each in old
            for span in touching(each, spans.get(place_of(each), ()))
            for part in within([each], *span)
        )
        back.append(RosterSet(tuple(stretches), entries, RosterHow.UNDONE))
    away, gone = (
        [
            replace(each, starts_at=max(each.starts_at, now))
            for each in leaves(told)
            if each.ends_at > now
        ]
        for told in (without, facts)
    )
    back += [
        LeaveEnded(each.person, each.starts_at, each.ends_at) for each in _minus(gone, away, _who)
    ]
    return back + list[Fact](_minus(away, gone, _who))


def _minus(
    some: Iterable[LastingT], others: Iterable[LastingT], key: Callable[[LastingT], Hashable]
) -> list[LastingT]:
    """Return what of some things is not there in others of the same key at the same time."""
    spans: dict[Hashable, list[Span]] = defaultdict(list)
    for each in others:
        spans[key(each)].append((each.starts_at, each.ends_at))
    cut = {each: in_order(own) for each, own in spans.items()}
    return [part for each in some for part in outside_all(each, cut.get(key(each), ()))]


def _holding(entry: RosterEntry) -> Hashable:
    return place_of(entry), name_key(entry.person), entry.phone, entry.order


def _gap(hole: Hole) -> Hashable:
    return hole.kind, hole.post, hole.unit, hole.people, hole.posts


def _who(leave: LeaveRecorded) -> Hashable:
    return name_key(leave.person)
