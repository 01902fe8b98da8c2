"""The very first start: set up this office, or look around in a demo night."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import ClassVar, cast

from textual.widget import Widget

from screens.start.frame import StartForm, StartScreen, field
from screens.widgets.prose import Prose
from screens.widgets.row_list import Column, RowList
from xfconsole.ui.host import Founding, Offices, OpensOffices
from xfconsole.ui.words.catalogue import say


class FirstStartScreen(StartScreen):
    """Two choices; Enter takes the one under the cursor."""

    TITLE_KEY: ClassVar[str] = "start.first.title"

    def __init__(self, offices: Offices) -> None:
        super().__init__()
        self._offices = offices

    def compose_form(self) -> Iterable[Widget]:
        """Yield what this is and the choices."""
        yield Prose(say("start.first.words"), classes="said")
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


DEFAULT_ZONE = "Asia/Shanghai"


class SetUpScreen(StartForm):
    """Enter walks the fields; on the last one it sets the office up."""

    TITLE_KEY: ClassVar[str] = "start.set_up.title"
    FIELDS: ClassVar[tuple[str, ...]] = ("office", "time_zone", "officer", "passphrase", "again")

    def __init__(self, offices: Offices) -> None:
        super().__init__()
        self._offices = offices

    def compose_form(self) -> Iterable[Widget]:
        """Yield the five fields."""
        yield from field("start.set_up.office", "office")
        yield from field("start.set_up.time_zone", "time_zone", DEFAULT_ZONE)
        yield from field("start.set_up.officer", "officer")
        yield from field("start.set_up.passphrase", "passphrase", secret=True)
        yield from field("start.set_up.again", "again", secret=True)

    def finished(self) -> None:
        """Do it on a thread; the fields are locked meanwhile."""
        self.start(self._found, say("start.set_up.working"))

    def do_previous(self) -> None:
        """Go back to the choice."""

        self.app.switch_screen(FirstStartScreen(self._offices))

    async def _found(self) -> None:
        from screens.start.unlock import RecoveryScreen
        from xfconsole.desk.verbs.rostering import TONIGHT

        founding = Founding(
            self.typed("office").value,
            self.typed("time_zone").value,
            self.typed("officer").value,
            self.typed("passphrase").value,
        )
        office, code = await asyncio.to_thread(self._offices.found, founding)
        await asyncio.wrap_future(office.save_draft(TONIGHT, {"asked": founding.officer}))
        self.app.switch_screen(RecoveryScreen(office, code))
