"""One matter in full: where it stands, every clock, the file and what happened, and all acts."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.events import Resize
from textual.widget import Widget

from screens.compare.mark import Linking
from screens.matter.identity_keys import Identifying
from screens.matter.keys import Handling
from screens.matter.line import MatterLine, found_in
from screens.matter.lines import ShownMatter, Sight, matter_lines
from screens.matter.questions import RECEIVED, ask_live, correct, correctable, go_live, note
from screens.matter.time_form import time_form
from screens.shared.event_words import LogTeller
from screens.shared.form import FormScreen
from screens.shared.frame import DeskScreen
from screens.shared.question import Answers, AskScreen
from screens.shared.settling import settling
from screens.shared.take_over import taking_over
from screens.widgets.one_line import TitleLine
from screens.widgets.row_list import Column, RowList
from xfconsole.core.facts.corrections import effective
from xfconsole.core.facts.event import Event
from xfconsole.core.facts.following import contests
from xfconsole.core.facts.of_incident import ContestSettled
from xfconsole.core.facts.of_matter import MatterRegistered
from xfconsole.core.facts.of_procedure import MatterMoved
from xfconsole.core.matter.life import MatterLife, life_of
from xfconsole.core.matter.limits import Deadline
from xfconsole.core.night.situation import Situation
from xfconsole.core.office.keeping import KEPT_HERE, Keeping, heads_of
from xfconsole.core.rows import MatterFile, MatterRow
from xfconsole.core.words.procedure import Barred
from xfconsole.ui.keys.actions import bindings
from xfconsole.ui.text.glyphs import glyph
from xfconsole.ui.words.catalogue import say
from xfconsole.ui.words.closed_lists import word
from xfconsole.ui.words.keeping import kept_words


class MatterText(RowList[MatterLine]):
    """The lines; headings stand out."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"row--title"}

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - textual's own name
        column = Column[MatterLine](lambda line: line.text, style=_style, marks=found_in)
        super().__init__([column], id=id)


