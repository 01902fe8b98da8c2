"""``xfconsole export imports FILE``: what every import of letters brought, and what it left out."""

from __future__ import annotations

from pathlib import Path

import typer

from xfconsole.commands.context import view_of
from xfconsole.commands.sheet import new_sheet
from xfconsole.core.words.text import neutral_line
from xfconsole.ui.words.catalogue import say

_COUNTS = ("rows", "added", "known", "replies", "bad")


def export_imports(
    context: typer.Context,
    file: Path = typer.Argument(help="The file to write, .xlsx or .csv.", show_default=False),
    over: bool = typer.Option(False, "--replace", help="Replace a file of that name."),
) -> None:
    """Write what every import of letters brought, and which rows it left out and why."""
    from xfconsole.imports.reports import reports
    from xfconsole.ui.words.letters import left_out_lines

    with view_of(context) as office:
        found = reports(office.views.events_of(office.views.meta()["office"]))
        with new_sheet(file, say("letters.sheet.name"), replace=over) as add:
            add([say(f"letters.sheet.{name}") for name in ("import", "file", *_COUNTS, "left_out")])
            for each in found:
                counts = [getattr(each, name) for name in _COUNTS]
                first, *more = left_out_lines(each) or [""]
                add([each.brought, each.source, *counts, first.strip()])
                for line in more:
                    add(["", "", *[None] * len(_COUNTS), line.strip()])
    typer.echo(say("letters.sheet.done", file=neutral_line(file.name), count=len(found)))
