"""Rings for what stands, asks once a shift whether that is heard, and flashes where it is not."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from xfconsole.app.desk_keys import DeskKeys
from xfconsole.ui.bell import PAUSE, SILENT, Bell

if TYPE_CHECKING:
    from screens.widgets.flash_line import FlashLine
    from xfconsole.core.words.desk import Uid


class Ringing(DeskKeys):
    """An App with a bell. To be told every second by ``ring``."""

    def __init__(self, minutes: int) -> None:
        super().__init__(minutes)
        self._bell = Bell()
        self._asked: datetime | None = None
        self._lit: FlashLine | None = None

    def now(self) -> datetime:
        """Return the time, aware UTC."""
        raise NotImplementedError

    def prompt_seen(self, prompt: Uid) -> None:
        """Stop the bell for a prompt: the officer has its card open."""
        self._bell.seen(prompt)

    def try_bell(self) -> None:
        """Ring both ways for a trial."""
        self._bell.try_out()

    def ring(self) -> None:
        """Ring for what is new or still waits; on a locked desk nobody is asked anything."""
        situation, now = self.situation, self.now()
        if situation is None or not self.screen_stack:
            return
        asks = situation.asks_bell and not self.covered
        if asks and self._asked != situation.ask_bell:
            self._asked = situation.ask_bell
            self.try_bell()
        listened = asks or getattr(self.screen, "GROUP", "") == "bell"
        newest = max((each.shown_at for each in situation.duties), default=None)
        strokes = self._bell.rings(situation.ringing, now, newest=newest, listened=listened)
        for each in range(strokes):
            self.set_timer(each * PAUSE, self.bell) if each else self.bell()
        self._flash(self._bell.lit(now) if situation.heard is False else SILENT)

    def _flash(self, strokes: int) -> None:
        """Show a ring in the top row of the screen in sight, or nothing any more."""
        if self._lit is not None:
            self._lit.show(SILENT)
            self._lit = None
        if strokes and self.screen.is_mounted:
            from screens.widgets.flash_line import FlashLine

            self._lit = next(iter(self.screen.query(FlashLine)), None)
            if self._lit is None:
                self._lit = FlashLine()
                self.screen.mount(self._lit)
            self._lit.show(strokes)
