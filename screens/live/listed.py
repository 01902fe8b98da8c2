"""What the lists over the live screen share: one incident's number above, its lines below."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.containers import Container
from textual.screen import ModalScreen

from screens.widgets.key_bar import KeyBar
from screens.widgets.one_line import TitleLine
from screens.widgets.row_list import RowList
from xfconsole.core.night.situation import IncidentView
from xfconsole.core.words.desk import Uid
from xfconsole.ui.keys.acting import Acting


class ListedScreen(Acting, ModalScreen[None]):
    """A list of one incident's; it ends when the incident does."""

    GROUP: ClassVar[str]

    def __init__(self, incident: Uid) -> None:
        super().__init__()
        self._incident = incident

    def listed(self) -> RowList[Any]:
        """Return the list, not filled yet, with the id ``told-rows``."""
        raise NotImplementedError

    def lines(self, view: IncidentView) -> tuple[str, str, Sequence[Any]]:
        """Return the title, what stands right of it, and the rows."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        """Put the incident's number above the list."""
        with Container(id="told"):
            yield TitleLine(id="told-title")
            yield self.listed()
        yield KeyBar(self.GROUP, "app")

    def on_mount(self) -> None:
        """Show the list."""
        self.show_lines()
        self.rows.move(self.first())
        self.set_focus(self.rows)

    def first(self) -> int:
        """Return the line to begin at."""
        return 0

    @property
    def rows(self) -> RowList[Any]:
        """The list on the screen."""
        return self.query_one("#told-rows", RowList)

    @property
    def current(self) -> Any:
        """The row under the cursor, None without one."""
        return self.rows.current if self.is_mounted else None

    @property
    def view(self) -> IncidentView | None:
        """The incident as it is by now; None once it is over."""
        situation = self.host.situation
        return situation.incident(self._incident) if situation else None

    def show_lines(self, _: object = None) -> None:
        """Show what holds by now, with the cursor where it is."""
        if (view := self.view) is None:
            self.dismiss(None)
            return
        title, note, rows = self.lines(view)
        self.query_one("#told-title", TitleLine).show(title, note)
        self.rows.show_rows(rows, cursor=self.rows.cursor)

    def do_back(self) -> None:
        """Go back to the incident."""
        self.dismiss(None)
