"""Which post a column of the office's own rosters means, as somebody answered once."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Mapping
from pathlib import Path

from xfconsole.core.words.text import neutral_line
from xfconsole.imports.table import as_text
from xfconsole.imports.tabular import read_tables

OFFICE_FILE = "roster_columns.csv"
"""In the office's folder: a column's header and the post's id, which is empty for none."""
HEADERS = ("column", "post")


def load_columns(folder: Path) -> dict[str, str]:
    """Return the post of each column; raises Refused when the office's file can't be used."""
    path = folder / OFFICE_FILE
    if not os.path.lexists(path):
        return {}
    table = read_tables(path, HEADERS).tables[0]
    rows = ([neutral_line(as_text(cell)).strip() for cell in row.cells] for row in table.rows)
    return {column: post for column, post, *_ in ([*row, ""] for row in rows if row)}


def remember_columns(folder: Path, columns: Mapping[str, str]) -> None:
    """Keep what was answered about columns, beside what was before."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(
        [HEADERS, *{**load_columns(folder), **columns}.items()]
    )
    part = folder / f".{OFFICE_FILE}.part"
    part.unlink(missing_ok=True)
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text.getvalue())
    part.replace(folder / OFFICE_FILE)
