"""The card of the office's daily report: it leads to the form, or is put off for some minutes."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from screens.prompt.card_lines import STRONG, WARN, Line, why_lines
from screens.prompt.when import when_words
from xfconsole.core.incident.daily import DailyView
from xfconsole.core.night.situation import Situation
from xfconsole.ui.text.cells import truncate, wrap
from xfconsole.ui.words.catalogue import say
from xfconsole.ui.words.daily import daily_words


def daily_lines(
    situation: Situation, view: DailyView, *, now: datetime, zone: ZoneInfo, cells: int
) -> list[Line]:
    """Return the card in lines of at most ``cells``."""
    title = say("daily.card.title", rank=situation.rank(view.uid), of=situation.cards)
    return [
        (truncate(title, cells), "bold $accent"),
        *((line, STRONG) for line in wrap(daily_words(view), cells)),
        (truncate(when_words(view, now, zone), cells), WARN),
        *why_lines(view.owed.rule, cells),
        *((line, "") for line in wrap(say("daily.form.nothing"), cells)),
    ]
