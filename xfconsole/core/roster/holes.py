"""Finds what is wrong with a roster: nobody there, no number, two primaries, one person twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypeAlias

from xfconsole.core.facts.of_office import PeriodSet, RosterEntry
from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.official import name_key

REMEMBERED = timedelta(days=31)
"""A unit that was on the roster this recently is expected to stay on it."""

Span: TypeAlias = tuple[datetime, datetime, str]
"""Start, end (half-open) and a label."""


class HoleKind(StrEnum):
    """What is wrong with a stretch of the roster."""

    UNHELD = "unheld"
    NO_PHONE = "no_phone"
    TWO_PRIMARIES = "two_primaries"
    DOUBLE_BOOKED = "double_booked"
    TOO_FEW = "too_few"


@frozen
class Hole:
    """One stretch of time (half-open, UTC) in which the roster can't be relied on.

    ``people`` are the holders concerned: nobody for ``unheld``, one for ``no_phone`` and
    ``double_booked``, two or more for ``two_primaries``. ``posts`` are all posts a double-booked
    person is the primary holder of; otherwise just ``post``. For ``too_few`` a special period wants
    ``wanted`` people on the post and ``held`` hold it.
    """

    kind: HoleKind
    post: str
    unit: str
    people: tuple[str, ...]
    posts: tuple[str, ...]
    starts_at: datetime
    ends_at: datetime
    held: int = 0
    wanted: int = 0

    @property
    def person(self) -> str:
        """The people concerned in one string, for a line on screen."""
        return "、".join(self.people)


def find_holes(
    entries: Iterable[RosterEntry],
    needed: Mapping[str, str],
    since: datetime,
    until: datetime,
    periods: Iterable[PeriodSet] = (),
) -> list[Hole]:
    """Return every hole between two instants, by start, each as one merged stretch.

    ``needed`` maps a post to its scope (``office``, ``unit``, ``township``). A post of unit scope
    is looked at for each unit the roster knew within REMEMBERED, else as a whole.
    """
    known = _one_spelling(entry for entry in entries if entry.starts_at < until)
    current = [entry for entry in known if entry.ends_at > since]
    found = [
        *_unheld(known, needed, since, until),
        *_no_phone(current, since, until),
        *_two_primaries(current, since, until),
        *_double_booked(current, since, until),
        *_too_few(current, periods, needed, since, until),
    ]
    return sorted(found, key=lambda hole: (hole.starts_at, hole.post, hole.unit, hole.kind))


def _one_spelling(entries: Iterable[RosterEntry]) -> list[RosterEntry]:
    """Return the entries with each person and unit written as they were first."""
    people: dict[str, str] = {}
    units: dict[str, str] = {}
    found = []
    for entry in entries:
        person = people.setdefault(name_key(entry.person), entry.person)
        unit = units.setdefault(name_key(entry.unit), entry.unit)
        other = (person, unit) != (entry.person, entry.unit)
        found.append(replace(entry, person=person, unit=unit) if other else entry)
    return found


def stretches(
    spans: Iterable[Span], since: datetime, until: datetime
) -> Iterator[tuple[tuple[str, ...], datetime, datetime]]:
    """Yield the longest stretches in which the same labels are active, those with none included."""
    edges: dict[datetime, list[tuple[int, str]]] = defaultdict(list)
    for start, end, label in spans:
        if max(start, since) < min(end, until):
            edges[max(start, since)].append((1, label))
            edges[min(end, until)].append((-1, label))
    active: dict[str, int] = defaultdict(int)
    labels: tuple[str, ...] = ()
    began = since
    for at in sorted(edges):
        for change, label in edges[at]:
            active[label] += change
        now = tuple(sorted(label for label, count in active.items() if count))
        if now != labels:
            if began < at:
                yield labels, began, at
            labels, began = now, at
    if began < until:
        yield labels, began, until


def _unheld(
    entries: list[RosterEntry], needed: Mapping[str, str], since: datetime, until: datetime
) -> Iterator[Hole]:
    by_post: dict[str, list[RosterEntry]] = defaultdict(list)
    for entry in entries:
        by_post[entry.post].append(entry)
    for post, scope in needed.items():
        held = by_post[post]
        for unit in _units(held, since) if scope != "office" else [""]:
            spans = (
                (entry.starts_at, entry.ends_at, "held")
                for entry in held
                if not unit or entry.unit in ("", unit)
            )
            for labels, start, end in stretches(spans, since, until):
                if not labels:
                    yield Hole(HoleKind.UNHELD, post, unit, (), (post,), start, end)


def _units(held: list[RosterEntry], since: datetime) -> list[str]:
    named = {entry.unit for entry in held if entry.unit and entry.ends_at > since - REMEMBERED}
    return sorted(named) or [""]


def _no_phone(entries: list[RosterEntry], since: datetime, until: datetime) -> Iterator[Hole]:
    silent = (entry for entry in entries if not entry.phone.strip())
    for (post, unit), spans in _people_by_place(silent).items():
        for person in sorted({label for _, _, label in spans}):
            own = [span for span in spans if span[2] == person]
            for labels, start, end in stretches(own, since, until):
                if labels:
                    yield Hole(HoleKind.NO_PHONE, post, unit, labels, (post,), start, end)


def _two_primaries(entries: list[RosterEntry], since: datetime, until: datetime) -> Iterator[Hole]:
    primaries = (entry for entry in entries if entry.order == 1)
    for (post, unit), spans in _people_by_place(primaries).items():
        for people, start, end in stretches(spans, since, until):
            if len(people) > 1:
                yield Hole(HoleKind.TWO_PRIMARIES, post, unit, people, (post,), start, end)


def _double_booked(entries: list[RosterEntry], since: datetime, until: datetime) -> Iterator[Hole]:
    by_person: dict[str, list[Span]] = defaultdict(list)
    for entry in entries:
        if entry.order == 1:
            by_person[entry.person].append((entry.starts_at, entry.ends_at, entry.post))
    for person, spans in by_person.items():
        for posts, start, end in stretches(spans, since, until):
            if len(posts) > 1:
                yield Hole(HoleKind.DOUBLE_BOOKED, posts[0], "", (person,), posts, start, end)


def _too_few(
    entries: list[RosterEntry],
    periods: Iterable[PeriodSet],
    needed: Mapping[str, str],
    since: datetime,
    until: datetime,
) -> Iterator[Hole]:
    for period in periods:
        begin, end = max(since, period.starts_at), min(until, period.ends_at)
        for each in period.posts if begin < end else ():
            spans = [(e.starts_at, e.ends_at, e.person) for e in entries if e.post == each.post]
            # Whoever relieves whom, so many are missing all the while.
            runs: list[tuple[int, datetime, datetime]] = []
            for people, start, stop in stretches(spans, begin, end):
                goes_on = bool(runs) and runs[-1][0] == len(people)
                start = runs.pop()[1] if goes_on else start
                runs.append((len(people), start, stop))
            for held, start, stop in runs:
                # A post without anybody is a gap already where it is one that may be called.
                if held < each.number and (held or each.post not in needed):
                    yield Hole(
                        *(HoleKind.TOO_FEW, each.post, "", (), (each.post,), start, stop),
                        held=held,
                        wanted=each.number,
                    )


def _people_by_place(entries: Iterable[RosterEntry]) -> dict[tuple[str, str], list[Span]]:
    found: dict[tuple[str, str], list[Span]] = defaultdict(list)
    for entry in entries:
        found[entry.post, entry.unit].append((entry.starts_at, entry.ends_at, entry.person))
    return found
