"""``xfconsole report reception``: a quarter's result of the leaders' reception days."""

from __future__ import annotations

import re
from dataclasses import asdict
from datetime import date, timedelta

import typer

from xfconsole.commands.context import chosen_office, leave_out, office_of
from xfconsole.commands.printing import json_text
from xfconsole.core.ports import Views
from xfconsole.core.reception.result import Figures, Result, result, span_of
from xfconsole.core.reception.tasks import next_quarter, quarter
from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.typed import keyed
from xfconsole.desk import Desk
from xfconsole.ui.words.reception_result import result_lines, result_text

_QUARTER = re.compile(r"(\d{4})[-/ ]?[qQ]([1-4])", re.ASCII)


def reception(
    context: typer.Context,
    asked: str = typer.Option("", "--quarter", help="Which: 2026Q1 (default: the one before)."),
    issue: bool = typer.Option(False, "--issue", help="Make it out: it is kept in the journal."),
    as_json: bool = typer.Option(False, "--json", help="Print one JSON object."),
) -> None:
    """Tell what came of a quarter's reception days, by the leaders' posts and by unit."""
    if issue:
        _issue(context, asked)
        return
    with chosen_office(context).handing() as office:
        office.desk.read_situation()
        leave_out(office)
        found = _found(office.desk, office.views, asked)
        lines = result_lines(found, office.desk.policy)
        for line in (json_text(_object(found)),) if as_json else lines:
            typer.echo(line)


def _issue(context: typer.Context, asked: str) -> None:
    with office_of(context) as office:
        leave_out(office)
        found = _found(office.desk, office.views, asked)
        today = office.desk.now().astimezone(office.zone).date()
        text = result_text(found, office.name, office.desk.policy, today)
        office.desk.report_quarter(found.first, text)
        typer.echo(text)


def _found(desk: Desk, views: Views, asked: str) -> Result:
    first = _first_day(asked, desk.now().astimezone(desk.zone).date())
    last = next_quarter(first) - timedelta(days=1)
    rows = views.received_between(*span_of(first, last, desk.zone))
    return result(first, desk.sessions(), rows, desk.zone)


def _first_day(asked: str, today: date) -> date:
    """Return the first day of the quarter asked for; refuses what is none."""
    if not asked:
        return quarter(quarter(today) - timedelta(days=1))
    found = _QUARTER.fullmatch(keyed(asked))
    if found is None:
        raise Refused("reception.refused.quarter", text=asked)
    return date(int(found[1]), 3 * int(found[2]) - 2, 1)


def _object(found: Result) -> dict[str, object]:
    return {
        "first": found.first.isoformat(),
        **_figures(found.total),
        "withheld": found.withheld,
        "by_post": [{"post": name, **_figures(each)} for name, each in found.by_post.items()],
        "by_unit": [{"unit": name, **_figures(each)} for name, each in found.by_unit.items()],
    }


def _figures(figures: Figures) -> dict[str, object]:
    rates = {
        "held_rate": figures.held_rate,
        "settled_rate": figures.settled_rate,
        "in_time_rate": figures.in_time_rate,
    }
    return {**asdict(figures), **rates}
