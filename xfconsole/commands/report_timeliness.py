"""``report timeliness``: how soon matters were answered, of any days, unit and channel."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import typer

from xfconsole.commands.context import Say, chosen_office
from xfconsole.commands.figures import check_file, print_figures, write_figures
from xfconsole.commands.printing import json_text
from xfconsole.commands.report_period import AS_JSON, REPLACE, XLSX
from xfconsole.core.matter.timeliness import By, Measured, Timeliness, measure
from xfconsole.core.words.desk import Channel
from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.text import neutral_line
from xfconsole.core.words.typed import iso_day
from xfconsole.ui.words.figures import group_name, timeliness_tables


@frozen
class Selection:
    """Which matters to measure, None for no bound, and what to tell them apart by."""

    since: date | None = None
    until: date | None = None
    unit: str | None = None
    channel: Channel | None = None
    by: By | None = None


def timeliness(
    context: typer.Context,
    since: str = typer.Option("", "--since", help="Received on this day or later: 2026-01-01."),
    until: str = typer.Option("", "--until", help="Received on this day or before."),
    unit: str | None = typer.Option(None, "--unit", help="Only matters of this unit."),
    channel: Channel | None = typer.Option(None, "--channel", help="Only matters of this channel."),
    by: By | None = typer.Option(None, "--by", help="Figures also for each of these."),
    as_json: bool = AS_JSON,
    xlsx: Path | None = XLSX,
    over: bool = REPLACE,
) -> None:
    """Tell how soon matters were answered, in calendar days, and how many for good."""
    asked = Selection(day_of(since, "--since"), day_of(until, "--until"), _unit(unit), channel, by)
    if asked.since and asked.until and asked.since > asked.until:
        raise Refused("timeliness.refused.order", since=asked.since, until=asked.until)
    if xlsx is not None:
        check_file(xlsx, over=over)
    with chosen_office(context).lives() as office:
        zone, today = office.zone, office.now.astimezone(office.zone).date()
        bounds = {name: getattr(asked, name) for name in ("since", "until", "unit", "channel")}
        rows = office.views.timeliness_rows(zone, office.now, **bounds)
        found = measure(rows, today, office.workdays, by)
        title = _title(asked, today, office.say)
        if as_json:
            typer.echo(json_text(_object(asked, today, found)))
        elif xlsx is not None:
            write_figures(office, xlsx, title, timeliness_tables(found, by), over=over)
        else:
            print_figures(context, office.say, title, timeliness_tables(found, by))


def day_of(text: str, option: str) -> date | None:
    """Return the day asked for, None for none. Raises Refused naming the option."""
    day = iso_day(text)
    if text and day is None:
        raise Refused("timeliness.refused.date", option=option)
    return day


def _unit(text: str | None) -> str | None:
    return None if text is None else neutral_line(text).strip()


def _title(asked: Selection, today: date, say: Say) -> str:
    """Return what is measured, with the conditions that were given."""
    told = [say("timeliness.title", today=today)]
    if asked.since:
        told.append(say("timeliness.since", date=asked.since))
    if asked.until:
        told.append(say("timeliness.until", date=asked.until))
    if asked.unit is not None:
        told.append(say("timeliness.unit", unit=group_name(By.UNIT, asked.unit)))
    if asked.channel:
        told.append(say("timeliness.channel", channel=group_name(By.CHANNEL, asked.channel)))
    return say("figures.comma").join(told)


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
