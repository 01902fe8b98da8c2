"""``xfconsole report``: figures about the office's work, never about who came."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from typing import Any

import typer

from xfconsole.commands import report_daily, report_desk, report_period
from xfconsole.commands.context import Say, chosen_office
from xfconsole.commands.matter_life import LifeView
from xfconsole.commands.printing import json_text
from xfconsole.commands.report_reception import reception
from xfconsole.core.matter.timeliness import By, Measured, Timeliness, measure
from xfconsole.core.words.desk import Channel
from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.text import neutral_line
from xfconsole.core.words.typed import iso_day
from xfconsole.ui.words.closed_lists import word_key

app = typer.Typer(help="Figures about the office's work.", no_args_is_help=True)
for _each in (
    *(report_daily.daily, report_period.week, report_period.month),
    *(report_period.quarter, report_period.units, report_desk.desk),
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
