"""The least textual app there is: so many words, one line to type in, or a clock.

usage: bare.py words N | bare.py input | bare.py clock
"""

from __future__ import annotations

import sys
from time import strftime

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


class Clock(App[None]):
    """A clock that goes by seconds."""

    def compose(self) -> ComposeResult:
        """Yield the clock."""
        yield Static()

    def on_mount(self) -> None:
        """Let it go."""
        self.set_interval(1.0, lambda: self.query_one(Static).update(strftime("%H:%M:%S")))


if __name__ == "__main__":
    {"words": Words, "input": Line, "clock": Clock}[sys.argv[1]]().run()
