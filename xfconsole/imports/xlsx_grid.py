"""Reads the sheets of an .xlsx workbook as grids, without trusting a byte of it."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, partial
from typing import Any
from xml.etree.ElementTree import iterparse

from openpyxl.cell.cell import ERROR_CODES
from openpyxl.cell.text import Text
from openpyxl.reader.excel import ExcelReader
from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS

from xfconsole.core.refusal import Refused
from xfconsole.core.text import neutral_line
from xfconsole.imports.table import (
    MAX_CELL_CHARACTERS,
    MAX_COLUMNS,
    MAX_ROWS,
    Cell,
    Grid,
    Row,
)

# What openpyxl finds odd in a workbook would be printed across the screen.
warnings.filterwarnings("ignore", category=UserWarning, module=r"openpyxl\.")

MAX_UNPACKED_BYTES = 300 * 1024 * 1024
MAX_RATIO = 200
"""Unpacked to packed size; honest sheets stay below 60."""
RATIO_FROM_BYTES = 10 * 1024 * 1024
MAX_PARTS = 2_000

_SI = f"{{{SHEET_MAIN_NS}}}si"
_ROW = f"{{{SHEET_MAIN_NS}}}row"
_CELL = f"{{{SHEET_MAIN_NS}}}c"
_FORMULA = f"{{{SHEET_MAIN_NS}}}f"
_VALUE = f"{{{SHEET_MAIN_NS}}}v"
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_FORMULA_BYTES = re.compile(rb"<(?:\w+:)?f[\s/>]")
_MIDNIGHT = datetime(1970, 1, 1, tzinfo=UTC)


class _FaithfulReader(ExcelReader):
    """openpyxl's reader, but keeping shared strings as they are written in the file."""

    def read_strings(self) -> None:
        """Read the shared strings raw: openpyxl drops every ``x005F_`` beyond recovery."""
        manifest: Any = self.package
        part = manifest.find(SHARED_STRINGS)
        if part is None:
            return
        with self.archive.open(part.PartName[1:]) as source:
            node: Any
            for _, node in iterparse(source):
                if node.tag == _SI:
                    text: Any = Text.from_tree(node)
                    self.shared_strings.append(text.content)
                    node.clear()


def xlsx_grids(content: bytes, shown: str) -> list[Grid]:
    """Return the visible worksheets of a workbook, in order."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_parts(archive, shown)
        reader = _FaithfulReader(io.BytesIO(content), read_only=True, data_only=True)
        reader.read()
        sheets = [sheet for sheet in reader.wb.worksheets if sheet.sheet_state == "visible"]
        return [_grid(sheet, shown) for sheet in sheets]
    except Refused:
        raise
    # A hostile workbook makes zipfile, expat and openpyxl raise nearly anything there is.
    except Exception as error:
        raise Refused("tabular.refused.damaged", file=shown) from error


def _check_parts(archive: zipfile.ZipFile, shown: str) -> None:
    # zipfile never unpacks more of a part than its entry says, so the entries can be held to.
    parts = archive.infolist()
    if any(part.flag_bits & 1 for part in parts):
        raise Refused("tabular.refused.encrypted", file=shown)
    if "xl/workbook.xml" not in archive.namelist():
        raise Refused("tabular.refused.not_a_table", file=shown)
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts) or 1
    swollen = unpacked > RATIO_FROM_BYTES and unpacked > MAX_RATIO * packed
    if len(parts) > MAX_PARTS or unpacked > MAX_UNPACKED_BYTES or swollen:
        raise Refused("tabular.refused.bomb", file=shown)
    for part in parts:
        if part.filename.endswith((".xml", ".rels")):
            with archive.open(part) as source:
                if b"<!DOCTYPE" in source.read(2048).replace(b"\x00", b""):
                    raise Refused("tabular.refused.damaged", file=shown)


def _grid(sheet: Any, shown: str) -> Grid:
    last_row = min(sheet.max_row or 0, MAX_ROWS)
    # Some programs write a wrong size into the sheet; believed, it would cut rows off.
    sheet.reset_dimensions()
    return Grid(
        rows=partial(_rows, sheet, cache(partial(_formula_rows_without_value, sheet)), shown),
        encoding="xlsx",
        sheet=neutral_line(sheet.title),
        last_row=last_row,
    )


def _rows(sheet: Any, formula_rows: Callable[[], set[int]], shown: str) -> Iterator[Row]:
    try:
        unread = formula_rows()
        for number, values in enumerate(sheet.iter_rows(min_row=1, values_only=True), start=1):
            if number > MAX_ROWS:
                raise Refused("tabular.refused.too_many_rows", file=shown, most=MAX_ROWS)
            if number in unread:
                yield Row(number, (), Refused("tabular.refused.formula"))
            elif any(value is not None and value != "" for value in values):
                yield _row(number, values)
    except Refused:
        raise
    except Exception as error:
        raise Refused("tabular.refused.damaged", file=shown) from error


def _row(number: int, values: tuple[Any, ...]) -> Row:
    cells = tuple(_cell(value) for value in values[:MAX_COLUMNS])
    flaw = None
    if any(value is not None for value in values[MAX_COLUMNS:]):
        flaw = Refused("tabular.refused.too_many_columns", most=MAX_COLUMNS)
    elif any(isinstance(cell, str) and len(cell) > MAX_CELL_CHARACTERS for cell in cells):
        flaw = Refused("tabular.refused.cell_too_long", most=MAX_CELL_CHARACTERS)
    elif any(isinstance(cell, str) and cell in ERROR_CODES for cell in cells):
        flaw = Refused("tabular.refused.error_value")
    return Row(number, cells, flaw)


def _cell(value: Any) -> Cell:
    if isinstance(value, str):
        return _unescaped(value) or None
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, timedelta):
        within_a_day = timedelta() <= value < timedelta(days=1)
        return (_MIDNIGHT + value).time() if within_a_day else str(value)
    if value is None or isinstance(value, (int, float, datetime, date, time)):
        return value
    return str(value)


def _unescaped(text: str) -> str:
    """Decode ``_x000D_`` and its like once: ``_x005F_x000D_`` stands for the text ``_x000D_``."""
    if "_x" not in text:
        return text
    decoded = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    # Two escapes may stand for one character beyond the basic plane.
    return decoded.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _formula_rows_without_value(sheet: Any) -> set[int]:
    """Return the rows with a formula whose value no spreadsheet program has stored yet."""
    with sheet._get_source() as source:
        if not _FORMULA_BYTES.search(source.read()):
            return set()
    found, number = set(), 0
    with sheet._get_source() as source:
        for _, node in iterparse(source):
            if node.tag != _ROW:
                continue
            number = int(node.get("r", number + 1))
            if any(map(_without_value, node.iter(_CELL))):
                found.add(number)
            node.clear()
    return found


def _without_value(cell: Any) -> bool:
    # A formula that gives an empty text is stored as text ("str") without content.
    return cell.find(_FORMULA) is not None and cell.get("t") != "str" and not cell.findtext(_VALUE)
