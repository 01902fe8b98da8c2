"""The keys of the screen one came from, as the registry has them, and the life of a matter."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.events import Resize
from textual.screen import ModalScreen

from screens.widgets.key_bar import KeyBar
from screens.widgets.row_list import Column, RowList
from xfconsole.core.matter.transitions import Transition, possible
from xfconsole.core.office.meeting import HubState
from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.procedure import Act, Ground, State
from xfconsole.ui.host import has_others
from xfconsole.ui.keys.acting import Acting
from xfconsole.ui.keys.action import Action
from xfconsole.ui.keys.actions import actions, bindings, label, tip, told
from xfconsole.ui.keys.chains import CHAINS
from xfconsole.ui.keys.key_names import WIDE_VARIANTS, key_name
from xfconsole.ui.text.cells import fit, width, wrap
from xfconsole.ui.text.glyphs import glyph
from xfconsole.ui.words.catalogue import say
from xfconsole.ui.words.closed_lists import word
from xfconsole.ui.words.status import hub_sentences

GAP = 2
INDENT = "  "
FRAME = 5
"""Cells that border, cursor, the blank at the end and a scroll bar take."""


@frozen
class HelpRow:
    """One line of help; a group's title is strong."""

    text: str
    title: bool = False


def help_rows(group: str, cells: int, *, several: bool = False) -> list[HelpRow]:
    """Return the lines for a group and what works together with it, each within ``cells``.

    ``several`` is whether the office has other desks.
    """
    chain = next((each for each in CHAINS if group in each), (group,))
    ordered = [group, *(each for each in chain if each != group)]
    shown = [each for name in ordered for each in told(name, several=several)]
    keys = max((width(_keys(each)) for each in shown), default=0) + GAP
    names = max((width(label(each)) for each in shown), default=0) + GAP
    rows: list[HelpRow] = []
    for name in ordered:
        if actions(name):
            rows.append(HelpRow(say(f"help.group.{name}"), title=True))
        for each in told(name, several=several):
            rows += _lines(each, keys, names, cells)
    return rows


def _told_rows(told: Collection[str], cells: int) -> list[HelpRow]:
    """Return in full what was said last: its line on the screen may be too short for it."""
    lines = [HelpRow(line) for each in told for line in wrap(each, cells)]
    return [HelpRow(say("help.said"), title=True), *lines] if lines else []


def _hub_rows(state: HubState, now: datetime, cells: int) -> list[HelpRow]:
    """Return what the status line's sign for the hub stands for by now; nothing without one."""
    said = [line for each in hub_sentences(state, now) for line in wrap(each, cells)]
    title = say("hub.title", sign=glyph("hub"))
    return [HelpRow(title, title=True), *map(HelpRow, said)] if said else []


def _lines(each: Action, keys: int, names: int, cells: int) -> list[HelpRow]:
    """Return one action's line, and more below it for a long sentence."""
    first, *more = wrap(tip(each), cells - keys - names)
    lines = [fit(_keys(each), keys) + fit(label(each), names) + first]
    return [HelpRow(line) for line in (*lines, *(" " * (keys + names) + line for line in more))]


def _keys(each: Action) -> str:
    return "  ".join(key_name(key) for key in each.key_list if key not in WIDE_VARIANTS)


def life_rows(cells: int) -> list[HelpRow]:
    """Return the lines of the page, each within ``cells``; made from the table of transitions."""
    rows = [HelpRow(line) for line in wrap(say("help.life.intro"), cells)]
    for state in State:
        rows.append(HelpRow(word(state), title=True))
        acts = possible(state)
        names = max(width(word(row.act)) for row in acts) + GAP
        for row in acts:
            rows += _act_lines(row, state, names, cells)
    return rows


def _act_lines(row: Transition, state: State, names: int, cells: int) -> Iterator[HelpRow]:
    to = row.moves[state]
    leads = say("help.life.stays") if to is state else say("help.life.leads", state=to)
    said = say("help.life.act", leads=leads, law=_laws(row), who=row.who)
    first, *more = wrap(said, cells - len(INDENT) - names)
    yield HelpRow(INDENT + fit(word(row.act), names) + first)
    yield from (HelpRow(" " * (len(INDENT) + names) + line) for line in more)


def _laws(row: Transition) -> str:
    """Return an act's article; declining has one for each of its grounds."""
    laws = [each.law for each in Ground] if row.act is Act.DECLINE else [row.law]
    return say("ui.and").join(map(word, laws))


class HelpScreen(Acting, ModalScreen[None]):
    """A list over the screen, of two pages that Tab turns; Escape or F1 closes it."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("close")]
    GROUP: ClassVar[str] = "close"

    def __init__(self, group: str, told: Collection[str] = ()) -> None:
        super().__init__()
        self._group, self._told = group, tuple(told)
        self._life = False

    def compose(self) -> ComposeResult:
        """Put the lines over the key that closes them."""
        column = Column[HelpRow](
            lambda row: row.text, style=lambda row: "row--strong" if row.title else ""
        )
        yield RowList[HelpRow]([column], id="help")
        yield KeyBar(self.GROUP, "app")

    def on_mount(self) -> None:
        """Show the lines."""
        self.set_focus(self.query_one(RowList))

    def on_resize(self, event: Resize) -> None:
        """Use the room there is."""
        self._show(event.size.width - FRAME)

    def do_life(self) -> None:
        """Turn to the other page, at its top."""
        self._life = not self._life
        self._show(self.size.width - FRAME)
        self.query_one(RowList).move(0)

    def _show(self, cells: int) -> None:
        rows = self.query_one(RowList)
        rows.border_title = say("help.life.title" if self._life else "help.title")
        own = help_rows(self._group, cells, several=has_others(self.host))
        host = self.host
        hub = _hub_rows(host.office.hub, host.now(), cells)
        # What has to be mended comes first, what only is so last.
        first, last = (hub, []) if host.office.hub.wrong else ([], hub)
        keys = [*_told_rows(self._told, cells), *first, *own, *last]
        rows.show_rows(life_rows(cells) if self._life else keys)

    def do_back(self) -> None:
        """Close."""
        self.dismiss(None)
