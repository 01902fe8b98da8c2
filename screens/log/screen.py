"""F6 日志: the night as it happened, line by line, with corrections under what they correct."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from screens.log.acts import LogActs
from screens.log.night import UNREAD, NightLog, PastNight
from screens.matter.screen import MatterScreen
from screens.shared.event_lines import LogLine, without_machine
from screens.shared.event_words import LogTeller
from screens.shared.frame import DeskScreen
from screens.shared.question import AskScreen
from screens.widgets.filter_row import FilterRow
from screens.widgets.headed_list import HeadedList, ListHead
from screens.widgets.one_line import TitleLine
from screens.widgets.row_list import Column, RowList
from xfconsole.core.days.night import night_of
from xfconsole.core.facts.announced import ObligationMissed
from xfconsole.core.facts.of_incident import EmergencyCalled
from xfconsole.core.night.situation import Situation
from xfconsole.core.words.folding import fold
from xfconsole.ui.keys.actions import action, bindings
from xfconsole.ui.keys.key_names import key_name
from xfconsole.ui.text.cells import wrap
from xfconsole.ui.words.catalogue import say
from xfconsole.ui.words.times import day


class LogScreen(DeskScreen):
    """Tonight, or with the arrow keys another night."""

    GROUP: ClassVar[str] = "log"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("log")]
    AUTO_FOCUS: ClassVar[str | None] = "#rows"
    VERTICAL_BREAKPOINTS: list[tuple[int, str]] | None = [  # noqa: RUF012
        (0, "-short"),
        (34, "-tall"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._night: PastNight | None = None
        self._read_log = UNREAD
        self._all = self._shown_tonight = self._fresh = False
        self._revision = -1
        self._reading = self._again = False

    def compose_content(self) -> Iterable[Widget]:
        """Put title and filter over the list, and the whole entry under it."""
        self._teller = LogTeller(self.host.office.policy, self.host.zone)
        rows = LogList(self._teller, id="rows")
        yield TitleLine(id="title")
        yield FilterRow(rows, id="filter-row")
        yield ListHead(rows, id="head")
        yield Static(Content(""), id="nothing")
        yield rows
        yield Static(Content(""), id="detail")

    # --- what is shown -------------------------------------------------------------------------

    def situation_changed(self, situation: Situation) -> None:
        """Show what was recorded since."""
        tonight = night_of(self.host.now(), self.host.zone)
        if self._night is None or (self._shown_tonight and self._night.begins < tonight):
            self._turn_to(PastNight(tonight, self.host.zone))
        elif self._revision != situation.revision:
            self._read()
        self._revision = situation.revision

    def _turn_to(self, night: PastNight) -> None:
        self._night = night
        self._shown_tonight = night.begins == night_of(self.host.now(), self.host.zone)
        self._read_log = UNREAD
        self._list.show([], self._read_log, cursor=0)
        self._fresh = True
        self._read()

    def _read(self) -> None:
        self._again = True
        if not self._reading:
            self._reading = True
            self.run_worker(self._read_on(), group="log", exit_on_error=False)

    async def _read_on(self) -> None:
        try:
            while self._again and (night := self._night) is not None:
                self._again = False
                found = await asyncio.to_thread(night.read, self.host.views)
                if night is self._night:
                    self._read_log, self._teller.desks = found, found.desks
                    self._show(0 if self._fresh and not self._shown_tonight else None)
                    self._fresh = False
        finally:
            self._reading = False

    def _show(self, cursor: int | None = None) -> None:
        lines = self._read_log.lines if self._all else without_machine(self._read_log.lines)
        hidden = len(self._read_log.lines) - sum(line.count for line in lines)
        words = fold(self._filter.text).split()
        shown = [line for line in lines if self._holds(line, words)] if words else lines
        self._list.show(shown, self._read_log, cursor=cursor)
        self._say(len(shown), hidden, bool(words))
        self._say_current()

    def _holds(self, line: LogLine, words: list[str]) -> bool:
        number = self._read_log.numbers.get(line.event.subject, "")
        text = fold(f"{number} {line.event.officer} {self._teller.sentence(line)}")
        return all(word in text for word in words)

    def _say(self, shown: int, hidden: int, filtered: bool) -> None:
        assert self._night is not None
        since, until = day(self._night.begins), day(self._night.begins + timedelta(days=1))
        title = "log_screen.title_tonight" if self._shown_tonight else "log_screen.title"
        key = key_name(action("log.all").key_list[0])
        if filtered:
            note = say("log_screen.matches", shown=f"{shown:,}")
        elif hidden > 0:
            note = say(
                "log_screen.note_hidden", shown=f"{shown:,}", hidden=f"{hidden:,}", press=key
            )
        else:
            note = say("log_screen.note", shown=f"{shown:,}")
        self.query_one("#title", TitleLine).show(say(title, since=since, until=until), note)
        empty = ""
        if not shown:
            empty = "none_match" if filtered else "hidden_only" if hidden else "empty"
        nothing = self.query_one("#nothing", Static)
        nothing.display = bool(empty)
        nothing.update(Content(_EMPTY[empty]()) if empty else Content(""))
        self.query_one(ListHead).redraw()

    def _say_current(self) -> None:
        """Show the whole entry under the cursor."""
        detail, line = self.query_one("#detail", Static), self._list.current
        cells = max(20, detail.size.width - 2)
        text = self._teller.whole(line, *self._list.named(line)) if line is not None else ""
        detail.update(Content("\n".join(wrap(text, cells))))

    @on(RowList.Highlighted)
    def _moved(self, _: RowList.Highlighted) -> None:
        self._say_current()

    # --- acts ----------------------------------------------------------------------------------

    def action_reason(self, action_id: str) -> str:
        """Say why something cannot be done with this line."""
        if action_id == "log.later" and self._shown_tonight:
            return say("log_screen.off.tonight")
        if action_id == "log.back" and not self._filter.display:
            return say("ledger.off.no_filter")
        if action_id in ("log.open", "log.note", "log.correct"):
            return self._acts().reason(action_id)
        return ""

    def do_earlier(self) -> None:
        """Show the night before."""
        self._shift(-1)

    def do_later(self) -> None:
        """Show the night after."""
        self._shift(1)

    def _shift(self, days: int) -> None:
        if self._night is not None:
            self._turn_to(PastNight(self._night.begins + timedelta(days=days), self.host.zone))

    def do_all(self) -> None:
        """Show, or leave out, what the console wrote; the cursor stays on its entry."""
        kept = self._list.current
        self._all = not self._all
        self._show()
        lines = [self._list.row(n) for n in range(self._list.total)]
        for index, line in enumerate(lines):
            if kept is not None and line is not None and line.event.uid == kept.event.uid:
                self._list.move(index)
                break

    def do_filter(self) -> None:
        """Open the filter."""
        self._filter.open()

    def do_figures(self) -> None:
        """Show the night in figures."""
        self.host.show_screen("figures")

    def do_back(self) -> None:
        """Clear the filter."""
        self._filter.clear()

    @on(Input.Changed, "#filter")
    def _typed(self, _: Input.Changed) -> None:
        self._show()

    @on(RowList.Chosen)
    def _chosen(self, _: RowList.Chosen) -> None:
        self.do_open()

    def do_open(self) -> None:
        """Open the matter that the line is about."""
        if matter := self._acts().matter:
            self.app.switch_screen(MatterScreen(matter, "app.log"))

    def do_note(self) -> None:
        """Write a line about what this line is about."""
        self.app.push_screen(AskScreen(self._acts().note()))

    def do_correct(self) -> None:
        """Correct this entry."""
        self.app.push_screen(AskScreen(self._acts().correct(self._teller)))

    # --- parts ---------------------------------------------------------------------------------

    @property
    def _list(self) -> LogList:
        return self.query_one(LogList)

    @property
    def _filter(self) -> FilterRow:
        return self.query_one(FilterRow)

    def _acts(self) -> LogActs:
        line = self._list.current
        return LogActs(self.host, line, self._list.number(line) if line else "")


_EMPTY = {
    "none_match": lambda: say("log_screen.none_match"),
    "hidden_only": lambda: say("log_screen.hidden_only"),
    "empty": lambda: say("log_screen.empty"),
}

_NUMBER = 11
"""Cells of a number; one with a desk's letter takes more."""


