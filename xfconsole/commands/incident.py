"""``xfconsole told NO``: who was told what of one incident, open or closed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import typer

from xfconsole.commands.context import chosen_office, refuse_barred
from xfconsole.commands.handover import HandingView
from xfconsole.commands.printing import json_text
from xfconsole.core.incident.upward import FiledReport
from xfconsole.core.words.procedure import Barred
from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.text import neutral_line
from xfconsole.desk.verbs.reporting import IncidentFile
from xfconsole.ui.words.times import brief_countdown, moment
from xfconsole.ui.words.upward import channel_words, owed_words, report_name, taken_words

app = typer.Typer()


@app.command("told")
def told(
    context: typer.Context,
    number: str = typer.Argument(
        help="The incident's number, or its matter's.", show_default=False
    ),
    as_json: bool = typer.Option(False, "--json", help="Print one JSON object a line."),
) -> None:
    """Print who was told what: each report with its limit, channel, receipt and lateness."""
    with chosen_office(context).handing() as office:
        found = incident_of(office, number, Barred.EXPORT_READER if as_json else Barred.READER)
        for line in told_lines(office, found, as_json=as_json):
            typer.echo(line)


def incident_of(office: HandingView, number: str, barred: Barred) -> IncidentFile:
    """Return an incident by its number or its matter's, of several the last.

    Raises Refused for a number that no incident has, and for what the officer is barred from.
    """
    views = office.views
    known = views.matter(number)
    uid = next(reversed(views.incidents_of(known.row.uid)), "") if known else number
    found = office.desk.incident_file(uid)
    if found is None:
        raise Refused("desk.refused.no_incident_file", number=neutral_line(number)[:40])
    matter = found.incident.opened.matter
    file = views.matter(views.numbers([matter])[matter])
    assert file is not None
    refuse_barred(office, file.row, barred)
    return found


def told_lines(office: HandingView, found: IncidentFile, *, as_json: bool) -> Iterator[str]:
    """Yield what ``told`` prints; docs/json.md explains the keys of its objects."""
    if as_json:
        yield from _objects(office, found)
        return
    number, zone = found.incident.opened.number, office.zone
    at = moment(office.desk.now(), zone)
    yield office.say("upward.paper.title", office=office.name, number=number, at=at)
    yield from report_lines(office, found)


def report_lines(office: HandingView, found: IncidentFile) -> Iterator[str]:
    """Yield a line for each report that went up, then for each that is owed."""
    limits, zone = dict(found.plan.report_limits), office.zone
    reports = found.incident.upward.reports
    if not reports:
        yield office.say("upward.paper.none")
    for each in reports:
        yield office.say(
            "upward.paper.line",
            at=moment(each.at, zone),
            report=_name(office, each),
            to=each.to or office.say("upward.not_said"),
            channel=channel_words(each),
            taken=taken_words(each, zone),
            limit=_limit(office, each, limits.get(each.uid)),
            officer=each.officer,
        )
    for words in owed_words(found.plan.owed, office.desk.now(), zone):
        if found.incident.closed_at is None:
            yield "  " + " ".join(filter(None, words))


def _name(office: HandingView, report: FiledReport) -> str:
    name = report_name(report.kind, report.number)
    return office.say("upward.again", report=name) if report.again else name


def _limit(office: HandingView, report: FiledReport, limit: datetime | None) -> str:
    if limit is None:
        return ""
    late = brief_countdown(limit, report.at) if report.at > limit else office.say("upward.in_time")
    return office.say("upward.paper.limit", limit=moment(limit, office.zone), late=late)


def _objects(office: HandingView, found: IncidentFile) -> Iterator[str]:
    limits = dict(found.plan.report_limits)

    def at(instant: datetime | None) -> str | None:
        return instant.astimezone(office.zone).isoformat(timespec="seconds") if instant else None

    for each in found.incident.upward.reports:
        limit, receipt = limits.get(each.uid), each.receipt
        late = int((each.at - limit).total_seconds()) if limit and each.at > limit else 0
        yield json_text(
            {
                "report": each.kind.value,
                "number": each.number,
                "again": bool(each.again),
                "at": at(each.at),
                "officer": each.officer,
                "to": each.to,
                "channel": each.channel.value if each.channel else None,
                "taken_by": receipt.person if receipt else None,
                "taken_at": at(receipt.at) if receipt else None,
                "read_back": receipt.read_back if receipt else None,
                "limit": at(limit),
                "late_s": late if limit else None,
            }
        )
