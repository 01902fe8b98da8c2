"""Putting something off: in how many minutes it is to come back, and why."""

from __future__ import annotations

from functools import partial

from screens.ask_steps import Answers, Asking, Step
from xfconsole.core.model import Uid
from xfconsole.core.typed import whole_number
from xfconsole.ui.host import Host
from xfconsole.ui.i18n import say


def snooze(host: Host, heading: str, prompt: Uid, most: int) -> Asking:
    """Ask for the minutes, at most ``most``, and for the reason."""

    def plan(answers: Answers) -> Step | None:
        if not answers:
            title = say("prompt.ask.minutes", most=most)
            return Step(
                title, field=True, initial=str(min(5, most)), check=partial(wait_problem, most=most)
            )
        return Step(say("prompt.ask.reason"), field=True) if len(answers) == 1 else None

    async def run(answers: Answers) -> object:
        minutes, reason = int(answers[0]), answers[1]
        return await host.desk_do(lambda desk: desk.snooze(prompt, minutes, reason))

    return Asking(heading, plan, run)


def wait_problem(text: str, most: int) -> str:
    """Return what is wrong with the minutes to wait, or nothing."""
    fine = whole_number(text) in range(1, most + 1)
    return "" if fine else say("desk.refused.snooze_minutes", most=most)
