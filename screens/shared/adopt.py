"""Asks back before every desk of the office goes by this one's own pack or holidays."""

from __future__ import annotations

from screens.shared.question import Answers, Asking, AskScreen, Choice, Step
from xfconsole.ui.host import Host
from xfconsole.ui.words.catalogue import say

_PACK, _DAYS = "policy", "holidays"


def adopt_screen(host: Host) -> AskScreen:
    """Return the question, to be asked from wherever the officer stands."""
    return AskScreen(_adopting(host))


def _adopting(host: Host) -> Asking:
    """Ask which of what this desk has of its own and is not in force every desk is to go by."""
    # One line each is said of what differs; the whole of it is a command's to print.
    offered = {each.key.partition(".")[0]: each.values for each in host.office.offered}
    choices = []
    if _PACK in offered:
        choices.append(Choice(_PACK, say("adopting.policy", **offered[_PACK])))
    if _DAYS in offered:
        choices.append(Choice(_DAYS, say("adopting.holidays", **offered[_DAYS])))

    def plan(answers: Answers) -> Step | None:
        if answers:
            return None
        return Step(say("adopting.ask"), tuple(choices), lines=(say("adopting.what"),))

    async def run(answers: Answers) -> object:
        return await host.desk_do(
            lambda desk: desk.adopt_policy() if answers[0] == _PACK else desk.adopt_days()
        )

    return Asking(say("action.app.adopt"), plan, run)
