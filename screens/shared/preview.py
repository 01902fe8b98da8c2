"""A text as it will be kept, to be read before it is issued."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container
from textual.content import Content
from textual.events import Resize
from textual.screen import ModalScreen
from textual.widgets import Static

from screens.widgets.key_bar import KeyBar
from screens.widgets.row_list import Column, RowList
from xfconsole.ui.keys.acting import Acting
from xfconsole.ui.keys.actions import bindings
from xfconsole.ui.text.cells import wrap
from xfconsole.ui.words.catalogue import say


class PreviewScreen(Acting, ModalScreen[bool]):
    """True when the officer wants it so; False to go on writing."""

    GROUP: ClassVar[str] = "preview"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("list", "preview")]

    HEADING: ClassVar[str] = "matter.preview.heading"

    def __init__(self, heading: str, text: str) -> None:
        super().__init__()
        self._heading, self._text = heading, text

    def compose(self) -> ComposeResult:
        """Put the lines under the heading."""
        with Container(id="preview"):
            heading = say(self.HEADING, what=self._heading)
            yield Static(Content(heading), id="preview-heading")
            yield RowList[str]([Column[str](lambda line: line)], id="lines")
        yield KeyBar(self.GROUP, "app")

    def on_mount(self) -> None:
        """Show the text from its beginning."""
        self.set_focus(self.query_one(RowList))
        self.call_after_refresh(self._show)

    @on(Resize)
    def _wrap_again(self, _: Resize) -> None:
        self.call_after_refresh(self._show)

    def _show(self) -> None:
        lines = self.query_one(RowList)
        cells = lines.scrollable_content_region.width - 2
        if cells > 0:
            lines.show_rows(wrap(self._text, cells))

    def do_issue(self) -> None:
        """Have it so."""
        self.dismiss(True)

    def do_back(self) -> None:
        """Go on writing."""
        self.dismiss(False)
