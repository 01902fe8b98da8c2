"""The line one filters a list with; the list's own keys move the list meanwhile."""

from __future__ import annotations

from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from screens.widgets.field_line import LineInput
from screens.widgets.row_list import RowList
from xfconsole.ui.keys.actions import bindings
from xfconsole.ui.words.catalogue import say

_MOVING = ("list.up", "list.down", "list.page_up", "list.page_down")
"""Home and End stay the field's own."""


class FilterField(LineInput):
    """The field; up, down and the page keys move the list."""

    BINDINGS: ClassVar[list[BindingType]] = [
        each for each in bindings("list") if isinstance(each, Binding) and each.id in _MOVING
    ]

    def __init__(self, rows: RowList[Any]) -> None:
        super().__init__(id="filter")
        self._rows = rows

    def action_act(self, action_id: str) -> None:
        """Move the list's cursor."""
        self._rows.action_act(action_id)


class FilterRow(Container):
    """Label and field, hidden until wanted. The screen listens to ``Input.Changed`` of #filter."""

    class Taken(Message):
        """Enter was pressed: what was typed is meant as it stands."""

    def __init__(self, rows: RowList[Any], *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._rows = rows
        self.display = False

    def compose(self) -> ComposeResult:
        """Put the label before the field."""
        yield Static(Content(f" {say('ledger.filter')} "), id="filter-label")
        yield FilterField(self._rows)

    @property
    def text(self) -> str:
        """What the list is filtered by."""
        return self.query_one(Input).value.strip() if self.display else ""

    def open(self) -> None:
        """Show the field and give it the keys."""
        self.display = True
        self.screen.set_focus(self.query_one(Input))

    def show(self, text: str) -> None:
        """Show a filter that was not typed; the keys stay where they are."""
        self.display = bool(text)
        self.query_one(Input).value = text

    def clear(self) -> None:
        """Empty and hide the field; the keys go back to the list."""
        self.display = False
        self.query_one(Input).value = ""
        self.screen.set_focus(self._rows)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Keep the filter and give the keys to the list; an empty filter closes."""
        event.stop()
        if self.text:
            self.screen.set_focus(self._rows)
            self.post_message(self.Taken())
        else:
            self.clear()