class MatterScreen(Handling, Identifying, Linking, DeskScreen):
    """Shown in the place of the screen it was opened from; ``back`` is the action that returns.

    ``reference`` is the matter's uid or number.
    ``words`` are the folded ones by which it was found; its text has them marked.
    """

    GROUP: ClassVar[str] = "matter"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("matter")]
    AUTO_FOCUS: ClassVar[str | None] = "#text"

    def __init__(self, reference: str, back: str, words: Sequence[str] = ()) -> None:
        super().__init__()
        self.back_to = back
        self._reference, self._words, self._number = reference, words, ""
        self._shown: ShownMatter | None = None
        self.read = asyncio.Event()
        self._barred = self._logged = False
        self._revision = -1
        self._minute: datetime | None = None

    def compose_content(self) -> Iterable[Widget]:
        """Put the title over the lines."""
        yield TitleLine(id="title")
        text = MatterText(id="text")
        text.mark(self._words)
        yield text

    # --- what is shown -------------------------------------------------------------------------

    def situation_changed(self, situation: Situation) -> None:
        """Read the matter again if anything happened."""
        if situation.revision != self._revision:
            self._revision = situation.revision
            self.run_worker(self._read(), group="matter", exclusive=True, exit_on_error=False)

    def second(self, now: datetime) -> None:
        """Say again how much time is left, once a minute."""
        minute = now.replace(second=0, microsecond=0)
        if minute != self._minute:
            self._show()

    async def _read(self) -> None:
        try:
            self._barred, self._shown = await asyncio.to_thread(self._look)
        except Exception:
            # No key, Escape neither, is to wait for what cannot be read.
            self.read.set()
            raise
        self._show()
        self.refresh_bindings()
        self.read.set()
        if self._barred and not self._logged:
            self._logged = True
            await self.host.desk_do(lambda desk: desk.log_block(self._reference, Barred.READER))

    def _look(self) -> tuple[bool, ShownMatter | None]:
        """Return whether the officer may not read it, and what there is to be shown."""
        views = self.host.views
        found = views.matter(self._reference)
        self._number = found.row.number if found else ""
        if found is None or found.row.barred is not None:
            return found is not None, None
        incidents = [views.events_of(uid) for uid in views.incidents_of(found.row.uid)]
        links = views.linked_matters(found.row.uid)
        twice, life = self.same_letter(found.row), life_of(found.events)
        told = [event for each in incidents for event in each]
        contested = [*life.contests, *(each for events in incidents for each in contests(events))]
        settled = any(isinstance(each.fact, ContestSettled) for each in (*found.events, *told))
        desks = views.desk_names() if contested or settled else {}
        return False, ShownMatter(found, life, told, links, twice, contested, desks)

    @on(Resize)
    def _wrap_again(self, _: Resize) -> None:
        self.call_after_refresh(self._show)

    def _show(self) -> None:
        text, shown = self.query_one(MatterText), self._shown
        cells = text.scrollable_content_region.width - 2
        if cells < 20 or (shown is None and not self._barred):
            return
        now = self.host.now()
        self._minute = now.replace(second=0, microsecond=0)
        if shown is None:
            text.show_rows([MatterLine(say("matter.barred"), "row--warn")])
            self.query_one(TitleLine).show(self._number)
            return
        office = self.host.office
        teller = LogTeller(office.policy, self.host.zone, shown.desks)
        sight = Sight(teller, office.policy, office.rules, self.host.zone, now)
        text.show_rows(matter_lines(shown, sight, cells))
        row = shown.file.row
        title = f"{row.number} {glyph('dot')} {word(row.channel)} {glyph('dot')} {row.summary}"
        self.query_one(TitleLine).show(title, self._kept_by(row))

    def _kept_by(self, row: MatterRow) -> str:
        """Return which other desk keeps the matter, or who kept it, or its live incident, at a
        handover."""
        situation = self.host.situation
        if situation is None:
            return ""
        if elsewhere := kept_words(self._keeping(), self.host.now(), self.host.zone):
            return elsewhere
        live = (each.keeper for each in situation.incidents if each.matter == row.uid)
        keeper = situation.kept.get(row.uid, "") or next(live, "")
        return say("handover.kept_by", officer=keeper) if keeper else ""

    def _keeping(self) -> Keeping:
        desks = self.host.situation.desks if self.host.situation else None
        return desks.kept(heads_of(self.events)) if desks else KEPT_HERE

    @on(RowList.Chosen)
    def _chosen(self, event: RowList.Chosen) -> None:
        line = event.row
        if line.clock is not None:
            self.do_derive()
        elif line.matter:
            # Not awaited: this screen would wait for its own end.
            self.app.switch_screen(MatterScreen(line.matter, self.back_to))

    # --- acts ----------------------------------------------------------------------------------

    def action_reason(self, action_id: str) -> str:
        """Say what can't be done here."""
        if action_id == "matter.back":
            return ""
        if self._barred:
            return say("matter.barred")
        if self._shown is None:
            return say("ledger.off.nothing")
        if action_id == "matter.take_over":
            return "" if self._keeping().others else say("keeping.here")
        if action_id == "matter.settle":
            return "" if self._shown.contests else say("contested.off")
        if action_id == "matter.correct" and self._wrong() is None:
            return say("ledger.off.correct")
        return self.handling_reason(action_id) or self.identity_reason(action_id)

    def do_note(self) -> None:
        """Write a line about the matter."""
        row = self.row
        self.app.push_screen(AskScreen(note(self.host, row.number, row.uid)))

    def do_take_over(self) -> None:
        """Take over what another desk keeps."""
        row = self.row
        asking = taking_over(self.host, row.number, row.uid, self._keeping())
        self.app.push_screen(AskScreen(asking))

    def do_settle(self) -> None:
        """Settle which holds of what two desks did at once: the entry under the cursor, or the
        first."""
        shown, line = self._shown, self.query_one(MatterText).current
        assert shown is not None
        here = [e for e in shown.contests if line is not None and line.event in e.acts]
        zone = self.host.zone
        words = shown.contest_words(LogTeller(self.host.office.policy, zone), zone)
        asking = settling(self.host, self.row.number, (here or shown.contests)[0], words)
        self.app.push_screen(AskScreen(asking))

    async def do_live(self) -> None:
        """Go to the incident under way, or open one."""
        row = self.row
        if row.live:
            await go_live(self.host, row.uid)
        else:
            ask_live(self.host, self.app, row)

    def do_correct(self) -> None:
        """Correct the entry under the cursor, else the registration."""
        event = self._wrong()
        if event is None:
            return
        if isinstance(event.fact, MatterMoved):
            self._correct_time(event)
            return
        card = AskScreen(correct(self.host, self._number, event, self.row, times=True))
        self.app.push_screen(card, lambda done: self._correct_time(event, done))

    def _correct_time(self, event: Event, chosen: Answers | None = (RECEIVED,)) -> None:
        if chosen == (RECEIVED,):
            self.app.push_screen(FormScreen(time_form(self.host, self._number, event)))

    def way_back(self) -> Callable[[], object]:
        """Open the matter anew: nothing that it shows is kept meanwhile."""
        app, matter, back, words = self.app, self._reference, self.back_to, self._words
        return lambda: app.switch_screen(MatterScreen(matter, back, words))

    async def do_back(self) -> None:
        """Go back to where the matter was opened."""
        await self.host.act(self.back_to)

    # --- what handling works on ----------------------------------------------------------------

    @property
    def file(self) -> MatterFile:
        """The matter in full, once it was read."""
        assert self._shown is not None
        return self._shown.file

    @property
    def row(self) -> MatterRow:
        """The matter's line of the ledger."""
        return self.file.row

    @property
    def life(self) -> MatterLife | None:
        """The matter's life, once it was read."""
        return self._shown.life if self._shown else None

    @property
    def events(self) -> Sequence[Event]:
        """The matter's events."""
        return self._shown.file.events if self._shown else ()

    def clock_here(self, found: Sequence[Deadline]) -> Deadline | None:
        """Return the clock under the cursor, or None."""
        line = self.query_one(MatterText).current
        key = line.clock if line is not None else None
        return next((each for each in found if each.key == key), None)

    def _wrong(self) -> Event | None:
        """Return what would be corrected, as it reads by now; None for what the card cannot."""
        line = self.query_one(MatterText).current
        events = effective(self.events)
        chosen = line.event.uid if line is not None and line.event is not None else ""
        if chosen:
            found = next((each for each in events if each.uid == chosen), None)
            known = found and (correctable(found) or isinstance(found.fact, MatterMoved))
            return found if known else None
        return next((each for each in events if isinstance(each.fact, MatterRegistered)), None)


def _style(line: MatterLine) -> str:
    return line.style
