"""What people ask for in a matter, with what became of each request."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from xfconsole.core.facts.event import Event
from xfconsole.core.facts.of_matter import NextStepSet, RequestAnswered, RequestRecorded
from xfconsole.core.rows import RequestRow
from xfconsole.core.words.desk import Uid


def requests_of(events: Iterable[Event]) -> tuple[RequestRow, ...]:
    """Return a matter's requests with their answers, in the order they were made."""
    rows: dict[Uid, RequestRow] = {}
    for event in events:
        match event.fact:
            case RequestRecorded(text=text):
                rows[event.uid] = RequestRow(event.uid, text)
            case RequestAnswered(request=request, answer=answer) if request in rows:
                rows[request] = replace(rows[request], answer=answer)
            case NextStepSet(request=request, step=step, on=on) if request in rows:
                rows[request] = replace(rows[request], step=step, on=on)
    return tuple(rows.values())
