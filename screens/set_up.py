"""Sets up this office: its name and time zone, the first officer and their passphrase."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import ClassVar

from textual.widget import Widget

from screens.start_form import StartForm
from screens.start_frame import field
from xfconsole.ui.host import Founding, Offices
from xfconsole.ui.i18n import say

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
        from screens.first_start import FirstStartScreen

        self.app.switch_screen(FirstStartScreen(self._offices))

    async def _found(self) -> None:
        from screens.recovery import RecoveryScreen

        founding = Founding(
            self.typed("office").value,
            self.typed("time_zone").value,
            self.typed("officer").value,
            self.typed("passphrase").value,
        )
        office, code = await asyncio.to_thread(self._offices.found, founding)
        self.app.switch_screen(RecoveryScreen(office, code))
