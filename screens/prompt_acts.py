"""What each key of the prompt card does for its prompt."""

from __future__ import annotations

from screens.ask_steps import Answers, Asking, Step
from screens.form_parts import Form
from screens.live_verbs import PostVerbs
from screens.prompt_when import duty_of
from screens.snooze import snooze_one
from xfconsole.core.model import RingOutcome
from xfconsole.core.situation import IncidentView, PromptView, Situation
from xfconsole.ui.host import Host
from xfconsole.ui.i18n import say


class PromptActs:
    """The acts for one prompt; each names the prompt in the journal."""

    def __init__(
        self, host: Host, situation: Situation, incident: IncidentView, view: PromptView
    ) -> None:
        self.host, self.incident, self.view = host, incident, view
        self._verbs = PostVerbs(host, situation, incident, prompt=view.prompt.uid)

    def answered(self) -> Asking:
        """Ask in how many minutes they come; that may be empty."""

        def plan(answers: Answers) -> Step | None:
            return None if answers else self._verbs.eta_step(optional=True)

        async def run(answers: Answers) -> object:
            minutes = int(answers[0]) if answers[0] else None
            return await self.rang(RingOutcome.ANSWERED, minutes)

        return Asking(self._heading("action.prompt.answered"), plan, run)

    async def rang(self, outcome: RingOutcome, minutes: int | None = None) -> object:
        """Log how ringing the prompt's contact ended."""
        contact = self.view.prompt.contact
        assert contact is not None
        return await self._verbs.rung(contact.post, contact.person, outcome, minutes)

    async def arrived(self) -> object:
        """Log that the post is here, with whom the card expects."""
        post, prompt = self.view.prompt.duty, self.view.prompt.uid
        duty = duty_of(self.incident, self.view)
        # As the card was read: somebody else may have the turn by now.
        whom = duty.expected(post) if duty else ""
        return await self.host.desk_do(
            lambda desk: desk.arrive(self.incident.uid, post, person=whom, prompt=prompt)
        )

    def relieved(self) -> Asking:
        """Ask which deputy attends."""
        duty = duty_of(self.incident, self.view)
        assert duty is not None
        deputy = self._verbs.deputy(duty)

        async def run(answers: Answers) -> object:
            return await self.host.desk_do(deputy.verb(answers, self.view.prompt.uid))

        return Asking(self._heading("action.prompt.relieved"), deputy.step, run)

    def other(self) -> Form:
        """Return the form for a ring of somebody whom the roster does not name."""
        duty = duty_of(self.incident, self.view)
        assert duty is not None
        return self._verbs.other(duty)

    def stand_down(self) -> Asking:
        """Ask why the post need not come."""
        post, prompt = self.view.prompt.duty, self.view.prompt.uid

        def plan(answers: Answers) -> Step | None:
            initial = say("live.ask.stand_down_reason")
            return None if answers else Step(say("live.ask.reason"), field=True, initial=initial)

        async def run(answers: Answers) -> object:
            return await self.host.desk_do(
                lambda desk: desk.stand_down(self.incident.uid, post, answers[0], prompt=prompt)
            )

        return Asking(self._heading("action.prompt.stand_down"), plan, run)

    def snooze(self) -> Asking:
        """Ask for the minutes and the reason."""
        most = self.incident.policy.snooze_max_minutes
        return snooze_one(self.host, self._heading("action.prompt.snooze"), self.view.uid, most)

    def _heading(self, name: str) -> str:
        return f"{self.incident.number} {say(name)}"
