"""The roster in words: its holes, and what an imported file left to be understood."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from xfconsole.core.facts.of_office import ADDED, PeriodSet, PostNumber, RosterEntry
from xfconsole.core.policy.pack import Policy
from xfconsole.core.policy.reporting import Rhythm
from xfconsole.core.roster.changes import Difference
from xfconsole.core.roster.holes import HoleKind
from xfconsole.core.roster.periods import days_of
from xfconsole.core.roster.roster import Hole
from xfconsole.ui.text.glyphs import glyph
from xfconsole.ui.words.catalogue import say
from xfconsole.ui.words.posts import post_name
from xfconsole.ui.words.times import day, moment, weekday

_MOST_STRETCHES = 12
_KEYS = {
    HoleKind.UNHELD: "roster.hole.unheld",
    HoleKind.NO_PHONE: "roster.hole.no_phone",
    HoleKind.TWO_PRIMARIES: "roster.hole.two_primaries",
    HoleKind.DOUBLE_BOOKED: "roster.hole.double_booked",
    HoleKind.TOO_FEW: "roster.hole.too_few",
}


def hole_words(hole: Hole, policy: Policy, zone: ZoneInfo) -> str:
    """Return a hole as one sentence, with times at the office."""
    return say(
        _KEYS[hole.kind],
        post=place_name(policy, hole.post, hole.unit),
        people=say("roster.and").join(hole.people),
        posts=say("roster.and").join(post_name(policy, post) for post in hole.posts),
        span=span(hole.starts_at, hole.ends_at, zone),
        held=hole.held,
        wanted=hole.wanted,
    )


def difference_lines(found: Difference, policy: Policy, zone: ZoneInfo) -> list[str]:
    """Return what a change comes to: gaps that it opens and closes, then who goes and who comes."""
    gaps = [
        say(key, gap=hole_words(hole, policy, zone), mark=glyph(mark))
        for key, mark, holes in (
            ("roster.change.opened", "warn", found.opened),
            ("roster.change.closed", "ok", found.closed),
        )
        for hole in holes
    ]
    turns = [
        (each, sign) for sign, entries in (("-", found.off), ("+", found.on)) for each in entries
    ]
    turns.sort(key=lambda turn: (turn[0].starts_at, turn[0].post, turn[0].unit, turn[1] == "+"))
    return gaps + [
        say(
            "roster.change.turn",
            sign=sign,
            span=span(each.starts_at, each.ends_at, zone),
            post=place_name(policy, each.post, each.unit),
            order=order_name(each.order),
            person=each.person,
            phone=each.phone,
        ).rstrip()
        for each, sign in turns
    ]


def numbers_words(posts: Iterable[PostNumber], policy: Policy) -> str:
    """Return how many officials are wanted on which posts."""
    wanted = (f"{post_name(policy, each.post)} {each.number}" for each in posts)
    return say("roster.and").join(wanted)


def period_words(period: PeriodSet, policy: Policy, zone: ZoneInfo) -> str:
    """Return a special period without its name: its days, and whom the office wants."""
    first, last = days_of(period, zone)
    wanted = [numbers_words(period.posts, policy)] if period.posts else []
    if period.rhythm:
        wanted.append(say("roster.rhythm", words=rhythm_of(period.rhythm, policy)))
    posts = say("roster.then").join(wanted)
    return say("roster.period_line", first=day(first), last=day(last), posts=posts)


def rhythm_of(name: str, policy: Policy) -> str:
    """Return what one of the pack's rhythms of reports asks for; a name it does not have itself."""
    found = (each for each in policy.reporting.offered if each.name == name)
    return next(map(rhythm_words, found), name)


def rhythm_words(rhythm: Rhythm) -> str:
    """Return what a rhythm of reports asks for: by when the first, how often, at what time."""
    times = [*rhythm.times, *filter(None, [rhythm.daily])]
    said = list(_first_words(rhythm))
    if rhythm.every is not None:
        key = "roster.rhythm.every" if rhythm.every else "roster.rhythm.never"
        said.append(say(key, n=rhythm.every))
    if times:
        clocks = say("roster.and").join(f"{each:%H:%M}" for each in times)
        said.append(say("roster.rhythm.times", times=clocks))
    if rhythm.zero:
        said.append(say("roster.rhythm.zero"))
    return say("roster.then").join(said)


