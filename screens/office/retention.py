"""Which identities are due to be erased, and what was decided: numbers and rules, never names."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from functools import partial
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.events import ScreenResume
from textual.widget import Widget

from screens.office.set_aside import setting_aside
from screens.shared.form import Form, FormScreen, Kind, Part, Values
from screens.shared.frame import DeskScreen
from screens.shared.witness import FAULTS, proven, signers, signing_in
from screens.widgets.headed_list import HeadedList, ListHead
from screens.widgets.one_line import TitleLine
from screens.widgets.row_list import Column, RowList
from xfconsole.core.identity.due import ErasureRow, Stage
from xfconsole.core.night.situation import Situation
from xfconsole.core.words.official import same
from xfconsole.core.words.refusal import Refused
from xfconsole.desk import Desk
from xfconsole.ui.host import Host, has_others
from xfconsole.ui.keys.actions import bindings
from xfconsole.ui.words.catalogue import language, say
from xfconsole.ui.words.closed_lists import word
from xfconsole.ui.words.identity import last_backup_line, rule_name, state_words

MOST = 1_000
"""So many are shown at once; the command lists all of them."""


class RetentionScreen(DeskScreen):
    """A list of matters; one officer proposes, another approves, anybody cancels in time."""

    GROUP: ClassVar[str] = "retention"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("retention")]
    AUTO_FOCUS: ClassVar[str | None] = "#rows"

    _revision = -1
    _reading = _again = False
    _all: Sequence[ErasureRow] = ()

    def compose_content(self) -> Iterable[Widget]:
        """Put the title over the list, and what goes for the row under it below."""
        rows = HeadedList[ErasureRow](
            [
                ("erasure.head.number", Column(lambda row: row.number, cells=13)),
                ("erasure.head.stage", Column(lambda row: word(row.stage), cells=9, style=_style)),
                ("erasure.head.rule", Column(rule_name, cells=13)),
                ("erasure.head.state", Column(self._state, style=_style)),
            ],
            id="rows",
        )
        yield TitleLine(id="title")
        yield ListHead(rows, id="head")
        yield rows
        yield TitleLine(id="detail")
        yield TitleLine(id="backups")

    def situation_changed(self, situation: Situation) -> None:
        """Read again after whatever was done."""
        if situation.revision != self._revision:
            self._revision = situation.revision
            self.read()

    def on_screen_resume(self, event: ScreenResume) -> None:
        """Read again: time alone makes more of them due."""
        self.read()

    def read(self) -> None:
        """Show how it stands by now."""
        self._again = True
        if not self._reading:
            self._reading = True
            self.run_worker(self._read_on(), group="retention", exit_on_error=False)

    async def _read_on(self) -> None:
        try:
            while self._again:
                self._again = False
                self._show(await asyncio.to_thread(self._found))
        finally:
            self._reading = False

    def _show(self, found: Sequence[ErasureRow]) -> None:
        self._all = found
        self._rows.show_rows(found)
        note = say("erasure.screen.note") if found else say("erasure.list.none")
        self.query_one("#title", TitleLine).show(
            say("erasure.screen.title", count=len(found)), note
        )
        line = last_backup_line(self.host.now(), self.host.zone) if found else ""
        self.query_one("#backups", TitleLine).show(line)
        self.query_one("#detail", TitleLine).show(self._detail())
        self.query_one(ListHead).redraw()

    def _found(self) -> list[ErasureRow]:
        office = self.host.office
        rows = office.views.erasures(office.rules, office.policy.retention, self.host.now())
        return [row for row, _ in zip(rows, range(MOST), strict=False)]

    def _detail(self) -> str:
        row = self._rows.current
        rule = self.host.office.policy.rule(row.rule) if row else None
        return rule.source.say(language()) if rule else ""

    @on(RowList.Highlighted)
    def _moved(self, _: RowList.Highlighted) -> None:
        self.query_one("#detail", TitleLine).show(self._detail())

    # --- acts ----------------------------------------------------------------------------------

    def action_reason(self, action_id: str) -> str:
        """Say why the row under the cursor is not for this, or that there is no other desk."""
        if action_id == "retention.set_aside":
            return "" if has_others(self.host) else say("keeping.refused.none")
        wanted = {
            "retention.propose": (Stage.DUE,),
            "retention.approve": (Stage.PROPOSED,),
            "retention.cancel": (Stage.PROPOSED, Stage.APPROVED),
        }.get(action_id)
        row = self._rows.current
        if wanted is None or (row is not None and row.stage in wanted):
            return ""
        return say(f"erasure.off.{action_id.partition('.')[2]}")

    def do_propose(self) -> None:
        """Propose one or all that are due."""
        self._ask(propose_form(self.host, self._current, self._at(Stage.DUE)))

    def do_request(self) -> None:
        """Propose one that the complainant asks for."""
        self._ask(request_form(self.host))

    def do_approve(self) -> None:
        """Approve one or all that the same officer proposed."""
        by = self._current.proposed_by
        rows = [each for each in self._at(Stage.PROPOSED) if same(each.proposed_by, by)]
        self._ask(approve_form(self.host, self._current, rows))

    def do_cancel(self) -> None:
        """Take the one under the cursor back."""
        self._ask(cancel_form(self.host, self._current))

    async def do_set_aside(self) -> None:
        """Let erasures wait no more for a desk that is lost."""
        self._ask(setting_aside(self.host, await self.host.desk_do(Desk.other_desks)))

    async def do_back(self) -> None:
        """Go back to the scene, or to the intake where nothing is live."""
        situation = self.host.situation
        live = situation is not None and situation.incidents
        await self.host.act("app.live" if live else "app.intake")

    def _ask(self, form: Form) -> None:
        self.app.push_screen(FormScreen(form))

    def _at(self, stage: Stage) -> list[ErasureRow]:
        return [each for each in self._all if each.stage is stage and each.kept is None]

    @property
    def _current(self) -> ErasureRow:
        row = self._rows.current
        assert row is not None
        return row

    @property
    def _rows(self) -> HeadedList[ErasureRow]:
        return self.query_one("#rows", HeadedList)

    def _state(self, row: ErasureRow) -> str:
        return state_words(row, self.host.zone)


def _style(row: ErasureRow) -> str:
    return "row--warn" if row.kept else "row--strong" if row.stage is Stage.APPROVED else ""


AT_ONCE = 50
"""So many matters are decided on in one transaction."""
_ONE, _ALL = "one", "all"
_FAULTS = {
    "desk.refused.no_reason": "reason",
    "desk.refused.no_matter": "number",
    "erasure.refused.kept": "number",
    "erasure.refused.erased": "number",
    "erasure.refused.proposed": "number",
    "erasure.refused.same_officer": "second",
    "life.refused.barred": "second",
    **FAULTS,
}


def propose_form(host: Host, row: ErasureRow, others: Sequence[ErasureRow]) -> Form:
    """Propose the matter under the cursor, or all that are due."""

    async def run(values: Values) -> None:
        for some in _portions(row, others, values):
            await host.desk_do(partial(Desk.propose_erasures, matters=some))

    return Form(
        heading=say("erasure.ask.propose"),
        parts=(_which(row, others),),
        run=run,
        lines=(say("erasure.ask.stays"), say("erasure.ask.another")),
    )


def request_form(host: Host) -> Form:
    """Propose one matter because the complainant asks for it."""

    async def run(values: Values) -> object:
        number, reason = values["number"], values["reason"]
        return await host.desk_do(lambda desk: desk.propose_erasure_on_request(number, reason))

    return Form(
        heading=say("erasure.ask.request"),
        parts=(
            Part("number", say("erasure.ask.number")),
            Part("reason", say("erasure.ask.reason")),
        ),
        run=run,
        lines=(say("erasure.ask.stays"), say("erasure.ask.another")),
        faults=_FAULTS,
    )


def approve_form(host: Host, row: ErasureRow, others: Sequence[ErasureRow]) -> Form:
    """Approve as another officer than who proposed, who signs for it with their passphrase."""

    async def run(values: Values) -> None:
        if same(values["second"], row.proposed_by):
            raise Refused("erasure.refused.same_officer", number=row.number)
        second = await proven(host, values["second"], values["passphrase"])
        for some in _portions(row, others, values):
            await host.desk_do(partial(Desk.approve_erasures, matters=some, second=second))

    hours = host.office.policy.retention.cancel_hours
    return Form(
        heading=say("erasure.ask.approve"),
        parts=(
            _which(row, others),
            *signing_in(signers(host, here=True), initial=""),
        ),
        run=run,
        lines=(say("erasure.ask.window", hours=hours), say("erasure.ask.for_good")),
        faults=_FAULTS,
    )


def cancel_form(host: Host, row: ErasureRow) -> Form:
    """Take a proposal back, saying why."""

    async def run(values: Values) -> object:
        return await host.desk_do(lambda desk: desk.cancel_erasure(row.matter, values["reason"]))

    return Form(
        heading=say("erasure.ask.cancel", number=row.number),
        parts=(Part("reason", say("erasure.ask.reason")),),
        run=run,
        faults=_FAULTS,
    )


def _which(row: ErasureRow, others: Sequence[ErasureRow]) -> Part:
    options = (
        (_ONE, say("erasure.ask.one", number=row.number)),
        (_ALL, say("erasure.ask.all", count=len(others))),
    )
    return Part("which", say("erasure.ask.which"), Kind.CHOICE, options=options, initial=_ONE)


def _portions(row: ErasureRow, others: Sequence[ErasureRow], values: Values) -> list[list[str]]:
    matters = [each.matter for each in others] if values["which"] == _ALL else [row.matter]
    return [matters[at : at + AT_ONCE] for at in range(0, len(matters), AT_ONCE)]
