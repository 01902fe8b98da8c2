"""The very first start: set up this office, or look around in a demo night."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import ClassVar, cast

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from screens.start_frame import StartScreen
from screens.widgets.row_list import Column, RowList
from xfconsole.ui.host import Offices, OpensOffices
from xfconsole.ui.i18n import say


class FirstStartScreen(StartScreen):
    """Two choices; Enter takes the one under the cursor."""

    TITLE_KEY: ClassVar[str] = "start.first.title"

    def __init__(self, offices: Offices) -> None:
        super().__init__()
        self._offices = offices

    def compose_form(self) -> Iterable[Widget]:
        """Yield what this is and the choices."""
        yield Static(Content(say("start.first.words")), classes="said")
        choices = RowList[str]([Column[str](lambda row: row)], id="choices")
        choices.styles.height = 2
        choices.styles.margin = (1, 0)
        yield choices

    def on_mount(self) -> None:
        """Offer the choices."""
        rows = self.query_one(RowList)
        rows.show_rows([say("start.first.set_up"), say("start.first.demo")])
        self.set_focus(rows)

    def do_next(self) -> None:
        """Take the choice."""
        from screens.set_up import SetUpScreen

        if self.query_one(RowList).cursor == 0:
            self.app.switch_screen(SetUpScreen(self._offices))
        else:
            self.start(self._demo, say("ui.opening"))

    def do_up(self) -> None:
        """Go to the choice above."""
        self.query_one(RowList).move(0)

    def do_down(self) -> None:
        """Go to the choice below."""
        self.query_one(RowList).move(1)

    async def _demo(self) -> None:
        office = await asyncio.to_thread(self._offices.demo)
        await cast("OpensOffices", self.app).enter(office)
