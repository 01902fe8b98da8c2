"""What each key of the card does for due work on a matter."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from textual.app import App

from screens.ask_steps import Answers, Asking, Step
from screens.form_parts import Form
from screens.matter import MatterScreen
from screens.ring_other import for_duty, ring_other
from screens.snooze import snooze_one
from xfconsole.core.due_list import DutyView
from xfconsole.core.model import RingOutcome
from xfconsole.core.situation import Situation
from xfconsole.ui.host import Host
from xfconsole.ui.i18n import say


class DueActs:
    """The acts for one piece of due work; each names its prompt in the journal."""

    def __init__(self, host: Host, situation: Situation, view: DutyView) -> None:
        self.host, self.situation, self.view = host, situation, view

    def answered(self) -> Asking:
        """Ask what was said; that may be empty."""
        return said_asking(self._heading("action.prompt.answered"), self.rang)

    async def rang(self, outcome: RingOutcome, text: str = "") -> object:
        """Log the chase and how it ended, with whoever the card named."""
        duty, contact = self.view.duty, self.view.asked.contact
        person = contact.person if contact else ""
        return await self.host.desk_do(
            lambda desk: desk.chase(
                duty.matter, duty.clock, outcome, text=text, prompt=duty.prompt, person=person
            )
        )

    def other(self) -> Form:
        """Return the form for a ring of somebody whom the roster does not name."""
        return ring_other(self.host, for_duty(self.situation, self.view))

    def snooze(self) -> Asking:
        """Ask for the minutes and the reason."""
        most = self.view.policy.snooze_max_minutes
        return snooze_one(self.host, self._heading("action.prompt.snooze"), self.view.uid, most)

    def _heading(self, name: str) -> str:
        return f"{self.view.duty.number} {say(name)}"


def said_asking(
    heading: str, rang: Callable[[RingOutcome, str], Coroutine[object, object, object]]
) -> Asking:
    """Ask what whoever was reached said, which may be empty, and log that."""

    def plan(answers: Answers) -> Step | None:
        return None if answers else Step(say("due.ask.said"), field=True, optional=True)

    async def run(answers: Answers) -> object:
        return await rang(RingOutcome.ANSWERED, answers[0])

    return Asking(heading, plan, run)


def open_matter(app: App[Any], number: str) -> None:
    """Show a matter in the place of the screen in sight; from there back leads to that screen."""
    app.switch_screen(MatterScreen(number, getattr(app.screen, "back_to", "app.ledger")))
