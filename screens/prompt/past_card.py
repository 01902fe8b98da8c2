"""The card of what a file brought past its limit, the matters it leads to, and putting it off."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from textual.app import App

from screens.prompt.card_lines import QUIET, STRONG, Line
from screens.shared.question import Answers, Asking, Step
from xfconsole.core.due.contested import ContestedView
from xfconsole.core.due.past import PastView
from xfconsole.core.ledger.terms import quoted
from xfconsole.core.night.situation import Situation
from xfconsole.core.reception.tasks import ReceptionView
from xfconsole.ui.host import Host
from xfconsole.ui.text.cells import truncate, wrap
from xfconsole.ui.words.catalogue import say
from xfconsole.ui.words.posts import past_words, standing_words
from xfconsole.ui.words.times import day

_REASONS = {
    ReceptionView: "reception.card.reason",
    ContestedView: "contested.card.reason",
}
"""What is offered as the reason for putting something off."""


def past_lines(situation: Situation, view: PastView, *, zone: ZoneInfo, cells: int) -> list[Line]:
    """Return the card of an import's line in lines of at most ``cells``."""
    on = day(view.brought.at.astimezone(zone).date())
    rank = situation.rank(view.uid)
    title = say("past.title", rank=rank, of=situation.cards, day=on, source=view.brought.source)
    return [
        (truncate(title, cells), "bold $accent"),
        *((line, STRONG) for line in wrap(past_words(view), cells)),
        *((line, "") for line in wrap(say("past.silent"), cells)),
        *((line, "") for line in wrap(say("past.taken_up"), cells)),
        *((line, QUIET) for line in wrap(say("past.not_lateness"), cells)),
    ]


def contested_lines(situation: Situation, view: ContestedView, *, cells: int) -> list[Line]:
    """Return the card of what is to be settled in lines of at most ``cells``."""
    title = say("contested.card.title", rank=situation.rank(view.uid), of=situation.cards)
    return [
        (truncate(title, cells), "bold $accent"),
        *((line, STRONG) for line in wrap(standing_words(situation, view), cells)),
        *((line, "") for line in wrap(say("contested.card.stricter"), cells)),
        *((line, QUIET) for line in wrap(say("contested.card.nobody_s_fault"), cells)),
    ]


def past_filter(view: ContestedView | PastView) -> str:
    """Return the ledger's filter that finds exactly these matters, in the language spoken."""
    if isinstance(view, ContestedView):
        return say("contested.card.filter")
    return say("past.filter", name=quoted(view.brought.name))


async def list_past(app: App[Any], host: Host, view: ContestedView | PastView) -> None:
    """Show exactly these matters in the ledger."""
    await host.act("app.ledger")
    app.screen.filter_by(past_filter(view))  # type: ignore[attr-defined]


def put_off(host: Host, view: ContestedView | PastView | ReceptionView) -> Asking:
    """Ask why what waits for a working day is to rest until the next working morning."""
    known = _REASONS.get(type(view), "past.reason")

    def plan(answers: Answers) -> Step | None:
        ask, reason = say("prompt.ask.reason"), say(known)
        return None if answers else Step(ask, field=True, initial=reason)

    async def run(answers: Answers) -> object:
        return await host.desk_do(lambda desk: desk.put_off(view.uid, answers[0]))

    return Asking(say("past.put_off"), plan, run)
