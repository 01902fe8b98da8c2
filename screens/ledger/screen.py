"""F4 台账: all matters or those that fit a filter, in the order and columns the office chose."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import ClassVar, TypeAlias

from textual import on
from textual.binding import BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from screens.ledger.column_picker import ColumnsScreen
from screens.ledger.columns import known
from screens.ledger.detail import LedgerDetail
from screens.ledger.filter import LedgerFilter
from screens.ledger.list import WIDE, LedgerList
from screens.ledger.pages import LedgerPages, Matches
from screens.ledger.preview import LedgerPreview
from screens.ledger.receipt import ask_receipt
from screens.ledger.state_counts import StateCounts
from screens.ledger.views import ViewPicker, keeping
from screens.matter.questions import ask_live, go_live
from screens.matter.screen import MatterScreen
from screens.shared.derivation import DerivationScreen
from screens.shared.frame import DeskScreen
from screens.shared.question import AskScreen
from screens.widgets.filter_row import FilterRow
from screens.widgets.headed_list import ListHead
from screens.widgets.one_line import TitleLine
from screens.widgets.row_list import RowList
from xfconsole.core.ledger.listing import LAST, Listing, SavedView, Sort
from xfconsole.core.night.situation import Situation
from xfconsole.core.rows import MatterRow
from xfconsole.ui.keys.actions import bindings
from xfconsole.ui.words.catalogue import say
from xfconsole.ui.words.closed_lists import word

Fetch: TypeAlias = Callable[[int, int], Sequence[MatterRow]]

STRETCH = 32
"""How many matches are looked for at first."""
AHEAD = 30
"""More are looked for when the cursor is that near to the last."""


_ON_A_MATTER = ("ledger.open", "ledger.live", "ledger.derive")


class LedgerScreen(DeskScreen):
    """The ledger. Enter opens a matter; Escape there comes back, here it ends the filter."""

    GROUP: ClassVar[str] = "ledger"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("ledger")]
    AUTO_FOCUS: ClassVar[str | None] = "#rows"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]  # noqa: RUF012 - as textual has it
    VERTICAL_BREAKPOINTS = [(0, "-short"), (34, "-tall")]  # noqa: RUF012

    def __init__(self) -> None:
        super().__init__()
        self._wanted = LedgerFilter()
        self._sort = Sort.RECEIVED
        self._count = 0
        self._left_at = 0
        self._matches: Matches | None = None
        self._reading = False
        self._revision = -1

    def compose_content(self) -> Iterable[Widget]:
        """Put title, counts and filter over the list."""
        host = self.host
        soon = host.office.policy.procedure.due_soon_days
        rows = LedgerList(host.zone, self._now(), soon, id="rows")
        yield TitleLine(id="title")
        yield StateCounts(id="counts")
        yield FilterRow(rows, id="filter-row")
        yield ListHead(rows, id="head")
        yield Static(Content(""), id="nothing")
        yield rows
        yield LedgerDetail(host.views, id="detail")
        yield LedgerPreview(host.views, host.zone, id="texts")

    # --- what is shown -------------------------------------------------------------------------

    def situation_changed(self, situation: Situation) -> None:
        """Show matters registered or changed since, with the cursor on the same one."""
        if situation.revision == self._revision:
            return
        first, self._revision = self._revision < 0, situation.revision
        if first:
            self._as_left()
        self._list.show_letters(len(situation.letter))
        self._show(keep=self._list.current)

    def second(self, now: datetime) -> None:
        """Once a minute tell times anew, and look again for what a filter by time leaves."""
        if self._list.new_minute(now.astimezone(self.host.zone)) and self._wanted.by_time:
            self._show(keep=self._list.current)

    def _as_left(self) -> None:
        """Take the columns and the order that were chosen last in this office."""
        for view in self.host.views.ledger_views():
            if view.name == LAST:
                self._sort = view.sort
                self._list.show_columns(known(view.columns))

    def _show(self, keep: MatterRow | None = None, place: int = 0) -> None:
        """List what is wanted; the cursor stays on a row, else goes to a place."""
        listing = self._listing()
        self._list.mark(self._wanted.words)
        self.query_one(StateCounts).show(self.host.views.state_counts())
        total = self.host.views.quick_count(listing.query)
        if total is None:
            stretch = STRETCH + (self._list.cursor if keep else 0)
            self._matches = Matches(self.host.views, listing, stretch, keep)
            self._read_on()
            return
        self._matches = None
        grown, self._count = max(0, total - self._count), total
        fetch = LedgerPages(self.host.views, listing, total).fetch
        if keep is None:
            self._list.reload(total, fetch, cursor=place)
        else:
            self._reload(total, fetch, keep, grown if self._sort is Sort.RECEIVED else 0)
        self._say()

    def _reload(self, total: int, fetch: Fetch, keep: MatterRow, grown: int) -> None:
        rows = self._list
        # What came in stands before it, or, as letters of another day do, behind it.
        before = rows.cursor
        rows.reload(total, fetch, cursor=before + grown)
        if (found := rows.current) is not None and found.uid != keep.uid:
            rows.move(_place_near(rows, keep, (before + grown, before)))

    def _listing(self) -> Listing:
        soon = self.host.office.policy.procedure.due_soon_days
        return Listing(self._now(), self._wanted.query, self._sort, soon)

    def _now(self) -> datetime:
        return self.host.now().astimezone(self.host.zone)

    @on(RowList.Highlighted, "#rows")
    def _moved(self, _: RowList.Highlighted) -> None:
        if self._matches is not None and self._wants_more(self._matches):
            self._read_on()
        self._say_current()

    # --- filtering -----------------------------------------------------------------------------

    def do_filter(self) -> None:
        """Open the filter."""
        self._filter.open()

    def do_back(self) -> None:
        """Clear the filter and go back to the row from before."""
        self._filter.clear()
        self._want(self._wanted.meant(""))

    @on(Input.Changed, "#filter")
    def _typed(self, _: Input.Changed) -> None:
        if self._filter.text != self._wanted.text:
            self._want(self._wanted.typed(self._filter.text))

    @on(FilterRow.Taken)
    def _taken(self, _: FilterRow.Taken) -> None:
        self._want(self._wanted.meant(self._filter.text))
        if self._wanted.problem:
            self._filter.open()

    def _want(self, wanted: LedgerFilter) -> None:
        """List by another filter; one at fault leaves the list as it is and says why."""
        before, self._wanted = self._wanted, wanted
        if wanted.query == before.query:
            self._say()
        elif wanted.query:
            if not before.query:
                self._left_at = self._list.cursor
            self._show()
        else:
            self._show(place=self._left_at)

    def _read_on(self) -> None:
        """Look for more matches; of what is typed meanwhile only the newest is looked for next."""
        if not self._reading:
            self._reading = True
            self.run_worker(self._read(), group="filter", exit_on_error=False)

    async def _read(self) -> None:
        try:
            while (found := self._matches) is not None and self._wants_more(found):
                rows = await asyncio.to_thread(found.read_on)
                if found is self._matches:
                    place = found.take(rows)
                    self._list.show_rows(found.rows, cursor=place)
                    self._say()
        finally:
            self._reading = False

    def _wants_more(self, found: Matches) -> bool:
        near = self._list.cursor >= len(found.rows) - AHEAD
        return not found.complete and (not found.begun or near)

    # --- order, columns and views --------------------------------------------------------------

    def do_sort(self) -> None:
        """List in the next order."""
        sorts = list(Sort)
        self._sort = sorts[(sorts.index(self._sort) + 1) % len(sorts)]
        self._remember()
        self._show()

    def do_columns(self) -> None:
        """Choose the columns."""
        self.app.push_screen(ColumnsScreen(self._list.columns), self._take_columns)

    def _take_columns(self, columns: tuple[str, ...] | None) -> None:
        if columns is not None:
            self._list.show_columns(columns)
            self._remember()
            self._say()

    def do_views(self) -> None:
        """Pick a view: one that every office has, or one that was saved."""
        self.app.push_screen(ViewPicker(self.host), self._take_view)

    def _take_view(self, view: SavedView | None) -> None:
        if view is None:
            return
        self._sort = view.sort
        self._list.show_columns(known(view.columns or self._list.columns))
        self._filter_now(view.filter)

    def filter_by(self, text: str) -> None:
        """List by a filter that came from another screen, once this one is drawn."""
        self.call_after_refresh(self._filter_now, text)

    def _filter_now(self, text: str) -> None:
        self._wanted = LedgerFilter().meant(text)
        self._filter.show(text)
        self._show()
        self.set_focus(self._list)

    def do_keep(self) -> None:
        """Save filter, order and columns under a name."""
        self.app.push_screen(AskScreen(keeping(self.host, self._view("", self._wanted.text))))

    def _view(self, name: str, text: str) -> SavedView:
        return SavedView(name, text, self._sort, self._list.columns)

    def _remember(self) -> None:
        self.host.office.save_view(self._view(LAST, ""))

    # --- acts ----------------------------------------------------------------------------------

    def action_reason(self, action_id: str) -> str:
        """Say what needs a matter, and that a filter at fault is not saved."""
        if action_id in _ON_A_MATTER and self._list.current is None:
            return say("ledger.off.nothing")
        if action_id == "ledger.back" and not self._filter.display:
            return say("ledger.off.no_filter")
        if action_id == "ledger.keep" and self._wanted.problem:
            return self._wanted.problem
        return ""

    @on(RowList.Chosen)
    def _chosen(self, event: RowList.Chosen) -> None:
        self._open(event.row)

    def do_open(self) -> None:
        """Open the matter under the cursor."""
        row = self._list.current
        assert row is not None
        self._open(row)

    async def do_live(self) -> None:
        """Open a live incident from the matter, or go to the one under way."""
        row = self._list.current
        assert row is not None
        if row.live:
            await go_live(self.host, row.uid)
        else:
            ask_live(self.host, self.app, row)

    def do_import(self) -> None:
        """Import letters from a file."""
        self.host.show_screen("letters")

    def do_receipt(self) -> None:
        """Answer whoever holds a receipt what was promised, by its code."""
        ask_receipt(self.host, self.app)

    def do_derive(self) -> None:
        """Show how the date that is due next was computed."""
        row = self._list.current
        assert row is not None
        self.app.push_screen(DerivationScreen(row.uid))

    def _open(self, row: MatterRow) -> None:
        words = self._wanted.words
        self.app.switch_screen(MatterScreen(row.uid, "app.ledger", words))

    # --- parts ---------------------------------------------------------------------------------

    @property
    def _list(self) -> LedgerList:
        return self.query_one(LedgerList)

    @property
    def _filter(self) -> FilterRow:
        return self.query_one(FilterRow)

    def _say(self) -> None:
        title = say("ledger.title", count=f"{self.host.views.matter_count():,}")
        note = say("ledger.sorted", sort=word(self._sort))
        if self._wanted.query:
            note = f"{self._found()}  {note}"
        self.query_one("#title", TitleLine).show(title, note)
        said = self._wanted.problem or self._empty()
        nothing = self.query_one("#nothing", Static)
        nothing.display = bool(said)
        nothing.set_class(bool(self._wanted.problem), "-problem")
        nothing.update(Content(said))
        self.query_one(ListHead).redraw()
        self._say_current()

    def _found(self) -> str:
        """Return how many matters fit, as far as is known."""
        found = self._matches
        if found is None or found.complete:
            return say("ledger.matches", count=f"{self._list.total:,}")
        return say("ledger.matches_so_far", count=f"{len(found.rows):,}")

    def _empty(self) -> str:
        if self._list.total or (self._matches is not None and not self._matches.complete):
            return ""
        return say("ledger.none_match" if self._wanted.query else "ledger.empty")

    def _say_current(self) -> None:
        """Show the matter under the cursor again, with more room, or what the words stand in."""
        current, words = self._list.current, self._wanted.words
        self.query_one(LedgerDetail).show_row(current, words, self._revision)
        self.query_one(LedgerPreview).show_row(current, words, self._revision)


def _place_near(rows: LedgerList, kept: MatterRow, places: tuple[int, ...]) -> int:
    """Return where a matter is now if it is within a page of a place, else the first of them."""
    for distance in range(128):
        for index in (each + step for each in places for step in (-distance, distance)):
            row = rows.row(index)
            if row is not None and row.uid == kept.uid:
                return index
    return places[0]
