"""F10 交接班: all that goes to the next officer on one page, who signs in and takes it over."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.content import Content
from textual.events import Resize
from textual.widget import Widget
from textual.widgets import Static

from screens.handover.accept import AcceptScreen, Taking
from screens.shared.form import Form, FormScreen, Values
from screens.shared.frame import DeskScreen
from screens.shared.question import AskScreen
from screens.shared.witness import FAULTS, proven, signing_in
from screens.widgets.one_line import TitleLine
from screens.widgets.row_list import Column, RowList
from screens.widgets.text_box import TextBox
from xfconsole.core.night.handover import Sheet
from xfconsole.core.night.situation import Situation
from xfconsole.core.words.official import same
from xfconsole.core.words.refusal import Refused
from xfconsole.desk.state.shift import compose_sheet
from xfconsole.desk.verbs.handing_over import DRAFT
from xfconsole.ui.keys.actions import bindings
from xfconsole.ui.words.catalogue import say
from xfconsole.ui.words.handover_sheet import SHORT, SheetLine, SheetWords
from xfconsole.ui.words.status import (
    backup_sentences,
    hub_sentences,
    room_sentences,
    slip_sentences,
)

_FAULTS = FAULTS | {"handover.refused.nobody_else": "second"}


class SheetList(RowList[SheetLine]):
    """The lines of the sheet; headings stand out."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"row--title"}

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - textual's own name
        column = Column[SheetLine](lambda line: line.text, style=lambda line: line.style)
        super().__init__([column], id=id)


