"""``xfconsole upward``: the office's daily reports in a special period, filed and owed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import typer

from xfconsole.commands.context import OfficeContext, chosen_office, office_of
from xfconsole.commands.handover import HandingView
from xfconsole.commands.printing import json_text
from xfconsole.core.incident.daily import DailyReport
from xfconsole.core.night.situation import Situation
from xfconsole.core.words.desk import ReportChannel
from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.text import neutral_line
from xfconsole.core.words.typed import iso_day
from xfconsole.ui.words.closed_lists import word
from xfconsole.ui.words.daily import daily_name, sent_name
from xfconsole.ui.words.times import brief_countdown, moment
from xfconsole.ui.words.upward import taken_words

READ_BACK = typer.Option(
    None, "--read-back/--not-read-back", help="By phone: whether it was read back."
)

app = typer.Typer(help="What the office sends up by itself: the daily report of a special period.")


@app.callback(invoke_without_command=True)
def upward(
    context: typer.Context,
    as_json: bool = typer.Option(False, "--json", help="Print one JSON object a line."),
) -> None:
    """List the daily reports that are owed, and those that went up with who took them."""
    if context.invoked_subcommand is not None:
        return
    with chosen_office(context).handing() as office:
        situation, _ = office.desk.read_situation()
        for line in upward_lines(office, situation, as_json=as_json):
            typer.echo(line)


def upward_lines(office: HandingView, situation: Situation, *, as_json: bool) -> Iterator[str]:
    """Yield what ``upward`` prints; docs/json.md explains the keys of its objects."""
    zone, now = office.zone, situation.at
    if not as_json and not situation.daily and not situation.dailies:
        yield office.say("daily.none_sent")
    for view in situation.daily:
        day, limit = view.owed.day, view.owed.limit
        if as_json:
            yield json_text(_object(office, day, limit, None))
        else:
            left, at = brief_countdown(limit, now), moment(limit, zone)
            yield office.say("daily.owed", name=daily_name(day), at=at, left=left)
    for each in situation.dailies:
        if as_json:
            yield json_text(_object(office, each.day, each.limit, each))
        else:
            yield _line(office, each)


def _line(office: HandingView, report: DailyReport) -> str:
    return office.say(
        "daily.line",
        name=sent_name(report),
        at=moment(report.at, office.zone),
        to=report.to,
        channel=word(report.channel) if report.channel else office.say("upward.not_said"),
        taken=taken_words(report, office.zone),
        officer=report.officer,
    )


def _object(
    office: HandingView, day: date, limit: datetime, report: DailyReport | None
) -> dict[str, object]:
    def iso(at: datetime | None) -> str | None:
        return at.astimezone(office.zone).isoformat(timespec="seconds") if at else None

    receipt = report.receipt if report else None
    late = report.at - limit if report else timedelta(0)
    return {
        "day": day.isoformat(),
        "limit": iso(limit),
        "at": iso(report.at) if report else None,
        "officer": report.officer if report else None,
        "again": bool(report and report.again),
        "nothing": report.nothing if report else None,
        "to": report.to if report else None,
        "channel": report.channel.value if report and report.channel else None,
        "taken_by": receipt.person if receipt else None,
        "taken_at": iso(receipt.at) if receipt else None,
        "read_back": receipt.read_back if receipt else None,
        "late_s": max(0, int(late.total_seconds())) if report else None,
    }


@app.command()
def daily(
    context: typer.Context,
    to: str = typer.Option(..., "--to", help="To whom it goes: a post, unit or body."),
    channel: ReportChannel = typer.Option(..., "--channel", help="By which way it goes."),
    day: str = typer.Option("", "--day", help="Of which day: 2026-10-01; none: the one owed."),
    situation: str = typer.Option("", "--situation", help="Time, place, head-count, requests."),
    measures: str = typer.Option("", "--measures", help="What was done."),
    effect: str = typer.Option("", "--effect", help="Effect, and how it goes on."),
    other: str = typer.Option("", "--other", help="Anything else."),
    person: str = typer.Option("", "--taken-by", help="Who took it, where that is known."),
    read_back: bool | None = READ_BACK,
) -> None:
    """File the daily report; without any of the four parts: nothing to report."""
    on = _day(day)
    with office_of(context) as office:
        office.desk.report_daily(
            on, situation, measures, effect, other,
            to=to, channel=channel, person=person, read_back=read_back,
        )  # fmt: skip
        report = office.desk.dailies()[-1]
        typer.echo(office.say("daily.done", report=sent_name(report), to=report.to))


@app.command()
def receipt(
    context: typer.Context,
    day: str = typer.Argument(help="Of which day: 2026-10-01.", show_default=False),
    person: str = typer.Option(..., "--taken-by", help="Who took it."),
    read_back: bool | None = READ_BACK,
) -> None:
    """Note who took the daily report of a day: the first that has no receipt yet."""
    on = _day(day)
    with office_of(context) as office:
        report = _unreceipted(office, on)
        office.desk.receive_daily(report.uid, person, read_back=read_back)
        said = {"report": sent_name(report), "person": neutral_line(person).strip()}
        typer.echo(office.say("daily.taken", **said))


def _unreceipted(office: OfficeContext, day: date | None) -> DailyReport:
    reports = [each for each in office.desk.dailies() if each.day == day]
    left = [each for each in reports if each.receipt is None] or reports[-1:]
    if not left:
        raise Refused("desk.refused.no_report")
    return left[0]


def _day(text: str) -> date | None:
    day = iso_day(text)
    if text and day is None:
        raise Refused("cli.refused.date")
    return day
