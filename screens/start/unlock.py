"""Opens the office: who is at the desk, and the passphrase."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Any, ClassVar, cast

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from screens.start.frame import StartForm, StartScreen, field
from screens.widgets.prose import Prose
from screens.widgets.row_list import Column, RowList
from xfconsole.core.words.refusal import Refused
from xfconsole.ui.host import FRAME, Office, Offices, OpensOffices
from xfconsole.ui.words.catalogue import say

WAIT = "officers.refused.wait"


class UnlockScreen(StartScreen):
    """A list of officers moved through with the arrows, and the passphrase typed meanwhile."""

    TITLE_KEY: ClassVar[str] = "start.unlock.title"
    RECOVERS: ClassVar[bool] = True

    def __init__(self, offices: Offices) -> None:
        super().__init__()
        self._offices = offices
        self._officers: list[str] = []
        self._read = asyncio.Event()
        self._seconds = 0

    def compose_form(self) -> Iterable[Widget]:
        """Yield the officers and the passphrase."""
        yield Static(say("start.unlock.officer"), classes="label", markup=False)
        officers = RowList[str]([Column[str](lambda name: name)], id="officers")
        officers.can_focus = False
        yield officers
        yield from field("start.passphrase", "passphrase", secret=True)

    def on_mount(self) -> None:
        """Read who can open the office, once there is a frame to show them in.

        The first keys already go to the passphrase.
        """
        self.set_focus(self.query_one("#passphrase"))
        self.call_after_refresh(lambda: self.run_worker(self._read_officers(), exit_on_error=True))

    async def _read_officers(self) -> None:
        try:
            await asyncio.sleep(FRAME)
            self._officers = list(await asyncio.to_thread(self._offices.officers))
            self._wait(await asyncio.to_thread(self._offices.wait))
        except Refused as refused:
            self.sentence(say(refused.key, **refused.values))
        finally:
            self._read.set()
        rows = self.query_one(RowList)
        rows.styles.height = min(10, max(1, len(self._officers)))
        rows.show_rows(self._officers)

    def do_up(self) -> None:
        """Go to the officer above."""
        self._list.move(self._list.cursor - 1)

    def do_down(self) -> None:
        """Go to the officer below."""
        self._list.move(self._list.cursor + 1)

    async def do_next(self) -> None:
        """Open the office; whoever types faster than the officers are read is waited for."""
        await self._read.wait()
        passphrase = self.query_one("#passphrase", Input).value
        officer = self._list.current
        if officer is None or not passphrase:
            self.sentence(say("start.unlock.missing"))
            return
        self.start(lambda: self._open(officer, passphrase), say("ui.opening"))

    def do_recover(self) -> None:
        """Go by the recovery code, for the officer under the cursor."""

        if (officer := self._list.current) is not None:
            self.app.switch_screen(RecoverScreen(self._offices, officer))

    def refused(self, refused: Refused) -> None:
        """Count down where that is all there is to say."""
        seconds = refused.values.get("seconds")
        if refused.key == WAIT and isinstance(seconds, int):
            self._wait(seconds)
        else:
            super().refused(refused)

    def count_down(self) -> None:
        """Count a wait down, once a second; the keyboard stays alive meanwhile."""
        if self._seconds:
            self._wait(self._seconds - 1)

    def _wait(self, seconds: int) -> None:
        """Say how long it is until the next passphrase is tried; 0 ends it."""
        before, self._seconds = self._seconds, seconds
        if seconds:
            self.sentence(say(WAIT, seconds=seconds))
        elif before:
            self.sentence(say("officers.wait_over"), wrong=False)

    def after_refusal(self) -> None:
        """Empty the passphrase for another try."""
        typed = self.query_one("#passphrase", Input)
        typed.value = ""
        self.set_focus(typed)

    @property
    def _list(self) -> RowList[Any]:
        return self.query_one(RowList)

    async def _open(self, officer: str, passphrase: str) -> None:
        office = await asyncio.to_thread(self._offices.open, officer, passphrase)
        await cast("OpensOffices", self.app).enter(office)


class RecoverScreen(StartForm):
    """Enter walks code and passphrase; on the last field it opens the office."""

    TITLE_KEY: ClassVar[str] = "start.recover.title"
    FIELDS: ClassVar[tuple[str, ...]] = ("code", "passphrase", "again")

    def __init__(self, offices: Offices, officer: str) -> None:
        super().__init__()
        self._offices = offices
        self._officer = officer

    def compose_form(self) -> Iterable[Widget]:
        """Yield the three fields."""
        yield Prose(say("start.recover.words", officer=self._officer), classes="said")
        yield from field("start.recover.code", "code")
        yield from field("start.recover.passphrase", "passphrase", secret=True)
        yield from field("start.set_up.again", "again", secret=True)

    def finished(self) -> None:
        """Do it on a thread; the fields are locked meanwhile."""
        self.start(self._recover, say("ui.opening"))

    def do_previous(self) -> None:
        """Go back to the passphrase."""

        self.app.switch_screen(UnlockScreen(self._offices))

    async def _recover(self) -> None:
        office = await asyncio.to_thread(
            self._offices.recover,
            self._officer,
            self.typed("code").value.strip(),
            self.typed("passphrase").value,
        )
        await cast("OpensOffices", self.app).enter(office)


class RecoveryScreen(StartScreen):
    """Typing the code's last group opens the desk; nothing else does."""

    TITLE_KEY: ClassVar[str] = "start.recovery.title"

    def __init__(self, office: Office, code: str) -> None:
        super().__init__()
        self._office = office
        self._code = code

    def compose_form(self) -> Iterable[Widget]:
        """Yield the code, what it is for, and the field for its last group."""
        yield Prose(say("start.recovery.words"), classes="said")
        yield Static(Content(self._code), id="code")
        yield from field("start.recovery.last", "last")

    def on_mount(self) -> None:
        """Begin with the field."""
        self.set_focus(self.query_one("#last", Input))

    def do_next(self) -> None:
        """Go on once the last group is right."""
        typed = self.query_one("#last", Input)
        if typed.value.strip().upper() != self._code.rpartition("-")[2].upper():
            typed.value = ""
            self.sentence(say("start.recovery.wrong"))
            return
        self.start(self._enter, say("ui.opening"))

    def do_previous(self) -> None:
        """There is no way back: the office is set up."""
        self.sentence(say("start.recovery.no_way_back"))

    def do_leave(self) -> None:
        """Leave only by typing the group, because the code is never shown again."""
        self.sentence(say("start.recovery.no_way_back"))

    async def _enter(self) -> None:
        await cast("OpensOffices", self.app).enter(self._office)
