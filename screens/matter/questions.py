"""What can be done with a matter: a note, a live incident, a correction of what was registered."""

from __future__ import annotations

from typing import Any

from textual.app import App

from screens.live.incident_questions import people_problem, source_choices
from screens.shared.question import Answers, Asking, AskScreen, Choice, Step
from xfconsole.core.facts.event import Event
from xfconsole.core.facts.of_incident import NoteAdded
from xfconsole.core.facts.of_matter import LINES, MatterRegistered
from xfconsole.core.rows import MatterRow
from xfconsole.core.words.desk import Channel, CountSource, Purpose, Uid
from xfconsole.ui.host import Host
from xfconsole.ui.words.catalogue import say
from xfconsole.ui.words.closed_lists import heading, word

NUMBERS = ("headcount", "concerned")
FIELDS = ("summary", *LINES[:2], "channel", "purpose", "headcount")
"""What of a registration the card corrects, each by the digit that it has always had."""
MORE = (*LINES[2:], "concerned", "publishable")
"""What it corrects too, after the time of receipt."""
YES = "yes"
RECEIVED = "received"
"""The choice that leads to a form of its own: the time of receipt moves deadlines."""


def note(host: Host, number: str, subject: str) -> Asking:
    """Ask for a line of text about a matter or a live incident."""

    def plan(answers: Answers) -> Step | None:
        return None if answers else Step(say("live.ask.note"), field=True)

    async def run(answers: Answers) -> object:
        return await host.desk_do(lambda desk: desk.note(subject, answers[0]))

    return Asking(f"{number} {say('action.matter.note')}", plan, run)


def open_live(host: Host, row: MatterRow) -> Asking:
    """Ask how many people there are and whether they were counted; then the incident opens."""

    def plan(answers: Answers) -> Step | None:
        if not answers:
            initial = str(row.headcount) if row.headcount else ""
            lines = (row.summary,)
            return Step(
                say("ledger.ask.people"), field=True, initial=initial, check=people_problem,
                lines=lines,
            )  # fmt: skip
        return Step(say("live.ask.source"), source_choices()) if len(answers) == 1 else None

    async def run(answers: Answers) -> object:
        people, source = int(answers[0]), CountSource(answers[1])
        return await host.desk_do(
            lambda desk: desk.open_incident(row.uid, headcount=people, source=source)
        )

    return Asking(f"{row.number} {say('action.ledger.live')}", plan, run)


def ask_live(host: Host, app: App[Any], row: MatterRow) -> None:
    """Open the card; once the incident is open, go to it."""

    async def opened(answers: Answers | None) -> None:
        if answers is not None:
            await go_live(host, row.uid)

    app.push_screen(AskScreen(open_live(host, row)), opened)


async def go_live(host: Host, matter: Uid) -> None:
    """Show the live screen with the incident of a matter."""
    situation = host.situation
    found = [each for each in situation.incidents if each.matter == matter] if situation else []
    if found:
        host.show_incident(found[-1].uid)
    else:
        await host.act("app.live")


def correctable(event: Event) -> bool:
    """Whether the cards here have something to offer for an entry."""
    return isinstance(event.fact, MatterRegistered | NoteAdded)


def correct(
    host: Host, number: str, event: Event, row: MatterRow, *, times: bool = False
) -> Asking:
    """Ask what of a registration, or of a note, is wrong, what is right, and why.

    With ``times`` the time of receipt is offered too: the answer is then ``RECEIVED`` alone, and
    nothing is done yet.
    """
    if isinstance(event.fact, NoteAdded):
        return _correct_note(host, number, event, event.fact.text)

    def plan(answers: Answers) -> Step | None:
        if not answers:
            names = (*FIELDS, *((RECEIVED,) if times else ()), *MORE)
            choices = tuple(Choice(name, heading(name)) for name in names)
            return Step(say("live.ask.correct_what"), choices, lines=(row.summary,))
        if answers == (RECEIVED,):
            return None
        if len(answers) == 1:
            return _value_step(answers[0], row)
        return _reason_step() if len(answers) == 2 else None

    async def run(answers: Answers) -> object:
        if answers == (RECEIVED,):
            return None
        name, value, reason = answers
        changes: dict[str, object] = {name: _meant(name, value)}
        return await host.desk_do(lambda desk: desk.correct(event.uid, changes, reason))

    return Asking(f"{number} {say('action.matter.correct')}", plan, run)


def _correct_note(host: Host, number: str, event: Event, text: str) -> Asking:
    def plan(answers: Answers) -> Step | None:
        if not answers:
            return Step(say("ledger.ask.right_note"), field=True, initial=text)
        return _reason_step() if len(answers) == 1 else None

    async def run(answers: Answers) -> object:
        right, reason = answers
        return await host.desk_do(lambda desk: desk.correct(event.uid, {"text": right}, reason))

    return Asking(f"{number} {say('action.matter.correct')}", plan, run)


def _meant(name: str, value: str) -> object:
    if name in NUMBERS:
        return int(value)
    return value == YES if name == "publishable" else value


def _value_step(name: str, row: MatterRow) -> Step:
    title = say("live.ask.correct_value", name=heading(name))
    if name == "channel":
        return Step(title, tuple(Choice(each.value, word(each)) for each in Channel))
    if name == "purpose":
        return Step(title, tuple(Choice(each.value, word(each)) for each in Purpose))
    if name == "publishable":
        choices = (
            Choice(YES, say("ledger.mark.publishable")),
            Choice("no", say("ledger.mark.unpublishable")),
        )
        return Step(title, choices)
    if name in NUMBERS:
        initial = str(getattr(row, name) or "")
        return Step(title, field=True, initial=initial, check=people_problem)
    return Step(title, field=True, initial=getattr(row, name))


def _reason_step() -> Step:
    return Step(say("live.ask.correct_reason"), field=True)
