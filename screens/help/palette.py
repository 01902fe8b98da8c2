"""Ctrl+P: every action of the screen one came from, found by a few letters."""

from __future__ import annotations

from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen, Screen
from textual.widgets import Input

from screens.prompt.keys import AT_ONCE
from screens.widgets.row_list import Column, RowList
from xfconsole.ui.host import has_others
from xfconsole.ui.keys.acting import Acting
from xfconsole.ui.keys.action import Action
from xfconsole.ui.keys.actions import actions, bindings, label, tip, told
from xfconsole.ui.keys.key_names import key_name
from xfconsole.ui.text.pinyin import rank
from xfconsole.ui.words.catalogue import say


def found(group: str, typed: str, *, several: bool = False) -> list[Action]:
    """Return the actions whose name or sentence answers to what was typed, the best first.

    Pinyin initials answer too; among equals the order is that of the registry. What is logged about
    a card is not among them: it waits for keys pressed on a card that was read, and this covers it.
    """
    known = told(group, several=several)
    own = [each for each in known if group != "prompt" or each.name in AT_ONCE]
    everything = [each for each in (*own, *actions("app")) if each.id != "app.palette"]
    ranked = [(min(_ranks(typed, each), default=-1), each) for each in everything]
    return [each for place, each in sorted(ranked, key=lambda pair: pair[0]) if place >= 0]


def _ranks(typed: str, each: Action) -> list[int]:
    """Return how well name and sentence answer; a sentence never better than a name."""
    name, sentence = rank(typed, label(each)), rank(typed, tip(each))
    return [*([name] if name >= 0 else []), *([sentence + 5] if sentence >= 0 else [])]


class PaletteScreen(Acting, ModalScreen[None]):
    """A field and the actions it leaves; Enter does the one under the cursor."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("palette")]
    GROUP: ClassVar[str] = "palette"

    def __init__(self, below: Screen[Any]) -> None:
        super().__init__()
        self._below = below
        self._group = getattr(below, "GROUP", "")

    def compose(self) -> ComposeResult:
        """Put the field over the list."""
        with Vertical(classes="window"):
            yield Input(id="typed", compact=True, select_on_focus=False)
            rows = RowList[Action](
                [
                    Column[Action](label, cells=13, style=lambda _: "row--strong"),
                    Column[Action](lambda each: key_name(each.key_list[0]), cells=7),
                    Column[Action](tip),
                ]
            )
            rows.can_focus = False
            rows.styles.height = 14
            yield rows

    def on_mount(self) -> None:
        """Show everything."""
        self.query_one(".window").border_title = say("action.app.palette")
        self.query_one(RowList).show_rows(self._found(""))
        self.set_focus(self.query_one(Input))

    @on(Input.Changed)
    def _narrow(self, event: Input.Changed) -> None:
        self.query_one(RowList).show_rows(self._found(event.value), cursor=0)

    def _found(self, typed: str) -> list[Action]:
        return found(self._group, typed, several=has_others(self.host))

    def do_up(self) -> None:
        """Go to the action above."""
        rows = self.query_one(RowList)
        rows.move(rows.cursor - 1)

    def do_down(self) -> None:
        """Go to the action below."""
        rows = self.query_one(RowList)
        rows.move(rows.cursor + 1)

    async def do_run(self) -> None:
        """Close, and do what is under the cursor where one came from."""
        chosen: Action | None = self.query_one(RowList).current
        if chosen is None:
            return
        self.dismiss(None)
        if isinstance(self._below, Acting):
            self._below.call_later(self._below.action_act, chosen.id)

    def do_back(self) -> None:
        """Close."""
        self.dismiss(None)
