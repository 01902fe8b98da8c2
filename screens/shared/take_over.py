"""Asks back before this desk takes over what another one keeps."""

from __future__ import annotations

from screens.shared.question import Answers, Asking, Choice, Step
from xfconsole.core.office.keeping import Keeping
from xfconsole.core.words.desk import Uid
from xfconsole.ui.host import Host
from xfconsole.ui.words.catalogue import say
from xfconsole.ui.words.keeping import as_of


def taking_over(host: Host, number: str, subject: Uid, keeping: Keeping) -> Asking:
    """Ask whether to take over a matter with its live incidents, by the uid of any of them."""

    def plan(answers: Answers) -> Step | None:
        if answers:
            return None
        at = as_of(keeping.as_of, host.now(), host.zone)
        said = say("keeping.ask", letters=keeping.others, at=at)
        choices = (Choice("yes", say("keeping.ask.yes")),)
        return Step(said, choices, lines=(say("keeping.ask.both", letters=keeping.others),))

    async def run(answers: Answers) -> object:
        return await host.desk_do(lambda desk: desk.take_over(subject))

    return Asking(f"{number} {say('action.matter.take_over')}", plan, run)
