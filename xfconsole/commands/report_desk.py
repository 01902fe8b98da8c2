"""``report desk``: how much the desk asked for, and how late it was itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, datetime, time, timedelta
from pathlib import Path

import typer

from xfconsole.commands.context import OfficeView, chosen_office
from xfconsole.commands.figures import check_file, print_figures, write_figures
from xfconsole.commands.printing import json_text
from xfconsole.commands.report_daily import lateness_object
from xfconsole.commands.report_period import AS_JSON, REPLACE, XLSX
from xfconsole.commands.roster import RosterView
from xfconsole.commands.terminal import terminal_of
from xfconsole.core.due.load import A_DAY, DayLoad, DeskLoad, Load, ShiftLoad, desk_load
from xfconsole.core.figures.desk import DeskLateness
from xfconsole.core.night.report import desk_events
from xfconsole.ui.words.figures import FigureTable, Row, heads_of
from xfconsole.ui.words.night_figures import blind_words, lateness_rows

MOST_DAYS = 366
_HEADS = ("raised", "due", "most_hour", "most_ten", "floods", "full_hours", "handled", "median")


def desk(
    context: typer.Context,
    days: int = typer.Option(7, "--days", min=1, max=MOST_DAYS, help="So many days up to today."),
    as_json: bool = AS_JSON,
    xlsx: Path | None = XLSX,
    over: bool = REPLACE,
) -> None:
    """Tell by day and shift how many tasks were raised, how close together, how soon answered."""
    if xlsx is not None:
        check_file(xlsx, over=over)
    with chosen_office(context).duty() as office:
        if xlsx is None and (as_json or terminal_of(context) is None):
            for line in desk_lines(office, days, as_json=as_json):
                typer.echo(line)
            return
        first, found, lateness = _measured(office, days)
        tables = _tables(office, found, lateness)
        if xlsx is not None:
            write_figures(office, xlsx, _title(office, first), tables, over=over)
        else:
            print_figures(context, office.say, _title(office, first), tables)


def _measured(office: RosterView, days: int) -> tuple[date, DeskLoad, DeskLateness]:
    first = office.now.astimezone(office.zone).date() - timedelta(days=days - 1)
    since, lateness = datetime.combine(first, time(), office.zone), DeskLateness()
    events = desk_events(office.views, since, office.now + timedelta(seconds=1))
    found = desk_load(lateness.watched(events), office.zone, office.policy.alarm)
    return first, found, lateness


def _title(office: RosterView, first: date) -> str:
    alarm = office.policy.alarm
    figures = {"ten": alarm.per_ten_minutes, "hour": alarm.per_hour}
    return office.say("alarms.title", since=first.isoformat(), **figures)


def _tables(office: RosterView, found: DeskLoad, lateness: DeskLateness) -> Iterator[FigureTable]:
    if not found.days:
        yield FigureTable(office.say("alarms.none"))
    else:
        days = [(each.day.isoformat(), *_cells(each.load, office)) for each in found.days]
        yield FigureTable(office.say("figures.desk.days"), heads_of("day", *_HEADS), days)
        shifts = [(_hours(each, office), *_cells(each.load, office)) for each in found.shifts]
        yield FigureTable(office.say("figures.desk.shifts"), heads_of("shift", *_HEADS), shifts)
    blind = [blind_words(since, until, office.zone) for since, until in lateness.blind]
    heads = heads_of("what", "figure")
    yield FigureTable(office.say("figures.desk.own"), heads, lateness_rows(lateness), blind)


def _cells(load: Load, office: OfficeView) -> Row:
    numbers = (load.raised, load.due, load.most_hour, load.most_ten, load.floods, load.full_hours)
    median = "" if load.median_s is None else _span(load.median_s, office)
    return (*numbers, load.answered, median)


def _span(seconds: int, office: OfficeView) -> str:
    minutes, left = divmod(seconds, 60)
    return office.say("figures.desk.span", minutes=minutes, seconds=left)


def _hours(each: ShiftLoad, office: OfficeView) -> str:
    since, until = _ends(each, office)
    return office.say("figures.desk.shift", since=since, until=until)


def desk_lines(office: RosterView, days: int, *, as_json: bool = False) -> Iterator[str]:
    """Yield what ``report desk`` prints; with ``as_json`` one object (docs/json.md)."""
    first, found, lateness = _measured(office, days)
    if as_json:
        yield json_text(
            {
                "since": first.isoformat(),
                "per_ten_minutes": office.policy.alarm.per_ten_minutes,
                "per_hour": office.policy.alarm.per_hour,
                "days": [{"day": day.isoformat(), **_keys(load)} for day, load in found.days],
                "shifts": [
                    {"since": _instant(since), "until": _instant(until), **_keys(load)}
                    for since, until, load in found.shifts
                ],
                "lateness": lateness_object(lateness, office),
            }
        )
        return
    yield _title(office, first)
    for each in found.days:
        yield _day(each, office)
    if not found.days:
        yield office.say("alarms.none")
    else:
        yield office.say("alarms.shifts")
    for shift in found.shifts:
        yield _shift(shift, office)
    yield office.say("figures.desk.own")
    for what, told in lateness_rows(lateness):
        yield office.say("figures.row", name=what, told=told)
    for start, end in lateness.blind:
        yield blind_words(start, end, office.zone)


def _keys(load: Load) -> dict[str, object]:
    return {**asdict(load), "raised": load.raised}


def _instant(at: datetime | None) -> str | None:
    return at.isoformat(timespec="seconds") if at else None


def _day(each: DayLoad, office: OfficeView) -> str:
    share = f"{100 * each.load.floods / A_DAY:.1f}%"
    said = _load_words(each.load, office)
    return office.say("alarms.day", day=each.day.isoformat(), share=share, load=said)


def _shift(each: ShiftLoad, office: OfficeView) -> str:
    since, until = _ends(each, office)
    return office.say("alarms.shift", since=since, until=until, load=_load_words(each.load, office))


def _ends(each: ShiftLoad, office: OfficeView) -> tuple[str, str]:
    since, until = (at and f"{at:%m-%d %H:%M}" for at in (each.since, each.until))
    return since or office.say("alarms.before"), until or office.say("alarms.runs")


def _load_words(load: Load, office: OfficeView) -> str:
    told = office.say("alarms.load", **_keys(load))
    if load.median_s is None:
        return told
    minutes, seconds = divmod(load.median_s, 60)
    return told + office.say("alarms.median", minutes=minutes, seconds=seconds)
