"""What differs between the plan an incident follows and the office's present one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.events import Key
from textual.widgets import Static

from screens.ask_card import Card, passed_on
from xfconsole.core.policy import Policy
from xfconsole.core.policy_diff import Change, difference
from xfconsole.core.refusal import Refused
from xfconsole.core.situation import IncidentView
from xfconsole.ui.cells import plain
from xfconsole.ui.i18n import catalogue, language, say
from xfconsole.ui.policy_words import change_line


class PolicyChangeScreen(Card[bool]):
    """Shows every difference; Enter accepts them, Escape leaves the incident on its plan."""

    CSS_PATH = "policy_change.tcss"
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

    async def on_key(self, event: Key) -> None:
        """Accept or leave."""
        if passed_on(self, event) or event.key not in ("enter", "escape"):
            return
        event.stop()
        if event.key == "escape":
            self.dismiss(False)
            return
        try:
            await self.host.desk_do(lambda desk: desk.accept_policy(self._view.uid))
        except Refused as refused:
            self.host.refuse(refused)
        else:
            self.dismiss(True)
