"""Putting something off: in how many minutes it is to come back, and why."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from screens.shared.question import Answers, Asking, Step
from xfconsole.core.words.desk import Uid
from xfconsole.core.words.typed import whole_number
from xfconsole.desk import Desk, Done
from xfconsole.ui.host import Host
from xfconsole.ui.words.catalogue import say


def snooze(
    host: Host, heading: str, most: int, put_off: Callable[[Desk, int, str], Done]
) -> Asking:
    """Ask for the minutes, at most ``most``, and for the reason; then put it off."""

    def plan(answers: Answers) -> Step | None:
        if not answers:
            title = say("prompt.ask.minutes", most=most)
            return Step(
                title, field=True, initial=str(min(5, most)), check=partial(wait_problem, most=most)
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
