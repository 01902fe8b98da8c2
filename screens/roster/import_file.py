"""Takes in a roster file: read and checked first, imported as a whole or not at all."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from screens.roster.questions import COLUMNS, asking_columns
from screens.roster.rows import DAYS
from screens.shared.file_pane import FilePane
from screens.shared.question import AskScreen
from screens.widgets.key_bar import KeyBar
from screens.widgets.row_list import ListKeys, RowList
from xfconsole.core.facts.of_office import RosterEntry
from xfconsole.core.roster.roster import Hole
from xfconsole.core.words.official import name_key
from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.text import neutral_line
from xfconsole.ui.keys.actions import action, bindings
from xfconsole.ui.keys.key_names import key_name
from xfconsole.ui.text.glyphs import glyph
from xfconsole.ui.words.catalogue import say
from xfconsole.ui.words.posts import post_name
from xfconsole.ui.words.roster import drawn_lines, hole_words, note_words
from xfconsole.ui.words.status import on_sheet, sheets_words
from xfconsole.ui.words.times import moment


class RosterImportScreen(ListKeys, ModalScreen[None]):
    """Enter reads the file and shows what it would do; another key takes it."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("list", "roster_import")]
    GROUP: ClassVar[str] = "roster_import"

    def __init__(self) -> None:
        super().__init__()
        self._entries: tuple[RosterEntry, ...] = ()
        self._source = ""
        self._answered: dict[str, str] = {}
        self._reading = False

    def compose(self) -> ComposeResult:
        """Put the path over what came of it."""
        with Vertical(classes="window"):
            label, hint = say("roster_screen.import.path"), say("roster_screen.import.columns")
            yield FilePane(self.host, label, hint)
            yield KeyBar(self.GROUP, "app")

    def on_mount(self) -> None:
        """Begin with the path."""
        self.query_one(".window").border_title = say("help.group.roster_import")
        self.set_focus(self.query_one("#path"))

    def action_reason(self, action_id: str) -> str:
        """Nothing is taken that was not read."""
        if action_id == "roster_import.take" and not (self._entries and self._files.told):
            return say("roster_screen.import.read_first")
        return ""

    def do_complete(self) -> None:
        """Put the name under the cursor into the field."""
        self._files.complete()

    def do_read(self) -> None:
        """Open a folder, or read the file, off the key path."""
        if not self._reading:
            self._reading = True
            self.run_worker(self._choose(), exit_on_error=False)

    async def _choose(self) -> None:
        try:
            if (path := await self._files.chosen()) is not None:
                await self._read(path)
        finally:
            self._reading = False
            self.refresh_bindings()

    async def _read(self, path: Path) -> None:
        name = neutral_line(path.name)
        self._entries = ()
        try:
            found = await asyncio.to_thread(self.host.office.read_roster, path, self._answered)
            if found.problems:
                lines = [
                    on_sheet(
                        each.sheet,
                        say("roster.bad_row", row=each.row, reason=_sentence(each.reason)),
                    )
                    for each in found.problems
                ]
                said = say("roster.not_imported", file=name, count=len(found.problems))
                self._tell(said, lines, wrong=True)
                return
            holes = await self._holes_with(name, found.entries)
        except Refused as refused:
            asked = refused.values.get("asked")
            if not isinstance(asked, tuple):
                self._tell(_sentence(refused), [], wrong=True)
                return
            self._tell(say("roster_screen.import.columns"), [])
            asking = await asking_columns(self.host, asked, self._take_answers)
            self.app.push_screen(AskScreen(asking))
        else:
            self._entries, self._source = found.entries, name
            told = sheets_words(found.sheets, found.others)
            told += [
                on_sheet(each.sheet, note_words(each.kind, each.rows, each.said))
                for each in found.notes
            ]
            if found.drawn:
                told = [say("roster.drawn"), *self._drawn(found.entries, found.understood), *told]
            if found.unused:
                told.append(say("roster.unused", columns=say("roster.and").join(found.unused)))
            self._offer(name, found.rows, told, holes)

    async def _take_answers(self, columns: Mapping[str, str]) -> None:
        """Read the file anew, now that its columns are known."""
        self._answered.update(columns)
        self.do_read()

    def _drawn(self, entries: Sequence[RosterEntry], understood: Mapping[str, str]) -> list[str]:
        """Return the grid that was understood, and which columns are a post of another name."""
        policy = self.host.office.policy
        cells = self.query_one(RowList).size.width - 4
        columns = [
            say("roster.drawn_column", column=column, post=post_name(policy, post))
            for column, post in understood.items()
        ]
        return drawn_lines(entries, policy, self.host.zone, cells) + columns

    async def _holes_with(self, name: str, entries: tuple[RosterEntry, ...]) -> list[Hole]:
        roster = await asyncio.wrap_future(
            self.host.office.submit(lambda desk: desk.roster_with(name, entries))
        )
        now = self.host.now()
        return roster.holes(self.host.office.policy.needed_posts(), now, now + timedelta(days=DAYS))

    def _offer(self, name: str, rows: int, told: list[str], holes: list[Hole]) -> None:
        zone, entries = self.host.zone, self._entries
        lines = told + [
            f"{glyph('warn')} {hole_words(each, self.host.office.policy, zone)}" for each in holes
        ]
        key = "roster_screen.import.holes" if holes else "roster_screen.import.no_holes"
        said = say(
            "roster_screen.import.offer",
            file=name,
            rows=rows,
            count=len(entries),
            people=len({name_key(each.person) for each in entries}),
            since=moment(entries[0].starts_at, zone),
            until=moment(max(each.ends_at for each in entries), zone),
            press=key_name(action("roster_import.take").key_list[0]),
        )
        self._tell(f"{said}\n{say(key, days=DAYS, count=len(holes))}", lines)

    async def do_take(self) -> None:
        """Import all of it and close."""
        entries, source = self._entries, self._source
        await self.host.desk_do(lambda desk: desk.import_roster(source, entries))
        if self._answered:
            await asyncio.to_thread(self.host.office.remember_columns, self._answered)
            self.host.office.save_draft(COLUMNS, {})
        self._files.keep()
        self.dismiss(None)
        self.host.tell(say("roster_screen.import.done", file=source, count=len(entries)))

    def leave(self) -> None:
        """Keep the path for the next time."""
        self._files.keep()
        super().leave()

    def do_back(self) -> None:
        """Import nothing."""
        self._files.keep()
        self.dismiss(None)

    @property
    def _files(self) -> FilePane:
        return self.query_one(FilePane)

    def _tell(self, sentence: str, lines: list[str], *, wrong: bool = False) -> None:
        self._files.tell(sentence, lines, wrong=wrong)
        self.refresh_bindings()


def _sentence(refused: Refused) -> str:
    return say(refused.key, **refused.values)