class LogList(HeadedList[LogLine]):
    """One event a line; follows the newest unless the officer moved up to read."""

    def __init__(self, teller: LogTeller, *, id: str | None = None) -> None:  # noqa: A002
        self._teller, self._wide, self._log = teller, _NUMBER, UNREAD
        super().__init__(self._made(), id=id)

    def _made(self) -> list[tuple[str, Column[LogLine]]]:
        desk = ("log_screen.head.desk", Column(self.desk, cells=4))
        return [
            ("log_screen.head.time", Column(self._teller.time, cells=5)),
            *((desk,) if self._log.desks else ()),
            ("log_screen.head.officer", Column(lambda line: line.event.officer, cells=8)),
            ("log_screen.head.number", Column(self.number, cells=self._wide)),
            ("log_screen.head.told", Column(self._teller.sentence, style=_style)),
        ]

    def show(self, lines: Sequence[LogLine], log: NightLog, *, cursor: int | None) -> None:
        """Show lines of a night; with no ``cursor`` the newest is followed, or the line stays."""
        follows = self.cursor >= self.total - 1
        before, self._log = self._log, log
        wide = max((_NUMBER, *map(len, log.numbers.values())))
        if wide != self._wide or bool(log.desks) != bool(before.desks):
            self._wide = wide
            self.set_columns(self._made())
        place = len(lines) - 1 if follows else None
        self.show_rows(lines, cursor=place if cursor is None else cursor)

    def number(self, line: LogLine) -> str:
        """Return the number of what a line is about."""
        return self._log.numbers.get(line.event.subject, "") if line.count == 1 else ""

    def named(self, line: LogLine) -> tuple[str, str]:
        """Return the number of what a line is about, and who wrote it where several desks did."""
        desk = self.desk(line)
        return self.number(line), say("log_screen.of_desk", desk=desk) if desk else ""

    def desk(self, line: LogLine) -> str:
        """Return how the desk is told of that wrote a line, where there are several."""
        return self._log.desks.get(line.event.desk, "")


def _style(line: LogLine) -> str:
    if isinstance(line.event.fact, ObligationMissed | EmergencyCalled):
        return "row--warn"
    return "row--quiet" if line.machine or line.corrects is not None else ""
