"""``xfconsole report``: figures about the office's work, never about who came."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, datetime, time, timedelta
from typing import Any

import typer

from xfconsole.commands import report_daily, report_period
from xfconsole.commands.context import OfficeView, Say, chosen_office
from xfconsole.commands.matter_life import LifeView
from xfconsole.commands.printing import json_text
from xfconsole.commands.report_daily import lateness_object
from xfconsole.commands.report_reception import reception
from xfconsole.commands.roster import RosterView
from xfconsole.core.due.load import A_DAY, DayLoad, Load, ShiftLoad, desk_load
from xfconsole.core.figures.desk import DeskLateness
from xfconsole.core.matter.timeliness import By, Measured, Timeliness, measure
from xfconsole.core.night.report import desk_events
from xfconsole.core.words.desk import Channel
from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.text import neutral_line
from xfconsole.core.words.typed import iso_day
from xfconsole.ui.words.closed_lists import word_key
from xfconsole.ui.words.night_figures import blind_words, lateness_rows

app = typer.Typer(help="Figures about the office's work.", no_args_is_help=True)
for _each in (
    *(report_daily.daily, report_period.week, report_period.month),
    *(report_period.quarter, report_period.units),
):
    app.command()(_each)


@frozen
class Selection:
    """Which matters to measure, None for no bound, and what to tell them apart by."""

    since: date | None = None
    until: date | None = None
    unit: str | None = None
    channel: Channel | None = None
    by: By | None = None


app.command("reception")(reception)


@app.callback()
def report() -> None:
    """Print figures about the office's work."""


@app.command()
def timeliness(
    context: typer.Context,
    since: str = typer.Option("", "--since", help="Received on this day or later: 2026-01-01."),
    until: str = typer.Option("", "--until", help="Received on this day or before."),
    unit: str | None = typer.Option(None, "--unit", help="Only matters of this unit."),
    channel: Channel | None = typer.Option(None, "--channel", help="Only matters of this channel."),
    by: By | None = typer.Option(None, "--by", help="Figures also for each of these."),
    as_json: bool = typer.Option(False, "--json", help="Print one JSON object."),
) -> None:
    """Tell how soon matters were answered, in calendar days, and how many for good."""
    asked = Selection(day_of(since, "--since"), day_of(until, "--until"), _unit(unit), channel, by)
    if asked.since and asked.until and asked.since > asked.until:
        raise Refused("timeliness.refused.order", since=asked.since, until=asked.until)
    with chosen_office(context).lives() as office:
        today = office.now.astimezone(office.zone).date()
        for line in timeliness_lines(office, asked, today, as_json=as_json):
            typer.echo(line)


def timeliness_lines(
    office: LifeView, asked: Selection, today: date, *, as_json: bool = False
) -> Iterator[str]:
    """Yield what ``report timeliness`` prints; with ``as_json`` one object (docs/json.md)."""
    rows = office.views.timeliness_rows(
        office.zone,
        office.now,
        since=asked.since,
        until=asked.until,
        unit=asked.unit,
        channel=asked.channel,
    )
    found = measure(rows, today, office.workdays, asked.by)
    if as_json:
        yield json_text(_object(asked, today, found))
        return
    yield from _head(asked, today, office.say)
    if not found.total.received:
        yield office.say("timeliness.none")
        return
    yield from _figures(found.total, office.say)
    if asked.by:
        yield office.say(_HEADINGS[asked.by])
        for name, each in found.groups.items():
            yield _group(_name(name, asked.by, office.say), each, office.say)


_HEADINGS = {
    By.UNIT: "timeliness.by_unit",
    By.CHANNEL: "timeliness.by_channel",
    By.MONTH: "timeliness.by_month",
    By.SUBJECT: "timeliness.by_subject",
}


def day_of(text: str, option: str) -> date | None:
    """Return the day asked for, None for none. Raises Refused naming the option."""
    day = iso_day(text)
    if text and day is None:
        raise Refused("timeliness.refused.date", option=option)
    return day


def _unit(text: str | None) -> str | None:
    return None if text is None else neutral_line(text).strip()


