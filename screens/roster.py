"""F5 值班: who is on duty now, where nobody is, and the next 14 days."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import ClassVar

from textual import on
from textual._path import CSSPathType
from textual.binding import BindingType
from textual.widget import Widget

from screens.ask import AskScreen
from screens.bell import BellScreen
from screens.frame import DeskScreen
from screens.pick import Picker
from screens.roster_import import RosterImportScreen
from screens.roster_rows import DAYS, RosterLine, RosterLines
from screens.roster_verbs import Official, Replacing, holder_rows, leave, official_rows
from screens.widgets.roster_list import RosterList, phone_words
from screens.widgets.row_list import RowList
from screens.widgets.title_line import TitleLine
from xfconsole.core.events import RosterEntry
from xfconsole.core.roster import Roster
from xfconsole.core.situation import Situation
from xfconsole.ui.actions import bindings
from xfconsole.ui.glyphs import glyph
from xfconsole.ui.i18n import say
from xfconsole.ui.roster_words import order_name, span


class RosterScreen(DeskScreen):
    """One list: now, holes, days. Keys act on the post under the cursor."""

    CSS_PATH: ClassVar[CSSPathType | None] = ["lists.tcss", "roster.tcss"]
    GROUP: ClassVar[str] = "roster"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("roster")]
    AUTO_FOCUS: ClassVar[str | None] = "#rows"

    def __init__(self) -> None:
        super().__init__()
        self._roster: Roster | None = None
        self._lines: list[RosterLine] = []
        self._changes_at: datetime | None = None
        self._holes = 0

    def compose_content(self) -> Iterable[Widget]:
        """Put the title over the list."""
        yield TitleLine(id="title")
        yield RosterList(id="rows")
        yield TitleLine(id="detail")

    # --- what is shown -------------------------------------------------------------------------

    def situation_changed(self, situation: Situation) -> None:
        """Show another roster."""
        if self._roster is None or self._roster != situation.roster:
            self._show(situation.roster, self.host.now())

    def second(self, now: datetime) -> None:
        """Show who has taken over, at the end of a shift."""
        if self._roster is not None and self._changes_at is not None and now >= self._changes_at:
            self._show(self._roster, now)

    def _show(self, roster: Roster, now: datetime) -> None:
        built = RosterLines(roster, self.host.office.policy, self.host.zone, now)
        self._roster, self._changes_at = roster, built.changes_at
        self._lines, self._holes = built.lines(), len(built.holes)
        rows = self._list
        rows.show_rows(self._lines)
        bad, mark = bool(self._holes), glyph("warn" if self._holes else "ok")
        key = "roster_screen.holes" if bad else "roster_screen.no_holes"
        note = say(key, mark=mark, days=DAYS, count=self._holes) if roster else ""
        self.query_one("#title", TitleLine).show(say("help.group.roster"), note, warn=bad)
        self._say_current()

    def _say_current(self) -> None:
        """Show the line under the cursor again, with all its deputies and numbers."""
        line = self._list.current
        said = ""
        if line is not None and (first := line.first) is not None:
            people = (
                f"{order_name(each.order)} {each.person} {phone_words(each)}"
                for each in line.entries
            )
            when = span(first.starts_at, first.ends_at, self.host.zone)
            said = f"{when}  {'  '.join(people)}"
        self.query_one("#detail", TitleLine).show(said)

    @on(RowList.Highlighted)
    def _moved(self, _: RowList.Highlighted) -> None:
        self._say_current()

    # --- acts ----------------------------------------------------------------------------------

    def action_reason(self, action_id: str) -> str:
        """Say why the line under the cursor cannot be changed, or that there is no hole."""
        line = self._list.current
        if action_id in ("roster.replace", "roster.leave"):
            if line is not None and line.past:
                return say("desk.refused.past_duty")
            if line is None or not line.entries:
                return say("roster_screen.off.nobody")
        if action_id == "roster.holes" and not self._holes:
            return say("roster_screen.off.no_hole")
        return ""

    def do_holes(self) -> None:
        """Go to the next hole, from the last one to the first."""
        places = [n for n, line in enumerate(self._lines) if line.hole is not None]
        here = self._list.cursor
        self._list.move(next((n for n in places if n > here), places[0]))

    def do_bell(self) -> None:
        """Ring the bell for a trial."""
        self.app.push_screen(BellScreen())

    def do_import(self) -> None:
        """Import a file."""
        self.app.push_screen(RosterImportScreen())

    def do_replace(self) -> None:
        """Let somebody else take over a stretch."""
        self._with_holder(say("roster_screen.pick.whom"), self._pick_official)

    def do_leave(self) -> None:
        """Record that a holder is away."""
        self._with_holder(
            say("roster_screen.pick.away"),
            lambda entry: self.app.push_screen(AskScreen(leave(self.host, entry))),
        )

    def _with_holder(self, title: str, then: Callable[[RosterEntry], object]) -> None:
        line = self._list.current
        entries = line.entries if line is not None else ()
        if len(entries) == 1:
            then(entries[0])
            return

        def chosen(entry: RosterEntry | None) -> None:
            if entry is not None:
                then(entry)

        self.app.push_screen(Picker(title, holder_rows(entries)), chosen)

    def _pick_official(self, entry: RosterEntry) -> None:
        roster = self._roster
        assert roster is not None
        rows = official_rows(roster, self.host.office.policy, entry, self.host.now())

        def chosen(by: Official | None) -> None:
            if by is not None:
                asking = Replacing(self.host, roster, entry, by).asking()
                self.app.push_screen(AskScreen(asking))

        title = say("roster_screen.pick.by", person=entry.person)
        self.app.push_screen(Picker(title, rows, free=Official), chosen)

    @property
    def _list(self) -> RosterList:
        return self.query_one(RosterList)
