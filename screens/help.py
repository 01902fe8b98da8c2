"""The keys of the screen one came from, as the registry has them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import ModalScreen

from screens.widgets.key_bar import KeyBar
from screens.widgets.row_list import Column, RowList
from xfconsole.ui.acting import Acting
from xfconsole.ui.action_table import CHAINS
from xfconsole.ui.actions import Action, actions, bindings, label, tip
from xfconsole.ui.i18n import say
from xfconsole.ui.key_names import key_name


@dataclass(frozen=True, slots=True)
class HelpRow:
    """One line of help: a key and what it does, or a group's title (no action)."""

    keys: str
    name: str
    words: str
    title: bool = False


def help_rows(group: str) -> list[HelpRow]:
    """Return the lines for a group and everything that works together with it."""
    chain = next((each for each in CHAINS if group in each), (group,))
    ordered = [group, *(each for each in chain if each != group)]
    return [row for each in ordered if actions(each) for row in _group_rows(each)]


def _group_rows(group: str) -> list[HelpRow]:
    return [
        HelpRow("", "", say(f"help.group.{group}"), title=True),
        *(HelpRow(_keys(each), label(each), tip(each)) for each in actions(group)),
    ]


def _keys(each: Action) -> str:
    return "  ".join(key_name(key) for key in each.key_list)


class HelpScreen(Acting, ModalScreen[None]):
    """A list over the screen; Escape or F1 closes it."""

    CSS_PATH = "help.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("close")]
    GROUP: ClassVar[str] = "close"

    def __init__(self, group: str) -> None:
        super().__init__()
        self._rows = help_rows(group)

    def compose(self) -> ComposeResult:
        """Put keys, name and sentence in columns."""
        yield RowList[HelpRow](
            [
                Column[HelpRow](_first, cells=20, style=_style),
                Column[HelpRow](lambda row: row.name, cells=18, style=_style),
                Column[HelpRow](lambda row: "" if row.title else row.words, style=_style),
            ],
            id="help",
        )
        yield KeyBar("close", id="keys")

    def on_mount(self) -> None:
        """Show the lines."""
        rows = self.query_one(RowList)
        rows.border_title = say("help.title")
        rows.show_rows(self._rows)
        self.set_focus(rows)

    def do_back(self) -> None:
        """Close."""
        self.dismiss(None)


def _first(row: HelpRow) -> str:
    return row.words if row.title else row.keys


def _style(row: HelpRow) -> str:
    return "row--strong" if row.title else ""
