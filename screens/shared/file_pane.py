"""A file is chosen by keyboard: a path in a field over what is in its folder, or what came of it.

Typing filters, Enter opens a folder or takes a file, Backspace behind a folder goes up.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.events import Resize
from textual.widgets import Input, Static

from screens.shared.files import HOME, Entry, above, entries, path_of
from screens.widgets.field_line import LineInput
from screens.widgets.row_list import Column, RowList
from xfconsole.ui.host import Host
from xfconsole.ui.text.cells import fit, width, wrap
from xfconsole.ui.words.catalogue import say
from xfconsole.ui.words.times import moment

LEFT = ("import",)
"""Where in the host's memory the folder of the last file is kept."""


class PathInput(LineInput):
    """A path. Backspace behind the name of a folder takes the whole name away."""

    def action_delete_left(self) -> None:
        """Delete what is before the cursor: a letter, or a folder's name."""
        text = self.value
        if self.cursor_position == len(text) and text.endswith(os.sep) and self.selection.is_empty:
            self.value = above(text)
            self.cursor_position = len(self.value)
        else:
            super().action_delete_left()


class FilePane(Vertical):
    """Path, sentence and list. ``hint`` is the sentence while a file is chosen."""

    def __init__(self, host: Host, label: str, hint: str) -> None:
        super().__init__(id="files")
        self._host, self._label, self._hint = host, label, hint
        self._lines: Sequence[str] | None = None
        self._text = ""
        self._path: Path | None = None
        self._taken = ""
        self._of_file = False
        self._listed: str | None = None
        self._listing = False

    def compose(self) -> ComposeResult:
        """Put the field over the sentence over the list."""
        yield Static(Content(self._label), classes="label")
        yield PathInput(self._host.left.pop(LEFT, HOME), id="path")
        yield Static(Content(self._hint), id="told")
        yield RowList[Entry | str]([Column[Entry | str](self._words)], id="found")

    def on_mount(self) -> None:
        """Show what is there; what is typed goes into the field."""
        self.field.cursor_position = len(self.field.value)
        self.show_files()

    def keep(self) -> None:
        """Remember where one was, for the next import of any kind."""
        text = self.field.value
        taken = self._lines is not None
        self._host.left[LEFT] = os.path.join(os.path.dirname(text), "") if taken else text

    # --- choosing ------------------------------------------------------------------------------

    async def chosen(self) -> Path | None:
        """Return the file that Enter means; None when it opened a folder, or there is none."""
        if not self.told:
            self._text, self._lines = self.field.value, None
            await self._list()
            self._path = await self._named()
        self._taken = self.field.value
        return self._path

    async def _named(self) -> Path | None:
        if isinstance(entry := self._rows.current, Entry):
            self._go(entry.text)
            # What came of it is shown next, not what the path can go on to.
            self._text = self._text if entry.folder else self.field.value
            return None if entry.folder else entry.path
        typed = path_of(self._text)
        if await asyncio.to_thread(typed.is_dir):
            self._go(os.path.join(self._text.strip() or HOME, ""))
            return None
        return typed

    @property
    def told(self) -> bool:
        """Whether what came of the very file in the field is shown."""
        return self._lines is not None and self._of_file and self.field.value == self._text

    def complete(self) -> None:
        """Put the path under the cursor into the field."""
        if isinstance(entry := self._rows.current, Entry):
            self._go(entry.text)

    def show_files(self) -> None:
        """Show what the path can go on to."""
        self._lines = None
        self._say(self._hint)
        if not self._listing:
            self._listing = True
            self.run_worker(self._list(), exit_on_error=False)

    def _go(self, text: str) -> None:
        self.field.value = text
        self.field.cursor_position = len(self.field.value)

    @on(Input.Changed, "#path")
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        if self.field.value != self._text:
            self._text = self.field.value
            self.show_files()
            self.screen.refresh_bindings()

    async def _list(self) -> None:
        """List what answers to the path; of what is typed meanwhile only the newest is looked for.

        A folder on a stick or a far disk may take its time, in which the desk goes on.
        """
        try:
            while self._lines is None and self._listed != (text := self.field.value):
                found = await asyncio.to_thread(entries, text)
                self._listed = text
                if self._lines is None:
                    self._rows.show_rows(found, cursor=0)
                    self._say(self._hint if found else say("files.none"))
        finally:
            self._listing = False

    # --- what came of it -----------------------------------------------------------------------

    def tell(
        self, sentence: str, lines: Sequence[str] = (), *, wrong: bool = False, of_file: bool = True
    ) -> None:
        """Show, in the place of the folder, what came of the file; not if another is typed by now.

        Without ``of_file`` it is something else that is to be seen at once.
        """
        if of_file and self.field.value != self._taken:
            return
        self._lines, self._of_file, self._listed = lines, of_file, None
        self._say(sentence, wrong=wrong)
        self._wrap()
        self._rows.move(0)

    def _say(self, sentence: str, *, wrong: bool = False) -> None:
        told = self.query_one("#told", Static)
        told.update(Content(sentence))
        told.set_class(wrong, "-wrong")

    @on(Resize)
    def _resized(self, _: Resize) -> None:
        self.call_after_refresh(self._wrap)

    def _wrap(self) -> None:
        if self._lines is not None:
            rows = [part for line in self._lines for part in wrap(line, self._cells)]
            self._rows.show_rows(rows)

    def _words(self, row: Entry | str) -> str:
        """Return a line, or a name and when the file was changed last."""
        if isinstance(row, str) or not row.changed:
            return row if isinstance(row, str) else row.name
        changed = moment(datetime.fromtimestamp(row.changed, UTC), self._host.zone)
        return f"{fit(row.name, self._cells - width(changed) - 1)} {changed}"

    @property
    def _cells(self) -> int:
        return max(20, self._rows.scrollable_content_region.width - 2)

    @property
    def field(self) -> Input:
        """Where the path is typed."""
        return self.query_one("#path", Input)

    @property
    def _rows(self) -> RowList[Entry | str]:
        return self.query_one("#found", RowList)
