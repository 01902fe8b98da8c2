"""What columns of the office's own tables mean, as somebody answered once: rosters and letters."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from xfconsole.core.words.text import neutral_line
from xfconsole.imports.table import as_text
from xfconsole.imports.tabular import read_tables

ROSTER_FILE = "roster_columns.csv"
"""In the office's folder: a column's header and the post's id, which is empty for none."""
ROSTER_HEADERS = ("column", "post")
LETTERS_FILE = "letter_columns.csv"
"""In the office's folder: a set of columns by name, and each one's field, empty for none."""
LETTERS_HEADERS = ("name", "column", "field")


def load_columns(folder: Path) -> dict[str, str]:
    """Return the post of each column; raises Refused when the office's file can't be used."""
    return {column: post for column, post in _rows(folder / ROSTER_FILE, ROSTER_HEADERS) if column}


def remember_columns(folder: Path, columns: Mapping[str, str]) -> None:
    """Keep what was answered about columns of rosters, beside what was before."""
    _write(folder / ROSTER_FILE, ROSTER_HEADERS, {**load_columns(folder), **columns}.items())


def load_mappings(folder: Path) -> dict[str, dict[str, str]]:
    """Return the field of each column, by the name of a set of columns; raises Refused as above."""
    found: dict[str, dict[str, str]] = {}
    for name, column, field in _rows(folder / LETTERS_FILE, LETTERS_HEADERS):
        if column:
            found.setdefault(name, {})[column] = field
    return found


def keep_mapping(folder: Path, name: str, mapping: Mapping[str, str]) -> None:
    """Keep what columns of letters mean under a name, in the place of what bore it before."""
    every = {**load_mappings(folder), name: mapping}
    rows = ((each, *pair) for each, columns in every.items() for pair in columns.items())
    _write(folder / LETTERS_FILE, LETTERS_HEADERS, rows)


def _rows(path: Path, headers: Sequence[str]) -> Iterator[list[str]]:
    if not os.path.lexists(path):
        return
    for row in read_tables(path, headers).tables[0].rows:
        cells = [neutral_line(as_text(cell)).strip() for cell in row.cells]
        yield [*cells, *("" for _ in headers)][: len(headers)]


def _write(path: Path, headers: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([headers, *rows])
    part = path.with_name(f".{path.name}.part")
    part.unlink(missing_ok=True)
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text.getvalue())
    part.replace(path)
