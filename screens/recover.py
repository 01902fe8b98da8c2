"""Opens the office by the recovery code and gives the officer a new passphrase."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import ClassVar, cast

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from screens.start_frame import StartScreen, field
from xfconsole.ui.host import Offices, OpensOffices
from xfconsole.ui.i18n import say

FIELDS = ("code", "passphrase", "again")


class RecoverScreen(StartScreen):
    """Enter walks code and passphrase; on the last field it opens the office."""

    TITLE_KEY: ClassVar[str] = "start.recover.title"

    def __init__(self, offices: Offices, officer: str) -> None:
        super().__init__()
        self._offices = offices
        self._officer = officer

    def compose_form(self) -> Iterable[Widget]:
        """Yield the three fields."""
        yield Static(Content(say("start.recover.words", officer=self._officer)), classes="said")
        yield from field("start.recover.code", "code")
        yield from field("start.recover.passphrase", "passphrase", secret=True)
        yield from field("start.set_up.again", "again", secret=True)

    def on_mount(self) -> None:
        """Begin with the code."""
        self.set_focus(self._input("code"))

    def do_next(self) -> None:
        """Go to the next field, or open the office after the last."""
        here = self.focused.id if self.focused and self.focused.id in FIELDS else FIELDS[0]
        empty = next((name for name in FIELDS if not self._input(name).value.strip()), None)
        if here != FIELDS[-1]:
            self.set_focus(self._input(FIELDS[FIELDS.index(str(here)) + 1]))
        elif empty:
            self.sentence(say("start.set_up.missing"))
            self.set_focus(self._input(empty))
        elif self._input("passphrase").value != self._input("again").value:
            self._input("again").value = ""
            self.sentence(say("start.set_up.differ"))
        else:
            self.start(self._recover, say("ui.opening"))

    def do_previous(self) -> None:
        """Go back to the passphrase."""
        from screens.unlock import UnlockScreen

        self.app.switch_screen(UnlockScreen(self._offices))

    def after_refusal(self) -> None:
        """Begin again with the code; what was typed is still there."""
        self.set_focus(self._input("code"))

    def _input(self, name: str) -> Input:
        return self.query_one(f"#{name}", Input)

    async def _recover(self) -> None:
        office = await asyncio.to_thread(
            self._offices.recover,
            self._officer,
            self._input("code").value.strip(),
            self._input("passphrase").value,
        )
        await cast("OpensOffices", self.app).enter(office)
