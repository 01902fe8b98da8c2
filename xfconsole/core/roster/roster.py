"""Who holds which post when: the one resolver that screens, prompts and exports ask.

How the facts add up is said in core.roster.adding_up. All stretches are half-open: at 08:30 the
next shift holds the post.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import cached_property
from typing import Final

from xfconsole.core.facts import of_office
from xfconsole.core.facts.event import Fact
from xfconsole.core.roster.adding_up import added_up, place_of, usable
from xfconsole.core.roster.holes import Hole, find_holes
from xfconsole.core.roster.parties import Barring, Bars
from xfconsole.core.roster.periods import periods_of
from xfconsole.core.words.desk import Contact
from xfconsole.core.words.official import name_key, same

__all__ = ["ANY_UNIT", "Hole", "Roster"]

ANY_UNIT: Final = None
"""Asks for a post's holders whatever unit they are on the roster for."""

DAY_BEGINS = time(8, 30)
"""Office time at which the roster's usual shifts change to the next day."""


class Roster:
    """Everybody's duty as an immutable value; equal rosters answer every question alike."""

    def __init__(
        self,
        entries: Iterable[of_office.RosterEntry] = (),
        barred: Mapping[str, Barring] | None = None,
        periods: tuple[of_office.PeriodSet, ...] = (),
    ) -> None:
        self._entries = tuple(usable(entries))
        self._barred = barred or {}
        self.periods = periods
        """The special periods that are set, by start."""
        self._without: dict[Bars, Roster] = {}

    @classmethod
    def of(cls, facts: Iterable[Fact]) -> Roster:
        """Return the roster that office facts add up to; facts of other kinds are passed over."""
        facts = tuple(facts)
        return cls(added_up(facts), periods=periods_of(facts))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Roster):
            return False
        mine, theirs = ((each._entries, each._barred, each.periods) for each in (self, other))
        return mine == theirs

    def __hash__(self) -> int:
        return self._hash

    def __bool__(self) -> bool:
        return bool(self._entries)

    def without(self, bars: Bars) -> Roster:
        """Return the roster as it is for a matter: a barred official holds nothing from then on.

        So does everybody who is on the roster for a barred unit, whatever other post they hold.
        """
        if not bars:
            return self
        if bars not in self._without:
            barred = _barred(self._entries, bars)
            kept = (
                _until_barred(each, barred.get(name_key(each.person))) for each in self._entries
            )
            self._without[bars] = Roster(kept, barred, self.periods)
        return self._without[bars]

    def barring(self, person: str) -> Barring | None:
        """Return why an official has no hand in the matter that this roster is for, or None."""
        return self._barred.get(name_key(person))

    def holders(self, post: str, unit: str | None, at: datetime) -> tuple[Contact, ...]:
        """Return whom to ring for a post at an instant: the primary holder, then the deputies.

        An entry without a unit holds for every unit. Asking for the unit "", one not named yet,
        finds nobody else, ANY_UNIT everybody. Nobody is named twice. Those of the unit itself come
        before those of the whole office.
        """
        at = at.astimezone(UTC)
        found = [entry for place in _places(post, unit) for entry in self._active(place, at)]
        found.sort(key=_rank)
        firsts: dict[str, of_office.RosterEntry] = {}
        for entry in found:
            first = firsts.setdefault(name_key(entry.person), entry)
            if entry.phone and not first.phone:
                firsts[name_key(entry.person)] = replace(first, phone=entry.phone)
        return tuple(map(_contact, firsts.values()))

    def next_change(self, post: str, unit: str | None, after: datetime) -> datetime | None:
        """Return the first instant after ``after`` when a turn of ``holders`` begins or ends."""
        lines = (self._lines.get(place) for place in _places(post, unit))
        changes = (line.next_change(after.astimezone(UTC)) for line in lines if line)
        return min((each for each in changes if each is not None), default=None)

    def on_duty(self, at: datetime) -> tuple[Contact, ...]:
        """Return everybody who holds a post at an instant, by post, unit and order."""
        at = at.astimezone(UTC)
        found = self._active((None, None), at)
        found.sort(key=lambda entry: (*place_of(entry), entry.order))
        return tuple(map(_contact, found))

    def phone(self, person: str, at: datetime, post: str = "") -> str:
        """Return the number of somebody on duty at an instant, by ``post`` if they have several."""
        own = [each for each in self.on_duty(at) if same(each.person, person) and each.phone]
        own.sort(key=lambda each: each.post != post)
        return own[0].phone if own else ""

    def entries(self, since: datetime, until: datetime) -> tuple[of_office.RosterEntry, ...]:
        """Return the entries that touch a stretch of time, by start, post, unit and order."""
        found = [each for each in self._entries if each.starts_at < until and each.ends_at > since]
        found.sort(key=lambda each: (each.starts_at, each.post, each.unit, each.order))
        return tuple(found)

    def everybody(self) -> tuple[of_office.RosterEntry, ...]:
        """Return all entries, as they were recorded."""
        return self._entries

    def units(self) -> list[str]:
        """Return the units that somebody is on the roster for, each as it was written first."""
        found: dict[str, str] = {}
        for each in filter(None, (entry.unit for entry in self._entries)):
            found.setdefault(name_key(each), each)
        return list(found.values())

    def holes(self, needed: Mapping[str, str], since: datetime, until: datetime) -> list[Hole]:
        """Return every hole between two instants; ``needed`` maps posts to their scope."""
        span = since.astimezone(UTC), until.astimezone(UTC)
        return find_holes(self._entries, needed, *span, self.periods)

    def _active(
        self, place: tuple[str | None, str | None], at: datetime
    ) -> list[of_office.RosterEntry]:
        line = self._lines.get(place)
        return line.active(at) if line else []

    @cached_property
    def _lines(self) -> dict[tuple[str | None, str | None], _Line]:
        # A place with None for its unit holds the post's entries of all units, (None, None) all.
        places: dict[tuple[str | None, str | None], list[of_office.RosterEntry]] = defaultdict(list)
        for entry in self._entries:
            places[place_of(entry)].append(entry)
            places[entry.post, None].append(entry)
            places[None, None].append(entry)
        return {place: _Line(entries) for place, entries in places.items()}

    @cached_property
    def _hash(self) -> int:
        return hash(self._entries)


