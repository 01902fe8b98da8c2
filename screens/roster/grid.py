"""The roster as a grid for wide screens: a row a stretch of a day, a column a post.

A row begins and ends where somebody takes over, so that whoever holds a post all day stands in
each row of that day, and a stretch without anybody is a cell of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from rich.segment import Segment

from screens.roster.rows import DAYS, RosterLine, RosterLines, shift_name
from screens.widgets.headed_list import HeadedList
from screens.widgets.one_line import Part
from xfconsole.core.facts.of_office import RosterEntry, RosterStretch
from xfconsole.core.policy.pack import Policy
from xfconsole.core.roster.holes import Hole, HoleKind
from xfconsole.core.roster.roster import Roster, day_ends
from xfconsole.core.roster.shifts import SHIFTS
from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.official import name_key
from xfconsole.ui.text.cells import fit, width
from xfconsole.ui.text.glyphs import glyph
from xfconsole.ui.words.catalogue import say
from xfconsole.ui.words.roster import hole_words, place_name
from xfconsole.ui.words.times import weekday

LEAST = 110
"""So many columns a grid needs; a narrower screen has the list."""
_NARROWEST, _WIDEST = 12, 22
_SHORT = {
    HoleKind.UNHELD: "roster_screen.grid.unheld",
    HoleKind.NO_PHONE: "roster_screen.grid.no_phone",
    HoleKind.TWO_PRIMARIES: "roster_screen.grid.two_primaries",
    HoleKind.DOUBLE_BOOKED: "roster_screen.grid.double_booked",
    HoleKind.TOO_FEW: "roster_screen.grid.too_few",
}


@frozen
class GridCell:
    """One post in one stretch: what the cell says, and the line that acts and detail are about.

    ``holes`` are its gaps in words, with when they begin and end.
    """

    text: str
    line: RosterLine
    holes: tuple[str, ...]


@frozen
class GridRow:
    """One stretch of a day."""

    label: str
    cells: tuple[GridCell, ...]


class GridRows:
    """Builds the rows of 14 days from the lines' roster; the stretch under way is the first."""

    def __init__(
        self, roster: Roster, policy: Policy, zone: ZoneInfo, now: datetime, lines: RosterLines
    ) -> None:
        self._policy, self._zone, self._now = policy, zone, now
        self._lines, self._until = lines, day_ends(now + timedelta(days=DAYS - 1), zone)
        self._entries = entries = roster.entries(now, self._until)
        # Somebody who holds two posts is missing at none of them.
        found = {(each.post, each.unit) for each in entries}
        posts = {each.post for each in entries}
        for each in lines.holes:
            if not (_is_double(each) or (_is_of_all(each) and each.post in posts)):
                found.add((each.post, each.unit))
        order = {post: place for place, post in enumerate(policy.posts)}
        self._places = sorted(found, key=lambda each: (order.get(each[0], 99), *each))

    def heads(self) -> list[str]:
        """Return what stands over each column."""
        return [place_name(self._policy, *place) for place in self._places]

    def rows(self) -> list[GridRow]:
        """Return all rows."""
        return [self._row(*stretch) for stretch in pairwise(self._edges())]

    def _edges(self) -> list[datetime]:
        edges = {at for each in self._entries for at in (each.starts_at, each.ends_at)}
        begin = day_ends(self._now, self._zone) - timedelta(days=1)
        while begin < self._until:
            edges.add(begin)
            begin = day_ends(begin, self._zone)
        first = max((at for at in edges if at <= self._now), default=self._now)
        return sorted({first, self._until} | {at for at in edges if first < at < self._until})

    def _row(self, starts: datetime, ends: datetime) -> GridRow:
        held = [each for each in self._entries if each.starts_at <= starts < each.ends_at]
        holes = [h for h in self._lines.holes if h.starts_at < ends and h.ends_at > starts]
        cells = []
        for post, unit in self._places:
            entries = [each for each in held if (each.post, each.unit) == (post, unit)]
            own = [h for h in holes if _is_at(h, post, unit, entries)]
            stretch = RosterStretch(post, unit, max(starts, self._now), ends)
            cells.append(self._cell(stretch, entries, own))
        return GridRow(self._label(starts, ends), tuple(cells))

    def _cell(
        self, stretch: RosterStretch, entries: Sequence[RosterEntry], holes: Sequence[Hole]
    ) -> GridCell:
        marks = [
            say(_SHORT[each.kind], mark=glyph("warn"), held=each.held, wanted=each.wanted)
            for each in holes
        ]
        told = tuple(hole_words(each, self._policy, self._zone) for each in holes)
        if not entries:
            name = place_name(self._policy, stretch.post, stretch.unit)
            return GridCell(" ".join(marks), RosterLine(post=name, stretch=stretch), told)
        line = self._lines.post_line((stretch.post, stretch.unit), entries)
        who = line.entries[0].person
        if more := len(entries) - 1:
            who = say("roster_screen.grid.more", person=who, n=more)
        return GridCell(" ".join([*marks[:1], who]), line, told)

    def _label(self, starts: datetime, ends: datetime) -> str:
        local, until = starts.astimezone(self._zone), ends.astimezone(self._zone)
        usual = (each for each in SHIFTS if each.on(local.date(), self._zone) == (starts, ends))
        named = next(usual, None)
        shift = shift_name(named.id) if named else f"{local:%H:%M}-{until:%H:%M}"
        return f"{local:%m-%d} {weekday(local)} {shift}"


