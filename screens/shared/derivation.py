"""How a date was computed, step by step, over whatever screen asked."""

from __future__ import annotations

import asyncio
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container
from textual.content import Content
from textual.events import Resize
from textual.screen import ModalScreen
from textual.widgets import Static

from screens.widgets.key_bar import KeyBar
from screens.widgets.row_list import Column, RowList
from xfconsole.core.matter.derivation import Derivation, derivations
from xfconsole.core.matter.journaled import ClockKey
from xfconsole.core.matter.life import life_of
from xfconsole.core.words.desk import Uid
from xfconsole.core.words.procedure import Barred
from xfconsole.ui.keys.acting import Acting
from xfconsole.ui.keys.actions import bindings
from xfconsole.ui.text.cells import wrap
from xfconsole.ui.words.catalogue import say
from xfconsole.ui.words.derivation import heading, sentences

Line = tuple[str, str]
"""A label, empty on the lines that go on, and a piece of a sentence."""


class DerivationScreen(Acting, ModalScreen[None]):
    """Shows one clock of a matter; without a key the duty that is due next. Left and right go on
    to the matter's other clocks."""

    GROUP: ClassVar[str] = "derivation"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("list", "derivation")]

    def __init__(self, matter: Uid, key: ClockKey | None = None) -> None:
        super().__init__()
        self._matter, self._number, self._key = matter, "", key
        self._found: list[Derivation] = []
        self._at = 0

    def compose(self) -> ComposeResult:
        """Put the sentences under the clock's name."""
        with Container(id="derivation"):
            yield Static(id="derivation-heading")
            yield RowList[Line]([Column[Line](_label, cells=12), Column[Line](_text)], id="steps")
        yield KeyBar(self.GROUP, "app")

    def on_mount(self) -> None:
        """Look the matter up."""
        self.set_focus(self.query_one(RowList))
        self.run_worker(self._read(), exit_on_error=False)

    def action_reason(self, action_id: str) -> str:
        """Say that there is no other clock."""
        if action_id != "derivation.back" and not self._found[1:]:
            return say("derivation.off.no_other")
        return ""

    def do_earlier(self) -> None:
        """Show the clock before."""
        self._go(-1)

    def do_later(self) -> None:
        """Show the next clock."""
        self._go(1)

    def do_back(self) -> None:
        """Close."""
        self.dismiss(None)

    # --- parts ---------------------------------------------------------------------------------

    async def _read(self) -> None:
        file = await asyncio.to_thread(self.host.views.matter, self._matter)
        if file is None:
            self._say(say("ledger.off.nothing"))
            return
        if file.row.barred is not None:
            self._say(say("matter.barred"))
            await self.host.desk_do(lambda desk: desk.log_block(self._matter, Barred.READER))
            return
        self._number = file.row.number
        life, now = life_of(file.events), self.host.now()
        self._found = derivations(life, file.events, self.host.office.rules, now)
        if not self._found:
            self._say(say("matter.off.no_clock"))
            return
        self._at = self._first()
        self._show()

    def _first(self) -> int:
        now = self.host.now()
        keys = [each.deadline.key for each in self._found]
        if self._key in keys:
            return keys.index(self._key)
        order = [
            (not (each.deadline.duty and each.deadline.open(now)), each.deadline.due_at, n)
            for n, each in enumerate(self._found)
        ]
        return min(order)[2]

    def _go(self, step: int) -> None:
        self._at = (self._at + step) % len(self._found)
        self._show()
        self.query_one(RowList).move(0)

    @on(Resize)
    def _wrap_again(self, _: Resize) -> None:
        self.call_after_refresh(self._show)

    def _show(self) -> None:
        steps = self.query_one(RowList)
        cells = steps.scrollable_content_region.width - 15
        if not self._found or cells < 20:
            return
        derived = self._found[self._at]
        place = say("derivation.place", n=self._at + 1, all=len(self._found))
        self._say(f"{self._number} {heading(derived)}  {place}")
        soon = self.host.office.policy.procedure.due_soon_days
        told = sentences(derived, self.host.now(), self.host.zone, soon)
        steps.show_rows([line for each in told for line in _lines(*each, cells)])

    def _say(self, text: str) -> None:
        self.query_one("#derivation-heading", Static).update(Content(text))


def _lines(label: str, sentence: str, cells: int) -> list[Line]:
    pieces = wrap(sentence, cells)
    return [(label if n == 0 else "", piece) for n, piece in enumerate(pieces)]


def _label(line: Line) -> str:
    return line[0]


def _text(line: Line) -> str:
    return line[1]
