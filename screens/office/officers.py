"""Who can open the office: the officers with a passphrase, and what may be changed about it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import replace
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.events import ScreenResume
from textual.widget import Widget

from screens.shared.form import Form, FormScreen, Kind, Part, Values
from screens.shared.frame import DeskScreen
from screens.widgets.headed_list import HeadedList, ListHead
from screens.widgets.one_line import TitleLine
from screens.widgets.row_list import Column, RowList
from xfconsole.core.office.officers import OfficerRow
from xfconsole.core.words.official import same
from xfconsole.core.words.refusal import Refused
from xfconsole.ui.host import Host
from xfconsole.ui.keys.actions import bindings
from xfconsole.ui.text.glyphs import glyph
from xfconsole.ui.words.catalogue import say
from xfconsole.ui.words.times import moment


class OfficersScreen(DeskScreen):
    """A list of officers; keys act on the one under the cursor, or on whoever is signed in."""

    GROUP: ClassVar[str] = "officers"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("officers")]
    AUTO_FOCUS: ClassVar[str | None] = "#rows"

    _refused: Refused | None = None
    _found: Sequence[OfficerRow] = ()

    def compose_content(self) -> Iterable[Widget]:
        """Put the title over the list, and what goes for the row under it below."""
        rows = HeadedList[OfficerRow](
            [
                ("officers.head.name", Column(lambda row: row.name, cells=18, style=_style)),
                ("officers.head.since", Column(self._since, cells=18, style=_style)),
                ("officers.head.renewed", Column(self._renewed, cells=18, style=_style)),
                ("officers.head.state", Column(state_words, style=_style)),
            ],
            id="rows",
        )
        yield TitleLine(id="title")
        yield ListHead(rows, id="head")
        yield rows
        yield TitleLine(id="detail")

    def on_mount(self) -> None:
        """Read who they are."""
        self.read()

    def on_screen_resume(self, event: ScreenResume) -> None:
        """Read again: a card that is closed may have changed them."""
        self.read()

    def read(self) -> None:
        """Show the officers as they are by now."""
        self.run_worker(self._read(), group="officers", exclusive=True, exit_on_error=False)

    async def _read(self) -> None:
        try:
            found = await asyncio.to_thread(self.host.office.officers)
            self._refused = None
        except Refused as refused:
            found, self._refused = [], refused
        self._found = found
        self._rows.show_rows(found)
        self._say(found)

    def _say(self, rows: list[OfficerRow]) -> None:
        alone = len([each for each in rows if each.slot]) == 1
        note = say("officers.alone", mark=glyph("warn")) if alone else ""
        title = say("officers.title", count=len([each for each in rows if not each.still_at]))
        self.query_one("#title", TitleLine).show(title, note, warn=alone)
        self.query_one("#detail", TitleLine).show(self._detail())
        self.query_one(ListHead).redraw()

    def _detail(self) -> str:
        if (refused := self._refused) is not None:
            return say(refused.key, **refused.values)
        row = self._rows.current
        return "" if row is None else _explained(row)

    @on(RowList.Highlighted)
    def _moved(self, _: RowList.Highlighted) -> None:
        self.query_one("#detail", TitleLine).show(self._detail())

    # --- acts ----------------------------------------------------------------------------------

    def action_reason(self, action_id: str) -> str:
        """Say why nothing can be changed, or why not this officer."""
        if action_id == "officers.back":
            return ""
        if self._refused is not None:
            return say(self._refused.key, **self._refused.values)
        if action_id != "officers.revoke":
            return ""
        row = self._rows.current
        if row is None or not row.slot:
            return say("officers.off.nobody")
        if row.here:
            return say("officers.refused.oneself")
        return ""

    def do_add(self) -> None:
        """Give somebody a passphrase of their own."""
        self.app.push_screen(FormScreen(add(self.host)))

    def do_revoke(self) -> None:
        """Take the passphrase away from whoever is under the cursor."""
        row = self._rows.current
        assert row is not None
        self.app.push_screen(FormScreen(revoke(self.host, row.name)))

    def do_passphrase(self) -> None:
        """Change one's own passphrase."""
        own = next((each for each in self._found if each.here), None)
        self.app.push_screen(FormScreen(change_passphrase(self.host, own.twice if own else ())))

    def do_code(self) -> None:
        """Make a new recovery code."""

        codes: list[str] = []

        def show(_: bool | None) -> None:
            for code in codes:
                self.app.push_screen(FormScreen(new_code(self.host, code)))

        self.app.push_screen(FormScreen(renew_recovery(self.host, codes.append)), show)

    async def do_back(self) -> None:
        """Go back to the scene, or to the intake where nothing is live."""
        situation = self.host.situation
        live = situation is not None and situation.incidents
        await self.host.act("app.live" if live else "app.intake")

    @property
    def _rows(self) -> HeadedList[OfficerRow]:
        return self.query_one("#rows", HeadedList)

    def _since(self, row: OfficerRow) -> str:
        return moment(row.since, self.host.zone) if row.since else glyph("none")

    def _renewed(self, row: OfficerRow) -> str:
        return moment(row.renewed, self.host.zone) if row.renewed else glyph("none")


