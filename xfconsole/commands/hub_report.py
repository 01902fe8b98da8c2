"""``xfconsole hub report``: what the offices of a city told of a month, for the hub's owner."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import typer

from xfconsole.clock import SystemClock
from xfconsole.commands.figures import print_figures
from xfconsole.commands.printing import json_text
from xfconsole.core.figures.period import Stretch, asked_period
from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.text import neutral_line
from xfconsole.ui.words.catalogue import say
from xfconsole.ui.words.figures import FigureTable, heads_of

_COUNTS = ("received", "answered", "late", "overdue")


def asked_month(text: str) -> str:
    """Return the month that is meant, like ``2026-02``; nothing for nothing. Raises Refused."""
    today = SystemClock().read().wall.astimezone().date()
    asked = asked_period(Stretch.MONTH, text, today) if text else None
    if text and asked is None:
        raise Refused("figures.refused.month")
    return asked.name if asked else ""


def print_report(context: typer.Context, found: list[tuple[Any, ...]], *, as_json: bool) -> None:
    """Print what data.hub.owner.figures found."""
    if as_json:
        for each in found:
            typer.echo(json_text(_object(*each)))
    else:
        print_figures(context, say, *_table(found))


def _object(office: str, month: str | None, *told: Any) -> dict[str, Any]:
    *counts, at = told
    values = dict(zip(_COUNTS, counts, strict=True))
    return {"office": office, "month": month, **values, "told_at": _instant(at)}


def _table(found: list[tuple[Any, ...]]) -> tuple[str, list[FigureTable]]:
    months = [each[1] for each in found if each[1]]
    if not months:
        return say("hub.report.none"), []
    told = [each for each in found if each[2] is not None]
    rows = [(neutral_line(each[0]), *each[2:6], _instant(each[6])) for each in told]
    total = [sum(each[place] for each in told) for place in range(2, 6)]
    silent = tuple(neutral_line(each[0]) for each in found if each[2] is None)
    notes = [say("hub.report.silent", count=len(silent), names=silent)] if silent else []
    return say("hub.report.title", month=months[0]), [
        FigureTable(
            say("hub.report.offices", count=len(told)),
            [
                *heads_of("office", "received", "answered"),
                say("hub.report.late"),
                say("hub.report.overdue"),
                *heads_of("as_of"),
            ],
            [*rows, (say("hub.report.total"), *total, "")],
            notes,
        )
    ]


def _instant(at: datetime | None) -> str | None:
    return at.astimezone().isoformat(timespec="minutes") if at else None
