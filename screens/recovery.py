"""Shows the recovery code, once, and makes sure it was written down."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, cast

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from screens.start_frame import StartScreen, field
from xfconsole.ui.host import Office, OpensOffices
from xfconsole.ui.i18n import say


class RecoveryScreen(StartScreen):
    """Typing the code's last group opens the desk; nothing else does."""

    TITLE_KEY: ClassVar[str] = "start.recovery.title"

    def __init__(self, office: Office, code: str) -> None:
        super().__init__()
        self._office = office
        self._code = code

    def compose_form(self) -> Iterable[Widget]:
        """Yield the code, what it is for, and the field for its last group."""
        yield Static(Content(say("start.recovery.words")), classes="said")
        yield Static(Content(self._code), id="code")
        yield from field("start.recovery.last", "last")

    def on_mount(self) -> None:
        """Begin with the field."""
        self.set_focus(self.query_one("#last", Input))

    def do_next(self) -> None:
        """Go on once the last group is right."""
        typed = self.query_one("#last", Input)
        if typed.value.strip().upper() != self._code.rpartition("-")[2].upper():
            typed.value = ""
            self.sentence(say("start.recovery.wrong"))
            return
        self.start(self._enter, say("ui.opening"))

    def do_previous(self) -> None:
        """There is no way back: the office is set up."""
        self.sentence(say("start.recovery.no_way_back"))

    def do_leave(self) -> None:
        """Leave only by typing the group, because the code is never shown again."""
        self.sentence(say("start.recovery.no_way_back"))

    async def _enter(self) -> None:
        await cast("OpensOffices", self.app).enter(self._office)
