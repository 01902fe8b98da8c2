"""The field of a passphrase: every character counts, and none is shown."""

from __future__ import annotations

import re

from textual.events import Paste
from textual.widgets import Input

_ENDS = re.compile("\r\n|[\r\n\t\x85\u2028\u2029]")


class SecretField(Input):
    """A row of dots. Line ends and tabs inside of a paste become blanks; one at its end is none."""

    # As a LineInput: not ``compact``.
    DEFAULT_CSS = "SecretField { height: 1; border: none !important; padding: 0; }"

    def __init__(self, *, id: str) -> None:  # noqa: A002 - textual's own name
        super().__init__(id=id, password=True, select_on_focus=False)

    def read(self) -> str:
        """Return what stands in it, blanks at either end included."""
        return self.value

    def fill(self, text: str) -> None:
        """Put a text in the place of what stands in it."""
        self.value = text

    def _on_paste(self, event: Paste) -> None:
        """Take all of it: Input's own would take the first line only and say nothing."""
        event.stop()
        event.prevent_default()
        self.replace(_ENDS.sub(" ", event.text.rstrip("\r\n")), *sorted(self.selection))

    async def action_submit(self) -> None:
        """Go on as the screen does; at once, so that no key typed after Enter comes here."""
        await self.run_action("screen.next")
