"""How to receive people and keep them safe, and the checklist that is ticked line by line."""

from __future__ import annotations

from typing import ClassVar
from zoneinfo import ZoneInfo

from rich.segment import Segment
from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Static

from screens.live.listed import ListedScreen
from screens.widgets.row_list import Column, RowList
from xfconsole.core.incident.fold import Tick
from xfconsole.core.night.situation import IncidentView
from xfconsole.core.policy.pack import CheckItem
from xfconsole.core.words.frozen import frozen
from xfconsole.ui.keys.actions import bindings
from xfconsole.ui.text.cells import fit, wrap
from xfconsole.ui.text.glyphs import glyph
from xfconsole.ui.words.catalogue import language, say
from xfconsole.ui.words.times import clock_time


@frozen
class CheckRow:
    """One line of the checklist, and who saw to it when."""

    item: CheckItem
    tick: Tick | None

    @property
    def words(self) -> str:
        """What is to be seen to."""
        return self.item.words.say(language())


class ChecklistScreen(ListedScreen):
    """The safety card's lines, then those of the level; the one under the cursor stands in full."""

    GROUP: ClassVar[str] = "checklist"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("checklist", "list")]

    def listed(self) -> Checklist:
        """Return the list of what is to be seen to."""
        return Checklist(self.host.zone, id="told-rows")

    def lines(self, view: IncidentView) -> tuple[str, str, list[CheckRow]]:
        """Return the lines, and how many are done and left."""
        rows = check_rows(view)
        done = sum(each.tick is not None for each in rows)
        note = say("checklist.count", done=done, left=len(rows) - done)
        return say("checklist.title", number=view.number), note, rows

    def compose(self) -> ComposeResult:
        """Put the line in full under the list."""
        yield from super().compose()
        yield Static(id="check-full")

    def first(self) -> int:
        """Begin at the first line that nobody saw to."""
        rows = check_rows(self.view) if self.view else []
        return next((n for n, each in enumerate(rows) if each.tick is None), 0)

    def show_lines(self, _: object = None) -> None:
        """Show what holds by now, the line under the cursor in full."""
        super().show_lines()
        self._tell()

    @on(RowList.Highlighted, "#told-rows")
    def _moved(self, _: RowList.Highlighted) -> None:
        self._tell()

    def _tell(self) -> None:
        row: CheckRow | None = self.current
        self.query_one("#check-full", Static).update(Content(row.words if row else ""))

    async def do_toggle(self) -> None:
        """Note that the line was seen to, or take that back."""
        row: CheckRow | None = self.current
        if row is None:
            return
        item, done = row.item.id, row.tick is None
        await self.host.desk_do(lambda desk: desk.check(self._incident, item, done=done))
        self.show_lines()


class Checklist(RowList[CheckRow]):
    """Box, part, line, and who saw to it."""

    def __init__(self, zone: ZoneInfo, *, id: str | None = None) -> None:  # noqa: A002 - textual's own name
        def who(row: CheckRow) -> str:
            tick = row.tick
            return f"{clock_time(tick.at, zone)} {tick.officer}" if tick else ""

        columns = [
            Column[CheckRow](_box, cells=4),
            Column[CheckRow](lambda row: say(f"checklist.part.{row.item.part.value}"), cells=10),
            Column[CheckRow](lambda row: row.words),
            Column[CheckRow](who, cells=15),
        ]
        super().__init__(columns, id=id)


def _box(row: CheckRow) -> str:
    return f"[{glyph('ok')}]" if row.tick else "[ ]"


def check_rows(view: IncidentView) -> list[CheckRow]:
    """Return the checklist of an incident at its level."""
    items = view.policy.checklist_for(view.level)
    return [CheckRow(each, view.ticks.get(each.id)) for each in items]


class SafetyCard(Widget):
    """The card's sentences one under the other, those seen to marked; as high as they need."""

    _sentences: tuple[tuple[str, bool], ...] = ()

    def show(self, view: IncidentView | None) -> None:
        """Show the card of this incident's plan."""
        rows = check_rows(view)[: len(view.policy.safety)] if view else ()
        sentences = tuple((each.words, each.tick is not None) for each in rows)
        if sentences != self._sentences:
            self._sentences = sentences
            self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return how many lines the sentences take at a width in cells."""
        return len(self._lines(width))

    def render_line(self, y: int) -> Strip:
        """Draw one line."""
        cells = self.content_size.width
        lines = self._lines(cells)
        text = lines[y] if y < len(lines) else ""
        return Strip([Segment(fit(text, cells), self.rich_style)], cells)

    def _lines(self, cells: int) -> list[str]:
        lines = []
        for sentence, done in self._sentences:
            first, *rest = wrap(sentence, cells - 3)
            lines += [
                f" {glyph('ok' if done else 'dot')} {first}",
                *(f"   {each}" for each in rest),
            ]
        return lines
