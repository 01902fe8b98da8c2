"""What differs between the plan an incident follows and the office's present one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from xfconsole.core.night.situation import IncidentView
from xfconsole.core.policy.difference import Change, difference
from xfconsole.core.policy.pack import Policy
from xfconsole.ui.keys.acting import Acting
from xfconsole.ui.keys.actions import bindings
from xfconsole.ui.text.cells import plain
from xfconsole.ui.words.catalogue import catalogue, language, say
from xfconsole.ui.words.policy import change_line


class PolicyChangeScreen(Acting, ModalScreen[bool]):
    """Shows every difference; Enter accepts them, Escape leaves the incident on its plan."""

    GROUP: ClassVar[str] = "ask"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("ask")]
    AUTO_FOCUS: ClassVar[str | None] = "#change-lines"

    def __init__(self, view: IncidentView, policy: Policy) -> None:
        super().__init__()
        self._view, self._policy = view, policy
        self._changes: Sequence[Change] = difference(view.policy, policy)

    def compose(self) -> ComposeResult:
        """Put the differences between heading and keys."""
        said = catalogue(language())
        lines = [plain(change_line(each, said)) for each in self._changes]
        heading = say(
            "live.policy.heading",
            number=self._view.number,
            old=self._view.policy.label,
            new=self._policy.label,
        )
        with Container(id="change"):
            yield Static(Content(heading), id="change-heading")
            with VerticalScroll(id="change-lines"):
                yield Static(Content("\n".join(lines) or say("live.policy.words_only")))
            yield Static(Content(say("live.policy.keys")), id="change-keys")

    async def do_take(self) -> None:
        """Accept."""
        await self.host.desk_do(lambda desk: desk.accept_policy(self._view.uid))
        self.dismiss(True)

    def do_back(self) -> None:
        """Leave the incident on its plan."""
        self.dismiss(False)

    def do_up(self) -> None:
        """Scroll up."""
        self.query_one("#change-lines").scroll_up(animate=False)

    def do_down(self) -> None:
        """Scroll down."""
        self.query_one("#change-lines").scroll_down(animate=False)
