"""What goes up: what is owed or open of each incident, and the office's daily reports."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import ClassVar
from zoneinfo import ZoneInfo

from textual.binding import BindingType
from textual.widget import Widget

from screens.live.instructions import InstructionScreen
from screens.live.report import asked_by, open_report
from screens.live.told import ToldList, ToldRow, receipt
from screens.shared.frame import DeskScreen
from screens.shared.question import AskScreen
from screens.upward.daily_form import AskedDaily, daily_receipt, open_daily, open_owed_daily
from screens.widgets.one_line import TitleLine
from xfconsole.core.incident.daily import DailyReport, DailyView
from xfconsole.core.incident.reports import OwedReport
from xfconsole.core.night.situation import IncidentView, Situation
from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.text import neutral_line
from xfconsole.ui.keys.actions import bindings
from xfconsole.ui.text.cells import plain
from xfconsole.ui.words.catalogue import say
from xfconsole.ui.words.daily import daily_cells, owed_cells
from xfconsole.ui.words.times import clock_time
from xfconsole.ui.words.upward import channel_words, owed_words, report_name, taken_words

SHOWN = 60
"""So many reports are listed, the newest first; the command lists all."""


@frozen
class UpwardRow(ToldRow):
    """One line: a daily report that went up, or one that is owed; or what is open of an incident.

    ``of`` is an incident, live or over: of it ``report`` has no receipt, ``due`` is to be sent, or
    its instructions are open.
    """

    daily: DailyReport | None = None
    owed: DailyView | None = None
    of: IncidentView | None = None
    due: OwedReport | None = None


class UpwardScreen(DeskScreen):
    """Enter writes what is owed, or notes who took what went up."""

    GROUP: ClassVar[str] = "upward"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("upward")]
    AUTO_FOCUS: ClassVar[str | None] = "#rows"

    def compose_content(self) -> Iterable[Widget]:
        """Put the title over the lines."""
        yield TitleLine(id="title")
        yield ToldList(24, id="rows")

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
        if row is not None and row.of is not None:
            self._follow(row, row.of)
        elif row is not None and (view := row.owed) is not None:
            asked = AskedDaily(view.owed.day, view.owed.limit, prompt=view.uid)
            await open_daily(self, self.host, asked)
        elif row is not None and row.daily is not None:
            self.app.push_screen(AskScreen(daily_receipt(self.host, row.daily)))

    def _follow(self, row: UpwardRow, view: IncidentView) -> None:
        """Do what is open of an incident."""
        if row.report is not None:
            self.app.push_screen(AskScreen(receipt(self.host, view, row.report)))
        elif row.due is not None:
            open_report(self, self.host, view, asked_by(view, row.due.kind))
        else:
            self.app.push_screen(InstructionScreen(view.uid))

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
    """Return what is owed and open, then the daily reports that went up, the newest first."""
    owed = [UpwardRow(owed_cells(each, now, zone), owed=each) for each in situation.daily]
    sent = reversed(situation.dailies[-SHOWN:])
    incidents = (*situation.incidents, *situation.followed)
    owed += [row for view in incidents for row in _open_of(view, now, zone)]
    return owed + [UpwardRow(daily_cells(each, zone), daily=each) for each in sent]


def _open_of(view: IncidentView, now: datetime, zone: ZoneInfo) -> Iterator[UpwardRow]:
    """Yield what is open of an incident: reports, receipts, instructions."""
    for due, cells in zip(view.plan.owed, owed_words(view.plan.owed, now, zone), strict=True):
        yield UpwardRow((f"{view.number} {cells[0]}", *cells[1:]), of=view, due=due)
    for report in view.untaken:
        name = f"{view.number} {report_name(report.kind, report.number)}"
        at, by = clock_time(report.at, zone), channel_words(report)
        told = (name, at, by, plain(report.to), taken_words(report, zone))
        yield UpwardRow(told, report, of=view)
    for order in view.instructions:
        if order.ended_at is None:
            name = f"{view.number} {say('upward.screen.instruction')}"
            due_at = say("live.limit", time=clock_time(order.due, zone)) if order.due else ""
            text = plain(neutral_line(order.text))
            yield UpwardRow((name, due_at, order.leader, text, say("upward.screen.open")), of=view)
