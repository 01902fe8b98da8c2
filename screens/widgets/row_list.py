"""A list of any length that fetches and draws only the rows it shows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import field
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeAlias, TypeVar, cast

from rich.segment import Segment
from rich.style import Style
from textual.binding import BindingType
from textual.events import Click, Resize
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from screens.widgets.one_line import Coloured
from xfconsole.core.words.frozen import frozen
from xfconsole.ui.keys.acting import Acting
from xfconsole.ui.keys.actions import bindings
from xfconsole.ui.text.cells import fit, width
from xfconsole.ui.text.glyphs import glyph

R = TypeVar("R")
PAGE = 64
"""Rows that a list fetches at a time: some more than a window shows."""

if TYPE_CHECKING:
    from textual.screen import Screen

    from xfconsole.core.reader.highlights import Mark
    from xfconsole.ui.text.marked import Piece

    Marks: TypeAlias = Callable[[R, Sequence[str]], Sequence[Mark]]


@frozen
class Column(Generic[R]):
    """One column: ``cell`` gives a row's text, ``style`` a component class of the list or nothing.

    ``cells`` is the width; 0 shares what the fixed columns leave. ``least`` is the list's width
    from which on the column is shown at all. ``marks`` gives where words that were looked for stand
    in a row's text once plain; a column that has it is aligned left.
    """

    cell: Callable[[R], str]
    cells: int = 0
    align: str = "left"
    style: Callable[[R], str] = field(default=lambda _: "")
    least: int = 0
    marks: Marks[R] | None = None


class RowList(ScrollView, Coloured, Generic[R], can_focus=True, inherit_bindings=False):
    """Rows from ``fetch(start, count)``, of which there are ``total``; a cursor, keys and messages.

    ``fetch`` is called while drawing and has to be quick; a page once fetched is kept until
    ``reload``. Rows are drawn as plain text, whatever they hold.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("list")]
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "row--cursor",
        "row--cursor-blurred",
        "row--warn",
        "row--ok",
        "row--quiet",
        "row--strong",
        "row--found",
    }
    cursor: reactive[int] = reactive(0, repaint=False, always_update=True)

    class OnRow(Message):
        """Something happened on a row, or on none (None)."""

        def __init__(self, rows: RowList[Any], index: int, row: Any) -> None:
            super().__init__()
            self.rows, self.index, self.row = rows, index, row

        @property
        def control(self) -> RowList[Any]:
            """The list it happened on."""
            return self.rows

    class Highlighted(OnRow):
        """The cursor is on another row."""

    class Chosen(OnRow):
        """Enter was pressed, or the mouse clicked, on a row."""

    def __init__(
        self,
        columns: Sequence[Column[R]],
        fetch: Callable[[int, int], Sequence[R]] = lambda start, count: (),
        total: int = 0,
        *,
        id: str | None = None,  # noqa: A002 - textual's own name
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._columns = tuple(columns)
        self._fetch = fetch
        self._total = total
        self._pages: dict[int, Sequence[R]] = {}
        self._words: tuple[str, ...] = ()
        self._said: dict[int, object] = {}

    # --- what screens do with it ---------------------------------------------------------------

    @property
    def total(self) -> int:
        """How many rows there are."""
        return self._total

    @property
    def current(self) -> R | None:
        """The row under the cursor, or None in an empty list."""
        return self.row(self.cursor)

    def row(self, index: int) -> R | None:
        """Return a row, or None beyond the end."""
        if not 0 <= index < self._total:
            return None
        number, place = divmod(index, PAGE)
        if number not in self._pages:
            self._pages[number] = self._fetch(number * PAGE, PAGE)
        page = self._pages[number]
        return page[place] if place < len(page) else None

    def reload(
        self,
        total: int,
        fetch: Callable[[int, int], Sequence[R]] | None = None,
        *,
        cursor: int | None = None,
    ) -> None:
        """Show other rows; the cursor stays on its line, or goes where told, within the list."""
        self._fetch = fetch or self._fetch
        self._total = total
        self._pages.clear()
        self._resize_canvas()
        self.move(self.cursor if cursor is None else cursor)
        self.refresh()

    def show_rows(self, rows: Sequence[R], *, cursor: int | None = None) -> None:
        """Show these rows, held in memory."""
        self.reload(len(rows), lambda start, count: rows[start : start + count], cursor=cursor)

    def refresh_changed(self) -> None:
        """Draw the rows in sight again whose words or colours became others with the time."""
        first = self.scroll_offset.y
        before, self._said = self._said, {}
        for index in range(first, first + self.size.height):
            if (row := self.row(index)) is not None:
                self._said[index] = self.words_of(row)
                if before.get(index) != self._said[index]:
                    self.refresh_line(index)

    def mark(self, words: Sequence[str]) -> None:
        """Mark these folded words, and no others, in the rows as they are drawn."""
        if tuple(words) != self._words:
            self._words = tuple(words)
            self.refresh()

    def move(self, index: int) -> None:
        """Put the cursor on a row, or on the nearest there is, and scroll to it."""
        self.cursor = max(0, min(index, self._total - 1))

    def choose(self) -> None:
        """Send ``Chosen`` for the row under the cursor."""
        if (row := self.current) is not None:
            self.post_message(self.Chosen(self, self.cursor, row))

    # --- keys ----------------------------------------------------------------------------------

    def action_act(self, action_id: str) -> None:
        """Move as the registry's group ``list`` says."""
        page = max(1, self.size.height - 1)
        steps = {"up": -1, "down": 1, "page_up": -page, "page_down": page}
        steps |= {"first": -self._total, "last": self._total}
        self.move(self.cursor + steps[action_id.partition(".")[2]])

    def key_enter(self) -> None:
        """Choose the row."""
        self.choose()

    def on_click(self, event: Click) -> None:
        """Put the cursor where the mouse points; a second click chooses."""
        index = event.y + self.scroll_offset.y
        if index < self._total:
            again = index == self.cursor
            self.move(index)
            if again:
                self.choose()

    def watch_cursor(self, before: int, now: int) -> None:
        """Draw both lines again, keep the cursor in sight and tell the screen."""
        self.refresh_line(before)
        self.refresh_line(now)
        self.scroll_to_region(Region(0, now, 1, 1), animate=False, force=True)
        self.post_message(self.Highlighted(self, now, self.row(now)))
        # What can be done may depend on the row.
        self.screen.refresh_bindings()

    # --- drawing -------------------------------------------------------------------------------

    def on_mount(self) -> None:
        """Make room for all rows."""
        self._resize_canvas()

    def on_resize(self, _: Resize) -> None:
        """Use the new width."""
        self._resize_canvas()

    def watch_has_focus(self, focused: bool) -> None:
        """Show by the cursor whether the keys come here."""
        super().watch_has_focus(focused)
        self.refresh_line(self.cursor)

    def render_line(self, y: int) -> Strip:
        """Draw the row at a line of the window."""
        index = y + self.scroll_offset.y
        cells = self.scrollable_content_region.width
        row = self.row(index)
        if row is None:
            return Strip.blank(cells, self.colour())
        return Strip(self._segments(row, index == self.cursor, cells), cells)

    def words_of(self, row: R) -> object:
        """Return what time may change of a row, to be compared: all that it shows."""
        return [(column.cell(row), column.style(row)) for column in self._columns]

    def _segments(self, row: R, current: bool, cells: int) -> list[Segment]:
        own = "row--cursor" if self.has_focus else "row--cursor-blurred"
        plain = self.colour(own if current else "")
        mark = glyph("cursor") if current else " "
        segments = [Segment(mark, plain)]
        for column, wide in self._widths(cells - width(mark)):
            component = "" if current else column.style(row)
            style = self.colour(component) if component else plain
            segments += self._drawn(self._pieces(column, row, wide - 1), style)
        return Segment.adjust_line_length(segments, cells, plain)

    def _pieces(self, column: Column[R], row: R, cells: int) -> list[Piece]:
        text = column.cell(row)
        marks = column.marks(row, self._words) if self._words and column.marks else ()
        if marks:
            # No list has any before something is searched for.
            from xfconsole.ui.text.marked import pieces

            return [*pieces(text, cells, marks), (" ", False)]
        return [(fit(text, cells, align=column.align) + " ", False)]

    def _drawn(self, drawn: Sequence[Piece], style: Style) -> list[Segment]:
        found = self.get_component_rich_style("row--found", partial=True) if drawn[1:] else style
        return [Segment(text, style + found if marked else style) for text, marked in drawn]

    def _widths(self, cells: int) -> list[tuple[Column[R], int]]:
        """Return the columns shown with their widths, the blank after each included."""
        return self._shared([each for each in self._columns if cells + 1 >= each.least], cells)

    def _shared(self, shown: Sequence[Column[R]], cells: int) -> list[tuple[Column[R], int]]:
        """Return columns with their widths; those of none share what the others leave."""
        fixed = sum(each.cells + 1 for each in shown if each.cells)
        flexible = [each for each in shown if not each.cells]
        share, rest = divmod(max(0, cells - fixed), max(1, len(flexible)))
        widths = []
        for each in shown:
            if each.cells:
                widths.append((each, each.cells + 1))
            else:
                widths.append((each, max(1, share + rest)))
                rest = 0
        return widths

    def _resize_canvas(self) -> None:
        self.virtual_size = Size(self.scrollable_content_region.width, self._total)


class ListKeys(Acting):
    """Mixin for screens whose list is moved by its keys although a field has the focus."""

    async def action_act(self, action_id: str) -> None:
        """Move in the list, or act as everywhere."""
        if action_id.startswith("list."):
            cast("Screen[object]", self).query_one(RowList).action_act(action_id)
        else:
            await super().action_act(action_id)
