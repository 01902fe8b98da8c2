"""The one-line field of a card: what comes in is neutralised; in front of choices digits choose."""

from __future__ import annotations

from textual.events import Paste
from textual.widgets import Input

from xfconsole.core.text import neutral_line

WIDE_NAMES = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


class AskField(Input):
    """A line of text; while it is empty and ``picks``, digits are left to the card."""

    picks = False

    def __init__(self, *, id: str, placeholder: str = "") -> None:  # noqa: A002 - textual's own name
        # Without select_on_focus: a key must never replace what stands in a field.
        super().__init__(id=id, placeholder=placeholder, compact=True, select_on_focus=False)

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Leave digits to the choices until something is typed."""
        if self.picks and not self.value and character is not None and character.isdecimal():
            return False
        return super().check_consume_key(key, character)

    def _on_paste(self, event: Paste) -> None:
        event.stop()
        event.prevent_default()
        self.replace(neutral_line(event.text), *sorted(self.selection))
