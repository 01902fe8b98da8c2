"""The card that asks for a call's content to be read back, with the text to read aloud on it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from screens.shared.once_drawn import OnceDrawn
from screens.widgets.key_bar import KeyBar
from screens.widgets.prose import Prose
from xfconsole.core.facts.of_matter import LINES
from xfconsole.ui.keys.actions import bindings
from xfconsole.ui.text.cells import wrap
from xfconsole.ui.words.catalogue import say

_READ = ("summary", "text", "requests", *LINES)
_CELLS = 64


class ReadBack(Enum):
    """How the card was left."""

    DONE = "done"
    WITHOUT = "without"
    EDIT = "edit"


def words_to_read(values: Mapping[str, str]) -> str:
    """Return what the caller has to hear, in lines that fit the card; nothing of who it is."""
    parts = [
        f"{say(f'field.typed.{name}').rstrip('*')}: {values[name]}"
        for name in _READ
        if values[name].strip()
    ]
    return "\n".join(line for part in parts for line in wrap(part, _CELLS))


class ReadBackScreen(OnceDrawn[ReadBack]):
    """Ends with how the card was left. Keys typed before it was drawn do nothing."""

    DEFAULT_CSS = "ReadBackScreen VerticalScroll { height: auto; max-height: 13; }"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("readback")]
    GROUP: ClassVar[str] = "readback"

    def __init__(self, values: Mapping[str, str]) -> None:
        super().__init__()
        self._text = words_to_read(values)

    def compose(self) -> ComposeResult:
        """Put the text over the keys."""
        with Vertical(classes="window"):
            yield Prose(say("intake.read_back.ask"), classes="said")
            with VerticalScroll(id="aloud"):
                yield Static(Content(self._text))
            yield KeyBar(self.GROUP, "app")

    def on_mount(self) -> None:
        """Let the arrows scroll the text."""
        self.query_one(".window").border_title = say("intake.read_back.title")
        self.set_focus(self.query_one("#aloud"))

    def do_done(self) -> None:
        """It was read back and found right."""
        self.end(ReadBack.DONE)

    def do_without(self) -> None:
        """It could not be read back: the caller is gone."""
        self.end(ReadBack.WITHOUT)

    def do_edit(self) -> None:
        """Go back to the form."""
        self.end(ReadBack.EDIT)
