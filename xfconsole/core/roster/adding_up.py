"""How the facts of a roster add up, in the order they were recorded.

* A file replaces, for each post and unit it names, everything between that post and unit's
  earliest start and latest end in the file; what lies before and after stays, cut there if need be.
  The desk lets entries in from the moment of the import on only, so that past duty stays as it was.
* A replacement rewrites what its person held of the post at that moment, keeping order and unit;
  a later file is the later word.
* Leave belongs to the person: it counts whatever file comes before or after.
* People and units are told apart as core.words.official does, and shown as they were written.
* Somebody added for a while comes after all others and replaces nobody but an earlier number of
  their own; a file leaves them as they are.
* A change at the desk says for stretches of a post and unit exactly who holds them from then on.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from operator import itemgetter
from typing import Protocol, TypeAlias, TypeVar

from xfconsole.core.facts import of_office
from xfconsole.core.facts.event import Fact
from xfconsole.core.facts.of_office import LeaveRecorded, RosterEntry, RosterStretch
from xfconsole.core.words.official import name_key, same

Place: TypeAlias = tuple[str, str]
"""A post and a unit, folded."""
Span: TypeAlias = tuple[datetime, datetime]
"""Start and end, half-open."""


class Lasting(Protocol):
    """Whatever lasts from one instant to another."""

    @property
    def starts_at(self) -> datetime:
        """When it begins."""
        ...

    @property
    def ends_at(self) -> datetime:
        """When it is over."""
        ...


LastingT = TypeVar("LastingT", bound=Lasting)


def added_up(facts: Iterable[Fact]) -> list[RosterEntry]:
    """Return who is on duty when: whatever anybody holds, unless they are on leave."""
    told = list(facts)
    away: dict[str, list[Span]] = defaultdict(list)
    for leave in leaves(told):
        away[name_key(leave.person)].append((leave.starts_at, leave.ends_at))
    absent = {key: in_order(spans) for key, spans in away.items()}
    return [
        part
        for entry in held(told)
        for part in outside_all(entry, absent.get(name_key(entry.person), ()))
    ]


def held(facts: Iterable[Fact]) -> list[RosterEntry]:
    """Return who holds which post when, whether they are on leave or not."""
    entries: list[RosterEntry] = []
    for fact in facts:
        match fact:
            case of_office.RosterImported():
                entries = _imported(entries, usable(fact.entries))
            case of_office.RosterSet():
                spans: dict[Place, list[Span]] = defaultdict(list)
                for each in fact.stretches:
                    spans[place_of(each)].append((each.starts_at, each.ends_at))
                entries = _set(entries, spans, usable(fact.entries))
            case of_office.RosterReplaced():
                entries = [part for entry in entries for part in _replaced(entry, fact)]
            case of_office.RosterAdded():
                entries = _added(entries, fact)
    return entries


def leaves(facts: Iterable[Fact]) -> list[LeaveRecorded]:
    """Return the leaves that still count."""
    found: list[LeaveRecorded] = []
    for fact in facts:
        if isinstance(fact, LeaveRecorded):
            found.append(fact)
        elif isinstance(fact, of_office.LeaveEnded):
            found = [
                part
                for each in found
                for part in (
                    outside(each, fact.starts_at, fact.ends_at)
                    if same(each.person, fact.person)
                    else [each]
                )
            ]
    return found


def place_of(entry: RosterEntry | RosterStretch) -> Place:
    """Return the post and the unit of an entry or a stretch, folded."""
    return entry.post, name_key(entry.unit)


def usable(entries: Iterable[RosterEntry]) -> list[RosterEntry]:
    """Return the entries that last at all, in UTC."""
    return [entry for each in entries if (entry := _in_utc(each)).starts_at < entry.ends_at]


def _in_utc(entry: RosterEntry) -> RosterEntry:
    # Two instants of one time zone compare by their wall time, which lies when clocks change.
    if entry.starts_at.tzinfo is UTC and entry.ends_at.tzinfo is UTC:
        return entry
    return replace(
        entry, starts_at=entry.starts_at.astimezone(UTC), ends_at=entry.ends_at.astimezone(UTC)
    )


def _imported(held: list[RosterEntry], new: list[RosterEntry]) -> list[RosterEntry]:
    span: dict[Place, tuple[datetime, datetime]] = {}
    for entry in new:
        start, end = span.get(place_of(entry), (entry.starts_at, entry.ends_at))
        span[place_of(entry)] = min(start, entry.starts_at), max(end, entry.ends_at)
    return _set(held, {place: [each] for place, each in span.items()}, new)


def _set(
    held: list[RosterEntry], stretches: Mapping[Place, Iterable[Span]], new: list[RosterEntry]
) -> list[RosterEntry]:
    spans = {place: in_order(each) for place, each in stretches.items()}
    kept: list[RosterEntry] = []
    for entry in held:
        own = () if entry.order == of_office.ADDED else spans.get(place_of(entry), ())
        kept += outside_all(entry, own)
    return kept + new


def _added(held: list[RosterEntry], fact: of_office.RosterAdded) -> list[RosterEntry]:
    new = RosterEntry(
        fact.post, fact.person, fact.phone, fact.starts_at, fact.ends_at, of_office.ADDED, fact.unit
    )
    kept: list[RosterEntry] = []
    for entry in held:
        own = entry.order == of_office.ADDED and place_of(entry) == place_of(new)
        earlier = own and same(entry.person, new.person)
        kept += outside(entry, new.starts_at, new.ends_at) if earlier else [entry]
    return kept + usable([new])


def _replaced(entry: RosterEntry, fact: of_office.RosterReplaced) -> list[RosterEntry]:
    start, end = max(entry.starts_at, fact.starts_at), min(entry.ends_at, fact.ends_at)
    if entry.post != fact.post or not same(entry.person, fact.person) or start >= end:
        return [entry]
    inside = replace(entry, person=fact.by, phone=fact.phone, starts_at=start, ends_at=end)
    return [*outside(entry, start, end), inside]


def in_order(spans: Iterable[Span]) -> list[Span]:
    """Return stretches by start, those that meet or overlap as one, without what never lasts."""
    found: list[Span] = []
    for starts, ends in sorted(spans):
        if found and starts <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], ends)
        elif starts < ends:
            found.append((starts, ends))
    return found


def touching(each: Lasting, spans: Sequence[Span]) -> Iterator[Span]:
    """Yield those of stretches ``in_order`` that something touches, found by halving."""
    for place in range(bisect_right(spans, each.starts_at, key=itemgetter(1)), len(spans)):
        if spans[place][0] >= each.ends_at:
            return
        yield spans[place]


def outside_all(each: LastingT, spans: Sequence[Span]) -> list[LastingT]:
    """Return what is left of something once each of stretches ``in_order`` is cut out of it."""
    parts = [each]
    for span in touching(each, spans):
        parts = [left for part in parts for left in outside(part, *span)]
    return parts


def outside(each: LastingT, start: datetime, end: datetime) -> list[LastingT]:
    """Return what is left of something once the stretch from start to end is cut out of it."""
    if start >= end or each.ends_at <= start or each.starts_at >= end:
        return [each]
    parts = []
    if each.starts_at < start:
        parts.append(replace(each, ends_at=start))  # type: ignore[type-var]
    if each.ends_at > end:
        parts.append(replace(each, starts_at=end))  # type: ignore[type-var]
    return parts