def _is_double(hole: Hole) -> bool:
    return hole.kind is HoleKind.DOUBLE_BOOKED


def _is_of_all(hole: Hole) -> bool:
    """Whether a gap is about all holders of a post, whatever unit they hold it for."""
    return hole.kind is HoleKind.TOO_FEW


def _is_at(hole: Hole, post: str, unit: str, entries: Sequence[RosterEntry]) -> bool:
    """Whether a gap is told in a cell; whoever holds two posts is told at both of them."""
    if _is_double(hole):
        held = {name_key(each.person) for each in entries if each.order == 1}
        return post in hole.posts and name_key(hole.person) in held
    return hole.post == post and (_is_of_all(hole) or name_key(hole.unit) == name_key(unit))


class RosterGrid(HeadedList[GridRow]):
    """The cursor stands on one cell; the columns scroll with it where not all have room."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - textual's own name
        super().__init__([], id=id)
        self._heads: list[str] = []
        self._column = self._first = 0

    def show_grid(self, built: GridRows) -> None:
        """Show these rows; the cursor stays on its cell as far as there is one."""
        self._heads = built.heads()
        self._column = max(0, min(self._column, len(self._heads) - 1))
        self.show_rows(built.rows())

    @property
    def cell(self) -> GridCell | None:
        """The cell under the cursor."""
        row = self.current
        return row.cells[self._column] if row and row.cells else None

    def next_hole(self) -> None:
        """Go to the next cell that says a gap, from the last one to the first."""
        rows = [row for n in range(self.total) if (row := self.row(n)) is not None]
        places = [
            (n, at) for n, row in enumerate(rows) for at, cell in enumerate(row.cells) if cell.holes
        ]
        here = self.cursor, self._column
        if places:
            index, self._column = next((each for each in places if each > here), places[0])
            self.move(index)

    def step(self, step: int) -> None:
        """Go so many posts to the right."""
        self._column = max(0, min(self._column + step, len(self._heads) - 1))
        self.move(self.cursor)

    def move(self, index: int) -> None:
        """Put the cursor on a row, and its column in sight."""
        shown, _ = self._room(self.scrollable_content_region.width)
        first = min(self._first, self._column)
        first = max(first, self._column - shown + 1)
        if first != self._first:
            self._first = first
            self.refresh()
        super().move(index)

    def words_of(self, row: GridRow) -> object:
        """Return what a row shows, to be compared."""
        return row.label, [cell.text for cell in row.cells]

    def head_parts(self) -> list[Part]:
        """Return the posts over their columns; a sign says that there are more."""
        cells = self.scrollable_content_region.width
        shown, wide = self._room(cells)
        parts: list[Part] = [(" " * (self._label_cells() + 1), "")]
        heads = self._heads[self._first : self._first + shown]
        parts += [(fit(head, wide - 1) + " ", "head--column") for head in heads]
        if self._first + shown < len(self._heads) and parts[1:]:
            parts[-1] = (fit(heads[-1], wide - 3) + say("roster_screen.grid.right"), "head--column")
        return parts

    def _segments(self, row: GridRow, current: bool, cells: int) -> list[Segment]:
        own = "row--cursor" if self.has_focus else "row--cursor-blurred"
        plain = self.rich_style
        label = self.get_component_rich_style("row--strong") if current else plain
        segments = [Segment(fit(row.label, self._label_cells()), label)]
        shown, wide = self._room(cells)
        for at, cell in list(enumerate(row.cells))[self._first : self._first + shown]:
            here = current and at == self._column
            style = self.get_component_rich_style("row--warn") if cell.holes else plain
            style = self.get_component_rich_style(own, partial=False) if here else style
            mark = glyph("cursor") if here else " "
            segments.append(Segment(mark + fit(cell.text, wide - width(mark)), style))
        return Segment.adjust_line_length(segments, cells, plain)

    def _label_cells(self) -> int:
        rows = (self.row(n) for n in range(self.total))
        return max((width(row.label) + 1 for row in rows if row), default=2)

    def _room(self, cells: int) -> tuple[int, int]:
        """Return how many columns are shown, and how wide each is with the blank after it."""
        left, count = cells - self._label_cells(), max(1, len(self._heads))
        shown = max(1, min(count, left // _NARROWEST))
        return shown, max(2, min(_WIDEST, left // shown))
