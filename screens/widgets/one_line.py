"""A widget of one row that draws itself when, and only when, its text became another.

And what widgets that draw themselves have their colours from.
"""

from __future__ import annotations

from typing import ClassVar, TypeAlias

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from xfconsole.ui.text.cells import fit, truncate, width

Part: TypeAlias = tuple[str, str]
"""A stretch of text, already plain, and the component class that colours it (or nothing)."""


class Coloured(Widget):
    """Base of widgets that draw themselves; textual works their colours out at every refresh."""

    _colours: dict[str, Style] | None = None

    def notify_style_update(self) -> None:
        """Forget the colours; textual tells every widget below one whose style changed."""
        self._colours = None
        super().notify_style_update()

    def colour(self, component: str = "") -> Style:
        """Return the colours of a component class, the widget's own without one."""
        if self._colours is None:
            self._colours = {}
        if component not in self._colours:
            asked = self.get_component_rich_style(component) if component else self.rich_style
            self._colours[component] = asked
        return self._colours[component]


class OneLine(Coloured):
    """Base of status line, prompt band and key bar: no children, no layout, one row."""

    DEFAULT_CSS = "OneLine { height: 1; width: 1fr; }"

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - textual's own name
        super().__init__(id=id)
        self._drawn: list[Part] = []
        # What was found to be another is drawn without being worked out a second time.
        self._to_draw: tuple[int, list[Part]] | None = None

    def parts(self, cells: int) -> list[Part]:
        """Return what to draw in at most this many cells."""
        raise NotImplementedError

    def redraw(self) -> None:
        """Draw the row again if its parts are others than those on screen."""
        cells = self.size.width
        parts = self.parts(cells) if cells else self._drawn
        changed = parts != self._drawn
        self._to_draw = (cells, parts) if changed else None
        if changed:
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw the row; ``y`` is always 0."""
        cells = self.size.width
        known, self._to_draw = self._to_draw, None
        self._drawn = known[1] if known and known[0] == cells else self.parts(cells)
        segments, used = [], 0
        for text, component in self._drawn:
            shown = fit(text, min(width(text), cells - used))
            segments.append(Segment(shown, self.colour(component)))
            used += width(shown)
        segments.append(Segment(" " * (cells - used), self.colour()))
        return Strip(segments, cells)


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
