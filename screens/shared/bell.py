"""Asks whether the bell is heard, and rings it for that both ways."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical

from screens.shared.once_drawn import OnceDrawn
from screens.widgets.key_bar import KeyBar
from screens.widgets.prose import Prose
from xfconsole.core.words.desk import Hearing
from xfconsole.ui.keys.actions import action, bindings
from xfconsole.ui.keys.key_names import key_name
from xfconsole.ui.words.catalogue import say


class BellScreen(OnceDrawn[None]):
    """Ends with an answer in the journal. Keys typed before it was drawn do nothing."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("bell")]
    GROUP: ClassVar[str] = "bell"

    _busy = False

    def compose(self) -> ComposeResult:
        """Say what each way of ringing means, and what a no leads to."""
        with Vertical(classes="window"):
            desk, again = (key_name(action(each).key_list[0]) for each in _AGAIN)
            yield Prose(say("bell.ways"), classes="said")
            yield Prose(say("bell.flashes", desk=desk, press=again), classes="said")
            yield Prose(say("bell.ask"), classes="said")
            yield KeyBar(self.GROUP, "app")

    def on_mount(self) -> None:
        """Ring for a trial."""
        self.query_one(".window").border_title = say("bell.title")
        self.host.try_bell()

    async def do_heard(self) -> None:
        """Both were heard."""
        await self._answer(Hearing.HEARD)

    async def do_not_heard(self) -> None:
        """Not heard: from now on the top row flashes at every ring of this shift."""
        await self._answer(Hearing.NOT_HEARD)

    async def do_later(self) -> None:
        """Be asked again; where it was answered already, only close."""
        situation = self.host.situation
        if situation is not None and situation.ask_bell is None:
            self.dismiss(None)
        else:
            await self._answer(Hearing.LATER)

    def do_again(self) -> None:
        """Ring once more."""
        self.host.try_bell()

    async def _answer(self, answer: Hearing) -> None:
        if not self.drawn or self._busy:
            return
        self._busy = True
        try:
            await self.host.desk_do(lambda desk: desk.log_bell_answer(answer))
        finally:
            # Also where it could not be stored: nobody is kept here, and it is asked again.
            self._busy = False
            self.dismiss(None)
        self.host.tell(say(_SAID[answer]))


_AGAIN = ("app.roster", "roster.bell")
"""What leads here at any time."""
_SAID = {
    Hearing.HEARD: "bell.said.heard",
    Hearing.NOT_HEARD: "bell.said.not_heard",
    Hearing.LATER: "bell.said.later",
}
