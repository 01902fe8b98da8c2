"""The help's second page: for each state of a matter, what may be done and by which article."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from xfconsole.core.matter.transitions import Transition, possible
from xfconsole.core.words.procedure import Act, Ground, State
from xfconsole.ui.text.cells import fit, width, wrap
from xfconsole.ui.words.catalogue import say
from xfconsole.ui.words.closed_lists import word

GAP = 2
INDENT = "  "


def life_rows(cells: int) -> list[HelpRow]:
    """Return the lines of the page, each within ``cells``; made from the table of transitions."""
    rows = [HelpRow(line) for line in wrap(say("help.life.intro"), cells)]
    for state in State:
        rows.append(HelpRow(word(state), title=True))
        acts = possible(state)
        names = max(width(word(row.act)) for row in acts) + GAP
        for row in acts:
            rows += _lines(row, state, names, cells)
    return rows


def _lines(row: Transition, state: State, names: int, cells: int) -> Iterator[HelpRow]:
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


@dataclass(frozen=True, slots=True)
class HelpRow:
    """One line of help; a group's title is strong."""

    text: str
    title: bool = False
