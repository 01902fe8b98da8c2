"""``export paper``, ``template`` and ``calendar``: what leaves for a printer or a calendar."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

import typer

from xfconsole.commands.context import chosen_office, view_of
from xfconsole.commands.printing import json_text, print_slips
from xfconsole.commands.with_identity import matter_of
from xfconsole.core.facts.of_procedure import DocumentIssued
from xfconsole.core.rows import MatterFile
from xfconsole.core.words.documents import Document, SheetKind
from xfconsole.core.words.procedure import Barred
from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.text import neutral_line
from xfconsole.documents.office_papers import ENDINGS, put
from xfconsole.ui.words.catalogue import language, say
from xfconsole.ui.words.closed_lists import word
from xfconsole.writing import check_target, whole_file

PAPERS = {each.value: each for kind in (Document, SheetKind) for each in kind}
TemplateName = StrEnum("TemplateName", {each.name: name for name, each in PAPERS.items()})  # type: ignore[misc]


def export_paper(
    context: typer.Context,
    number: str = typer.Argument(help="The matter's number.", show_default=False),
    file: Path = typer.Argument(help="The file to write, .docx, .pdf or .txt.", show_default=False),
    document: Document | None = typer.Option(
        None, "--document", help="Which document (default: the one issued last)."
    ),
    over: bool = typer.Option(False, "--replace", help="Replace a file of that name."),
    as_json: bool = typer.Option(False, "--json", help="Print the result as one JSON object."),
) -> None:
    """Write a document that was issued about a matter, as it was issued, to be printed."""
    from xfconsole.documents.paper import paper_for

    check_target(file, replace=over, endings=ENDINGS, kind="document.refused.kind")
    home = chosen_office(context).home
    with view_of(context) as office:
        issued = _issued(matter_of(office, number, Barred.EXPORT_READER), document)
        head = office.views.head().typed
        paper = paper_for(file, issued, head, home)
    slip = put(paper, file)
    print_slips([slip] if slip else [])
    name = neutral_line(file.name)
    if as_json:
        kind = issued.document.value
        typer.echo(json_text({"file": name, "document": kind, "head": head, "own": paper.own}))
    else:
        typer.echo(say("document.saved", file=name, document=word(issued.document)))


def export_calendar(
    context: typer.Context,
    file: Path = typer.Argument(help="The file to write, .ics.", show_default=False),
    person: str = typer.Option("", "--person", help="Whose duty: an official of the roster."),
    post: str = typer.Option("", "--post", help="Or which post's."),
    since: str = typer.Option("", "--from", help="The first day (default: this month's first)."),
    until: str = typer.Option("", "--to", help="The last day (default: next month's last)."),
    over: bool = typer.Option(False, "--replace", help="Replace a file of that name."),
) -> None:
    """Write one official's duty and reception days, or one post's, as a calendar file."""
    from xfconsole.commands.duty_calendar import calendar_of
    from xfconsole.commands.roster import asked_days

    person, post = person.strip(), post.strip()
    if bool(person) is bool(post):
        raise Refused("calendar.refused.whose")
    check_target(file, replace=over, endings=(".ics",), kind="calendar.refused.kind")
    with chosen_office(context).duty() as office:
        made = calendar_of(office, person, post, asked_days(office, since, until))
    with whole_file(file) as out:
        out.write(made.data)
    name = neutral_line(file.name)
    typer.echo(say("calendar.done", file=name, count=made.count, off=made.off))


def export_template(
    name: TemplateName = typer.Argument(help="Which document or sheet.", show_default=False),
    file: Path = typer.Argument(help="The file to write, .docx.", show_default=False),
    over: bool = typer.Option(False, "--replace", help="Replace a file of that name."),
) -> None:
    """Write the template of a document or sheet, to change and lay into the office's folder."""
    from xfconsole.documents.own import FOLDER
    from xfconsole.documents.paper import template_docx

    check_target(file, replace=over, endings=ENDINGS[:1], kind="document.refused.kind_template")
    with whole_file(file) as out:
        out.write(template_docx(PAPERS[name.value], language()))
    place = f"{FOLDER}/{language()}/{name.value}.docx"
    typer.echo(say("document.template", file=neutral_line(file.name), place=place))


def _issued(file: MatterFile, document: Document | None) -> DocumentIssued:
    """Return what was issued last, of one kind where it is named. Raises Refused for nothing."""
    for event in reversed(file.events):
        if isinstance(event.fact, DocumentIssued) and document in (None, event.fact.document):
            return event.fact
    raise Refused("document.refused.none", number=file.row.number)
