"""Picks one of any number of rows by number, pinyin initials or text, with the keyboard alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, Generic, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from screens.widgets.field_line import LineInput
from screens.widgets.key_bar import KeyBar
from screens.widgets.picker_rows import Numbered, PickRow, answering, numbered
from screens.widgets.row_list import Column, ListKeys, RowList
from xfconsole.ui.keys.actions import bindings
from xfconsole.ui.words.catalogue import say

T = TypeVar("T")


class Picker(ListKeys, ModalScreen[T | None], Generic[T]):
    """Ends with the value of the row picked, or None when the officer went back.

    ``query`` is what was typed already. With ``free`` the text itself can be taken, too: the
    function turns it into a value, and the last row offers it.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("list", "pick")]
    GROUP: ClassVar[str] = "pick"
    KEYS: ClassVar[tuple[str, ...]] = ("pick",)

    def __init__(
        self,
        title: str,
        rows: Sequence[PickRow[T]],
        *,
        query: str = "",
        free: Callable[[str], T] | None = None,
    ) -> None:
        super().__init__()
        self._title, self._query, self._free = title, query, free
        self._rows = numbered(rows)

    def compose(self) -> ComposeResult:
        """Put the field over the rows over the keys."""
        self._query = self.host.left.pop(("pick", self._title), "") or self._query
        with Vertical(classes="window"):
            yield LineInput(self._query, id="query", placeholder=say("intake.pick.how"))
            yield RowList[Numbered[T]](
                [
                    Column[Numbered[T]](_number, cells=4, align="right"),
                    Column[Numbered[T]](lambda each: each.row.name),
                    Column[Numbered[T]](
                        lambda each: each.row.beside, style=lambda _: "row--quiet", least=50
                    ),
                ],
                id="rows",
            )
            yield Static(Content(say("intake.pick.none")), id="none")
            yield KeyBar(*self.KEYS, "app")

    def on_mount(self) -> None:
        """Show what answers to the text so far; keys go to the field."""
        self.query_one(".window").border_title = Content(self._title)
        self.set_focus(self.query_one("#query"))
        self._search(self._query)

    @on(Input.Changed, "#query")
    def _typed(self, event: Input.Changed) -> None:
        self._search(event.value)

    @on(RowList.Chosen)
    def _chosen(self, event: RowList.Chosen) -> None:
        self.dismiss(event.row.row.value)

    def do_take(self) -> None:
        """Take the row under the cursor, as of the text that stands in the field now."""
        self._search(self.query_one("#query", Input).value)
        if (found := self._list.current) is not None:
            self.dismiss(found.row.value)

    def leave(self) -> None:
        """Keep what was looked for."""
        self.host.left["pick", self._title] = self.query_one("#query", Input).value
        super().leave()

    def do_back(self) -> None:
        """Go back without a choice."""
        self.dismiss(None)

    @property
    def _list(self) -> RowList[Numbered[T]]:
        return self.query_one(RowList)

    def show_again(self) -> None:
        """Show the rows anew, because they are others now."""
        self._find(self._query)

    def _search(self, query: str) -> None:
        """Show the rows for a query, once for each; the cursor goes to the best."""
        if not self._list.total or query != self._query:
            self._find(query)

    def _find(self, query: str) -> None:
        self._query = query
        found = answering(query, self._rows)
        text = query.strip()
        if self._free is not None and text and all(each.row.name != text for each in found):
            own = PickRow(self._free(text), text, say("intake.pick.free"))
            found.append(Numbered(0, own))
        self._list.show_rows(found, cursor=0)
        self.query_one("#none").display = not found


def _number(each: Numbered[T]) -> str:
    return str(each.number) if each.number else "+"
