"""The least textual app there is: so many words, or one line to type in.

usage: bare.py words N | bare.py input
"""

from __future__ import annotations

import sys

from textual.app import App, ComposeResult
from textual.widgets import Input, Static


class Words(App[None]):
    """So many widgets, each a word."""

    def compose(self) -> ComposeResult:
        """Yield the widgets."""
        for number in range(int(sys.argv[2])):
            yield Static(f"word {number}")


class Line(App[None]):
    """One line to type in."""

    def compose(self) -> ComposeResult:
        """Yield the line."""
        yield Input()


if __name__ == "__main__":
    (Words() if sys.argv[1] == "words" else Line()).run()
