"""One matter in full: fields, text, requests, replies and what happened, all of it to be read."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import ClassVar

from textual import on
from textual._path import CSSPathType
from textual.binding import BindingType
from textual.events import Resize
from textual.widget import Widget

from screens.ask import AskScreen
from screens.frame import DeskScreen
from screens.log_words import LogTeller
from screens.matter_lines import MatterLine, matter_lines
from screens.matter_verbs import ask_live, correct, correctable, go_live, note
from screens.widgets.row_list import Column, RowList
from screens.widgets.title_line import TitleLine
from xfconsole.core.corrections import effective
from xfconsole.core.events import Event, MatterRegistered
from xfconsole.core.ports import MatterFile, MatterRow
from xfconsole.core.situation import Situation
from xfconsole.ui.actions import bindings
from xfconsole.ui.glyphs import glyph
from xfconsole.ui.i18n import say
from xfconsole.ui.words import word


class MatterText(RowList[MatterLine]):
    """The lines; headings stand out."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"row--title"}

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - textual's own name
        super().__init__([Column[MatterLine](lambda line: line.text, style=_style)], id=id)


class MatterScreen(DeskScreen):
    """Shown in the place of the screen it was opened from; ``back`` is the action that returns."""

    CSS_PATH: ClassVar[CSSPathType | None] = ["lists.tcss", "matter.tcss"]
    GROUP: ClassVar[str] = "matter"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("matter")]
    AUTO_FOCUS: ClassVar[str | None] = "#text"

    def __init__(self, number: str, back: str) -> None:
        super().__init__()
        self._number, self._back = number, back
        self._file: MatterFile | None = None
        self._incidents: list[Event] = []
        self._revision = -1

    def compose_content(self) -> Iterable[Widget]:
        """Put the title over the lines."""
        yield TitleLine(id="title")
        yield MatterText(id="text")

    # --- what is shown -------------------------------------------------------------------------

    def situation_changed(self, situation: Situation) -> None:
        """Read the matter again if anything happened."""
        if situation.revision != self._revision:
            self._revision = situation.revision
            self.run_worker(self._read(), group="matter", exclusive=True, exit_on_error=False)

    async def _read(self) -> None:
        found, events = await asyncio.to_thread(self._look)
        self._file, self._incidents = found, events
        self._show()
        self.refresh_keys()

    def _look(self) -> tuple[MatterFile | None, list[Event]]:
        views = self.host.views
        found = views.matter(self._number)
        uids = views.incidents_of(found.row.uid) if found else []
        return found, [event for uid in uids for event in views.events_of(uid)]

    @on(Resize)
    def _wrap_again(self, _: Resize) -> None:
        self.call_after_refresh(self._show)

    def _show(self) -> None:
        text, found = self.query_one(MatterText), self._file
        cells = text.scrollable_content_region.width - 2
        if found is None or cells < 20:
            return
        teller = LogTeller(self.host.office.policy, self.host.zone)
        text.show_rows(matter_lines(found, self._incidents, teller, self.host.zone, cells))
        row = found.row
        title = f"{row.number} {glyph('dot')} {word(row.channel)} {glyph('dot')} {row.summary}"
        self.query_one(TitleLine).show(title)

    # --- acts ----------------------------------------------------------------------------------

    def action_reason(self, action_id: str) -> str:
        """Say what can't be done here."""
        if action_id != "matter.back" and self._file is None:
            return say("ledger.off.nothing")
        if action_id == "matter.correct" and self._wrong() is None:
            return say("ledger.off.correct")
        return ""

    def do_note(self) -> None:
        """Write a line about the matter."""
        row = self._row
        self.app.push_screen(AskScreen(note(self.host, row.number, row.uid)))

    async def do_live(self) -> None:
        """Go to the incident under way, or open one."""
        row = self._row
        if row.live:
            await go_live(self.host, row.uid)
        else:
            ask_live(self.host, self.app, row)

    def do_correct(self) -> None:
        """Correct the entry under the cursor, else the registration."""
        event = self._wrong()
        if event is not None:
            self.app.push_screen(AskScreen(correct(self.host, self._number, event, self._row)))

    async def do_back(self) -> None:
        """Go back to where the matter was opened."""
        await self.host.act(self._back)

    @property
    def _row(self) -> MatterRow:
        assert self._file is not None
        return self._file.row

    def _wrong(self) -> Event | None:
        """Return what would be corrected, as it reads by now; None for what the card cannot."""
        line = self.query_one(MatterText).current
        events = effective(self._file.events) if self._file else []
        chosen = line.event.uid if line is not None and line.event is not None else ""
        if chosen:
            return next((each for each in events if each.uid == chosen and correctable(each)), None)
        return next((each for each in events if isinstance(each.fact, MatterRegistered)), None)


def _style(line: MatterLine) -> str:
    return line.style
