"""Reads the sheets of an Excel 97 workbook, .xls or .et, by xlrd."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, Literal

import xlrd
from xlrd.biffh import XLRDError
from xlrd.xldate import xldate_as_datetime

from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.text import neutral_line
from xfconsole.imports.date_formats import shows_date
from xfconsole.imports.sheet import Line, Sheet
from xfconsole.imports.table import Cell


def sheets(content: bytes) -> Iterator[Sheet]:
    """Yield the worksheets in order. Raises Refused for one that needs a password."""
    try:
        book = xlrd.open_workbook(
            file_contents=content,
            formatting_info=True,
            on_demand=True,
            ragged_rows=True,
            logfile=io.StringIO(),
        )
    except XLRDError as error:
        locked = "encrypted" in str(error)
        raise Refused(f"tabular.refused.{'encrypted' if locked else 'damaged'}") from error
    dates = {
        at
        for at, style in enumerate(book.xf_list)
        if shows_date(style.format_key, book.format_map[style.format_key].format_str or "")
    }
    for at in range(book.nsheets):
        found = book.sheet_by_index(at)
        merged = [(left, top + 1, end) for top, end, left, _ in found.merged_cells]
        title = neutral_line(found.name)
        yield Sheet(title, bool(found.visibility), _lines(book, found, dates), merged)
        book.unload_sheet(at)


def _lines(book: Any, sheet: Any, dates: set[int]) -> Iterator[Line]:
    for at in range(sheet.nrows):
        types = zip(sheet.row_types(at), sheet.row_values(at), _styles(sheet, at), strict=True)
        cells = tuple(
            _cell(kind, value, style in dates, book.datemode) for kind, value, style in types
        )
        if any(cell is not None for cell in cells):
            shown = sheet.rowinfo_map.get(at)
            yield Line(at + 1, cells, bool(shown and shown.hidden))


def _styles(sheet: Any, at: int) -> list[int]:
    return [sheet.cell_xf_index(at, column) for column in range(sheet.row_len(at))]


def _cell(kind: int, value: Any, dated: bool, epoch: Literal[0, 1]) -> Cell:
    if kind == xlrd.XL_CELL_ERROR:
        return xlrd.error_text_from_code.get(value, "#VALUE!")
    if kind == xlrd.XL_CELL_BOOLEAN:
        return str(bool(value)).upper()
    if kind not in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
        return value or None
    if dated:
        return _moment(value, epoch)
    return int(value) if value.is_integer() else value


def _moment(value: float, epoch: Literal[0, 1]) -> Cell:
    """Return a date cell's date, or its time of day where it says no day."""
    if not 0 <= value < 2_958_466:
        # Beyond the year 9999 a spreadsheet shows no date.
        return value
    moment: datetime = xldate_as_datetime(value, epoch) + timedelta(milliseconds=500)
    moment = moment.replace(microsecond=0)
    return moment.time() if value < 1 else moment