class HandoverScreen(DeskScreen):
    """Shown in the place of the screen it was called from; ``back`` is the action that returns.

    ``officers`` reads who can sign in, and may block; None where there are no passphrases.
    """

    GROUP: ClassVar[str] = "handover"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("handover")]
    AUTO_FOCUS: ClassVar[str | None] = "#sheet"

    def __init__(self, officers: Callable[[], Sequence[str]] | None, back: str) -> None:
        super().__init__()
        self.back_to = back
        self._officers = officers
        self._sheet: Sheet | None = None
        self._situation: Situation | None = None
        self._revision = -1
        self._minute: datetime | None = None
        self._kept: dict[str, str] = {}
        self._note_known = self._over = False

    def compose_content(self) -> Iterable[Widget]:
        """Put the sheet over the note."""
        yield TitleLine(id="title")
        yield SheetList(id="sheet")
        yield Static(Content(say("handover.note")), id="note-label")
        yield TextBox(id="note")

    # --- what is shown -------------------------------------------------------------------------

    def situation_changed(self, situation: Situation) -> None:
        """Read the sheet again if anything happened."""
        if situation.revision != self._revision:
            self._revision = situation.revision
            self.run_worker(self._read(), group="sheet", exclusive=True, exit_on_error=False)

    def second(self, now: datetime) -> None:
        """Say again how much time is left, once a minute."""
        if now.replace(second=0, microsecond=0) != self._minute:
            self._show()

    async def _read(self) -> None:
        host = self.host
        views, policy, zone = host.views, host.office.policy, host.zone
        running, situation = await host.desk_do(lambda desk: (desk.running(), desk.situation()))
        self._sheet = await asyncio.to_thread(
            compose_sheet, views, situation, running, policy, zone
        )
        self._situation = situation
        if not self._note_known:
            await self._read_draft()
        self._show()
        self.refresh_bindings()

    async def _read_draft(self) -> None:
        draft = await asyncio.to_thread(self.host.views.draft, DRAFT)
        self._note_known = True
        self._kept = dict(draft.values) if draft else {}
        if not self._note.read():
            self._note.fill(self._kept.get("note", ""))

    @on(Resize)
    def _wrap_again(self, _: Resize) -> None:
        self.call_after_refresh(self._show)

    def _show(self) -> None:
        rows, sheet, situation = self.query_one(SheetList), self._sheet, self._situation
        cells = rows.scrollable_content_region.width - 2
        if sheet is None or situation is None or cells < 20:
            return
        now = self.host.now()
        self._minute = now.replace(second=0, microsecond=0)
        office, stored = self.host.office, situation.unstored is None
        words = SheetWords(situation, office.policy, self.host.zone, cells, SHORT)
        room = room_sentences(office.room, office.folder, stored=stored)
        said = [*room, *slip_sentences(office.slips), *backup_sentences(office.backups, now)]
        said += hub_sentences(office.hub, now)
        rows.show_rows(words.lines(sheet, said))
        hint = say("handover.quit_hint")
        begun = self._kept.get("to", "")
        if begun and not same(begun, situation.officer):
            count = len(self._kept.get("accepted", "").split())
            hint = say("handover.begun", to=begun, count=count)
        self.query_one("#title", TitleLine).show(say("handover.title"), hint)

    # --- the note ------------------------------------------------------------------------------

    def _keep(self, **values: str) -> None:
        if any(self._kept.get(name, "") != value for name, value in values.items()):
            self._kept |= values
            self.host.office.save_draft(DRAFT, self._kept)

    def on_text_area_changed(self) -> None:
        """Write the draft: what was undone, too."""
        self.write_draft()

    def write_draft(self) -> None:
        """Queue the note to be kept."""
        if self._note_known and not self._over and self.is_mounted:
            self._keep(note=self._note.read())

    # --- acts ----------------------------------------------------------------------------------

    def action_reason(self, action_id: str) -> str:
        """Say that nobody can sign in, or that there is nothing to take over later."""
        if action_id == "handover.sign_in" and self._officers is None:
            return say("officers.refused.demo")
        situation = self.host.situation
        if action_id == "handover.accept" and not (situation and situation.kept):
            return say("handover.off.nothing_kept")
        return ""

    def do_note(self) -> None:
        """Write the note."""
        self.set_focus(self._note)

    def way_back(self) -> Callable[[], object]:
        """Show the page anew; its note is a draft."""
        app, officers, back = self.app, self._officers, self.back_to
        return lambda: app.switch_screen(HandoverScreen(officers, back))

    def do_back(self) -> None:
        """Leave the note, then the page."""
        if self.focused is self._note:
            self.set_focus(self.query_one(SheetList))
        else:
            self.run_worker(self.host.act(self.back_to), exit_on_error=False)

    def do_quit(self) -> None:
        """Leave the program; the shift goes on, and the log says since when nothing prompts."""
        self.write_draft()
        self.run_worker(self._quit(), exit_on_error=False)

    async def _quit(self) -> None:
        with suppress(Refused):  # A full disk keeps nobody here.
            await asyncio.wrap_future(self.host.office.submit(lambda desk: desk.leave()))
        self.app.exit()

    async def do_sign_in(self) -> None:
        """Let the next officer sign in, then accept what runs."""
        assert self._officers is not None
        officers = await asyncio.to_thread(self._officers)
        names = [each for each in officers if not same(each, self.host.office.officer)]
        came: list[str] = []
        form = self._sign_in_form(names, self._expected(names), came)
        self.app.push_screen(
            FormScreen(form), lambda done: self._taken_over_by(came[-1]) if done else None
        )

    def do_paper(self) -> None:
        """Ask which paper is saved: the sheet as it stands now, or the daily."""
        # Imported here: the page is seen sooner without it.
        from screens.handover.papers import papers

        if self._sheet is not None:
            asking = papers(self.host, self._note.read(), self._sheet.daily)
            self.app.push_screen(AskScreen(asking))

    async def do_accept(self) -> None:
        """Accept what stayed with somebody at an earlier handover."""
        if self._sheet is not None:
            taking = Taking(self.host.office.officer, "", frozenset(), later=True)
            self.app.push_screen(AcceptScreen(self._sheet, taking, self._take_later))

    def _expected(self, names: Sequence[str]) -> str:
        """Return who began already, whom the roster expects, or the only one who can sign in."""
        begun = self._kept.get("to", "")
        holders = self._sheet.shift.holders if self._sheet else ()
        wanted = [begun, *(each.person for each in holders)]
        alone = names[0] if len(names) == 1 else ""
        return next((name for each in wanted for name in names if same(name, each)), alone)

    def _sign_in_form(self, names: Sequence[str], expected: str, came: list[str]) -> Form:
        async def run(values: Values) -> None:
            if not values["second"]:
                raise Refused("handover.refused.nobody_else")
            came.append(await proven(self.host, values["second"], values["passphrase"]))

        return Form(
            heading=say("handover.sign_in.title"),
            parts=signing_in(
                names,
                label="handover.sign_in.officer",
                secret="handover.sign_in.passphrase",
                initial=expected,
            ),
            run=run,
            lines=(say("handover.sign_in.lines", officer=self.host.office.officer),),
            faults=_FAULTS,
            begin="passphrase",
        )

    def _taken_over_by(self, name: str) -> None:
        """Show the incoming officer what runs, with what they ticked before a crash."""
        if self._sheet is None:
            return
        begun = same(self._kept.get("to", ""), name)
        ticked = frozenset(self._kept.get("accepted", "").split()) if begun else frozenset()
        said = json.loads(self._kept.get("said") or "{}") if begun else {}
        taking = Taking(name, self.host.office.officer, ticked, said=said)
        self._note_ticks(ticked, said)
        self._keep(to=name)
        screen = AcceptScreen(self._sheet, taking, self._hand_over, self._note_ticks)
        self.app.push_screen(screen)

    def _note_ticks(self, ticked: Iterable[str], said: Mapping[str, str]) -> None:
        kept = json.dumps(dict(said), ensure_ascii=False, sort_keys=True) if said else ""
        self._keep(accepted=" ".join(sorted(ticked)), said=kept)

    async def _hand_over(self, to: str, ticked: frozenset[str], said: Mapping[str, str]) -> None:
        self.write_draft()
        self._over = True
        try:
            await self.host.hand_over(to, self._note.read(), ticked, said)
        except Refused:
            self._over = False
            raise

    async def _take_later(self, _: str, ticked: frozenset[str], said: Mapping[str, str]) -> None:
        await self.host.desk_do(lambda desk: desk.accept_clocks(ticked, said))
        self.host.tell(say("handover.taken", count=len(ticked)))

    @property
    def _note(self) -> TextBox:
        return self.query_one("#note", TextBox)
