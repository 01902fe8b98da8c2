"""The card of what the office owes about its reception days: it leads to them, or is put off."""

from __future__ import annotations

from screens.prompt.card_lines import STRONG, Line, why_lines
from xfconsole.core.night.situation import Situation
from xfconsole.core.reception.tasks import ReceptionView
from xfconsole.ui.text.cells import truncate, wrap
from xfconsole.ui.words.catalogue import say
from xfconsole.ui.words.reception import reception_words


def reception_lines(situation: Situation, view: ReceptionView, *, cells: int) -> list[Line]:
    """Return the card of a task in lines of at most ``cells``."""
    title = say("reception.card.title", rank=situation.rank(view.uid), of=situation.cards)
    return [
        (truncate(title, cells), "bold $accent"),
        *((line, STRONG) for line in wrap(reception_words(view, situation.at), cells)),
        *why_lines(view.rule, cells),
    ]
