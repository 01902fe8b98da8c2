"""Letters come in from a file: chosen, read and checked, then stored while the desk goes on."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import BindingType
from textual.message import Message
from textual.widget import Widget

from screens.letters.columns import ColumnQuestions, asking_which
from screens.shared.file_pane import FilePane
from screens.shared.frame import DeskScreen
from screens.shared.pick import Picker
from screens.shared.question import Answers, Asking, AskScreen, Choice, Step
from screens.widgets.one_line import TitleLine
from screens.widgets.picker_rows import PickRow
from screens.widgets.row_list import ListKeys
from xfconsole.core.facts.of_matter import LettersEnded
from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.text import neutral_line
from xfconsole.ui.keys.actions import action, bindings
from xfconsole.ui.keys.key_names import key_name
from xfconsole.ui.words.catalogue import say
from xfconsole.ui.words.letters import left_out_lines, note_lines, report_lines

# For types only: what reads spreadsheets is slow to load.
if TYPE_CHECKING:
    from xfconsole.ui.host import Brought, LettersDone

_COLUMNS, _OF_FILE = "letter_columns", ""
"""The draft of what was answered about the columns of a file, and where it names that file."""
_UNKNOWN = {
    "letters.refused.no_header": "letters.columns.no_header",
    "letters.refused.no_content_column": "letters.columns.no_content_column",
    "letters.refused.no_time_column": "letters.columns.no_time_column",
}
"""Refusals that an officer ends by saying what the columns are, and how they read here."""


class LettersScreen(ListKeys, DeskScreen):
    """Enter reads a file, another key stores it; what is under way goes on behind other screens."""

    GROUP: ClassVar[str] = "letters"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("list", "letters")]
    AUTO_FOCUS: ClassVar[str | None] = "#path"

    class Going(Message):
        """So many rows were dealt with by now, and so many matters registered."""

        def __init__(self, rows: int, added: int) -> None:
            super().__init__()
            self.rows, self.added = rows, added

    def __init__(self) -> None:
        super().__init__()
        self._found: Brought | None = None
        self._path = Path()
        self._set = ""
        self._mapping: Mapping[str, str] = {}
        self._said: dict[str, str] = {}
        self._going = self._storing = self._stopping = False

    def compose_content(self) -> Iterable[Widget]:
        """Put the title over the file."""
        yield TitleLine(id="title")
        label, hint = say("letters.screen.path"), say("letters.screen.hint")
        yield FilePane(self.host, label, hint)

    def on_mount(self) -> None:
        """Say what this is for."""
        self.query_one("#title", TitleLine).show(say("letters.screen.title"))

    def action_reason(self, action_id: str) -> str:
        """Say that nothing is stored that was not read, and that one file comes after the other."""
        if self._going and action_id != "letters.back":
            return say("letters.screen.busy")
        if action_id == "letters.columns" and not self._files.told:
            return say("letters.screen.read_first")
        if action_id == "letters.take":
            if self._found is None or not self._files.told:
                return say("letters.screen.read_first")
            if not _news(self._found.report):
                return say("letters.screen.none_new")
        return ""

    # --- reading -------------------------------------------------------------------------------

    def do_complete(self) -> None:
        """Put the name under the cursor into the field."""
        self._files.complete()

    def do_read(self) -> None:
        """Open a folder, or read the file, off the key path."""
        self._start(self._read)

    async def _read(self) -> None:
        self._found = None
        path = await self._files.chosen()
        if path is None:
            return
        if path != self._path:
            self._path, self._set, self._mapping, self._said = path, "", {}, {}
        if not self._mapping:
            kept = await asyncio.to_thread(self.host.office.fitting_mappings, path)
            if kept:
                self._files.tell(say("letters.columns.kept", file=self._file))
                self._ask(asking_which(self._file, kept, self._take_mapping))
                return
        if not await self._check():
            await self._ask_columns()

    async def _check(self) -> bool:
        """Show what would come in; returns False where the columns do not suffice."""
        self._files.tell(say("letters.screen.reading", file=self._file, rows=0))
        try:
            found = await self._bring(store=False)
        except Refused as refused:
            if refused.key not in _UNKNOWN:
                raise
            press = key_name(action("letters.columns").key_list[0])
            said = say(_UNKNOWN[refused.key], file=self._file, press=press)
            self._files.tell(said, wrong=True)
            return False
        if self._stopping:
            self._files.show_files()
            return True
        self._found = found
        self._files.tell(self._offer(found.report), _lines(found), wrong=_wrong(found.report))
        return True

    def _offer(self, would: LettersEnded) -> str:
        counts = {"rows": would.rows, "known": would.known, "bad": would.bad}
        if not _news(would):
            return say("letters.screen.nothing", file=self._file, **counts)
        press = key_name(action("letters.take").key_list[0])
        more = {"added": would.added, "replies": would.replies, "press": press}
        return say("letters.screen.offer", file=self._file, **counts, **more)

    # --- columns -------------------------------------------------------------------------------

    def do_columns(self) -> None:
        """Ask what each column is."""
        self._start(self._ask_columns)

    async def _ask_columns(self) -> None:
        head = await asyncio.to_thread(self.host.office.letter_head, self._path)
        kept = await asyncio.to_thread(self.host.views.draft, _COLUMNS)
        if kept and not self._said and kept.values.get(_OF_FILE) == str(self._path):
            self._said.update((name, kept.values[name]) for name in kept.values if name)
        questions = ColumnQuestions(
            self._file, head, self._said, self._keep_columns, self._take_mapping
        )
        self._ask(questions.asking())

    def _keep_columns(self) -> None:
        """Keep what was answered so far, for whoever is cut off in the middle."""
        said = {_OF_FILE: str(self._path), **self._said} if self._said else {}
        self.host.office.save_draft(_COLUMNS, said)

    async def _take_mapping(self, name: str, mapping: Mapping[str, str]) -> None:
        """Read the file anew, now that its columns are known."""
        self._set, self._mapping = name, mapping
        self._start(self._check)

    def _ask(self, asking: Asking) -> None:
        # Whoever went to another page meanwhile finds the sentence here, and its key.
        if self.is_current:
            self.app.push_screen(AskScreen(asking))

    # --- storing -------------------------------------------------------------------------------

    def do_take(self) -> None:
        """Store what was read, some rows at a time."""
        self._storing = True
        self._start(self._store)

    async def _store(self) -> None:
        report = (await self._bring(store=True)).report
        self._found = None
        if self._set:
            keep = self.host.office.keep_mapping
            await asyncio.to_thread(keep, self._set, self._mapping)
        if self._said:
            self._said = {}
            self._keep_columns()
        # Whoever looks at the ledger by now sees it at once.
        await self.host.desk_do(lambda _: None)
        self._show_report(report)
        counts = {"added": report.added, "bad": report.bad}
        self.host.tell(say("letters.screen.done", file=self._file, **counts))

    @on(Going)
    def _went_on(self, so_far: Going) -> None:
        """Say how far it is."""
        if not self._going:
            return
        if self._storing and self._found is not None:
            rows = self._found.report.rows
            counts = {"done": so_far.rows, "rows": rows, "left": max(0, rows - so_far.rows)}
            texts = {name: f"{count:,}" for name, count in counts.items()}
            said = say("letters.screen.storing", file=self._file, added=so_far.added, **texts)
        else:
            said = say("letters.screen.reading", file=self._file, rows=f"{so_far.rows:,}")
        self._files.tell(said, of_file=not self._storing)

    def do_back(self) -> None:
        """Go back; ask first whether what is under way is to stop."""
        if self._storing:
            self.app.push_screen(AskScreen(self._asking_to_stop()))
            return
        self._stopping = True
        self._files.keep()
        self.host.show_screen("ledger")

    def _asking_to_stop(self) -> Asking:
        def plan(answers: Answers) -> Step | None:
            if answers:
                return None
            go_on = Choice("", say("letters.screen.go_on"))
            stop = Choice("stop", say("letters.screen.stop_now"))
            return Step(say("letters.screen.stop_what"), (go_on, stop))

        async def run(answers: Answers) -> None:
            self._stopping = answers == ("stop",)

        return Asking(say("letters.screen.stop", file=self._file), plan, run)

    # --- reports -------------------------------------------------------------------------------

    def do_reports(self) -> None:
        """Pick an import of before, and show its report."""
        self._start(self._pick_report)

    async def _pick_report(self) -> None:
        found = await asyncio.to_thread(self.host.office.letter_reports)
        if not found:
            self.host.tell(say("letters.screen.no_reports"))
            return
        rows = [PickRow(each, each.brought, _beside(each)) for each in found]
        self.app.push_screen(Picker(say("letters.screen.reports"), rows), self._show_report)

    def _show_report(self, report: LettersEnded | None) -> None:
        if report is not None:
            self._found = None
            said = say("letters.screen.report", name=report.brought)
            lines = report_lines(report)
            self._files.tell(said, lines, wrong=_wrong(report), of_file=False)

    # --- parts ---------------------------------------------------------------------------------

    @property
    def _files(self) -> FilePane:
        return self.query_one(FilePane)

    @property
    def _file(self) -> str:
        return neutral_line(self._path.name)

    def _start(self, work: Callable[[], Awaitable[object]]) -> None:
        self._going, self._stopping = True, False
        self.run_worker(self._carry_out(work), exit_on_error=False)

    async def _carry_out(self, work: Callable[[], Awaitable[object]]) -> None:
        """Do what takes its time; one at a time, and a refusal is told where the file is."""
        try:
            await work()
        except Refused as refused:
            self._files.tell(say(refused.key, **refused.values), wrong=True, of_file=False)
        finally:
            self._going = self._storing = False
            self.refresh_bindings()

    async def _bring(self, *, store: bool) -> Brought:
        """Read the file on a thread of its own; what it registers goes through the desk."""
        bring = partial(self.host.office.bring_letters, self._path, self._mapping, self._goes_on)
        return await asyncio.to_thread(bring, store=store)

    def _goes_on(self, done: LettersDone) -> bool:
        """Tell how far it is; on the reader's own thread. It ends with the screen, too."""
        return self.post_message(self.Going(done.rows, done.added)) and not self._stopping


def _news(would: LettersEnded) -> bool:
    return bool(would.added or would.replies)


def _wrong(report: LettersEnded) -> bool:
    return bool(report.left_out)


def _lines(found: Brought) -> list[str]:
    notes = note_lines(found.file, found.done, lambda field: say(f"letters.field.{field}"))
    return [*left_out_lines(found.report), *notes]


def _beside(report: LettersEnded) -> str:
    return say("letters.screen.beside", added=report.added, bad=report.bad)
