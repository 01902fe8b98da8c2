"""``xfconsole import …``: letters or a roster from a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import typer

from xfconsole.commands.context import OfficeView, Say, office_of
from xfconsole.commands.printing import json_text
from xfconsole.commands.progress import progress
from xfconsole.commands.roster import import_roster
from xfconsole.core.words.text import neutral_line
from xfconsole.ui.words.status import on_sheet, sheets_words

if TYPE_CHECKING:
    from xfconsole.imports.bring_in import LettersDone
    from xfconsole.imports.letters import BadRow, LettersFile

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
    dry_run: bool = typer.Option(False, "--dry-run", help="Say what would come in; write nothing."),
    as_json: bool = typer.Option(False, "--json", help="Print the result as one JSON object."),
) -> None:
    """Register the letters in a spreadsheet; the same letter never comes in twice."""
    # Imported here: reading spreadsheets is slow to load, and other commands do not need it.
    from xfconsole.imports.bring_in import bring_in
    from xfconsole.imports.columns import parse_mapping
    from xfconsole.imports.letters import open_letters

    mapping = parse_mapping(column_map)
    with office_of(context) as office:
        letters = open_letters(file, mapping, office.zone, office.desk.now())
        with _progress(letters, office.say) as tell:
            if not dry_run:
                office.desk.adopt_calendar()
            done = bring_in(office.desk, letters.letters, tell, dry_run=dry_run)
        shown = _print_json if as_json else _print_plain
        shown(neutral_line(file.name), letters, done, office, dry_run)
    raise typer.Exit(1 if done.bad or done.stopped else 0)


def _print_plain(
    file: str, letters: LettersFile, done: LettersDone, office: OfficeView, dry_run: bool
) -> None:
    say = office.say
    for bad in done.bad:
        typer.echo(_bad_line(bad, say), err=True)
    if done.stopped is not None:
        typer.echo(say(done.stopped.key, **done.stopped.values), err=True)
    used = "; ".join(f"{column} = {field}" for column, field in letters.used.items())
    typer.echo(say("letters.used", columns=used))
    never = letters.never_read
    if unused := [name for name in letters.unused if name not in never]:
        typer.echo(say("letters.unused", columns=", ".join(unused)))
    if never:
        typer.echo(say("letters.never_read", columns=", ".join(never)))
    for line in sheets_words(letters.sheets, letters.others):
        typer.echo(line)
    if done.no_letter:
        typer.echo(say("letters.no_letter", rows=", ".join(done.no_letter)))
    if done.hidden:
        typer.echo(say("letters.hidden", count=done.hidden))
    if done.carried:
        columns = ", ".join(done.carried_columns)
        typer.echo(say("letters.carried", count=done.carried, columns=columns))
    if _may_have_lost_units(letters, done):
        typer.echo(say("letters.without_unit", count=done.without_unit))
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


def _may_have_lost_units(letters: LettersFile, done: LettersDone) -> bool:
    """Whether a text names a unit in some rows only: merged cells lose theirs in a text."""
    usable = done.rows - len(done.bad)
    has_units = "unit" in letters.columns[0].of_field and not letters.merges
    return has_units and 0 < done.without_unit < usable


def _bad_line(bad: BadRow, say: Say) -> str:
    said = say("letters.bad.row", row=bad.row, reason=say(bad.reason.key, **bad.reason.values))
    return on_sheet(bad.sheet, said)


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
