"""The roster as lines: who holds which post now, every hole in words, then day by day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from xfconsole.core.facts.of_office import RosterEntry, RosterStretch
from xfconsole.core.policy.pack import Policy
from xfconsole.core.roster.holes import HoleKind
from xfconsole.core.roster.roster import Hole, Roster
from xfconsole.core.words.frozen import frozen
from xfconsole.ui.text.glyphs import glyph
from xfconsole.ui.words.catalogue import say
from xfconsole.ui.words.roster import hole_words, place_name
from xfconsole.ui.words.times import day, moment, weekday

DAYS = 14
_MOMENT = timedelta(minutes=1)
BACK = timedelta(hours=24)
"""Duty that ended this recently is still listed, though it can't be changed."""
SHIFT_NAMES = {
    "day": "roster_screen.shift.day",
    "night": "roster_screen.shift.night",
    "all_day": "roster_screen.shift.all_day",
}


def shift_name(shift: str) -> str:
    """Return the name of a usual shift, nothing for other hours."""
    return say(SHIFT_NAMES[shift]) if shift in SHIFT_NAMES else ""


@frozen
class RosterLine:
    """A line: a title or a hole (``text``), or a post with its ``entries``, the primary first.

    For a turn under way ``text`` is until when it lasts. ``stretch`` is what can be held anew.
    """

    text: str = ""
    style: str = ""
    post: str = ""
    entries: tuple[RosterEntry, ...] = ()
    hole: Hole | None = None
    past: bool = False
    stretch: RosterStretch | None = None

    @property
    def first(self) -> RosterEntry | None:
        """The holder."""
        return self.entries[0] if self.entries else None


class RosterLines:
    """Builds the lines for one roster, policy and instant; ``holes`` are those of 14 days."""

    def __init__(self, roster: Roster, policy: Policy, zone: ZoneInfo, now: datetime) -> None:
        self._roster, self._policy, self._zone, self._now = roster, policy, zone, now
        self._until = now + timedelta(days=DAYS)
        self.holes = roster.holes(policy.needed_posts(), now, self._until)

    @property
    def changes_at(self) -> datetime | None:
        """When somebody takes over next, so that the lines become others."""
        entries = self._roster.entries(self._now, self._until)
        edges = {at for each in entries for at in (each.starts_at, each.ends_at)}
        edges |= {at for each in self._roster.periods for at in (each.starts_at, each.ends_at)}
        return min((at for at in edges if at > self._now), default=None)

    def lines(self) -> list[RosterLine]:
        """Return all lines: now, holes, days."""
        if not self._roster:
            return [RosterLine(text) for text in say("roster_screen.empty").split("\n")]
        return [*self._now_lines(), *self._hole_lines(), *self._day_lines()]

    def _now_lines(self) -> Iterator[RosterLine]:
        yield RosterLine(say("roster_screen.now", at=moment(self._now, self._zone)), "row--title")
        order = {post: place for place, post in enumerate(self._policy.posts)}
        entries = self._roster.entries(self._now - BACK, self._until)
        held = _by_place(e for e in entries if e.starts_at <= self._now < e.ends_at)
        lines = [
            replace(line, text=self._until_words(line.entries[0]))
            for line in (self.post_line(place, found) for place, found in held.items())
        ]
        lines += [
            RosterLine(
                say("roster_screen.nobody"),
                "row--warn",
                self._place(hole.post, hole.unit),
                stretch=_stretch(hole),
            )
            for hole in self.holes
            if hole.kind is HoleKind.UNHELD and hole.starts_at <= self._now
        ]
        names = {self._place(post, unit): order.get(post, 99) for post, unit in held}
        names |= {
            self._place(hole.post, hole.unit): order.get(hole.post, 99) for hole in self.holes
        }
        yield from sorted(lines, key=lambda line: names[line.post])

    def _until_words(self, entry: RosterEntry) -> str:
        today = self._now.astimezone(self._zone).date()
        until = moment(entry.ends_at, self._zone, today=today)
        return say("roster_screen.until", at=until[5:] if len(until) > 5 else until)

    def _hole_lines(self) -> Iterator[RosterLine]:
        if not self.holes:
            title = say("roster_screen.no_holes", mark=glyph("ok"), days=DAYS)
            yield RosterLine(title, "row--title")
            return
        title = say("roster_screen.holes", mark=glyph("warn"), days=DAYS, count=len(self.holes))
        yield RosterLine(title, "row--warn")
        for hole in self.holes:
            words = hole_words(hole, self._policy, self._zone)
            stretch = None if hole.kind is HoleKind.DOUBLE_BOOKED else _stretch(hole)
            yield RosterLine(f"{glyph('warn')} {words}", "row--warn", hole=hole, stretch=stretch)

    def _day_lines(self) -> Iterator[RosterLine]:
        turns: dict[tuple[datetime, datetime], list[RosterEntry]] = defaultdict(list)
        for entry in self._roster.entries(self._now - BACK, self._until):
            # What a change cut off a moment after it began says nothing to anybody.
            cut = entry.ends_at <= self._now and entry.ends_at - entry.starts_at < _MOMENT
            if not cut and not entry.starts_at <= self._now < entry.ends_at:
                turns[entry.starts_at, entry.ends_at].append(entry)
        for span, entries in sorted(turns.items()):
            past = span[1] <= self._now
            yield RosterLine(self._turn_title(*span, entries, past), "row--title", past=past)
            order = {post: place for place, post in enumerate(self._policy.posts)}
            places = _by_place(entries).items()
            for place, found in sorted(places, key=lambda each: order.get(each[0][0], 99)):
                yield self.post_line(place, found, past=past)

    def _turn_title(
        self, starts: datetime, ends: datetime, entries: Sequence[RosterEntry], past: bool
    ) -> str:
        local = starts.astimezone(self._zone)
        shifts = {each.shift for each in entries}
        shift = shift_name(shifts.pop()) if len(shifts) == 1 else ""
        return say(
            "roster_screen.turn",
            day=day(local.date()),
            weekday=weekday(local),
            shift=shift,
            since=local.strftime("%H:%M"),
            until=moment(ends, self._zone, today=_last_day(starts, ends, self._zone)),
            past=say("roster_screen.past") if past else "",
        ).replace("  ", " ")

    def post_line(
        self, place: tuple[str, str], entries: Iterable[RosterEntry], *, past: bool = False
    ) -> RosterLine:
        """Return a post with its holders, the primary first."""
        ordered = tuple(sorted(entries, key=lambda each: each.order))
        silent = any(not each.phone.strip() for each in ordered)
        style = "row--quiet" if past else "row--warn" if silent else ""
        return RosterLine(
            style=style,
            post=self._place(*place),
            entries=ordered,
            past=past,
            stretch=_stretch(ordered[0]),
        )

    def _place(self, post: str, unit: str) -> str:
        return place_name(self._policy, post, unit)


def _stretch(held: RosterEntry | Hole) -> RosterStretch:
    return RosterStretch(held.post, held.unit, held.starts_at, held.ends_at)


def _by_place(entries: Iterable[RosterEntry]) -> dict[tuple[str, str], list[RosterEntry]]:
    found: dict[tuple[str, str], list[RosterEntry]] = defaultdict(list)
    for entry in entries:
        found[entry.post, entry.unit].append(entry)
    return found


def _last_day(starts: datetime, ends: datetime, zone: ZoneInfo) -> date | None:
    """Return the day on which an end needs no date: within a day of the start."""
    return ends.astimezone(zone).date() if ends - starts <= timedelta(days=1) else None
