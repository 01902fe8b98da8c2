"""Putting something off: in how many minutes it is to come back, and why."""

from __future__ import annotations

from screens.ask_steps import Answers, Asking, Step
from xfconsole.core.model import Uid
from xfconsole.ui.host import Host
from xfconsole.ui.i18n import say


def snooze(host: Host, heading: str, prompt: Uid, most: int) -> Asking:
    """Ask for the minutes, at most ``most``, and for the reason."""

    def wrong(text: str) -> str:
        fine = text.isascii() and text.isdigit() and 1 <= int(text) <= most
        return "" if fine else say("desk.refused.snooze_minutes", most=most)

    def plan(answers: Answers) -> Step | None:
        if not answers:
            title = say("prompt.ask.minutes", most=most)
            return Step(title, field=True, initial=str(min(5, most)), check=wrong)
        return Step(say("prompt.ask.reason"), field=True) if len(answers) == 1 else None

    async def run(answers: Answers) -> object:
        minutes, reason = int(answers[0]), answers[1]
        return await host.desk_do(lambda desk: desk.snooze(prompt, minutes, reason))

    return Asking(heading, plan, run)
