"""Chooses the ledger's columns and their order, with the keyboard alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen

from screens.ledger.columns import USUAL
from screens.widgets.key_bar import KeyBar
from screens.widgets.row_list import Column, RowList
from xfconsole.core.words.frozen import frozen
from xfconsole.ui.keys.acting import Acting
from xfconsole.ui.keys.actions import bindings
from xfconsole.ui.text.glyphs import glyph
from xfconsole.ui.words.catalogue import say
from xfconsole.ui.words.closed_lists import COLUMNS, heading

_LEFT = ("columns",)


@frozen
class Offered:
    """One column, and whether it is shown."""

    name: str
    shown: bool


def offered(columns: Sequence[str]) -> list[Offered]:
    """Return the columns shown in their order, then all others."""
    rest = (name for name in COLUMNS if name not in columns)
    return [Offered(name, True) for name in columns] + [Offered(name, False) for name in rest]


class ColumnsScreen(Acting, ModalScreen[tuple[str, ...] | None]):
    """Ends with the columns to show, or None when the officer went back."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("list", "columns")]
    GROUP: ClassVar[str] = "columns"
    AUTO_FOCUS: ClassVar[str | None] = "#rows"

    def __init__(self, columns: Sequence[str]) -> None:
        super().__init__()
        self._rows = offered(columns)

    def leave(self) -> None:
        """Keep the ticks and the order for the next time."""
        marks = (f"{'+' if each.shown else '-'}{each.name}" for each in self._rows)
        self.host.left[_LEFT] = " ".join(marks)
        super().leave()

    def compose(self) -> ComposeResult:
        """Put the rows over the keys."""
        with Vertical(classes="window"):
            yield RowList[Offered](
                [
                    Column[Offered](_mark, cells=2),
                    Column[Offered](lambda each: heading(each.name)),
                ],
                id="rows",
            )
            yield KeyBar(self.GROUP, "app")

    def on_mount(self) -> None:
        """Show what there is."""
        self.query_one(".window").border_title = Content(say("ledger.columns.title"))
        if left := self.host.left.pop(_LEFT, ""):
            self._rows = [Offered(each[1:], each[0] == "+") for each in left.split()]
        self._show(0)

    def action_reason(self, action_id: str) -> str:
        """Say that a table has to have a column."""
        if action_id == "columns.take" and not self._chosen():
            return say("ledger.off.no_column")
        return ""

    def do_toggle(self) -> None:
        """Show or hide the column under the cursor; one hidden goes behind those shown."""
        here = self._list.cursor
        each = self._rows.pop(here)
        shown = len(self._chosen())
        place = min(here, shown) if not each.shown else shown
        self._rows.insert(place, Offered(each.name, not each.shown))
        self._show(place if each.shown is False else min(here, len(self._rows) - 1))

    def do_earlier(self) -> None:
        """Move the column under the cursor to the left."""
        self._move(-1)

    def do_later(self) -> None:
        """Move the column under the cursor to the right."""
        self._move(1)

    def do_usual(self) -> None:
        """Go back to the columns of an office that chose none."""
        self._rows = offered(USUAL)
        self._show(0)

    def do_take(self) -> None:
        """Take the columns as they are."""
        self.dismiss(self._chosen())

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Enter on the list takes the columns, as the key bar says."""
        event.stop()
        if not self.action_reason("columns.take"):
            self.do_take()

    def do_back(self) -> None:
        """Leave the columns as they were."""
        self.dismiss(None)

    @property
    def _list(self) -> RowList[Offered]:
        return self.query_one(RowList)

    def _chosen(self) -> tuple[str, ...]:
        return tuple(each.name for each in self._rows if each.shown)

    def _move(self, by: int) -> None:
        here = self._list.cursor
        there = here + by
        if self._rows[here].shown and 0 <= there < len(self._chosen()):
            self._rows[here], self._rows[there] = self._rows[there], self._rows[here]
            self._show(there)

    def _show(self, cursor: int) -> None:
        self._list.show_rows(self._rows, cursor=cursor)


def _mark(each: Offered) -> str:
    return glyph("ok") if each.shown else ""
