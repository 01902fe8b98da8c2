"""The one-line field of a card: what comes in is neutralised at once; digits may pick a choice."""

from __future__ import annotations

from textual.events import Key, Paste
from textual.message import Message
from textual.widgets import Input

from xfconsole.core.text import neutral_line

_WIDE_DIGITS = {chr(0xFF10 + number): str(number) for number in range(10)}


def digit_of(event: Key) -> str:
    """Return the digit a key gives, a full-width one too, or nothing."""
    sign = event.character or ""
    sign = _WIDE_DIGITS.get(sign, sign)
    return sign if len(sign) == 1 and sign in "0123456789" else ""


class AskField(Input):
    """A text field; while it is empty and ``picks``, a digit is sent as ``Picked``."""

    class Picked(Message):
        """A digit was pressed in the empty field."""

        def __init__(self, digit: str) -> None:
            super().__init__()
            self.digit = digit

    picks = False

    def _on_key(self, event: Key) -> None:  # type: ignore[override]
        digit = digit_of(event)
        if self.picks and digit and not self.value:
            event.stop()
            event.prevent_default()
            self.post_message(self.Picked(digit))

    def _on_paste(self, event: Paste) -> None:
        event.stop()
        event.prevent_default()
        self.replace(neutral_line(event.text), *sorted(self.selection))
