"""Answers who holds a receipt, by number and code: what was promised, whether it was kept."""

from __future__ import annotations

import asyncio
from typing import Any

from textual.app import App

from screens.shared.question import Answers, Asking, AskScreen, Choice, Step
from xfconsole.core.facts.of_procedure import AccessBlocked
from xfconsole.core.matter.life import MatterLife, life_of
from xfconsole.core.roster.parties import Blocked
from xfconsole.core.words.procedure import Barred
from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.text import neutral_line
from xfconsole.ui.host import Host
from xfconsole.ui.words.catalogue import say
from xfconsole.ui.words.receipt import answer_lines


def ask_receipt(host: Host, app: App[Any]) -> None:
    """Ask for number and code; what is answered can be read out to whoever stands there."""
    found: list[MatterLife] = []

    def plan(answers: Answers) -> Step | None:
        asked = (say("receipt.ask.number"), say("receipt.ask.code"))[len(answers) :]
        given = [say("receipt.ask.given", number=neutral_line(each)) for each in answers[:1]]
        lines = (say("receipt.ask.hint"), *given)
        return Step(asked[0], field=True, lines=lines) if asked else None

    async def run(answers: Answers) -> None:
        found.append(await _life(host, *answers))

    def answered(answers: Answers | None) -> None:
        if answers is not None and found:
            app.push_screen(AskScreen(_answer(host, found[0])))

    app.push_screen(AskScreen(Asking(say("action.ledger.receipt"), plan, run)), answered)


def _answer(host: Host, life: MatterLife) -> Asking:
    lines = tuple(answer_lines(life, host.office.rules, host.now()))
    close = (Choice("", say("action.identity.close")),)

    def plan(answers: Answers) -> Step | None:
        return None if answers else Step(say("receipt.ask.read_out"), close, lines=lines)

    async def run(_: Answers) -> None:
        """Nothing is stored: no identity was read."""

    return Asking(say("action.ledger.receipt"), plan, run)


async def _life(host: Host, number: str, code: str) -> MatterLife:
    found = await asyncio.to_thread(host.views.matter_on_receipt, number, code)
    file = await asyncio.to_thread(host.views.matter, found) if found else None
    if file is None:
        raise Refused("receipt.refused.unknown")
    if (bar := file.row.barred) is not None:
        await host.desk_do(lambda desk: desk.log_block(file.row.uid, Barred.READER))
        officer = host.office.officer
        raise Blocked(file.row.uid, AccessBlocked(Barred.READER, bar, person=officer))
    return life_of(file.events)
