"""A quarter's result of the reception days, read before it is made out."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import date, timedelta

from screens.shared.preview import PreviewScreen
from xfconsole.core.reception.result import Result, result, span_of
from xfconsole.core.reception.sessions import Session
from xfconsole.core.reception.tasks import next_quarter, quarter
from xfconsole.core.words.desk import PromptKind
from xfconsole.ui.host import Host
from xfconsole.ui.words.catalogue import say
from xfconsole.ui.words.reception_result import result_text


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