def state_words(row: OfficerRow) -> str:
    """Return in a few words how it stands with an officer's passphrase."""
    if row.here and not row.twice:
        return say("officers.state.here")
    if row.still_at:
        return say("officers.state.still", mark=glyph("warn"), letters=row.still_at)
    if row.twice:
        return say("officers.state.twice", mark=glyph("warn"))
    if row.awaited:
        return say("officers.state.awaited", mark=glyph("warn"))
    if not row.slot:
        return say("officers.state.no_slot", mark=glyph("warn"))
    if row.since is None:
        return say("officers.state.unknown", mark=glyph("warn"))
    return say("officers.state.can")


def _explained(row: OfficerRow) -> str:
    if row.still_at:
        return say("officers.detail.still", letters=row.still_at)
    if row.twice:
        return say("officers.detail.twice", letters=row.twice)
    if row.awaited:
        return say("officers.detail.awaited", letters=row.awaited)
    if not row.slot:
        return say("officers.detail.no_slot")
    return say("officers.detail.unknown") if row.since is None else ""


def _style(row: OfficerRow) -> str:
    return "row--strong" if row.here else ""


_FAULTS = {
    "vault.refused.passphrase": "own",
    "officers.refused.wait": "own",
    "vault.refused.no_officer": "name",
    "vault.refused.officer_known": "name",
    "officers.refused.another_name": "name",
    "vault.refused.short": "new",
    "officers.refused.differ": "again",
}


def add(host: Host) -> Form:
    """Ask whoever is signed in for their passphrase, and the new officer for one of their own."""

    async def run(values: Values) -> None:
        new = _agreed(values)
        office = host.office
        name = await asyncio.to_thread(office.add_officer, values["own"], values["name"], new)
        host.tell(say("officers.told.added", officer=name))

    parts = (_own(host), Part("name", say("officers.ask.name")), *_new())
    return _form("officers.add", parts, run, say("officers.said.add"))


def revoke(host: Host, name: str) -> Form:
    """Ask for the name once more; say what revoking cannot do."""

    async def run(values: Values) -> None:
        if not same(values["name"], name):
            raise Refused("officers.refused.another_name", officer=name)
        await asyncio.to_thread(host.office.revoke_officer, name)
        host.tell(say("officers.told.revoked", officer=name))

    parts = (Part("name", say("officers.ask.name_again")),)
    said = say("officers.said.revoke", officer=name), say("officers.said.old_copies")
    return _form("officers.revoke", parts, run, *said)


def change_passphrase(host: Host, at: Sequence[str]) -> Form:
    """Ask for the old passphrase and twice for the new one.

    ``at`` are the letters of the desks that each set one, where there are several.
    """

    async def run(values: Values) -> None:
        new = _agreed(values)
        await asyncio.to_thread(host.office.change_passphrase, values["own"], new)
        host.tell(say("officers.told.changed"))

    key = "officers.said.passphrase_all" if at else "officers.said.passphrase"
    said = say(key, officer=host.office.officer, letters=at)
    return _form("officers.passphrase", (_own(host), *_new()), run, said)


def renew_recovery(host: Host, made: Callable[[str], None]) -> Form:
    """Ask for the passphrase; ``made`` gets the new code."""

    async def run(values: Values) -> None:
        made(await asyncio.to_thread(host.office.renew_recovery, values["own"]))

    return _form("officers.code", (_own(host),), run, say("officers.said.code"))


def new_code(host: Host, code: str) -> Form:
    """Show a new recovery code, and make sure that it was written down."""

    async def run(values: Values) -> None:
        if values["last"].upper() != code.rpartition("-")[2]:
            raise Refused("officers.refused.last_group")
        host.tell(say("officers.told.code"))

    parts = (Part("last", say("officers.ask.last")),)
    form = _form("officers.code", parts, run, say("officers.said.new_code"), code)
    return replace(form, stays=say("officers.off.code"))


def _agreed(values: Values) -> str:
    if values["new"] != values["again"]:
        raise Refused("officers.refused.differ")
    return values["new"]


def _own(host: Host) -> Part:
    return Part("own", say("officers.ask.own", officer=host.office.officer), Kind.SECRET)


def _new() -> tuple[Part, Part]:
    return (
        Part("new", say("officers.ask.new"), Kind.SECRET),
        Part("again", say("officers.ask.again"), Kind.SECRET),
    )


def _form(
    action: str, parts: tuple[Part, ...], run: Callable[[Values], Awaitable[None]], *said: str
) -> Form:
    return Form(
        heading=say(f"help.{action}"),
        parts=parts,
        run=run,
        lines=said,
        faults=_FAULTS,
    )