def _object(asked: Selection, today: date, found: Measured) -> dict[str, Any]:
    return {
        "since": asked.since.isoformat() if asked.since else None,
        "until": asked.until.isoformat() if asked.until else None,
        "as_of": today.isoformat(),
        "unit": asked.unit,
        "channel": asked.channel.value if asked.channel else None,
        "by": asked.by.value if asked.by else None,
        **_values(found.total),
        "groups": [{"name": name, **_values(each)} for name, each in found.groups.items()],
    }


def _values(figures: Timeliness) -> dict[str, Any]:
    return {**asdict(figures), "first_time_rate": figures.first_time_rate}


def _head(asked: Selection, today: date, say: Say) -> Iterator[str]:
    yield say("timeliness.title", today=today)
    if asked.since:
        yield say("timeliness.since", date=asked.since)
    if asked.until:
        yield say("timeliness.until", date=asked.until)
    if asked.unit is not None:
        yield say("timeliness.unit", unit=_name(asked.unit, By.UNIT, say))
    if asked.channel:
        yield say("timeliness.channel", channel=_name(asked.channel, By.CHANNEL, say))


def _figures(figures: Timeliness, say: Say) -> Iterator[str]:
    yield say("timeliness.received", count=figures.received)
    yield say("timeliness.answered", count=figures.answered)
    yield say("timeliness.unanswered", count=figures.unanswered)
    yield say("timeliness.ended", count=figures.ended)
    yield say("timeliness.within_15", count=figures.within_15)
    yield say("timeliness.waiting", count=figures.waiting)
    for days, count, open_ in (
        (15, figures.beyond_15, figures.unanswered_beyond_15),
        (60, figures.beyond_60, figures.unanswered_beyond_60),
        (90, figures.beyond_90, figures.unanswered_beyond_90),
    ):
        yield say("timeliness.beyond", days=days, count=count, unanswered=open_)
    yield say("timeliness.median", days=_or_none(figures.median_days, say))
    yield say("timeliness.p90", days=_or_none(figures.p90_days, say))
    rate = _percent(figures, say)
    yield say("timeliness.first_time", count=figures.first_time, rate=rate)


def _group(name: str, figures: Timeliness, say: Say) -> str:
    return say(
        "timeliness.group",
        name=name,
        received=figures.received,
        answered=figures.answered,
        within_15=figures.within_15,
        beyond_15=figures.beyond_15,
        beyond_60=figures.beyond_60,
        beyond_90=figures.beyond_90,
        median=_or_none(figures.median_days, say),
        p90=_or_none(figures.p90_days, say),
        rate=_percent(figures, say),
    )


def _name(name: str, by: By, say: Say) -> str:
    if by is By.CHANNEL:
        return say(word_key(Channel(name)))
    return name or say(f"timeliness.no_{by}")


def _or_none(days: int | None, say: Say) -> str:
    return say("timeliness.no_figure") if days is None else str(days)


def _percent(figures: Timeliness, say: Say) -> str:
    rate = figures.first_time_rate
    return say("timeliness.no_figure") if rate is None else f"{100 * rate:.1f}%"


MOST_DAYS = 366


@app.command()
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
    lateness = DeskLateness()
    events = desk_events(office.views, since, office.now + timedelta(seconds=1))
    found = desk_load(lateness.watched(events), office.zone, alarm)
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
                "lateness": lateness_object(lateness, office),
            }
        )
        return
    figures = {"ten": alarm.per_ten_minutes, "hour": alarm.per_hour}
    yield office.say("alarms.title", since=first.isoformat(), **figures)
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
    since, until = (at and f"{at:%m-%d %H:%M}" for at in (each.since, each.until))
    return office.say(
        "alarms.shift",
        since=since or office.say("alarms.before"),
        until=until or office.say("alarms.runs"),
        load=_load_words(each.load, office),
    )


def _load_words(load: Load, office: OfficeView) -> str:
    told = office.say("alarms.load", **_keys(load))
    if load.median_s is None:
        return told
    minutes, seconds = divmod(load.median_s, 60)
    return told + office.say("alarms.median", minutes=minutes, seconds=seconds)