def _first_words(rhythm: Rhythm) -> Iterator[str]:
    said = {
        level: say("roster.and").join(
            say(f"roster.rhythm.{form.value}", n=minutes) for form, minutes in firsts.items()
        )
        for level, firsts in rhythm.firsts.items()
        if firsts
    }
    if len(set(said.values())) == 1:
        yield next(iter(said.values()))
        return
    for level, words in said.items():
        yield say("roster.rhythm.of", level=say(f"word.level.{level.value}"), words=words)


def note_words(kind: str, rows: Sequence[int], said: Sequence[str]) -> str:
    """Return what is told of some rows of an imported roster (see imports.roster_above)."""
    named = say("roster.and").join(said)
    return say(f"roster.note.{kind}", rows=rows_words(rows), said=named, count=len(rows))


def rows_words(rows: Sequence[int]) -> str:
    """Return ascending row numbers as stretches, ``3-5, 8``; of very many the first ones."""
    ends: list[list[int]] = []
    for row in rows:
        if ends and row == ends[-1][1] + 1:
            ends[-1][1] = row
        else:
            ends.append([row, row])
    said = [f"{first}" if first == last else f"{first}-{last}" for first, last in ends]
    more = [] if len(said) <= _MOST_STRETCHES else ["…"]
    return say("roster.and").join(said[:_MOST_STRETCHES] + more)


def place_name(policy: Policy, post: str, unit: str) -> str:
    """Return a post's name with the unit it is held for, if it is held for one."""
    name = post_name(policy, post)
    return say("roster.place", post=name, unit=unit) if unit else name


def order_name(order: int) -> str:
    """Return ``primary``, which deputy, or ``added tonight``, for the order of a holder."""
    if order == ADDED:
        return say("roster.added")
    return say("roster.primary") if order == 1 else say("roster.deputy", n=order - 1)


def span(starts_at: datetime, ends_at: datetime, zone: ZoneInfo) -> str:
    """Return from when to when; the day is said again only when it is another."""
    day = starts_at.astimezone(zone).date()
    return say("roster.span", since=moment(starts_at, zone), until=moment(ends_at, zone, today=day))


def drawn_lines(
    entries: Sequence[RosterEntry], policy: Policy, zone: ZoneInfo, cells: int
) -> list[str]:
    """Return a roster as a grid: a row for each turn, a column for each post, ``cells`` wide."""
    # Imported here: nothing else on the way to the first frame draws a table.
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    places = list(dict.fromkeys((each.post, each.unit) for each in entries))
    held: dict[tuple[datetime, datetime], dict[tuple[str, str], list[str]]] = {}
    for each in entries:
        turn = held.setdefault((each.starts_at, each.ends_at), {})
        turn.setdefault((each.post, each.unit), []).append(f"{each.person} {each.phone}".rstrip())
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for head in (say("roster.grid.when"), *(place_name(policy, *place) for place in places)):
        table.add_column(Text(head), overflow="fold")
    for (starts_at, ends_at), turn in sorted(held.items()):
        begins, ends = starts_at.astimezone(zone), ends_at.astimezone(zone)
        when = f"{begins:%m-%d} {weekday(begins.date())} {begins:%H:%M}-{ends:%H:%M}"
        table.add_row(Text(when), *(Text("\n".join(turn.get(place, ()))) for place in places))
    drawn = io.StringIO()
    Console(file=drawn, width=cells, color_system=None, emoji=False).print(table)
    return [line.rstrip() for line in drawn.getvalue().splitlines()]


_KNOWN = {
    "元旦": "holidays.name.new_year",
    "春节": "holidays.name.spring",
    "清明": "holidays.name.tomb_sweeping",
    "清明节": "holidays.name.tomb_sweeping",
    "劳动节": "holidays.name.labour",
    "端午": "holidays.name.dragon_boat",
    "端午节": "holidays.name.dragon_boat",
    "中秋": "holidays.name.mid_autumn",
    "中秋节": "holidays.name.mid_autumn",
    "国庆节": "holidays.name.national",
    "中国人民抗日战争暨世界反法西斯战争胜利70周年纪念日": "holidays.name.victory",
}
"""The names that the table of working days keeps, and the words for them."""


def holiday_name(name: str) -> str:
    """Return the name of a holiday, as ``Workdays.name`` gives it, in the language spoken now."""
    return say(_KNOWN[name]) if name in _KNOWN else name


def day_line(on: date, name: str = "") -> str:
    """Return ``2026-02-20 Fri Spring Festival``, or date and weekday alone."""
    shown = say("holidays.line", day=day(on), weekday=weekday(on), name=holiday_name(name))
    return shown.rstrip()
