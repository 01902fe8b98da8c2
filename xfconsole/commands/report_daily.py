"""``report daily``: one night in figures, noon to noon."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

import typer

from xfconsole.commands.context import chosen_office
from xfconsole.commands.figures import check_file, print_figures, write_figures
from xfconsole.commands.handover import signature_object
from xfconsole.commands.printing import json_text
from xfconsole.commands.report_period import AS_JSON, REPLACE, XLSX
from xfconsole.commands.roster import RosterView
from xfconsole.core.days.night import night_of
from xfconsole.core.figures.desk import DeskLateness
from xfconsole.core.night.report import NightFigures, NightIncident, night_figures
from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.typed import iso_day
from xfconsole.ui.words.daily_paper import daily_paper
from xfconsole.ui.words.night_figures import night_tables, night_title


def daily(
    context: typer.Context,
    date: str = typer.Argument(
        "", help="The day on whose noon the night began; none: tonight.", show_default=False
    ),
    as_json: bool = AS_JSON,
    xlsx: Path | None = XLSX,
    over: bool = REPLACE,
) -> None:
    """Tell what a night came to: what came in, who was told and came when, the desk's lateness."""
    begins = iso_day(date)
    if date and begins is None:
        raise Refused("cli.refused.date")
    if xlsx is not None:
        check_file(xlsx, over=over)
    with chosen_office(context).duty() as office:
        tonight = night_of(office.now, office.zone)
        night = night_figures(
            office.views,
            begins or tonight,
            office.zone,
            office.now,
            office.policy,
            office.roster,
        )
        if as_json:
            typer.echo(json_text(night_object(night, office)))
            return
        title, tables = night_title(night, office.zone), night_tables(night, office.zone)
        if xlsx is not None:
            sheet = daily_paper(night, office.name, office.zone, office.roster)
            write_figures(office, xlsx, title, tables, over=over, sheet=sheet)
        else:
            print_figures(context, office.say, title, tables)


def night_object(night: NightFigures, office: RosterView) -> dict[str, Any]:
    """Return a night under its documented keys (docs/json.md)."""
    return {
        "date": night.begins.isoformat(),
        "since": _iso(night.since, office),
        "until": _iso(night.until, office),
        "shifts": [{"since": _iso(at, office), "officer": who} for at, who in night.shifts],
        "received": {channel.value: count for channel, count in night.channels.items()},
        "hours": [
            {"hour": _iso(hour, office), "channel": channel.value, "count": count}
            for (hour, channel), count in night.received.items()
        ],
        "acts": {act.value: count for act, count in night.acts.items()},
        "incidents": [_incident(each, office) for each in night.incidents],
        "earlier": [_incident(each, office) for each in night.earlier],
        "load": {**asdict(night.load), "raised": night.load.raised} if night.load else None,
        "lateness": lateness_object(night.lateness, office),
        "signed": [signature_object(each, office.zone) for each in night.signed],
    }


def _incident(each: NightIncident, office: RosterView) -> dict[str, Any]:
    return {
        "number": each.number,
        "level": each.level.value,
        "people": each.people,
        "opened": _iso(each.opened_at, office),
        "closed": _iso(each.closed_at, office),
        "reports": [
            {
                "kind": report.kind.value,
                "number": report.number,
                "at": _iso(report.at, office),
                "to": report.to,
                "channel": report.channel.value if report.channel else None,
                "limit": _iso(each.limits.get(report.uid), office),
                "taken": _iso(report.receipt.at if report.receipt else None, office),
            }
            for report in each.reports
        ],
        "instructions": [
            {
                "leader": given.leader,
                "at": _iso(given.at, office),
                "posts": list(given.posts),
                "told": [post for post in given.posts if given.told(post)],
                "due": _iso(given.due, office),
                "ended": _iso(given.ended_at, office),
            }
            for given in each.instructions
        ],
        "posts": [
            {
                "post": duty.post,
                "person": duty.person if duty.told_at else "",
                "state": duty.state.value,
                "tell_by": _iso(duty.tell_by, office),
                "told": _iso(duty.told_at, office),
                "arrive_by": _iso(duty.arrive_by, office),
                "ended": _iso(duty.ended_at, office),
            }
            for duty in each.duties
        ],
    }


def lateness_object(lateness: DeskLateness, office: RosterView) -> dict[str, Any]:
    """Return the desk's own lateness under its documented keys."""
    return {
        "called": lateness.called,
        "told_late": lateness.told_late,
        "shown_late": lateness.shown_late,
        "most_late_s": int(lateness.most_late.total_seconds()),
        "blind": [
            {"since": _iso(since, office), "until": _iso(until, office)}
            for since, until in lateness.blind
        ],
    }


def _iso(at: datetime | None, office: RosterView) -> str | None:
    return at.astimezone(office.zone).isoformat(timespec="seconds") if at else None
