"""Prints titled tables of figures, or writes them into a sheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import typer

from xfconsole.commands.context import OfficeView, Say
from xfconsole.commands.paper_file import PRINTED, write_paper
from xfconsole.commands.sheet import new_sheet
from xfconsole.commands.terminal import Page, terminal_of
from xfconsole.core.words.text import neutral_line
from xfconsole.ui.papers import SheetPaper
from xfconsole.ui.words.figures import FigureTable, figures_paper
from xfconsole.writing import check_target


def print_figures(
    context: typer.Context, say: Say, title: str, tables: Iterable[FigureTable]
) -> None:
    """Print tables: drawn on a terminal, else a line a row that can be read aloud."""
    terminal = terminal_of(context)
    if terminal is None:
        for line in figure_lines(say, title, tables):
            typer.echo(line)
        return
    with terminal.page() as page:
        page.line(title, "bold")
        for table in tables:
            _draw(page, table)


def figure_lines(say: Say, title: str, tables: Iterable[FigureTable]) -> Iterator[str]:
    """Yield every row as a sentence: what it is about, then each figure after its head."""
    yield title
    for table in tables:
        yield table.title
        for name, *cells in table.rows:
            told = [
                say("figures.cell", head=head, value=value) if len(cells) > 1 else str(value)
                for head, value in zip(table.heads[1:], cells, strict=True)
                if value != ""
            ]
            yield say("figures.row", name=name, told=say("figures.comma").join(told))
        yield from table.notes


def check_file(file: Path, *, over: bool) -> None:
    """Refuse a file that figures can't be written to."""
    kind = "figures.kind"
    check_target(file, replace=over, endings=(".csv", ".xlsx", *PRINTED), kind=kind)


def write_figures(
    office: OfficeView,
    file: Path,
    title: str,
    tables: Iterable[FigureTable],
    *,
    over: bool,
    sheet: SheetPaper | None = None,
) -> None:
    """Write tables one below the other into a sheet, or on paper as they are or as ``sheet``."""
    if file.suffix.lower() in PRINTED:
        name = office.views.meta()["name"]
        write_paper(office, sheet or figures_paper(name, title, tables), file)
    else:
        _write_sheet(office.say, file, title, tables, over=over)
    typer.echo(office.say("figures.written", file=neutral_line(file.name)))


def _write_sheet(
    say: Say, file: Path, title: str, tables: Iterable[FigureTable], *, over: bool
) -> None:
    with new_sheet(file, say("figures.sheet"), replace=over) as add:
        add([title])
        for table in tables:
            add([])
            add([table.title])
            if table.rows:
                add(list(table.heads))
            for row in table.rows:
                add(list(row))
            for note in table.notes:
                add([note])


def _draw(page: Page, table: FigureTable) -> None:
    page.line("")
    page.line(table.title, "bold")
    if table.rows:
        page.table(table.heads, [_cells(row) for row in table.rows])
    for note in table.notes:
        page.line(note)


def _cells(row: Sequence[str | int]) -> list[str]:
    return [str(each) for each in row]
