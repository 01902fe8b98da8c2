"""F10: hand over and leave, or only leave."""

from __future__ import annotations

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
from xfconsole.ui.i18n import say


class LeaveScreen(Acting, ModalScreen[None]):
    """Says what is still running and takes a note for the next officer."""

    CSS_PATH = "window.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("leave")]
    GROUP: ClassVar[str] = "leave"

    def compose(self) -> ComposeResult:
        """Put the sentence over the note."""
        with Vertical(classes="window"):
            yield Static(Content(self._words()), classes="said")
            yield Static(Content(say("start.leave.note")), classes="label")
            yield Input(id="note", compact=True)
            yield KeyBar("leave", id="keys")

    def on_mount(self) -> None:
        """Begin with the note."""
        self.query_one(".window").border_title = say("help.group.leave")
        self.set_focus(self.query_one(Input))

    async def do_hand_over(self) -> None:
        """End the shift with the note, then leave."""
        note = self.query_one(Input).value
        await self.host.desk_do(lambda desk: desk.end_shift(note))
        self.app.exit()

    def do_quit(self) -> None:
        """Leave; the shift goes on."""
        self.app.exit()

    def do_back(self) -> None:
        """Stay."""
        self.dismiss(None)

    def _words(self) -> str:
        situation = self.host.situation
        live = len(situation.incidents) if situation else 0
        due = situation.due if situation else 0
        if not live:
            return say("start.leave.quiet")
        return say("start.leave.live", live=live, due=due)
