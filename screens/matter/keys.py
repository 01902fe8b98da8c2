"""The keys of the matter screen that move a matter and deal with its clocks and parties."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING

from screens.matter.act_form import act_form, act_rows
from screens.matter.document_form import document_form, document_rows
from screens.matter.paper_form import issued_rows, paper_form
from screens.matter.party_forms import bar_form, chase_form
from screens.shared.derivation import DerivationScreen
from screens.shared.form import open_form
from screens.shared.pick import Picker
from screens.widgets.picker_rows import PickRow
from xfconsole.core.facts.event import Event
from xfconsole.core.facts.of_procedure import DocumentIssued
from xfconsole.core.matter.life import MatterLife
from xfconsole.core.matter.limits import Deadline, deadlines
from xfconsole.core.rows import MatterRow
from xfconsole.core.words.documents import Document
from xfconsole.core.words.procedure import Act
from xfconsole.core.words.refusal import Refused
from xfconsole.ui.keys.acting import Acting
from xfconsole.ui.text.glyphs import glyph
from xfconsole.ui.words.catalogue import say
from xfconsole.ui.words.closed_lists import word
from xfconsole.ui.words.deadlines import last_day, owner

_CLOCKED = ("matter.derive",)
_OWED = ("matter.chase",)
_MOVING = ("matter.act", "matter.supervise")


class Handling(Acting):
    """Mixin of the matter screen: what can be done in the procedure, each on one key."""

    if TYPE_CHECKING:

        @property
        def row(self) -> MatterRow: ...

        @property
        def life(self) -> MatterLife | None: ...

        @property
        def events(self) -> Sequence[Event]: ...

        def clock_here(self, found: Sequence[Deadline]) -> Deadline | None: ...

    def handling_reason(self, action_id: str) -> str:
        """Say which of these keys has nothing to work on."""
        if action_id in _MOVING and self.life and self.life.contested:
            return say("contested.refused.move", number=self.life.number)
        if action_id in _CLOCKED and not self._clocks():
            return say("matter.off.no_clock")
        if action_id in _OWED and not self._owed():
            return say("matter.off.nothing_owed")
        if action_id == "matter.paper" and not issued_rows(self.host, self.events):
            return say("document.off.none")
        return ""

    def do_act(self) -> None:
        """Pick one of the acts possible now."""
        life = self._life
        title = say("matter.pick.act", number=life.number, state=word(life.state))
        self.app.push_screen(Picker[Act](title, act_rows(life)), self._act_picked)

    async def _act_picked(self, act: Act | None) -> None:
        if act is not None:
            await open_form(self, act_form(self.host, self._life, act))

    async def do_supervise(self) -> None:
        """Supervise the matter, or end that."""
        act = Act.END_SUPERVISION if self._life.supervised else Act.SUPERVISE
        await open_form(self, act_form(self.host, self._life, act))

    async def do_chase(self) -> None:
        """Chase whoever owes the duty under the cursor, the only one, or one picked."""
        owed = self._owed()
        here = self.clock_here(owed) or (owed[0] if len(owed) == 1 else None)
        if here is not None:
            await self._chase(here)
            return
        rows = [PickRow(each, word(each.clock), self._beside(each)) for each in owed]
        title = say("matter.pick.duty", number=self._life.number)
        self.app.push_screen(Picker[Deadline](title, rows), self._chase)

    async def _chase(self, duty: Deadline | None) -> None:
        if duty is not None:
            await open_form(self, chase_form(self.host, self._life, duty))

    async def do_bar(self) -> None:
        """Bar an official: accused in the matter, or recused from it."""
        await open_form(self, bar_form(self.host, self._life))

    def do_issue(self) -> None:
        """Pick a document to make out."""
        title = say("matter.pick.document", number=self._life.number)
        rows = document_rows(self._life, self.events)
        self.app.push_screen(Picker[Document](title, rows), self._issue)

    async def _issue(self, document: Document | None) -> None:
        if document is None:
            return
        try:
            # Apart: another matter, which the ground names, may have to be read.
            form = await asyncio.to_thread(
                document_form, self.host, self._life, self.row, self.events, document
            )
        except Refused as refused:
            self.host.refuse(refused)
        else:
            await open_form(self, form)

    async def do_paper(self) -> None:
        """Save a document that was issued: the only one, or one picked."""
        rows = issued_rows(self.host, self.events)
        if len(rows) == 1:
            await self._save_paper(rows[0].value)
        else:
            title = say("document.pick", number=self._life.number)
            self.app.push_screen(Picker[DocumentIssued](title, rows), self._save_paper)

    async def _save_paper(self, issued: DocumentIssued | None) -> None:
        if issued is not None:
            await open_form(self, paper_form(self.host, self._life.number, issued))

    def do_derive(self) -> None:
        """Show how the date under the cursor was computed, else the nearest one."""
        found = self._clocks()
        here = self.clock_here(found) or found[0]
        self.app.push_screen(DerivationScreen(self._life.uid, here.key))

    # --- parts ---------------------------------------------------------------------------------

    @property
    def _life(self) -> MatterLife:
        assert self.life is not None
        return self.life

    def _clocks(self) -> list[Deadline]:
        """Return every clock, the nearest open duty first."""
        if self.life is None:
            return []
        now = self.host.now()
        found = deadlines(self.life, self.host.office.rules, now)
        return sorted(found, key=lambda each: (not (each.duty and each.open(now)), each.due_at))

    def _owed(self) -> list[Deadline]:
        return [each for each in self._clocks() if each.duty and each.met_at is None]

    def _beside(self, duty: Deadline) -> str:
        return f"{owner(duty)} {glyph('dot')} {last_day(duty, self.host.zone)}"
