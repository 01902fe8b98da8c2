"""The ledger's views: those every office has, those officers saved, and the picker for both."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar

from textual.binding import BindingType

from screens.shared.pick import Picker
from screens.shared.question import Answers, Asking, Step
from screens.widgets.picker_rows import PickRow, numbered
from screens.widgets.row_list import RowList
from xfconsole.core.ledger.listing import LAST, SavedView, Sort
from xfconsole.core.words.text import neutral_line
from xfconsole.ui.host import Host
from xfconsole.ui.keys.actions import bindings
from xfconsole.ui.text.cells import width
from xfconsole.ui.words.catalogue import say

_BUILT_IN = (
    ("ledger.view.all", "", Sort.RECEIVED),
    ("ledger.view.hour", "ledger.view.hour_filter", Sort.DUE),
    ("ledger.view.morning", "ledger.view.morning_filter", Sort.DUE),
    ("ledger.view.past_control", "ledger.view.past_control_filter", Sort.DUE),
    ("ledger.view.overdue", "ledger.view.overdue_filter", Sort.DUE),
    ("ledger.view.undecided", "ledger.view.undecided_filter", Sort.DUE),
    ("ledger.view.supervised", "ledger.view.supervised_filter", Sort.DUE),
    ("ledger.view.open", "ledger.view.open_filter", Sort.RECEIVED),
)
MOST_CELLS = 30
"""How wide a view's name may be."""


def built_in() -> list[SavedView]:
    """Return the views that every office has; their filters are in the language spoken."""
    return [SavedView(say(name), say(text) if text else "", sort) for name, text, sort in _BUILT_IN]


def view_rows(saved: Sequence[SavedView]) -> list[PickRow[SavedView]]:
    """Return all views to pick from, each with its filter beside it."""
    own = [each for each in saved if each.name != LAST]
    return [PickRow(each, each.name, each.filter) for each in (*built_in(), *own)]


class ViewPicker(Picker[SavedView]):
    """Picks a view; one that was saved can be forgotten here."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("views")]
    KEYS: ClassVar[tuple[str, ...]] = ("pick", "views")

    def __init__(self, host: Host) -> None:
        self._office = host.office
        super().__init__(say("ledger.views.title"), view_rows(host.views.ledger_views()))

    def action_reason(self, action_id: str) -> str:
        """Say that the office's common views stay."""
        if action_id == "views.forget" and self._current() in built_in():
            return say("ledger.off.built_in")
        return ""

    async def do_forget(self) -> None:
        """Forget the view under the cursor."""
        view = self._current()
        if view is None:
            return
        await asyncio.wrap_future(self._office.drop_view(view.name))
        self._rows = numbered([each.row for each in self._rows if each.row.value != view])
        self.show_again()

    def _current(self) -> SavedView | None:
        found = self.query_one(RowList).current
        return found.row.value if found is not None else None


def keeping(host: Host, view: SavedView) -> Asking:
    """Ask for a name and keep the view under it."""
    taken = {each.name for each in built_in()}

    def problem(name: str) -> str:
        if width(neutral_line(name)) > MOST_CELLS:
            return say("ledger.views.long", most=MOST_CELLS)
        return say("ledger.views.taken") if name.strip() in taken else ""

    def plan(answers: Answers) -> Step | None:
        if answers:
            return None
        shown = view.filter or say("ledger.views.no_filter")
        return Step(say("ledger.views.name"), field=True, check=problem, lines=(shown,))

    async def run(answers: Answers) -> object:
        name = neutral_line(answers[0]).strip()
        await asyncio.wrap_future(host.office.save_view(replace(view, name=name)))
        host.tell(say("ledger.views.kept", name=name))
        return None

    return Asking(say("action.ledger.keep"), plan, run)
