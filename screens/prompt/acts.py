"""What each key of the prompt card does for its prompt."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any

from textual.app import App

from screens.live.instructions import carrying_out, relaying
from screens.live.post_questions import PostVerbs
from screens.live.ring_other import for_bundle, for_duty, for_relief, ring_other
from screens.live.told import receipt
from screens.matter.screen import MatterScreen
from screens.prompt.incident_card import instruction_of, report_of
from screens.prompt.when import duty_of
from screens.shared.form import Form
from screens.shared.question import Answers, Asking, Step
from xfconsole.core.due.bundles import DutyBundle
from xfconsole.core.due.list import DutyView
from xfconsole.core.incident.instructed import Instruction
from xfconsole.core.night.relief import ReliefView
from xfconsole.core.night.situation import IncidentView, PromptView, Situation
from xfconsole.core.words.desk import RingOutcome, Uid
from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.typed import MOST_MINUTES, minutes, whole_number
from xfconsole.desk import Desk, Done
from xfconsole.ui.host import Host
from xfconsole.ui.keys.actions import action, label
from xfconsole.ui.words.catalogue import say
from xfconsole.ui.words.posts import bundle_about


class PromptActs:
    """The acts for one prompt; each names the prompt in the journal."""

    def __init__(
        self, host: Host, situation: Situation, incident: IncidentView, view: PromptView
    ) -> None:
        self.host, self.incident, self.view = host, incident, view
        self.verbs = PostVerbs(host, situation, incident, view.prompt)

    @property
    def number(self) -> str:
        """The number that the prompt's post has on the incident's list."""
        posts = [each.post for each in self.incident.plan.obligations]
        return str(posts.index(self.view.prompt.duty) + 1)

    def other(self) -> Form:
        """Return the form for a ring of somebody whom the roster does not name."""
        duty = duty_of(self.incident, self.view)
        assert duty is not None
        return self.verbs.other(duty)

    def receipt(self) -> Asking | None:
        """Ask who took the report that the prompt is about; None where it is about none."""
        report = report_of(self.incident, self.view)
        return receipt(self.host, self.incident, report) if report else None

    def snooze(self) -> Asking:
        """Ask for the minutes and the reason."""
        most = self.incident.policy.snooze_max_minutes
        return snooze_one(self.host, self._heading("snooze"), self.view.uid, most)

    def _heading(self, name: str) -> str:
        return f"{self.incident.number} {card_label(name)}"


class InstructionActs:
    """The acts for one prompt about a leader's instruction; each names it in the journal."""

    def __init__(self, host: Host, incident: IncidentView, view: PromptView) -> None:
        self.host, self.incident, self.view = host, incident, view

    @property
    def _instruction(self) -> Instruction:
        return instruction_of(self.incident, self.view)

    def answered(self) -> Asking:
        """Ask whether it was read back."""
        asking = self._relaying()
        answers = (RingOutcome.ANSWERED.value,)

        async def run(rest: Answers) -> object:
            return await asking.run((*answers, *rest))

        return Asking(asking.heading, lambda rest: asking.plan((*answers, *rest)), run)

    async def rang(self, outcome: RingOutcome) -> object:
        """Log how ringing the prompt's contact ended."""
        return await self._relaying().run((outcome.value,))

    def carry_out(self) -> Asking:
        """Ask what came of it."""
        return carrying_out(self.host, self.incident, self._instruction, self.view.uid)

    def other(self) -> Form:
        """Nobody else is told: an instruction names whom it is for."""
        raise Refused("instruction.refused.none")

    def snooze(self) -> Asking:
        """Ask for the minutes and the reason."""
        most = self.incident.policy.snooze_max_minutes
        heading = f"{self.incident.number} {card_label('snooze')}"
        return snooze_one(self.host, heading, self.view.uid, most)

    def _relaying(self) -> Asking:
        contact = self.view.prompt.contact
        assert contact is not None
        return relaying(self.host, self.incident, self._instruction, contact, self.view.uid)


