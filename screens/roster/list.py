"""The list of the roster screen: a line each for a post, a title or a hole."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment

from screens.roster.grid import LEAST
from screens.roster.rows import RosterLine
from screens.widgets.row_list import Column, RowList
from xfconsole.core.facts.of_office import RosterEntry
from xfconsole.ui.text.cells import fit, width
from xfconsole.ui.text.glyphs import glyph
from xfconsole.ui.words.catalogue import say


class RosterList(RowList[RosterLine]):
    """Titles and holes take the whole line; so nothing of them is cut by a column."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"row--title"}

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - textual's own name
        super().__init__(
            [
                Column[RosterLine](lambda line: line.post, cells=19, style=_style),
                Column[RosterLine](_person, cells=8, style=_style),
                Column[RosterLine](_phone, cells=14, style=_style),
                Column[RosterLine](lambda line: line.text, cells=14, style=_style),
                Column[RosterLine](self._deputies, style=_style),
            ],
            id=id,
        )

    def _deputies(self, line: RosterLine) -> str:
        """Name the deputies, with their numbers where there is room for them."""
        wide = self.size.width >= LEAST
        names = [
            f"{each.person} {phone_words(each)}" if wide else each.person
            for each in line.entries[1:]
        ]
        return say("roster_screen.deputies", names="  ".join(names)) if names else ""

    def _segments(self, row: RosterLine, current: bool, cells: int) -> list[Segment]:
        if row.entries:
            return super()._segments(row, current, cells)
        own = "row--cursor" if self.has_focus else "row--cursor-blurred"
        wanted = own if current else row.style
        style = self.get_component_rich_style(wanted) if wanted else self.rich_style
        mark = glyph("cursor") if current else " "
        whole = fit(row.post, 20) + row.text if row.post else row.text
        return [Segment(mark + fit(whole, cells - width(mark)), style)]


def _style(line: RosterLine) -> str:
    return line.style


def _person(line: RosterLine) -> str:
    return line.first.person if line.first else ""


def _phone(line: RosterLine) -> str:
    return phone_words(line.first) if line.first else ""


def phone_words(entry: RosterEntry) -> str:
    """Return a number, or that there is none."""
    return entry.phone.strip() or say("roster_screen.no_phone", mark=glyph("warn"))
