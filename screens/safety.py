"""How to receive people and keep them safe, at one key."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Container
from textual.content import Content
from textual.events import Key
from textual.screen import ModalScreen
from textual.widgets import Static

from xfconsole.ui.acting import Acting
from xfconsole.ui.cells import wrap
from xfconsole.ui.glyphs import glyph
from xfconsole.ui.i18n import say


class SafetyScreen(Acting, ModalScreen[None]):
    """The plan's safety card; any key closes it."""

    CSS_PATH = "ask.tcss"
    GROUP: ClassVar[str] = "safety"
    AUTO_FOCUS: ClassVar[str | None] = None

    def __init__(self, sentences: Sequence[str]) -> None:
        super().__init__()
        self._sentences = sentences

    def compose(self) -> ComposeResult:
        """Put one sentence under the other."""
        lines = []
        for sentence in self._sentences:
            first, *rest = wrap(sentence, 50)
            lines += [f"{glyph('dot')} {first}", *(f"  {each}" for each in rest)]
        with Container(id="ask"):
            yield Static(Content(say("live.safety")), classes="ask-heading")
            yield Static(Content("\n".join(lines)))
            yield Static(Content(say("live.safety_keys")), id="ask-keys")

    def on_key(self, event: Key) -> None:
        """Close."""
        event.stop()
        self.dismiss(None)