class DueActs:
    """The acts for one piece of due work; each names its prompt in the journal."""

    def __init__(self, host: Host, situation: Situation, view: DutyView) -> None:
        self.host, self.situation, self.view = host, situation, view

    def answered(self) -> Asking:
        """Ask what was said; that may be empty."""
        return said_asking(self._heading("answered"), self.rang)

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
        return snooze_one(self.host, self._heading("snooze"), self.view.uid, most)

    def _heading(self, name: str) -> str:
        return f"{self.view.duty.number} {card_label(name)}"


class BundleActs:
    """The acts for a bundle; each names all of its prompts in the journal."""

    def __init__(self, host: Host, situation: Situation, bundle: DutyBundle) -> None:
        self.host, self.situation, self.bundle = host, situation, bundle

    def answered(self) -> Asking:
        """Ask what was said; that may be empty."""
        return said_asking(self._heading("answered"), self.rang)

    async def rang(self, outcome: RingOutcome, text: str = "") -> object:
        """Log for each part the chase and how it ended, with whoever the card named."""
        contact, prompts = self.bundle.asked.contact, self.bundle.prompts
        person = contact.person if contact else ""
        return await self.host.desk_do(
            lambda desk: desk.chase_bundle(prompts, outcome, text=text, person=person)
        )

    def other(self) -> Form:
        """Return the form for a ring of somebody whom the roster does not name."""
        return ring_other(self.host, for_bundle(self.situation, self.bundle))

    def snooze(self) -> Asking:
        """Ask for the minutes and the reason."""
        prompts, most = self.bundle.prompts, self.bundle.first.policy.snooze_max_minutes
        return snooze(
            self.host,
            self._heading("snooze"),
            most,
            lambda desk, minutes, reason: desk.snooze_bundle(prompts, minutes, reason),
        )

    def _heading(self, name: str) -> str:
        return f"{bundle_about(self.bundle)} {card_label(name)}"


def card_label(name: str) -> str:
    """Return what the card calls one of its actions."""
    return label(action(f"prompt.{name}"))


def said_asking(
    heading: str, rang: Callable[[RingOutcome, str], Coroutine[object, object, object]]
) -> Asking:
    """Ask what whoever was reached said, which may be empty, and log that."""

    def plan(answers: Answers) -> Step | None:
        return None if answers else Step(say("due.ask.said"), field=True, optional=True)

    async def run(answers: Answers) -> object:
        return await rang(RingOutcome.ANSWERED, answers[0])

    return Asking(heading, plan, run)


def open_matter(app: App[Any], matter: Uid) -> None:
    """Show a matter in the place of the screen in sight; from there back leads to that screen."""
    app.switch_screen(MatterScreen(matter, getattr(app.screen, "back_to", "app.ledger")))


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

        return Asking(card_label("answered"), plan, run)

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
        return snooze_one(self.host, card_label("snooze"), self.view.uid, most)


def eta_problem(text: str) -> str:
    """Return what is wrong with the minutes in which they come, or nothing."""
    return "" if minutes(text) else say("handover.refused.eta", most=MOST_MINUTES)


def snooze(
    host: Host, heading: str, most: int, put_off: Callable[[Desk, int, str], Done]
) -> Asking:
    """Ask for the minutes, at most ``most``, and for the reason; then put it off."""

    def plan(answers: Answers) -> Step | None:
        if not answers:
            title = say("prompt.ask.minutes", most=most)
            return Step(
                title,
                field=True,
                initial=str(min(5, most)),
                offered=True,
                check=partial(wait_problem, most=most),
            )
        return Step(say("prompt.ask.reason"), field=True) if len(answers) == 1 else None

    async def run(answers: Answers) -> object:
        minutes, reason = int(answers[0]), answers[1]
        return await host.desk_do(lambda desk: put_off(desk, minutes, reason))

    return Asking(heading, plan, run)


def wait_problem(text: str, most: int) -> str:
    """Return what is wrong with the minutes to wait, or nothing."""
    fine = whole_number(text) in range(1, most + 1)
    return "" if fine else say("desk.refused.snooze_minutes", most=most)


def snooze_one(host: Host, heading: str, prompt: Uid, most: int) -> Asking:
    """Ask the same for one prompt."""
    return snooze(
        host, heading, most, lambda desk, minutes, reason: desk.snooze(prompt, minutes, reason)
    )
