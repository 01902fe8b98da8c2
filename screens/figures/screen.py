"""A night in one page, with charts in text below it; the arrow keys turn to other nights."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import ClassVar

from textual.binding import BindingType
from textual.events import ScreenResume
from textual.widget import Widget

from screens.shared.frame import DeskScreen
from screens.widgets.one_line import TitleLine
from screens.widgets.row_list import Column, RowList
from xfconsole.core.days.night import night_of
from xfconsole.core.figures.period import Period, Stretch, period_of
from xfconsole.core.matter.limits import midnight
from xfconsole.core.matter.timeliness import measure
from xfconsole.core.night.report import night_figures
from xfconsole.core.night.situation import Situation
from xfconsole.ui.keys.actions import bindings
from xfconsole.ui.words.catalogue import say
from xfconsole.ui.words.figure_page import (
    ANSWERED_WITHIN,
    Charts,
    PageLine,
    chart_lines,
    night_lines,
)
from xfconsole.ui.words.times import day


class FiguresScreen(DeskScreen):
    """Tonight in figures, or another night; read from the file, never while a key is handled."""

    GROUP: ClassVar[str] = "figures"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("figures")]
    AUTO_FOCUS: ClassVar[str | None] = "#rows"

    _begins: date | None = None
    _drawn: date | None = None
    _charts: tuple[date, Charts] | None = None
    _revision = -1
    _reading = _again = False

    def compose_content(self) -> Iterable[Widget]:
        """Put the title over the lines."""
        yield TitleLine(id="title")
        yield RowList[PageLine]([Column(lambda line: line.text, style=_style)], id="rows")

    def situation_changed(self, situation: Situation) -> None:
        """Count again after whatever was done."""
        if situation.revision != self._revision:
            self._revision = situation.revision
            self.read()

    def on_screen_resume(self, event: ScreenResume) -> None:
        """Count again: time alone makes more of it late."""
        self._charts = None
        self.read()

    def read(self) -> None:
        """Show the night as it stands by now."""
        self._again = True
        if not self._reading and self.host.situation is not None:
            self._reading = True
            self.run_worker(self._read_on(), group="figures", exit_on_error=False)

    async def _read_on(self) -> None:
        try:
            while self._again:
                self._again, begins = False, self._shown
                self._say(begins, say("figures.counting"))
                found = await asyncio.to_thread(self._found, begins)
                if begins == self._shown:
                    turned, self._drawn = begins != self._drawn, begins
                    rows = self.query_one("#rows", RowList)
                    rows.show_rows(found, cursor=0 if turned else None)
                    self._say(begins)
        finally:
            self._reading = False

    @property
    def _shown(self) -> date:
        return self._begins or self._tonight

    @property
    def _tonight(self) -> date:
        return night_of(self.host.now(), self.host.zone)

    def _say(self, begins: date, note: str = "") -> None:
        tonight = say("figures.screen.tonight") if begins == self._tonight else ""
        name = say("figures.screen.title", since=day(begins), until=day(begins + timedelta(1)))
        self.query_one("#title", TitleLine).show(name, note or tonight)

    def _found(self, begins: date) -> Sequence[PageLine]:
        host, situation = self.host, self.host.situation
        assert situation is not None
        now, zone, policy = host.now(), host.zone, host.office.policy
        night = night_figures(host.views, begins, zone, now, policy, situation.roster)
        charts = self._charts
        if charts is None or charts[0] != begins:
            self._charts = charts = begins, self._measured(begins, now)
        return [*night_lines(night, zone, now), *chart_lines(charts[1])]

    def _measured(self, begins: date, now: datetime) -> Charts:
        """Read what takes longer the more matters there are: not again for whatever was done."""
        host, zone = self.host, self.host.zone
        today = now.astimezone(zone).date()
        rows = host.views.timeliness_rows(zone, now, since=today - timedelta(ANSWERED_WITHIN))
        answers = measure(rows, today, host.office.rules.workdays).total
        month = period_of(Stretch.MONTH, begins)
        return Charts(answers, self._subjects(month), self._subjects(month.before))

    def _subjects(self, month: Period) -> Mapping[str, int]:
        zone = self.host.zone
        since, until = (midnight(each, zone) for each in (month.first, month.last + timedelta(1)))
        return self.host.views.subject_counts(since, until)

    # --- keys ----------------------------------------------------------------------------------

    def action_reason(self, action_id: str) -> str:
        """Say why there is no later night."""
        later = action_id == "figures.later" and self._shown >= self._tonight
        return say("log_screen.off.tonight") if later else ""

    def do_earlier(self) -> None:
        """Turn to the night before."""
        self._begins = self._shown - timedelta(1)
        self.read()

    def do_later(self) -> None:
        """Turn to the night after."""
        later = self._shown + timedelta(1)
        self._begins = None if later >= self._tonight else later
        self.read()

    async def do_back(self) -> None:
        """Go back to where one came from, else to the log."""
        back = self.host.came_from
        if back is None:
            await self.host.act("app.log")
        else:
            back()


def _style(line: PageLine) -> str:
    return "row--strong" if line.head else ""
