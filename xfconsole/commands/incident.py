"""``xfconsole told NO`` and ``incident NO``: one incident on paper, open or closed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import typer

from xfconsole.commands.context import chosen_office, refuse_barred
from xfconsole.commands.handover import CELLS, HandingView
from xfconsole.commands.paper_file import DOCX, PRINTED, REPLACE, write_paper
from xfconsole.commands.printing import json_text
from xfconsole.core.incident.incident_file import IncidentFile
from xfconsole.core.words.procedure import Barred
from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.text import neutral_line
from xfconsole.ui.text.cells import wrap
from xfconsole.ui.words.incident_file import IncidentWords
from xfconsole.writing import check_target

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
            write_paper(office, words_of(office, found).reports_paper(), docx)
            typer.echo(office.say("incident.written", file=neutral_line(docx.name)))
            return
        for line in told_lines(office, found, as_json=as_json):
            typer.echo(line)


@app.command("incident")
def incident(
    context: typer.Context,
    number: str = typer.Argument(
        help="The incident's number, or its matter's.", show_default=False
    ),
    as_json: bool = typer.Option(False, "--json", help="Print one JSON object."),
    docx: Path | None = DOCX,
    over: bool = REPLACE,
) -> None:
    """Print the file of an incident, for paper: what happened, who came, what went up and down."""
    _check(docx, over=over)
    with chosen_office(context).handing() as office:
        barred = Barred.EXPORT_READER if as_json or docx else Barred.READER
        found = incident_of(office, number, barred)
        if as_json:
            from xfconsole.commands.incident_object import incident_object

            typer.echo(json_text(incident_object(found, office.zone)))
            return
        if docx is not None:
            write_paper(office, words_of(office, found).file_paper(), docx)
            typer.echo(office.say("incident.written", file=neutral_line(docx.name)))
            return
        for line in file_lines(office, found):
            for row in wrap(line, CELLS) or [""]:
                typer.echo(row)


def _check(file: Path | None, *, over: bool) -> None:
    if file is not None:
        check_target(file, replace=over, endings=PRINTED, kind="incident.refused.kind")


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
    file = views.matter(matter)
    assert file is not None
    refuse_barred(office, file.row, barred)
    return found


def words_of(office: HandingView, found: IncidentFile) -> IncidentWords:
    """Return what tells an incident's file."""
    return IncidentWords(office.name, found, office.zone, office.desk.now())


def told_lines(office: HandingView, found: IncidentFile, *, as_json: bool) -> Iterator[str]:
    """Yield what ``told`` prints; docs/json.md explains the keys of its objects."""
    if as_json:
        from xfconsole.commands.incident_object import report_objects

        yield from map(json_text, report_objects(found, office.zone))
        return
    words = words_of(office, found)
    yield words.told_title()
    yield from words.told()


def file_lines(office: HandingView, found: IncidentFile) -> Iterator[str]:
    """Yield the file of an incident as it is printed."""
    title, head, sections = words_of(office, found).file()
    yield from (title, head)
    for each in sections:
        yield from ("", each.heading, *each.lines)
    yield from ("", office.say("incident.signed"))
