"""What each key of the card does for a relief that has not come."""

from __future__ import annotations

from screens.ask_steps import Answers, Asking, Step
from screens.form_parts import Form
from screens.ring_other import for_relief, ring_other
from screens.snooze import snooze_one
from xfconsole.core.model import RingOutcome
from xfconsole.core.relief import ReliefView
from xfconsole.core.situation import Situation
from xfconsole.core.typed import MOST_MINUTES, minutes
from xfconsole.ui.host import Host
from xfconsole.ui.i18n import say


class ReliefActs:
    """The acts for one prompt about the relief; each names it in the journal."""

    def __init__(self, host: Host, situation: Situation, view: ReliefView) -> None:
        self.host, self.situation, self.view = host, situation, view

    def answered(self) -> Asking:
        """Ask in how many minutes they come; that may be empty."""

        def plan(answers: Answers) -> Step | None:
            title = say("relief.ask.eta")
            return None if answers else Step(title, field=True, optional=True, check=eta_problem)

        async def run(answers: Answers) -> object:
            return await self.rang(RingOutcome.ANSWERED, minutes(answers[0]))

        return Asking(say("action.prompt.answered"), plan, run)

    async def rang(self, outcome: RingOutcome, eta: int | None = None) -> object:
        """Log how ringing the prompt's contact ended; ``eta`` is in minutes from now."""
        prompt = self.view.uid
        return await self.host.desk_do(lambda desk: desk.ring_relief(prompt, outcome, eta))

    def other(self) -> Form:
        """Return the form for a ring of somebody whom the roster does not name."""
        return ring_other(self.host, for_relief(self.situation, self.view))

    def snooze(self) -> Asking:
        """Ask for the minutes and the reason."""
        most = self.view.policy.snooze_max_minutes
        return snooze_one(self.host, say("action.prompt.snooze"), self.view.uid, most)


def eta_problem(text: str) -> str:
    """Return what is wrong with the minutes in which they come, or nothing."""
    return "" if minutes(text) else say("handover.refused.eta", most=MOST_MINUTES)
