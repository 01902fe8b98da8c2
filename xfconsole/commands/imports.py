"""``xfconsole import …``: letters or a roster from a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import typer

from xfconsole.commands.context import OfficeView, Say, chosen_office, office_of
from xfconsole.commands.printing import bounded_line, json_text
from xfconsole.commands.progress import progress
from xfconsole.commands.roster import import_roster
from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.text import neutral_line

if TYPE_CHECKING:
    from xfconsole.imports.bring_in import LettersDone
    from xfconsole.imports.letters import LettersFile

app = typer.Typer(help="Bring in letters or a roster from a spreadsheet.", no_args_is_help=True)
app.command("roster")(import_roster)

LINE_EVERY = 1_000
"""Rows between two lines of progress where stderr is no terminal."""

Progress: TypeAlias = "Callable[[LettersDone], None]"


@app.command("letters")
def import_letters(
    context: typer.Context,
    file: Path = typer.Argument(
        help="A table of letters: .xlsx, .xls, .et, .ods or .csv.", show_default=False
    ),
    column_map: list[str] = typer.Option(
        [], "--map", metavar="COLUMN=FIELD", help="Read a column as a field; may be repeated."
    ),
    kept: str = typer.Option(
        "", "--mapping", metavar="NAME", help="Read the columns as kept under this name."
    ),
    dry_run: bool = typer.Option(False, "--dry-run", help="Say what would come in; write nothing."),
    as_json: bool = typer.Option(False, "--json", help="Print the result as one JSON object."),
) -> None:
    """Register the letters in a spreadsheet; the same letter never comes in twice."""
    # Imported here: reading spreadsheets is slow to load, and other commands do not need it.
    from xfconsole.imports.bring_in import bring_in
    from xfconsole.imports.columns import parse_mapping
    from xfconsole.imports.letters import open_letters
    from xfconsole.imports.reports import report_of

    mapping = parse_mapping(column_map)
    if kept:
        mapping = {**_kept_mapping(chosen_office(context).home, neutral_line(kept)), **mapping}
    with office_of(context) as office:
        letters = open_letters(file, mapping, office.zone, office.desk.now())
        with _progress(letters, office.say) as tell:
            if not dry_run:
                office.desk.adopt_calendar()
            done = bring_in(office.desk, letters.letters, tell, dry_run=dry_run)
        name = neutral_line(file.name)
        if not dry_run:
            office.desk.end_letters(report_of(done, name))
        shown = _print_json if as_json else _print_plain
        shown(name, letters, done, office, dry_run)
    raise typer.Exit(1 if done.bad or done.stopped else 0)


def _kept_mapping(home: Path, name: str) -> dict[str, str]:
    from xfconsole.office_files.kept_columns import load_mappings

    mappings = load_mappings(home)
    if name not in mappings:
        known = ", ".join(mappings) or "——"
        raise Refused("letters.refused.mapping", name=bounded_line(name), known=known)
    return mappings[name]


def _print_plain(
    file: str, letters: LettersFile, done: LettersDone, office: OfficeView, dry_run: bool
) -> None:
    from xfconsole.ui.words.letters import bad_line, note_lines

    say = office.say
    for bad in done.bad:
        typer.echo(bad_line(bad), err=True)
    if done.stopped is not None:
        typer.echo(say(done.stopped.key, **done.stopped.values), err=True)
    for line in note_lines(letters, done, lambda field: field):
        typer.echo(line)
    counts = {"rows": done.rows, "known": done.known, "replies": done.replies}
    key = "letters.would_add" if dry_run else "letters.added"
    typer.echo(say(key, file=file, added=done.added, **counts))
    if done.bad:
        typer.echo(say("letters.bad_rows", count=len(done.bad)), err=True)


def _print_json(
    file: str, letters: LettersFile, done: LettersDone, office: OfficeView, dry_run: bool
) -> None:
    say = office.say
    result: dict[str, Any] = {
        "file": file,
        "dry_run": dry_run,
        "rows": done.rows,
        "added": done.added,
        "known": done.known,
        "replies": done.replies,
        "carried": {"rows": done.carried, "columns": list(done.carried_columns)},
        "without_unit": done.without_unit,
        "hidden": done.hidden,
        "sheets": {"read": list(letters.sheets), "passed_over": list(letters.others)},
        "bad": [
            {
                "row": bad.row,
                "sheet": bad.sheet,
                "key": bad.reason.key,
                "text": say(bad.reason.key, **bad.reason.values),
            }
            for bad in done.bad
        ],
        "used": letters.used,
        "unused": letters.unused,
        "never_read": letters.never_read,
        "no_letter": done.no_letter,
        "stopped": say(done.stopped.key, **done.stopped.values) if done.stopped else None,
    }
    typer.echo(json_text(result))


@contextmanager
def _progress(letters: LettersFile, say: Say) -> Iterator[Progress]:
    with progress(say("letters.reading"), letters.rows or None) as told:
        yield _lines(say) if told is None else lambda done: told(done.rows)


def _lines(say: Say) -> Progress:
    said = [0]

    def line(done: LettersDone) -> None:
        if done.rows // LINE_EVERY > said[0]:
            said[0] = done.rows // LINE_EVERY
            typer.echo(say("letters.progress", rows=said[0] * LINE_EVERY), err=True)

    return line
