"""``xfconsole holidays``: which days of a year are worked, and whether that is known or assumed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import MAXYEAR, MINYEAR, date, timedelta
from pathlib import Path

import typer

from xfconsole.clock import SystemClock
from xfconsole.commands.context import chosen_office, office_of
from xfconsole.commands.printing import json_text, print_slips
from xfconsole.commands.terminal import print_lines
from xfconsole.core.days.workdays import WEEKENDS, Workdays
from xfconsole.core.facts.of_procedure import CalendarAdopted, DeadlineMoved
from xfconsole.core.policy.holiday_file import OwnDays
from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.text import neutral_line
from xfconsole.imports.table import row_name
from xfconsole.office_files.in_force import (
    days_in,
    own_days,
    with_published,
    workdays_in_force,
    workdays_that_hold,
)
from xfconsole.ui.words.catalogue import say
from xfconsole.ui.words.roster import day_line, note_words
from xfconsole.ui.words.status import on_sheet, sheets_words

app = typer.Typer()


@app.command()
def holidays(
    context: typer.Context,
    year: int | None = typer.Option(
        None, "--year", min=MINYEAR, max=MAXYEAR, help="The year to list (default: this one)."
    ),
    file: Path | None = typer.Option(
        None, "--file", help="Take this table in place of the office's own, to check it."
    ),
    adopt: bool = typer.Option(
        False,
        "--adopt",
        help="Have every desk of the office reckon with this laptop's table.",
    ),
    as_json: bool = typer.Option(False, "--json", help="Print one JSON object."),
) -> None:
    """List a year's holidays and make-up working days; say whether they are published."""
    home = chosen_office(context).home
    if adopt and file:
        raise Refused("holidays.refused.adopt_file", file=neutral_line(file.name))
    if adopt:
        _adopt(context, home, as_json=as_json)
        return
    own = file or own_days(home)
    if not file:
        workdays, slip = workdays_that_hold(home, lambda: None)
        print_slips([slip] if slip else [])
        own = None if slip else own
    days = days_in(own) if own else None
    if file and days:
        workdays = with_published(days)
    named = neutral_line(own.name) if own else ""
    year = year or SystemClock().read().wall.astimezone().year
    lines = holiday_lines(workdays, year, named, days, as_json=as_json)
    if as_json:
        typer.echo(next(lines))
    else:
        print_lines(context, lines)


def _adopt(context: typer.Context, home: Path, *, as_json: bool) -> None:
    # A slip in the file is told before the office is opened for it.
    table = workdays_in_force(home)
    with office_of(context) as office:
        kinds = Counter(each.kind for each in office.desk.adopt_days().events)
    adopted, moved = CalendarAdopted.kind in kinds, kinds[DeadlineMoved.kind]
    if as_json:
        typer.echo(json_text({"adopted": adopted, "digest": table.digest, "moved": moved}))
        return
    key = "holidays.adopted" if adopted else "holidays.adopted_before"
    typer.echo(say(key, last=max(table.covered), moved=moved))


def holiday_lines(
    workdays: Workdays,
    year: int,
    own: str = "",
    days: OwnDays | None = None,
    *,
    as_json: bool = False,
) -> Iterator[str]:
    """Yield what ``holidays`` prints of a year; ``own`` is the file with the office's ``days``.

    With ``as_json`` one object with the keys ``year covered own digest free working``, and
    ``others hidden`` of a workbook.
    """
    changed = [day for day in _days_of(year) if workdays.works(day) is not WEEKENDS.works(day)]
    free = [day for day in changed if not workdays.works(day)]
    working = [day for day in changed if workdays.works(day)]
    if as_json:
        yield json_text(_as_json(workdays, year, own, free, working) | _rest_as_json(days))
        return
    yield say("holidays.covered" if workdays.covers(year) else "holidays.provisional", year=year)
    if own:
        yield say("holidays.own", file=own)
    if days:
        yield from _rest_lines(days)
    if free:
        yield say("holidays.free", count=len(free))
        yield from (f"  {day_line(day, workdays.name(day))}" for day in free)
    if working:
        yield say("holidays.working", count=len(working))
        yield from (f"  {day_line(day)}" for day in working)


def _rest_lines(days: OwnDays) -> Iterator[str]:
    """Yield which sheets of the workbook are not read, and which hidden rows are."""
    yield from sheets_words((), days.others)
    for sheet in dict.fromkeys(sheet for sheet, _ in days.hidden):
        rows = [row for on, row in days.hidden if on == sheet]
        yield on_sheet(sheet, note_words("hidden", rows, ()))


def _rest_as_json(days: OwnDays | None) -> dict[str, object]:
    hidden = (row_name(*each) for each in days.hidden) if days else ()
    return {"others": list(days.others) if days else [], "hidden": list(hidden)}


def _days_of(year: int) -> Iterator[date]:
    first, last = date(year, 1, 1), date(year, 12, 31)
    return (first + timedelta(days=number) for number in range((last - first).days + 1))


def _as_json(
    workdays: Workdays, year: int, own: str, free: list[date], working: list[date]
) -> dict[str, object]:
    return {
        "year": year,
        "covered": workdays.covers(year),
        "own": own,
        "digest": workdays.digest,
        "free": [{"on": day.isoformat(), "name": workdays.name(day)} for day in free],
        "working": [day.isoformat() for day in working],
    }
