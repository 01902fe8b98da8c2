"""F10: hand over and leave, or only leave."""

from __future__ import annotations

import asyncio
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from screens.widgets.key_bar import KeyBar
from xfconsole.ui.acting import Acting
from xfconsole.ui.actions import bindings
from xfconsole.ui.backup_words import backup_sentences
from xfconsole.ui.i18n import say


class LeaveScreen(Acting, ModalScreen[None]):
    """Says what is still running and takes a note for the next officer."""

    CSS_PATH = "window.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("leave")]
    GROUP: ClassVar[str] = "leave"

    _handed_over = False

    def compose(self) -> ComposeResult:
        """Put the sentence over the note."""
        with Vertical(classes="window"):
            yield Static(Content(self._words()), classes="said")
            yield Static(id="backup", classes="said")
            yield Static(Content(say("start.leave.note")), classes="label")
            yield Input(id="note", compact=True)
            yield KeyBar("leave", id="keys")

    def on_mount(self) -> None:
        """Begin with the note."""
        self.query_one(".window").border_title = say("help.group.leave")
        self._show_backups()
        self.set_focus(self.query_one(Input))

    async def do_hand_over(self) -> None:
        """End the shift with the note, back the office up, then leave."""
        if not self._handed_over:
            note = self.query_one(Input).value
            await self.host.desk_do(lambda desk: desk.end_shift(note))
            self._handed_over = True
        self.query_one("#backup", Static).update(Content(say("backup.said.handing_over")))
        self.run_worker(self._back_up_and_leave(), exclusive=True, exit_on_error=False)

    async def _back_up_and_leave(self) -> None:
        """Leave once there is a backup; without one stay, and say what to do."""
        state = await asyncio.wrap_future(self.host.office.back_up())
        if state.failed is None:
            self.app.exit()
        else:
            self._show_backups()

    def do_quit(self) -> None:
        """Leave; the shift goes on."""
        self.app.exit()

    def do_back(self) -> None:
        """Stay."""
        self.dismiss(None)

    def _show_backups(self) -> None:
        """Say how old the last good backup is, and what is wrong with it if anything is."""
        said = backup_sentences(self.host.office.backups, self.host.now())
        shown = self.query_one("#backup", Static)
        shown.update(Content("\n".join(said)))
        shown.display = bool(said)

    def _words(self) -> str:
        situation = self.host.situation
        live = len(situation.incidents) if situation else 0
        due = situation.due if situation else 0
        if not live:
            return say("start.leave.quiet")
        return say("start.leave.live", live=live, due=due)
