"""``xfconsole report desk``: how much the desk asked for, by the day; never about who came."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime, time, timedelta

import typer

from xfconsole.clock import SystemClock
from xfconsole.commands.context import OfficeView, view_of
from xfconsole.commands.printing import json_text
from xfconsole.core.desk_load import A_DAY, FLOOD, DayLoad, desk_load
from xfconsole.core.events import Event

PAGE = 1_000
MOST_DAYS = 366


def desk(
    context: typer.Context,
    days: int = typer.Option(7, "--days", min=1, max=MOST_DAYS, help="So many days up to today."),
    as_json: bool = typer.Option(False, "--json", help="Print one JSON object."),
) -> None:
    """Tell by day how many prompts were raised, how close together, and how soon answered."""
    with view_of(context) as office:
        for line in desk_lines(office, days, SystemClock().read().wall, as_json=as_json):
            typer.echo(line)


def desk_lines(
    office: OfficeView, days: int, now: datetime, *, as_json: bool = False
) -> Iterator[str]:
    """Yield what ``report desk`` prints; with ``as_json`` one object (docs/json.md)."""
    first = now.astimezone(office.zone).date() - timedelta(days=days - 1)
    since = datetime.combine(first, time(), office.zone)
    found = list(desk_load(_events(office, since, now + timedelta(seconds=1)), office.zone))
    if as_json:
        shown = [{**asdict(e), "day": e.day.isoformat(), "raised": e.raised} for e in found]
        yield json_text({"since": first.isoformat(), "flood": FLOOD, "days": shown})
        return
    yield office.say("alarms.title", since=first.isoformat(), flood=FLOOD)
    for each in found:
        yield _line(each, office)
    if not found:
        yield office.say("alarms.none")


def _events(office: OfficeView, since: datetime, until: datetime) -> Iterator[Event]:
    after = 0
    while page := office.views.log(since=since, until=until, after_seq=after, limit=PAGE):
        yield from page
        after = page[-1].seq


def _line(each: DayLoad, office: OfficeView) -> str:
    share = f"{100 * each.floods / A_DAY:.1f}%"
    told = office.say("alarms.day", **asdict(each), raised=each.raised, share=share)
    if each.median_s is None:
        return told
    minutes, seconds = divmod(each.median_s, 60)
    return told + office.say("alarms.median", minutes=minutes, seconds=seconds)
