"""F5 值班: who is on duty now, where nobody is, and the next 14 days."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.events import Resize
from textual.screen import Screen
from textual.widget import Widget

from screens.roster.changing import (
    asked,
    change_screen,
    copy_rows,
    copy_screen,
    number_first,
    numbers,
    plan_form,
    run_meant,
    taking_screen,
    turn_left,
)
from screens.roster.grid import LEAST, GridRows, RosterGrid
from screens.roster.import_file import RosterImportScreen
from screens.roster.list import RosterList, phone_words
from screens.roster.period import Wanted, period_form, period_rows
from screens.roster.questions import Official, Replacing, holder_rows, leave, official_rows
from screens.roster.rows import DAYS, RosterLine, RosterLines
from screens.roster.tonight import ask_tonight
from screens.shared.bell import BellScreen
from screens.shared.event_words import LogTeller
from screens.shared.form import open_form
from screens.shared.frame import DeskScreen
from screens.shared.pick import Picker
from screens.shared.question import Answers, AskScreen
from screens.widgets.headed_list import ListHead
from screens.widgets.one_line import TitleLine
from screens.widgets.row_list import RowList
from xfconsole.core.facts.of_office import RosterEntry, RosterStretch
from xfconsole.core.night.situation import Situation
from xfconsole.core.roster.periods import period_at
from xfconsole.core.roster.planning import Run
from xfconsole.core.roster.roster import Roster
from xfconsole.core.words.official import name_key
from xfconsole.core.words.refusal import Refused
from xfconsole.desk import Desk
from xfconsole.ui.keys.actions import bindings
from xfconsole.ui.text.glyphs import glyph
from xfconsole.ui.words.catalogue import say
from xfconsole.ui.words.roster import order_name, period_words, span
from xfconsole.ui.words.times import moment


class RosterScreen(DeskScreen):
    """One list: now, holes, days. Keys act on the post under the cursor."""

    GROUP: ClassVar[str] = "roster"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("roster")]
    AUTO_FOCUS: ClassVar[str | None] = "#rows"

    def __init__(self) -> None:
        super().__init__()
        self._roster: Roster | None = None
        self._lines: list[RosterLine] = []
        self._changes_at: datetime | None = None
        self._holes = 0
        self._shows_grid = False
        self._grid_rows: Callable[[], GridRows]

    def compose_content(self) -> Iterable[Widget]:
        """Put the title over the list."""
        yield TitleLine(id="title")
        yield RosterList(id="rows")
        grid = RosterGrid(id="grid")
        yield ListHead(grid, id="head")
        yield grid
        yield TitleLine(id="cell")
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
        self._list.show_rows(self._lines)
        self._grid_rows = lambda: GridRows(
            roster, self.host.office.policy, self.host.zone, now, built
        )
        if self._shows_grid:
            self._grid.show_grid(self._grid_rows())
        bad, mark = bool(self._holes), glyph("warn" if self._holes else "ok")
        key = "roster_screen.holes" if bad else "roster_screen.no_holes"
        note = say(key, mark=mark, days=DAYS, count=self._holes) if roster else ""
        title, period = say("help.group.roster"), period_at(roster.periods, now)
        if period is not None:
            words = period_words(period, self.host.office.policy, self.host.zone)
            title = say("roster_screen.period.title", title=title, name=period.name, words=words)
        self.query_one("#title", TitleLine).show(title, note, warn=bad)
        self._choose_view()
        self._say_current()

    def _say_current(self) -> None:
        """Show the line under the cursor again, with all its deputies and numbers."""
        line = self._line
        when = who = ""
        if line is not None and (first := line.first) is not None:
            people = (
                f"{order_name(each.order)} {each.person} {phone_words(each)}"
                for each in line.entries
            )
            who = "  ".join(people)
            when = span(first.starts_at, first.ends_at, self.host.zone)
        if self._shows_grid and (cell := self._grid.cell) is not None:
            self.query_one("#cell", TitleLine).show(
                "  ".join([cell.line.post, *(cell.holes or [when])])
            )
            when = ""
        self.query_one("#detail", TitleLine).show(f"{when}  {who}".strip())
        self.query_one(ListHead).redraw()

    @on(RowList.Highlighted)
    def _moved(self, _: RowList.Highlighted) -> None:
        self._say_current()

    # --- acts ----------------------------------------------------------------------------------

    def action_reason(self, action_id: str) -> str:
        """Say why the line under the cursor cannot be changed, or that there is no hole."""
        line = self._line
        if action_id in ("roster.replace", "roster.leave"):
            if line is not None and line.past:
                return say("desk.refused.past_duty")
            if line is None or not line.entries:
                return say("roster_screen.off.nobody")
        if action_id in ("roster.edit", "roster.take") and line is not None and line.past:
            return say("desk.refused.past_duty")
        if action_id == "roster.take" and (line is None or line.stretch is None):
            return say("roster_screen.off.no_post")
        if action_id == "roster.grid" and self.app.size.width < LEAST:
            return say("roster_screen.off.narrow", least=LEAST)
        if action_id == "roster.holes" and not self._holes:
            return say("roster_screen.off.no_hole")
        return ""

    def do_holes(self) -> None:
        """Go to the next hole, from the last one to the first."""
        if self._shows_grid:
            self._grid.next_hole()
            return
        places = [n for n, line in enumerate(self._lines) if line.hole is not None]
        here = self._list.cursor
        self._list.move(next((n for n in places if n > here), places[0]))

    async def do_tonight(self) -> None:
        """Say who holds each post tonight."""
        await ask_tonight(self)

    def do_bell(self) -> None:
        """Ring the bell for a trial."""
        self.app.push_screen(BellScreen())

    async def do_edit(self) -> None:
        """Say who holds a post in a shift of some days; begins with the line under the cursor."""
        await open_form(self, plan_form(self.host, self._known, self._line))

    async def do_take(self) -> None:
        """Let the officer hold the turn under the cursor; asks first for a number nobody knows."""
        line = self._line
        assert line is not None
        turn = turn_left(line, self.host)
        if phone := numbers(self._known).get(name_key(self.host.office.officer)):
            await self._take_turn(turn, phone)
            return

        async def numbered(answers: Answers | None) -> None:
            if answers:
                try:
                    await self._take_turn(turn, *answers)
                except Refused as refused:
                    self.host.refuse(refused)

        self.app.push_screen(AskScreen(number_first(self.host, turn)), numbered)

    async def _take_turn(self, turn: RosterStretch, phone: str) -> None:
        shown, said = await taking_screen(self.host, turn, phone)
        self._store_after(shown, lambda desk: desk.take_duty(turn, phone), said)

    def do_copy(self) -> None:
        """Copy a week or a month forward."""

        def chosen(run: Run | str | None) -> None:
            if run is not None:
                self.run_worker(self._copy(run), exit_on_error=False)

        rows = copy_rows(self.host.now(), self.host.zone)
        title = say("roster_screen.copy.which")
        self.app.push_screen(Picker[Run | str](title, rows, free=str), chosen)

    async def _copy(self, run: Run | str) -> None:
        try:
            if isinstance(run, str):
                run = run_meant(run, self.host.now(), self.host.zone)
            shown, change = await copy_screen(self.host, run)
        except Refused as refused:
            self.host.refuse(refused)
        else:
            self._store_after(shown, lambda desk: desk.change_roster(change))

    async def do_undo(self) -> None:
        """Show what undoing the last change comes to, then do it."""
        last, found = await asked(self.host, lambda desk: desk.roster_undone())
        told = say(
            "roster_screen.change.last",
            at=moment(last.happened_at, self.host.zone),
            officer=last.officer,
            told=LogTeller(self.host.office.policy, self.host.zone).fact(last.fact),
        )
        shown = change_screen(self.host, say("action.roster.undo"), found, (told,))
        self._store_after(shown, lambda desk: desk.undo_roster())

    def _store_after(
        self, shown: Screen[bool], verb: Callable[[Desk], object], said: str = ""
    ) -> None:
        async def answered(wanted: bool | None) -> None:
            if not wanted:
                return
            try:
                await self.host.desk_do(verb)
            except Refused as refused:
                self.host.refuse(refused)
            else:
                self.host.tell(said or say("roster_screen.change.done"))

        self.app.push_screen(shown, answered)

    @property
    def _known(self) -> Roster:
        return self._roster or Roster()

    async def do_reception(self) -> None:
        """Go to the leaders' reception days."""
        await self.host.act("app.reception")

    async def do_period(self) -> None:
        """Set, change or end a special period."""
        rows = period_rows(self.host, self._known)
        if not rows:
            await open_form(self, period_form(self.host, None))
            return

        async def chosen(wanted: Wanted | None) -> None:
            what, period = wanted or ("", None)
            if what == "change":
                await open_form(self, period_form(self.host, period))
            elif period is not None:
                await self.host.desk_do(lambda desk: desk.end_period(period.name))
                self.host.tell(say("roster_screen.period.ended", name=period.name))

        self.app.push_screen(Picker[Wanted](say("action.roster.period"), rows), chosen)

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
        line = self._line
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

    # --- list or grid --------------------------------------------------------------------------

    def on_resize(self, _: Resize) -> None:
        """Show the grid where there is room for it, unless the list was chosen."""
        self._choose_view()

    def do_grid(self) -> None:
        """Show the other of list and grid, for as long as the console is open."""
        self.host.left[_VIEW] = "list" if self._shows_grid else "grid"
        self._choose_view()

    def do_left(self) -> None:
        """Go to the post on the left."""
        self._grid.step(-1)

    def do_right(self) -> None:
        """Go to the post on the right."""
        self._grid.step(1)

    def _choose_view(self) -> None:
        wide = self.app.size.width >= LEAST
        shown = wide and bool(self._roster) and self.host.left.get(_VIEW) != "list"
        if shown is not self._shows_grid:
            self._shows_grid = shown
            if shown:
                self._grid.show_grid(self._grid_rows())
            self.set_class(shown, "-grid")
            self.set_focus(self._grid if shown else self._list)
            self._say_current()
            self.refresh_bindings()

    @property
    def _line(self) -> RosterLine | None:
        """What acts are about: the line under the cursor, or that of the cell."""
        cell = self._grid.cell if self._shows_grid else None
        return cell.line if cell else self._list.current

    @property
    def _grid(self) -> RosterGrid:
        return self.query_one(RosterGrid)

    @property
    def _list(self) -> RosterList:
        return self.query_one(RosterList)


_VIEW = ("roster", "view")
