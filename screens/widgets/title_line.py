"""The row over a list: what it shows, and a note at the right."""

from __future__ import annotations

from typing import ClassVar

from screens.widgets.one_line import OneLine, Part
from xfconsole.ui.cells import fit, truncate, width


class TitleLine(OneLine):
    """A title in bold and a note; the note keeps its room, the title is cut if need be."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"title--name", "title--note", "title--warn"}

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - textual's own name
        super().__init__(id=id)
        self._title, self._note, self._warn = "", "", False

    def show(self, title: str, note: str = "", *, warn: bool = False) -> None:
        """Show this from now on; ``warn`` makes the note stand out."""
        self._title, self._note, self._warn = title, note, warn
        self.redraw()

    def parts(self, cells: int) -> list[Part]:
        """Put the title left and the note right."""
        note = truncate(self._note, cells - 10)
        title = fit(f" {self._title}", cells - width(note) - 2)
        style = "title--warn" if self._warn else "title--note"
        return [(title, "title--name"), (" ", ""), (note + " ", style)]
