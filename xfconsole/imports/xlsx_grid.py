"""Reads the sheets of an .xlsx workbook as grids, without trusting a byte of it."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, partial
from itertools import count
from typing import Any, cast
from xml.etree.ElementTree import iterparse

from openpyxl.reader.excel import ExcelReader
from openpyxl.utils.cell import column_index_from_string
from openpyxl.worksheet._read_only import ReadOnlyWorksheet
from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS

from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.text import neutral_line
from xfconsole.imports import bounds
from xfconsole.imports.bounds import MAX_ROWS, Budget
from xfconsole.imports.merged import Filling, Merged, as_row, merged_by_row
from xfconsole.imports.table import Cell, Grid, Row
from xfconsole.imports.xlsx_parts import Archive, RowSource, SheetSource, check_parts, pieces_of
from xfconsole.imports.xlsx_styles import date_styles

_MERGED = re.compile(
    rb"<(?:\w+:)?mergeCell\b[^<>]*?\bref=[\"']([A-Z]{1,3})(\d{1,7}):[A-Z]{1,3}(\d{1,7})[\"']"
)


def merged_cells(pieces: Iterable[bytes]) -> Merged:
    """Return the cells that a worksheet's XML, piece by piece, says are merged downwards.

    Of cells merged sideways the first column counts. Raises Refused for more than anybody merges.
    """
    found: list[tuple[int, int, int]] = []
    seen = 0
    for piece in pieces:
        for left, top, bottom in _MERGED.findall(piece):
            seen += 1
            if seen > bounds.MAX_MERGED:
                raise Refused("tabular.refused.bomb")
            found.append((column_index_from_string(left.decode()) - 1, int(top), int(bottom)))
    return merged_by_row(found)


# What openpyxl finds odd in a workbook would be printed across the screen.
warnings.filterwarnings("ignore", category=UserWarning, module=r"openpyxl\.")

_T, _R = f"{{{SHEET_MAIN_NS}}}t", f"{{{SHEET_MAIN_NS}}}r"
_SI = f"{{{SHEET_MAIN_NS}}}si"
_ROW = f"{{{SHEET_MAIN_NS}}}row"
_CELL = f"{{{SHEET_MAIN_NS}}}c"
_FORMULA = f"{{{SHEET_MAIN_NS}}}f"
_VALUE = f"{{{SHEET_MAIN_NS}}}v"
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_FORMULA_BYTES = re.compile(rb"<(?:\w+:)?f[\s/>]")
_DIMENSION = re.compile(rb'<(?:\w+:)?dimension\b[^<>]*?\bref="[A-Z]+\d+:[A-Z]+(\d{1,7})"')
_NOTHING: frozenset[int] = frozenset()
_MIDNIGHT = datetime(1970, 1, 1, tzinfo=UTC)


class _Sheet(ReadOnlyWorksheet):
    """openpyxl's sheet, but with no row of unbounded size, and believing no size it is told."""

    source: SheetSource
    hidden = False

    def _get_size(self) -> None:
        # Some programs write a wrong size into the sheet; believed, it would cut rows off.
        pass

    def _get_source(self) -> SheetSource:
        self.source = SheetSource(self.opened())
        return self.source

    def opened(self) -> Any:
        """Open the sheet's part as it is."""
        part: Any = self
        return part.parent._archive.open(part._worksheet_path)


