"""What a complainant said of themselves, for a minute, in a window that leaves nothing behind."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from math import ceil
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.events import Resize, ScreenResume, ScreenSuspend
from textual.screen import ModalScreen
from textual.widgets import Static

from screens.widgets.key_bar import KeyBar
from xfconsole.core.words.desk import Identity
from xfconsole.ui.keys.acting import Acting
from xfconsole.ui.keys.actions import bindings
from xfconsole.ui.text.cells import fit, width, wrap
from xfconsole.ui.words.catalogue import say
from xfconsole.ui.words.closed_lists import identity_fields

OPEN_FOR = timedelta(seconds=60)
CELLS = 64
"""What is left for the lines between the borders of a window."""


class IdentityScreen(Acting, ModalScreen[None]):
    """Closes by itself; as soon as anything else is shown, its lines are gone for good.

    The reading was journaled before it is made. Text in it can't be selected.
    """

    GROUP: ClassVar[str] = "identity"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("identity", "app")]
    ALLOW_SELECT: ClassVar[bool] = False
    AUTO_FOCUS: ClassVar[str | None] = "#identity"

    def __init__(self, number: str, identity: Identity, now: datetime) -> None:
        super().__init__()
        self._number = number
        self._lines = tuple(identity_lines(identity, CELLS))
        self._until, self._seen_at = now + OPEN_FOR, now
        self._wiped = False

    def compose(self) -> ComposeResult:
        """Put the fields over the countdown."""
        with Vertical(classes="window"):
            with VerticalScroll(id="identity") as scroll:
                scroll.styles.height = "auto"
                scroll.styles.max_height = 14
                yield Static(Content("\n".join(self._lines)), id="identity-lines")
            yield Static(id="identity-closes", classes="label")
            yield KeyBar(self.GROUP, "app")

    def on_mount(self) -> None:
        """Say whose matter it is, and how long it stays."""
        title = say("identity.window.title", number=self._number)
        self.query_one(".window", Vertical).border_title = Content(title)
        self._count(self._seen_at)

    # --- going away ----------------------------------------------------------------------------

    def show_second(self, now: datetime) -> None:
        """Count down, and close when the time is over. A clock set back prolongs nothing."""
        if now < self._seen_at:
            self._until -= self._seen_at - now
        self._seen_at = now
        if now >= self._until:
            self.close_now()
        elif not self._wiped:
            self._count(now)

    def do_close(self) -> None:
        """Close it."""
        self.close_now()

    async def action_act(self, action_id: str) -> None:
        """Close; what works everywhere is then done where this was opened from."""
        if self.app.screen is not self:
            return
        below = self.app.screen_stack[-2]
        self.close_now()
        if action_id.partition(".")[0] == "app" and isinstance(below, Acting):
            below.call_later(below.action_act, action_id)

    def close_now(self) -> None:
        """Take the lines off the screen; behind another screen the window follows later."""
        self._wipe()
        if self.app.screen is self:
            self.dismiss(None)

    def on_screen_suspend(self, _: ScreenSuspend) -> None:
        """Something else is shown, such as the lock: nothing is to be there when it goes away."""
        self._wipe()

    def on_screen_resume(self, event: ScreenResume) -> None:
        """Close, once it is seen again."""
        if self._wiped:
            self.close_now()

    def on_resize(self, event: Resize) -> None:
        """Close where the window no longer shows all of it."""
        if event.size.width < CELLS:
            self.close_now()

    def _wipe(self) -> None:
        self._wiped, self._lines = True, ()
        # A widget that is only emptied keeps what it drew before.
        self.query("#identity-lines").remove()

    def _count(self, now: datetime) -> None:
        left = ceil((self._until - now).total_seconds())
        said = say("identity.window.closes", seconds=left)
        self.query_one("#identity-closes", Static).update(Content(said))


def identity_lines(identity: Identity, cells: int) -> Iterator[str]:
    """Yield the fields that hold something, each under its name, in lines of at most ``cells``."""
    filled = identity_fields(identity)
    wide = max((width(label) for label, _ in filled), default=0) + 2
    for label, value in filled:
        first, *rest = wrap(value, cells - wide) or [""]
        yield fit(label, wide) + first
        yield from (" " * wide + each for each in rest)
