"""Covers the console while nobody is at it: clock and counts, and not a word of a matter."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.events import Resize
from textual.widget import Widget
from textual.widgets import Input, Static

from screens.start.frame import StartScreen, field
from screens.widgets.key_bar import KeyBar
from screens.widgets.row_list import Column, RowList
from xfconsole.core.office.officers import OfficerRow
from xfconsole.core.words.official import same
from xfconsole.core.words.refusal import Refused
from xfconsole.ui.host import has_others
from xfconsole.ui.keys.actions import bindings
from xfconsole.ui.text.cells import plain
from xfconsole.ui.text.glyphs import glyph
from xfconsole.ui.words.catalogue import say
from xfconsole.ui.words.posts import due_count
from xfconsole.ui.words.times import clock_time

LOW = 16
"""Below so many lines there is room for the counts and the passphrase, and little else."""


class LockScreen(StartScreen, inherit_bindings=False):
    """The officer on duty goes on with the passphrase; another one signs in and begins anew.

    ``officers`` reads who can sign in and may block; None where there are no passphrases, as in a
    demo: Enter is enough there. ``unlocked`` is called once the officer on duty is back.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("lock")]
    GROUP: ClassVar[str] = "lock"
    VERTICAL_BREAKPOINTS = [(0, "-low"), (LOW, "-high")]  # noqa: RUF012 - as textual has it

    def __init__(
        self, officers: Callable[[], Sequence[str]] | None, unlocked: Callable[[], None]
    ) -> None:
        super().__init__()
        self._read_officers, self._unlocked = officers, unlocked
        self._officer = ""
        self._awaited: Sequence[OfficerRow] = ()

    def compose(self) -> ComposeResult:
        """Put the form between the office with its clock and the keys."""
        with Horizontal(id="title"):
            yield Static(id="office")
            yield Static(id="clock")
        with VerticalScroll(id="form", can_focus=False):
            yield from self.compose_form()
        yield KeyBar(self.GROUP)

    def compose_form(self) -> Iterable[Widget]:
        """Yield who locked, the counts, and what unlocks."""
        yield Static(id="who")
        yield Static(id="counts")
        yield Static(say("lock.officer"), id="choose", classes="label guarded", markup=False)
        officers = RowList[str]([Column[str](lambda name: name)], id="officers", classes="guarded")
        officers.can_focus = False
        yield officers
        for widget in field("start.passphrase", "passphrase", secret=True):
            yield widget.add_class("guarded")
        yield Static(id="sentence")
        yield Static(id="how")

    def on_mount(self) -> None:
        """Say who locked, and since when; the first keys already go to the passphrase."""
        office = self.host.office
        self._officer = office.officer
        self.set_class(self._read_officers is None, "-open")
        since = clock_time(self.host.now(), office.zone)
        self._put("office", " " + plain(office.name))
        self._put("who", say("lock.who", officer=plain(office.officer), time=since))
        self._show_officers([office.officer])
        self._tell(self.host.now())
        self.set_focus(self.query_one("#passphrase"))
        if self._read_officers is not None:
            self.run_worker(self._read(self._read_officers), group="officers", exit_on_error=False)

    def on_resize(self, _: Resize) -> None:
        """Keep the passphrase in sight, however low the window is."""
        typed = self.query_one("#passphrase")
        self.call_after_refresh(lambda: typed.scroll_visible(animate=False))

    def show_second(self, now: datetime) -> None:
        """Move the clock on, and count anew what is due and live."""
        if self.is_mounted:
            self._tell(now)

    # --- keys ----------------------------------------------------------------------------------

    def action_reason(self, action_id: str) -> str:
        """Tell no reasons: notices wait until the desk is unlocked."""
        return ""

    def do_up(self) -> None:
        """Go to the officer above."""
        self._list.move(self._list.cursor - 1)

    def do_down(self) -> None:
        """Go to the officer below."""
        self._list.move(self._list.cursor + 1)

    def do_clear(self) -> None:
        """Take back what was typed of the passphrase."""
        if not self._busy:
            self.after_refusal()

    def do_open(self) -> None:
        """Unlock, or sign in whoever is under the cursor."""
        officer, passphrase = self._list.current, self.query_one("#passphrase", Input).value
        if self._busy:
            return
        if self._read_officers is None:
            self._unlocked()
        elif self._where(officer):
            # No guess: why it opens nothing here stands below.
            self.after_refusal()
        elif officer is None or not passphrase:
            self.sentence(say("lock.missing"))
        else:
            self.start(lambda: self._sign_in(officer, passphrase), say("lock.checking"))

    def after_refusal(self) -> None:
        """Empty the passphrase for another try."""
        typed = self.query_one("#passphrase", Input)
        typed.value = ""
        self.set_focus(typed)

    @on(RowList.Highlighted)
    def _say_how(self) -> None:
        """Say what unlocking does for the officer under the cursor."""
        if self._read_officers is None:
            self._put("how", say("lock.how.demo"))
        elif where := self._where(self._list.current):
            self._put("how", where)
        elif self._list.current in (None, self._officer):
            self._put("how", say("lock.how.same"))
        else:
            self._put("how", say("lock.how.other"))

    # --- helpers -------------------------------------------------------------------------------

    async def _sign_in(self, officer: str, passphrase: str) -> None:
        # Somebody else's desk begins anew, and this screen is gone by then.
        if await self.host.sign_in(officer, passphrase) == self._officer:
            self._unlocked()

    async def _read(self, officers: Callable[[], Sequence[str]]) -> None:
        try:
            names = await asyncio.to_thread(officers)
            if has_others(self.host):
                rows = await asyncio.to_thread(self.host.office.officers)
                self._awaited = [each for each in rows if each.awaited]
            self._show_officers([*names, *(each.name for each in self._awaited)])
        except Refused as refused:
            self.sentence(say(refused.key, **refused.values))

    def _where(self, officer: str | None) -> str:
        """Say at which desks an officer's passphrase was set, if it has yet to come here."""
        for each in self._awaited:
            if officer is not None and same(each.name, officer):
                return say("lock.how.awaited", officer=plain(officer), letters=each.awaited)
        return ""

    def _show_officers(self, officers: Sequence[str]) -> None:
        rows = self._list
        rows.styles.height = min(8, max(1, len(officers)))
        at = officers.index(self._officer) if self._officer in officers else 0
        rows.show_rows(officers, cursor=at)

    def _tell(self, now: datetime) -> None:
        situation = self.host.situation
        due, cards = (situation.due, situation.cards) if situation else (0, 0)
        live = len(situation.incidents) if situation else 0
        counts = (
            due_count(due, cards),
            say("ui.status.live", mark=glyph("live"), n=live),
        )
        self._put("clock", clock_time(now, self.host.office.zone, seconds=True) + " ")
        self._put("counts", "   ".join(counts))
        self.query_one("#counts").set_class(due > 0, "-due")

    def _put(self, name: str, text: str) -> None:
        self.query_one(f"#{name}", Static).update(Content(text))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Where nobody has a passphrase there is nothing but to go on."""
        return self._read_officers is not None or parameters == ("lock.open",)

    @property
    def _list(self) -> RowList[str]:
        return self.query_one("#officers", RowList)
