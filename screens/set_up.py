"""Sets up this office: its name and time zone, the first officer and their passphrase."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import ClassVar

from textual.widget import Widget
from textual.widgets import Input

from screens.start_frame import StartScreen, field
from xfconsole.ui.host import Founding, Offices
from xfconsole.ui.i18n import say

FIELDS = ("office", "time_zone", "officer", "passphrase", "again")
DEFAULT_ZONE = "Asia/Shanghai"


class SetUpScreen(StartScreen):
    """Enter walks the fields; on the last one it sets the office up."""

    TITLE_KEY: ClassVar[str] = "start.set_up.title"

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

    def on_mount(self) -> None:
        """Begin with the name."""
        self.set_focus(self._input("office"))

    def do_next(self) -> None:
        """Go to the next field, or found the office after the last."""
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
            self.start(self._found, say("start.set_up.working"))

    def do_previous(self) -> None:
        """Go back to the choice."""
        from screens.first_start import FirstStartScreen

        self.app.switch_screen(FirstStartScreen(self._offices))

    def after_refusal(self) -> None:
        """Begin again with the first field; everything typed is still there."""
        self.set_focus(self._input("office"))

    def _input(self, name: str) -> Input:
        return self.query_one(f"#{name}", Input)

    async def _found(self) -> None:
        from screens.recovery import RecoveryScreen

        founding = Founding(
            self._input("office").value,
            self._input("time_zone").value,
            self._input("officer").value,
            self._input("passphrase").value,
        )
        office, code = await asyncio.to_thread(self._offices.found, founding)
        self.app.switch_screen(RecoveryScreen(office, code))
