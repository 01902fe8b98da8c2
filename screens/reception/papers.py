"""Papers of the reception days: a quarter's result to be read first, and what is saved to print."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from screens.shared.files import HOME, path_of
from screens.shared.form import Form, Kind, Part, Values
from screens.shared.preview import PreviewScreen
from screens.shared.save_paper import LEFT
from xfconsole.core.office.slip import Slip
from xfconsole.core.reception.result import Result, result, span_of
from xfconsole.core.reception.sessions import Session, last_paper
from xfconsole.core.reception.tasks import next_quarter, quarter
from xfconsole.core.words.desk import PromptKind, Uid
from xfconsole.core.words.text import neutral_line
from xfconsole.desk import Desk
from xfconsole.ui.host import Host
from xfconsole.ui.words.catalogue import say
from xfconsole.ui.words.reception_result import result_text
from xfconsole.ui.words.status import slip_sentences


async def result_screen(host: Host, sessions: Sequence[Session]) -> tuple[date, str, PreviewScreen]:
    """Return the first day of the quarter owed, else of the running one, its text and window."""
    today = host.now().astimezone(host.zone).date()
    situation = host.situation
    owed = [
        each.owed.first
        for each in (situation.reception if situation else ())
        if each.owed.kind is PromptKind.RECEPTION_RESULT and each.owed.first
    ]
    first = owed[0] if owed else quarter(today)
    found = await asyncio.to_thread(_result, host, sessions, first)
    text = result_text(found, host.office.name, host.office.policy, today)
    return first, text, PreviewScreen(say("reception.paper.result"), text)


def _result(host: Host, sessions: Sequence[Session], first: date) -> Result:
    last = next_quarter(first) - timedelta(days=1)
    rows = host.views.received_between(*span_of(first, last, host.zone))
    return result(first, sessions, rows, host.zone)


def paper_form(host: Host) -> Form:
    """Return the form that asks which paper made out last is saved, and where."""
    options = (
        ("notice", say("reception.paper.notice")),
        ("result", say("reception.paper.result")),
    )
    initial = os.path.join(str(host.left.get(LEFT, HOME)), f"{options[0][1]}.docx")

    async def run(values: Values) -> None:
        file = path_of(values["file"])
        slip = await asyncio.to_thread(_save, host, values["which"] == "result", file)
        host.left[LEFT] = os.path.join(os.path.dirname(values["file"]), "")
        said = say("reception.paper.saved", file=neutral_line(file.name))
        host.tell(" ".join([*(slip_sentences([slip]) if slip else ()), said]))

    return Form(
        say("action.reception.paper"),
        (
            Part("which", say("reception.paper.which"), Kind.CHOICE, options, initial="notice"),
            Part("file", say("document.file"), initial=initial),
        ),
        run,
        lines=(say("document.save_note"),),
    )


def _save(host: Host, of_result: bool, file: Path) -> Slip | None:
    office = host.office
    facts = [each.fact for each in office.views.events_of(office.submit(_subject).result())]
    text = last_paper(facts, of_result)
    return host.papers().save_text(text, host.views.head().typed, file)


def _subject(desk: Desk) -> Uid:
    return desk.office
