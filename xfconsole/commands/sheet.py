"""Writes a table as .csv or .xlsx, row by row, so that a spreadsheet runs nothing in it.

A text that a spreadsheet could take for a formula gets an apostrophe in front. The file appears
whole or not at all, and only its owner can read it.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TypeAlias
from xml.sax.saxutils import escape

from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.text import neutral_line
from xfconsole.writing import check_target, whole_file

Cell: TypeAlias = "str | int | None"
AddRow: TypeAlias = "Callable[[Sequence[Cell]], None]"

MOST_ROWS = 1_048_576
"""Rows of an .xlsx sheet, the heading included."""
_MOST_CHARACTERS = 32_767
"""Of one cell: more makes a spreadsheet call the file damaged."""
_STARTS = tuple("=+-@|%＝＋－＠")
"""What begins a formula, or a command, in one spreadsheet or another."""
_LIKE_AN_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_NS = "http://schemas.openxmlformats.org"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


@contextmanager
def new_sheet(path: Path, title: str, *, replace: bool = False) -> Iterator[AddRow]:
    """Yield what adds a row to a new table; leaving the block puts the file in its place.

    The ending tells which kind it is. Raises Refused for another ending, for a file that is there
    already unless it may be replaced, for what cannot be written, and beyond the rows of an .xlsx.
    """
    check_target(path, replace=replace)
    rows = _csv_rows if path.suffix.lower() == ".csv" else _xlsx_rows
    with whole_file(path) as file, rows(file, title) as add:
        yield add


def safe(cell: Cell) -> Cell:
    """Return a cell that no spreadsheet runs: one line, and nothing that begins a formula."""
    if not isinstance(cell, str):
        return cell
    text = neutral_line(cell)
    if text.lstrip().startswith(_STARTS):
        text = f"'{text}"
    return text[:_MOST_CHARACTERS]


@contextmanager
def _csv_rows(file: IO[bytes], _: str) -> Iterator[AddRow]:
    # With its mark at the front spreadsheets read Chinese in it; kept open for the caller to sync.
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text)

    def add(cells: Sequence[Cell]) -> None:
        writer.writerow([safe(cell) for cell in cells])

    try:
        yield add
    finally:
        text.detach()


@contextmanager
def _xlsx_rows(file: IO[bytes], title: str) -> Iterator[AddRow]:
    # Written by hand: openpyxl keeps rows in a file of its own, in a folder that others can read.
    count = 0
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as book:
        for name, text in _parts(title).items():
            book.writestr(name, _XML + text)
        with book.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            sheet.write(f'{_XML}<worksheet xmlns="{_NS}/spreadsheetml/2006/main">'.encode())
            sheet.write(b"<sheetData>")

            def add(cells: Sequence[Cell]) -> None:
                nonlocal count
                count += 1
                if count > MOST_ROWS:
                    raise Refused("export.refused.rows", most=f"{MOST_ROWS:,}")
                row = "".join(_xlsx_cell(safe(cell)) for cell in cells)
                sheet.write(f"<row>{row}</row>".encode())

            yield add
            sheet.write(b"</sheetData></worksheet>")


def _xlsx_cell(cell: Cell) -> str:
    if cell is None or cell == "":
        return "<c/>"
    if isinstance(cell, int):
        return f"<c><v>{cell}</v></c>"
    text = escape(_LIKE_AN_ESCAPE.sub("_x005F_", cell))
    return f'<c t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def _parts(title: str) -> dict[str, str]:
    package, office = f"{_NS}/package/2006", f"{_NS}/officeDocument/2006/relationships"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    return {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/>'
        "</Types>",
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" '
        f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_NS}/spreadsheetml/2006/main" '
        f'xmlns:r="{office}"><sheets><sheet name="{escape(title)}" sheetId="1" r:id="rId1"/>'
        "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="rId1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/>'
        "</Relationships>",
    }
