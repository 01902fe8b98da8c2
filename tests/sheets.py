"""Writes tables as offices send them, .xlsx with every text kept as text and .csv; reads one."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from xfconsole.imports.table import Table
from xfconsole.imports.tabular import read_tables

_NOT_IN_XML = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")

Rows = Sequence[Sequence[Any]]


def write_xlsx(path: Path, rows: Rows) -> Path:
    """Write a workbook with one sheet; what XML can't hold is escaped as spreadsheets do."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    book.save(path)
    return path


def book(*sheets: tuple[str, list[list[Any]]]) -> Workbook:
    """Make a workbook; the caller changes what it likes and saves it."""
    made = Workbook()
    made.remove(made.worksheets[0])
    for title, rows in sheets:
        sheet = made.create_sheet(title)
        for row in rows:
            sheet.append(row)
    return made


def saved(made: Workbook, path: Path) -> Path:
    made.save(path)
    return path


def rewrite(path: Path, part: str, change: Callable[[bytes], bytes]) -> None:
    """Change a part of a workbook, or add it, as no spreadsheet program of ours does."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[part] = change(parts.get(part, b""))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def write_csv(path: Path, rows: Rows, encoding: str = "utf-8") -> Path:
    """Write a comma separated text."""
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def read_table(path: Path, known: Collection[str]) -> Table:
    """Return the one table in a file that shows most of the ``known`` headers."""
    found = read_tables(path, known)
    return found.tables[found.best]


def _cell(sheet: Any, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    escaped = _NOT_IN_XML.sub(lambda found: f"_x{ord(found.group()):04X}_", value)
    cell = WriteOnlyCell(sheet, escaped)
    # Else =1+1 would be stored as a formula.
    cell.data_type = "s"
    return cell