def _places(post: str, unit: str | None) -> tuple[tuple[str, str | None], ...]:
    own = name_key(unit) if unit else unit
    return ((post, own), (post, "")) if own else ((post, own),)


def roster_day(at: datetime, zone: tzinfo) -> date:
    """Return the roster's day of an instant: it begins at 08:30 office time."""
    local = at.astimezone(zone)
    return local.date() - timedelta(days=local.time() < DAY_BEGINS)


def day_ends(now: datetime, zone: tzinfo) -> datetime:
    """Return when the roster's day of an instant ends and the next one begins."""
    following = roster_day(now, zone) + timedelta(days=1)
    return datetime.combine(following, DAY_BEGINS, zone).astimezone(UTC)


class _Line:
    """Entries by start. Only those begun within the longest one's length can still be running."""

    def __init__(self, entries: Sequence[of_office.RosterEntry]) -> None:
        self._entries = sorted(entries, key=lambda entry: entry.starts_at)
        self._starts = [entry.starts_at for entry in self._entries]
        self._longest = max(
            (each.ends_at - each.starts_at for each in entries), default=timedelta()
        )
        ends = (entry.ends_at for entry in entries)
        self._changes = sorted({*self._starts, *ends})

    def next_change(self, after: datetime) -> datetime | None:
        """Return the first start or end later than an instant (UTC)."""
        place = bisect_right(self._changes, after)
        return self._changes[place] if place < len(self._changes) else None

    def active(self, at: datetime) -> list[of_office.RosterEntry]:
        """Return the entries running at an instant (UTC)."""
        first = bisect_right(self._starts, at - self._longest)
        last = bisect_right(self._starts, at)
        return [entry for entry in self._entries[first:last] if entry.ends_at > at]


def _barred(entries: Iterable[of_office.RosterEntry], bars: Bars) -> dict[str, Barring]:
    """Return everybody barred by name or with the unit they are on the roster for, folded."""
    found, units = dict(bars.people), dict(bars.units)
    for entry in entries:
        key = name_key(entry.person)
        with_unit, known = units.get(name_key(entry.unit)), found.get(key)
        if with_unit and (known is None or with_unit.since < known.since):
            found[key] = with_unit
    return found


def _until_barred(entry: of_office.RosterEntry, barring: Barring | None) -> of_office.RosterEntry:
    if barring is None or barring.since >= entry.ends_at:
        return entry
    return replace(entry, ends_at=max(entry.starts_at, barring.since.astimezone(UTC)))


def _rank(entry: of_office.RosterEntry) -> tuple[int, bool]:
    return entry.order, not entry.unit


def _contact(entry: of_office.RosterEntry) -> Contact:
    return Contact(entry.post, entry.person, entry.phone, entry.order, entry.unit)