class _FaithfulReader(ExcelReader):
    """openpyxl's reader of what is needed, keeping shared strings as they are in the file."""

    def __init__(self, content: bytes) -> None:
        super().__init__(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        self.archive = Archive(content)
        self.sheets: list[_Sheet] = []

    def read(self) -> None:
        """Read everything but the sheets' rows."""
        self.read_manifest()
        self.read_strings()
        self.read_workbook()
        book: Any = self.wb
        book._date_formats, book._timedelta_formats = date_styles(self.archive)
        self.read_worksheets()

    def read_strings(self) -> None:
        """Read the shared strings raw: openpyxl drops every ``x005F_`` beyond recovery."""
        manifest: Any = self.package
        part = manifest.find(SHARED_STRINGS)
        if part is None:
            return
        with RowSource(self.archive.open(part.PartName[1:])) as source:
            root: Any = None
            characters = 0
            for event, node in iterparse(source, events=("start", "end")):
                root = node if root is None else root
                if event == "end" and node.tag == _SI:
                    self.shared_strings.append(_shared_text(node))
                    root.clear()
                    source.row_done()
                    characters += len(self.shared_strings[-1])
                    _refuse_many(len(self.shared_strings), characters)

    def read_worksheets(self) -> None:
        """Find the worksheets, and which of them are shown."""
        for sheet, rel in self.parser.find_sheets():
            if len(self.sheets) == bounds.MAX_SHEETS:
                raise Refused("tabular.refused.bomb")
            if "chartsheet" not in rel.Type:
                made = _Sheet(self.wb, sheet.name, rel.target, self.shared_strings)
                made.hidden = sheet.state != "visible"
                self.sheets.append(made)


def xlsx_grids(content: bytes, shown: str) -> list[Grid]:
    """Return the worksheets of a workbook, in order."""
    with _refusing(shown):
        check_parts(content, shown)
        reader = _FaithfulReader(content)
        reader.read()
        budget = Budget(shown)
        return [_grid(sheet, budget) for sheet in reader.sheets]


@contextmanager
def _refusing(shown: str) -> Iterator[None]:
    try:
        yield
    except Refused as refused:
        # Where a file is read its name is not known; nothing else is told of it.
        raise Refused(refused.key, **{**refused.values, "file": shown}) from None
    # A hostile workbook makes zipfile, expat and openpyxl raise nearly anything there is.
    except Exception as error:
        raise Refused("tabular.refused.damaged", file=shown) from error


def _refuse_many(strings: int, characters: int) -> None:
    if strings > bounds.MAX_STRINGS or characters > bounds.MAX_STRINGS_CHARACTERS:
        raise Refused("tabular.refused.bomb")


def _shared_text(node: Any) -> str:
    """Return the text of a shared string, of its runs one after the other; readings are none."""
    found = (each if each.tag == _T else each.find(_T) for each in node if each.tag in (_T, _R))
    return "".join(each.text or "" for each in found if each is not None)


def _grid(sheet: _Sheet, budget: Budget) -> Grid:
    return Grid(
        rows=partial(
            _rows,
            sheet,
            cache(partial(_formula_rows_without_value, sheet)),
            cache(partial(_merged, sheet)),
            budget,
        ),
        encoding="xlsx",
        sheet=neutral_line(sheet.title),
        last_row=_last_row(sheet),
        hidden=sheet.hidden,
    )


def _last_row(sheet: _Sheet) -> int:
    """Return how far the sheet says it goes, for the progress; 0 where it does not say."""
    with sheet._get_source() as source:
        found = _DIMENSION.search(source.read(4_096))
    return min(int(found[1]), MAX_ROWS) if found else 0


def _merged(sheet: _Sheet) -> Merged:
    with pieces_of(sheet.opened()) as pieces:
        return merged_cells(pieces)


def _rows(
    sheet: _Sheet,
    formula_rows: Callable[[], set[int]],
    merged: Callable[[], Merged],
    budget: Budget,
) -> Iterator[Row]:
    with _refusing(budget.shown):
        unread, filling = formula_rows(), Filling(merged())
        rows: Iterator[tuple[Any, ...]] = cast("Any", sheet).iter_rows(min_row=1, values_only=True)
        for number, values in enumerate(rows, start=1):
            if number > MAX_ROWS:
                raise Refused("tabular.refused.too_many_rows", most=MAX_ROWS)
            sheet.source.row_done()
            empty = not any(value is not None and value != "" for value in values)
            # A row of nothing but merged cells says nothing of its own.
            seen, carried = (values, _NOTHING) if empty else filling.row(number, values)
            budget.spend(seen, len(seen))
            if number in unread:
                yield Row(number, (), Refused("tabular.refused.formula"))
            elif not empty:
                yield replace(
                    as_row(number, tuple(map(_cell, seen)), carried),
                    hidden=number in sheet.source.hidden,
                )


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


def _formula_rows_without_value(sheet: _Sheet) -> set[int]:
    """Return the rows with a formula whose value no spreadsheet program has stored yet."""
    with pieces_of(sheet.opened()) as pieces:
        if not any(map(_FORMULA_BYTES.search, pieces)):
            return set()
    found, number, rows = set(), 0, count(1)
    with sheet._get_source() as source:
        for _, node in iterparse(source):
            if node.tag != _ROW:
                continue
            number = int(node.get("r", number + 1))
            if any(map(_without_value, node.iter(_CELL))):
                found.add(number)
            node.clear()
            source.row_done()
            # Reading ends at so many rows, bad ones or any, so nobody asks for those below.
            if len(found) > bounds.MAX_BAD_ROWS or next(rows) > MAX_ROWS:
                break
    return found


def _without_value(cell: Any) -> bool:
    # A formula that gives an empty text is stored as text ("str") without content.
    return cell.find(_FORMULA) is not None and cell.get("t") != "str" and not cell.findtext(_VALUE)
