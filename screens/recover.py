"""Opens the office by the recovery code and gives the officer a new passphrase."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import ClassVar, cast

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from screens.start_form import StartForm
from screens.start_frame import field
from xfconsole.ui.host import Offices, OpensOffices
from xfconsole.ui.i18n import say


class RecoverScreen(StartForm):
    """Enter walks code and passphrase; on the last field it opens the office."""

    TITLE_KEY: ClassVar[str] = "start.recover.title"
    FIELDS: ClassVar[tuple[str, ...]] = ("code", "passphrase", "again")

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

    def finished(self) -> None:
        """Do it on a thread; the fields are locked meanwhile."""
        self.start(self._recover, say("ui.opening"))

    def do_previous(self) -> None:
        """Go back to the passphrase."""
        from screens.unlock import UnlockScreen

        self.app.switch_screen(UnlockScreen(self._offices))

    async def _recover(self) -> None:
        office = await asyncio.to_thread(
            self._offices.recover,
            self._officer,
            self.typed("code").value.strip(),
            self.typed("passphrase").value,
        )
        await cast("OpensOffices", self.app).enter(office)
