"""``xfconsole report desk``: what the desk asked for, by day and shift; never about who came."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime, time, timedelta

import typer

from xfconsole.commands.context import OfficeView, chosen_office
from xfconsole.commands.printing import json_text
from xfconsole.commands.roster import RosterView
from xfconsole.core.due.load import A_DAY, DayLoad, Load, ShiftLoad, desk_load
from xfconsole.core.facts.event import Event

PAGE = 1_000
MOST_DAYS = 366


def desk(
    context: typer.Context,
    days: int = typer.Option(7, "--days", min=1, max=MOST_DAYS, help="So many days up to today."),
    as_json: bool = typer.Option(False, "--json", help="Print one JSON object."),
) -> None:
    """Tell by day and shift how many tasks were raised, how close together, how soon answered."""
    with chosen_office(context).duty() as office:
        for line in desk_lines(office, days, as_json=as_json):
            typer.echo(line)


def desk_lines(office: RosterView, days: int, *, as_json: bool = False) -> Iterator[str]:
    """Yield what ``report desk`` prints; with ``as_json`` one object (docs/json.md)."""
    first = office.now.astimezone(office.zone).date() - timedelta(days=days - 1)
    since, alarm = datetime.combine(first, time(), office.zone), office.policy.alarm
    events = _events(office, since, office.now + timedelta(seconds=1))
    found = desk_load(events, office.zone, alarm)
    if as_json:
        yield json_text(
            {
                "since": first.isoformat(),
                "per_ten_minutes": alarm.per_ten_minutes,
                "per_hour": alarm.per_hour,
                "days": [{"day": day.isoformat(), **_keys(load)} for day, load in found.days],
                "shifts": [
                    {"since": _instant(since), "until": _instant(until), **_keys(load)}
                    for since, until, load in found.shifts
                ],
            }
        )
        return
    figures = {"ten": alarm.per_ten_minutes, "hour": alarm.per_hour}
    yield office.say("alarms.title", since=first.isoformat(), **figures)
    for each in found.days:
        yield _day(each, office)
    if not found.days:
        yield office.say("alarms.none")
        return
    yield office.say("alarms.shifts")
    for shift in found.shifts:
        yield _shift(shift, office)


def _events(office: OfficeView, since: datetime, until: datetime) -> Iterator[Event]:
    after = 0
    while page := office.views.log(since=since, until=until, after_seq=after, limit=PAGE):
        yield from page
        after = page[-1].seq


def _keys(load: Load) -> dict[str, object]:
    return {**asdict(load), "raised": load.raised}


def _instant(at: datetime | None) -> str | None:
    return at.isoformat(timespec="seconds") if at else None


def _day(each: DayLoad, office: OfficeView) -> str:
    share = f"{100 * each.load.floods / A_DAY:.1f}%"
    said = _said(each.load, office)
    return office.say("alarms.day", day=each.day.isoformat(), share=share, load=said)


def _shift(each: ShiftLoad, office: OfficeView) -> str:
    since, until = (at and f"{at:%m-%d %H:%M}" for at in (each.since, each.until))
    return office.say(
        "alarms.shift",
        since=since or office.say("alarms.before"),
        until=until or office.say("alarms.runs"),
        load=_said(each.load, office),
    )


def _said(load: Load, office: OfficeView) -> str:
    told = office.say("alarms.load", **_keys(load))
    if load.median_s is None:
        return told
    minutes, seconds = divmod(load.median_s, 60)
    return told + office.say("alarms.median", minutes=minutes, seconds=seconds)
