"""The row that says how many matters are in each state."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from screens.widgets.one_line import OneLine, Part
from xfconsole.core.words.procedure import State
from xfconsole.ui.text.cells import width
from xfconsole.ui.text.glyphs import glyph
from xfconsole.ui.words.closed_lists import word

_GAP = "  "


class StateCounts(OneLine):
    """States in the order of a matter's life, those that any matter is in, as far as they fit."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"counts--state", "counts--amount"}

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - textual's own name
        super().__init__(id=id)
        self._counts: Mapping[State, int] = {}

    def show(self, counts: Mapping[State, int]) -> None:
        """Show these counts from now on."""
        self._counts = counts
        self.redraw()

    def parts(self, cells: int) -> list[Part]:
        """Put a state's word before its number; an ellipsis stands for those left out."""
        parts: list[Part] = [(" ", "")]
        more = glyph("ellipsis")
        left = cells - 1
        for state, count in self._counts.items():
            said, amount = f"{word(state)} ", f"{count:,}{_GAP}"
            if width(said + amount) > left - width(more):
                return [*parts, (more, "counts--state")]
            parts += [(said, "counts--state"), (amount, "counts--amount")]
            left -= width(said + amount)
        return parts
