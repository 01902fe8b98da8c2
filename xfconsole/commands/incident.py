"""``xfconsole told NO`` and ``incident NO``: one incident on paper, open or closed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import typer

from xfconsole.commands.context import chosen_office, refuse_barred
from xfconsole.commands.handover import CELLS, HandingView
from xfconsole.commands.printing import json_text
from xfconsole.core.facts.announced import ANNOUNCEMENTS, ObligationMissed
from xfconsole.core.facts.of_incident import IncidentClosed
from xfconsole.core.incident.upward import FiledReport
from xfconsole.core.words.procedure import Barred
from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.text import neutral_line
from xfconsole.desk.verbs.reporting import IncidentFile
from xfconsole.ui.text.cells import wrap
from xfconsole.ui.words.catalogue import catalogue, language
from xfconsole.ui.words.closed_lists import word
from xfconsole.ui.words.events import EventWords
from xfconsole.ui.words.posts import post_name
from xfconsole.ui.words.times import brief_countdown, moment
from xfconsole.ui.words.upward import channel_words, owed_words, report_name, taken_words
from xfconsole.writing import check_target

DOCX = typer.Option(None, "--docx", help="Write it to a .docx to be printed.")
REPLACE = typer.Option(False, "--replace", help="Replace a file of that name.")

app = typer.Typer()


@app.command("told")
def told(
    context: typer.Context,
    number: str = typer.Argument(
        help="The incident's number, or its matter's.", show_default=False
    ),
    as_json: bool = typer.Option(False, "--json", help="Print one JSON object a line."),
    docx: Path | None = DOCX,
    over: bool = REPLACE,
) -> None:
    """Print who was told what: each report with its limit, channel, receipt and lateness."""
    _check(docx, over=over)
    with chosen_office(context).handing() as office:
        barred = Barred.EXPORT_READER if as_json or docx else Barred.READER
        found = incident_of(office, number, barred)
        if docx is not None:
            from xfconsole.commands.incident_paper import write_reports, written

            write_reports(office, found, next(told_lines(office, found, as_json=False)), docx)
            typer.echo(written(office, docx))
            return
        for line in told_lines(office, found, as_json=as_json):
            typer.echo(line)


@app.command("incident")
def incident(
    context: typer.Context,
    number: str = typer.Argument(
        help="The incident's number, or its matter's.", show_default=False
    ),
    docx: Path | None = DOCX,
    over: bool = REPLACE,
) -> None:
    """Print the file of an incident, for paper: what happened, who came, what went up and down."""
    _check(docx, over=over)
    with chosen_office(context).handing() as office:
        found = incident_of(office, number, Barred.EXPORT_READER if docx else Barred.READER)
        if docx is not None:
            from xfconsole.commands.incident_paper import write_file, written

            write_file(office, file_lines(office, found), docx)
            typer.echo(written(office, docx))
            return
        for line in file_lines(office, found):
            for row in wrap(line, CELLS) or [""]:
                typer.echo(row)


def _check(file: Path | None, *, over: bool) -> None:
    if file is not None:
        check_target(file, replace=over, endings=(".docx",), kind="incident.refused.kind")


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


def file_lines(office: HandingView, found: IncidentFile) -> Iterator[str]:
    """Yield the file of an incident: each section says so where there is nothing in it."""
    opened, zone, said = found.incident.opened, office.zone, _Said(office, found)
    at = moment(office.desk.now(), zone)
    yield office.say("incident.title", office=office.name, number=opened.number, at=at)
    yield from said.head()
    sections = {
        "posts": said.posts(),
        "requests": said.requests(),
        "reports": [*report_lines(office, found), *said.parts()],
        "instructions": said.instructions(),
        "checklist": said.checklist(),
        "entries": said.entries(),
        "summary": said.closing("summary"),
        "evaluation": said.closing("evaluation"),
    }
    for name, lines in sections.items():
        yield ""
        yield office.say(f"incident.section.{name}")
        yield from lines or ["  " + office.say("incident.nothing")]
    yield ""
    yield office.say("incident.signed")


class _Said:
    """Tells the sections of an incident's file, each line indented."""

    def __init__(self, office: HandingView, found: IncidentFile) -> None:
        self._office, self._found, self._zone = office, found, office.zone
        self._say = office.say

    def _post(self, post: str) -> str:
        return post_name(self._found.policy, post)

    def head(self) -> Iterator[str]:
        incident, policy = self._found.incident, self._found.policy
        closed = incident.closed_at
        yield self._say(
            "incident.head",
            topic=incident.opened.topic,
            opened=moment(incident.opened_at, self._zone),
            closed=moment(closed, self._zone) if closed else self._say("incident.goes_on"),
            people=max((each.value for each in incident.peaks), default=incident.headcount),
            level=word(self._found.plan.level),
            plan=policy.label,
            units=self._say("ui.and").join(filter(None, incident.places.values())) or "-",
        )

    def posts(self) -> list[str]:
        """Return of each post when it was told and came."""
        return [
            self._say(
                "incident.post",
                post=self._post(each.post),
                person=each.person,
                state=word(each.state),
                told=moment(each.told_at, self._zone) if each.told_at else "-",
                came=moment(each.ended_at, self._zone) if each.ended_at else "-",
            )
            for each in self._found.plan.obligations
        ]

    def requests(self) -> list[str]:
        """Return each request with its answer or next step."""
        return [
            self._say("incident.request", text=each.text, answer=each.answer or each.step or "-")
            + (f" {each.on}" if each.on else "")
            for each in self._found.requests
        ]

    def parts(self) -> list[str]:
        """Return the parts of each report, once for what only repeats it."""
        lines = []
        for each in self._found.incident.upward.reports:
            if not each.again and any(each.parts):
                name = report_name(each.kind, each.number)
                lines.append(self._say("incident.report", report=name))
                lines += [f"    {part}" for part in each.parts if part]
        return lines

    def instructions(self) -> list[str]:
        """Return each instruction, who was told, and what came of it."""
        lines = []
        for each in self._found.incident.instructed.all:
            at = moment(each.at, self._zone)
            lines.append(
                self._say("incident.instruction", at=at, leader=each.leader, text=each.text)
            )
            for ring in each.relays:
                told = {"post": self._post(ring.post), "person": ring.person}
                at = moment(ring.at, self._zone)
                lines.append(self._say("incident.relay", at=at, outcome=ring.outcome, **told))
            if each.ended_at is not None:
                at = moment(each.ended_at, self._zone)
                lines.append(self._say("incident.result", at=at, text=each.result))
        return lines

    def checklist(self) -> list[str]:
        """Return each line of the list with who saw to it, or that nobody did."""
        found, ticks = self._found, self._found.incident.ticks
        return [
            self._say(
                "incident.check",
                text=each.words,
                who=f"{moment(tick.at, self._zone)} {tick.officer}"
                if (tick := ticks.get(each.id))
                else self._say("incident.unchecked"),
            )
            for each in found.policy.checklist_for(found.plan.level)
        ]

    def entries(self) -> list[str]:
        """Return the entries as the log tells them."""
        teller = EventWords(
            catalogue(language()), self._post, lambda at: f"{at.astimezone(self._zone):%H:%M}"
        )
        return [
            f"  {moment(each.happened_at, self._zone)} {each.officer} {teller.tell(each)}"
            for each in self._found.events
            if each.kind not in ANNOUNCEMENTS or isinstance(each.fact, ObligationMissed)
        ]

    def closing(self, name: str) -> list[str]:
        """Return a text that was written when the incident ended."""
        facts = (e.fact for e in self._found.events if isinstance(e.fact, IncidentClosed))
        return [f"  {text}" for each in facts if (text := getattr(each, name))]


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
