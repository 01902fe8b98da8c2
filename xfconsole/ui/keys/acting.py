"""Turns a key into an act: looks for a reason against it, runs it, and tells a refusal."""

from __future__ import annotations

from inspect import isawaitable
from typing import TYPE_CHECKING, cast

from xfconsole.core.words.refusal import Refused
from xfconsole.ui.host import Host
from xfconsole.ui.words.catalogue import say

if TYPE_CHECKING:
    from textual.app import App
    from textual.events import ScreenResume
    from textual.screen import ModalScreen


class Acting:
    """Mixin for screens whose keys come from the registry.

    ``bindings("live", "app")`` call ``action_act``; for ``live.ring`` that is the screen's own
    ``do_ring``, plain or async. Actions of the group ``app`` go to the app.
    """

    if TYPE_CHECKING:
        app: App[object]

    @property
    def host(self) -> Host:
        """The app, as screens see it."""
        return cast("Host", self.app)

    def on_screen_resume(self, event: ScreenResume) -> None:
        """Keep the styles: the theme is set once, and a widget's own are never behind.

        Textual would work out every widget's anew, those of a screen just made too.
        """
        event.refresh_styles = False

    def action_reason(self, action_id: str) -> str:
        """Return the sentence that says why the screen's action is impossible now, or nothing."""
        return ""

    def perform(self, name: str) -> object:
        """Do what the screen's action of this name does; what can be awaited, is."""
        return getattr(self, f"do_{name}")()

    def why_not(self, action_id: str) -> str:
        """Return why an action, or one that works everywhere, is impossible now, or nothing."""
        if action_id.startswith("app."):
            return self.host.reason(action_id)
        return self.action_reason(action_id)

    def stays(self) -> str:
        """Return why an F-key cannot close this now, or an empty text."""
        made = cast("ModalScreen[object]", self).is_mounted
        return say("ui.busy") if getattr(self, "_busy", False) or not made else ""

    def leave(self) -> None:
        """Close with nothing decided, because an F-key leads elsewhere; keeps what was typed."""
        cast("ModalScreen[object]", self).dismiss(None)

    async def action_act(self, action_id: str) -> None:
        """Do what the registry calls ``action_id``, or say why it cannot be done."""
        if reason := self.why_not(action_id):
            self.host.tell(reason)
            return
        self.host.clear_message()
        group, _, name = action_id.partition(".")
        try:
            if group == "app":
                await self.host.act(action_id)
            else:
                result = self.perform(name)
                if isawaitable(result):
                    await result
        except Refused as refused:
            self.host.refuse(refused)
