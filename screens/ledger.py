"""F4 台账: all matters, the newest receipt first, with a filter that follows the typing."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar

from textual import on
from textual._path import CSSPathType
from textual.binding import BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from screens.frame import DeskScreen
from screens.ledger_pages import LedgerPages, Matches
from screens.matter import MatterScreen
from screens.matter_verbs import ask_live, go_live
from screens.widgets.filter_row import FilterRow
from screens.widgets.headed_list import ListHead
from screens.widgets.ledger_list import LedgerList
from screens.widgets.row_list import RowList
from screens.widgets.title_line import TitleLine
from xfconsole.core.ports import MatterRow
from xfconsole.core.situation import Situation
from xfconsole.ui.actions import bindings
from xfconsole.ui.i18n import say

STRETCH = 200
"""How many matches are looked for at a time."""
AHEAD = 50
"""More are looked for when the cursor is that near to the last."""


class LedgerScreen(DeskScreen):
    """The whole ledger, or the matters that match. Enter opens one; Escape there comes back."""

    CSS_PATH: ClassVar[CSSPathType | None] = ["lists.tcss", "ledger.tcss"]
    GROUP: ClassVar[str] = "ledger"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("ledger")]
    AUTO_FOCUS: ClassVar[str | None] = "#rows"

    def __init__(self) -> None:
        super().__init__()
        self._count = 0
        self._left_at = 0
        self._matches: Matches | None = None
        self._reading = False
        self._revision = -1

    def compose_content(self) -> Iterable[Widget]:
        """Put title and filter over the list."""
        zone = self.host.zone
        rows = LedgerList(zone, self.host.now().astimezone(zone).date(), id="rows")
        yield TitleLine(id="title")
        yield FilterRow(rows, id="filter-row")
        yield ListHead(rows, id="head")
        yield Static(Content(""), id="nothing")
        yield rows
        yield TitleLine(id="detail")

    # --- what is shown -------------------------------------------------------------------------

    def situation_changed(self, situation: Situation) -> None:
        """Show matters registered or changed since, with the cursor on the same one."""
        if situation.revision == self._revision:
            return
        self._revision = situation.revision
        if self._matches is None:
            self._show_all()
        else:
            self._search(self._matches.match, keep=self._list.current)

    def second(self, now: datetime) -> None:
        """Let yesterday's receipts say their day after midnight."""
        self._list.new_day(now.astimezone(self.host.zone).date())

    def _show_all(self) -> None:
        rows, kept = self._list, self._list.current
        before, self._count = self._count, self.host.views.matter_count()
        place = rows.cursor + max(0, self._count - before) if kept else 0
        rows.reload(self._count, LedgerPages(self.host.views).fetch, cursor=place)
        if kept is not None and (found := rows.current) is not None and found.uid != kept.uid:
            rows.move(_place_near(rows, kept, place))
        self._say()

    def _show_all_again(self) -> None:
        """Leave the matches for the row that the whole ledger was left at."""
        self._matches = None
        self._count = self.host.views.matter_count()
        self._list.reload(self._count, LedgerPages(self.host.views).fetch, cursor=self._left_at)
        self._say()

    @on(RowList.Highlighted)
    def _moved(self, _: RowList.Highlighted) -> None:
        if self._matches is not None and self._wants_more(self._matches):
            self._read_on()
        self._say_current()
        self.refresh_keys()

    # --- filtering -----------------------------------------------------------------------------

    def do_filter(self) -> None:
        """Open the filter."""
        self._filter.open()

    def do_back(self) -> None:
        """Clear the filter and go back to the row from before."""
        if self._filter.display:
            self._filter.clear()

    @on(Input.Changed, "#filter")
    def _typed(self, _: Input.Changed) -> None:
        text = self._filter.text
        if text != (self._matches.match if self._matches else ""):
            self._search(text)

    def _search(self, text: str, keep: MatterRow | None = None) -> None:
        if not text:
            self._show_all_again()
            return
        if self._matches is None:
            self._left_at = self._list.cursor
        stretch = STRETCH + (self._list.cursor if keep else 0)
        self._matches = Matches(self.host.views, text, stretch, keep)
        self._read_on()

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

    # --- acts ----------------------------------------------------------------------------------

    def action_reason(self, action_id: str) -> str:
        """Say what needs a matter, and that a live one cannot be opened twice."""
        if action_id in ("ledger.open", "ledger.live") and self._list.current is None:
            return say("ledger.off.nothing")
        return ""

    @on(RowList.Chosen)
    def _chosen(self, event: RowList.Chosen) -> None:
        self._open(event.row)

    def do_open(self) -> None:
        """Open the matter under the cursor."""
        if (row := self._list.current) is not None:
            self._open(row)

    async def do_live(self) -> None:
        """Open a live incident from the matter, or go to the one under way."""
        row = self._list.current
        if row is None:
            return
        if row.state == "live":
            await go_live(self.host, row.uid)
        else:
            ask_live(self.host, self.app, row)

    def _open(self, row: MatterRow) -> None:
        self.app.switch_screen(MatterScreen(row.number, "app.ledger"))

    # --- parts ---------------------------------------------------------------------------------

    @property
    def _list(self) -> LedgerList:
        return self.query_one(LedgerList)

    @property
    def _filter(self) -> FilterRow:
        return self.query_one(FilterRow)

    def _say(self) -> None:
        found = self._matches
        all_of_them = self.host.views.matter_count() if found else self._count
        note, empty = "", ""
        if found is not None:
            key = "ledger.matches" if found.complete else "ledger.matches_so_far"
            note = say(key, count=f"{len(found.rows):,}")
            empty = say("ledger.none_match") if found.complete and not found.rows else ""
        elif not self._count:
            empty = say("ledger.empty")
        self.query_one("#title", TitleLine).show(
            say("ledger.title", count=f"{all_of_them:,}"), note
        )
        nothing = self.query_one("#nothing", Static)
        nothing.display = bool(empty)
        nothing.update(Content(empty))
        self.query_one(ListHead).redraw()
        self._say_current()

    def _say_current(self) -> None:
        """Show the summary under the cursor again, with more room for it."""
        row = self._list.current
        self.query_one("#detail", TitleLine).show(row.summary if row else "")


def _place_near(rows: LedgerList, kept: MatterRow, place: int) -> int:
    """Return where a matter is now if it is within a page of ``place``, else ``place``."""
    for distance in range(1, 128):
        for index in (place - distance, place + distance):
            row = rows.row(index)
            if row is not None and row.uid == kept.uid:
                return index
    return place
