"""Asks which of several acts holds that two desks did at once."""

from __future__ import annotations

from screens.shared.question import Answers, Asking, Choice, Step
from xfconsole.core.facts.following import GONE, Contest
from xfconsole.ui.host import Host
from xfconsole.ui.text.cells import truncate
from xfconsole.ui.words.catalogue import say
from xfconsole.ui.words.contested import ContestWords

_SHOWN = 200
"""So many cells of an act are told in the card; the matter's screen has all of it."""


def settling(host: Host, number: str, contest: Contest, words: ContestWords) -> Asking:
    """Ask for the act, then for the reason."""
    told = {each.uid: truncate(words.act(each), _SHOWN) for each in contest.acts}

    def plan(answers: Answers) -> Step | None:
        if not answers:
            asked = say(_asked(contest))
            lines = tuple(f"{at} {line}" for at, line in enumerate(told.values(), 1))
            choices = tuple(Choice(each.uid, words.who(each)) for each in contest.acts)
            return Step(asked, choices, lines=lines)
        if len(answers) == 1:
            lines = told[answers[0]], say("contested.ask.after")
            return Step(say("contested.ask.reason"), field=True, lines=lines)
        return None

    async def run(answers: Answers) -> object:
        return await host.desk_do(lambda desk: desk.settle(*answers))

    return Asking(f"{number} {say('action.matter.settle')}", plan, run)


def _asked(contest: Contest) -> str:
    if GONE in contest.fields:
        return "contested.ask.withdrawn"
    return "contested.ask.corrected" if contest.of else "contested.ask"
