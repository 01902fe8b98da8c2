"""What the office sends up by itself: its daily reports in a special period, filed and owed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar
from zoneinfo import ZoneInfo

from textual.binding import BindingType
from textual.widget import Widget

from screens.live.told import ToldList, ToldRow
from screens.shared.frame import DeskScreen
from screens.shared.question import AskScreen
from screens.upward.daily_form import AskedDaily, daily_receipt, open_daily, open_owed_daily
from screens.widgets.one_line import TitleLine
from xfconsole.core.incident.daily import DailyReport, DailyView
from xfconsole.core.night.situation import Situation
from xfconsole.core.words.frozen import frozen
from xfconsole.ui.keys.actions import bindings
from xfconsole.ui.words.catalogue import say
from xfconsole.ui.words.daily import daily_cells, owed_cells

SHOWN = 60
"""So many reports are listed, the newest first; the command lists all."""


@frozen
class UpwardRow(ToldRow):
    """One line: a daily report that went up, or one that is owed."""

    daily: DailyReport | None = None
    owed: DailyView | None = None


class UpwardScreen(DeskScreen):
    """Enter writes what is owed, or notes who took what went up."""

    GROUP: ClassVar[str] = "upward"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("upward")]
    AUTO_FOCUS: ClassVar[str | None] = "#rows"

    def compose_content(self) -> Iterable[Widget]:
        """Put the title over the lines."""
        yield TitleLine(id="title")
        yield ToldList(id="rows")

    def situation_changed(self, situation: Situation) -> None:
        """Show what is owed and what went up by now."""
        rows = upward_rows(situation, self.host.now(), self.host.zone)
        note = "" if rows else say("upward.screen.none")
        self.query_one("#title", TitleLine).show(say("upward.screen.title"), note)
        self._list.show_rows(rows, cursor=self._list.cursor)

    # --- keys ----------------------------------------------------------------------------------

    def action_reason(self, action_id: str) -> str:
        """Say why there is nothing to act on."""
        row = self._row if self.is_mounted else None
        if action_id == "upward.open" and row is None:
            return say("upward.screen.none")
        if action_id == "upward.again" and (row is None or row.daily is None):
            return say("upward.told.off_owed")
        return ""

    async def do_open(self) -> None:
        """Write the report that is owed, or ask who took the one under the cursor."""
        row = self._row
        if row is not None and (view := row.owed) is not None:
            asked = AskedDaily(view.owed.day, view.owed.limit, prompt=view.uid)
            await open_daily(self, self.host, asked)
        elif row is not None and row.daily is not None:
            self.app.push_screen(AskScreen(daily_receipt(self.host, row.daily)))

    async def do_new(self) -> None:
        """Write the next daily report, also before it is asked for."""
        await open_owed_daily(self, self.host)

    async def do_again(self) -> None:
        """Report the same to somebody else, or by another channel."""
        row = self._row
        if row is not None and (sent := row.daily) is not None:
            await open_daily(self, self.host, AskedDaily(sent.day, sent.limit, again=sent))

    async def do_back(self) -> None:
        """Go to the incidents."""
        await self.host.act("app.live")

    @property
    def _list(self) -> ToldList:
        return self.query_one("#rows", ToldList)

    @property
    def _row(self) -> UpwardRow | None:
        row = self._list.current
        return row if isinstance(row, UpwardRow) else None


def upward_rows(situation: Situation, now: datetime, zone: ZoneInfo) -> list[UpwardRow]:
    """Return what is owed, then what went up, the newest first."""
    owed = [UpwardRow(owed_cells(each, now, zone), owed=each) for each in situation.daily]
    sent = reversed(situation.dailies[-SHOWN:])
    return owed + [UpwardRow(daily_cells(each, zone), daily=each) for each in sent]
