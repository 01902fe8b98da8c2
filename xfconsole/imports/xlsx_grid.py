"""Reads the sheets of an .xlsx workbook as grids, without trusting a byte of it.

Elements are known by their names alone, whatever they are prefixed with: "Strict Open XML" calls
the same ones by another address.
"""

from __future__ import annotations

import io
import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, partial
from typing import Any
from xml.etree.ElementTree import fromstring, iterparse

from openpyxl.utils.cell import column_index_from_string
from openpyxl.utils.datetime import (
    CALENDAR_MAC_1904,
    CALENDAR_WINDOWS_1900,
    from_excel,
    from_ISO8601,
)

from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.text import neutral_line
from xfconsole.imports import bounds
from xfconsole.imports.bounds import MAX_ROWS, Budget
from xfconsole.imports.merged import ERRORS, Filling, Merged, as_row, merged_by_row
from xfconsole.imports.table import Cell, Grid, Row
from xfconsole.imports.xlsx_parts import (
    MAIN,
    Archive,
    RowSource,
    SheetSource,
    check_parts,
    local,
    pieces_of,
)
from xfconsole.imports.xlsx_styles import date_styles

_MERGED = re.compile(
    rb"<(?:\w+:)?mergeCell\b[^<>]*?\bref=[\"']([A-Z]{1,3})(\d{1,7}):[A-Z]{1,3}(\d{1,7})[\"']"
)
_RELATIONS = "xl/_rels/workbook.xml.rels"
_STRINGS = "xl/sharedStrings.xml"
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_DIMENSION = re.compile(rb'<(?:\w+:)?dimension\b[^<>]*?\bref="[A-Z]+\d+:[A-Z]+(\d{1,7})"')
_LETTERS = re.compile(r"[A-Z]{1,3}")
_NOTHING: frozenset[int] = frozenset()
_MIDNIGHT = datetime(1970, 1, 1, tzinfo=UTC)


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


@frozen
class _Book:
    """What all sheets share: texts, the styles of dates and of stretches of time, the epoch."""

    archive: Archive
    strings: list[str]
    dates: set[int]
    stretches: set[int]
    epoch: datetime

    def value(self, cell: Any, parts: Mapping[str, Any]) -> Any:
        """Return what a cell holds."""
        kind, said = cell.get("t", "n"), parts["v"].text if "v" in parts else None
        if kind == "inlineStr":
            return _shared_text(parts["is"]) if "is" in parts else None
        if kind == "e":
            return said if said in ERRORS else "#VALUE!"
        if not said or kind == "str":
            return said or None
        if kind == "s":
            return self.strings[int(said)]
        if kind == "b":
            return bool(int(said))
        if kind == "d":
            return from_ISO8601(said)  # type: ignore[no-untyped-call]
        return self._number(said, int(cell.get("s", 0)))

    def _number(self, said: str, style: int) -> Any:
        number = float(said) if set(".eE") & set(said) else int(said)
        if style not in self.dates:
            return number
        try:
            return from_excel(number, self.epoch, timedelta=style in self.stretches)
        except (OverflowError, ValueError):
            # Outside of what a spreadsheet shows as a date it shows an error.
            return "#VALUE!"


@frozen
class _Sheet:
    book: _Book
    title: str
    hidden: bool
    part: str

    def opened(self) -> Any:
        """Open the sheet's part as it is."""
        return self.book.archive.open(self.part)


def xlsx_grids(content: bytes, shown: str) -> list[Grid]:
    """Return the worksheets of a workbook, in order."""
    with _refusing(shown):
        check_parts(content, shown)
        budget = Budget(shown)
        return [_grid(sheet, budget) for sheet in _sheets(Archive(io.BytesIO(content)))]


@contextmanager
def _refusing(shown: str) -> Iterator[None]:
    try:
        yield
    except Refused as refused:
        # Where a file is read its name is not known; nothing else is told of it.
        raise Refused(refused.key, **{**refused.values, "file": shown}) from None
    # A hostile workbook makes zipfile, expat and what reads their numbers raise nearly anything.
    except Exception as error:
        raise Refused("tabular.refused.damaged", file=shown) from error


def _sheets(archive: Archive) -> list[_Sheet]:
    targets = _targets(archive)
    nodes = list(fromstring(archive.read(MAIN)).iter())
    old = any(
        local(each) == "workbookPr" and each.get("date1904") in ("1", "true") for each in nodes
    )
    epoch = CALENDAR_MAC_1904 if old else CALENDAR_WINDOWS_1900
    book = _Book(archive, _shared_strings(archive), *date_styles(archive), epoch)
    found: list[_Sheet] = []
    for each in nodes:
        # Of the sheets only those that are worksheets: a chart has no rows.
        part = targets.get(_relation(each)) if local(each) == "sheet" else None
        if part is not None:
            if len(found) == bounds.MAX_SHEETS:
                raise Refused("tabular.refused.bomb")
            hidden = each.get("state", "visible") != "visible"
            found.append(_Sheet(book, neutral_line(each.get("name", "")), hidden, part))
    return found


def _targets(archive: Archive) -> dict[str, str]:
    """Return the part of each worksheet by the name of its relation."""
    relations = fromstring(archive.read(_RELATIONS))
    return {
        each.get("Id", ""): posixpath.normpath(posixpath.join("/xl", each.get("Target", "")))[1:]
        for each in relations
        if each.get("Type", "").endswith("/worksheet")
    }


def _relation(node: Any) -> str:
    return next((value for name, value in node.items() if name.endswith("}id")), "")


def _shared_strings(archive: Archive) -> list[str]:
    strings: list[str] = []
    if _STRINGS not in archive.namelist():
        return strings
    characters = 0
    with RowSource(archive.open(_STRINGS)) as source:
        root: Any = None
        for event, node in iterparse(source, events=("start", "end")):
            root = node if root is None else root
            if event == "end" and local(node) == "si":
                strings.append(_shared_text(node))
                root.clear()
                source.row_done()
                characters += len(strings[-1])
                _refuse_many(len(strings), characters)
    return strings


def _refuse_many(strings: int, characters: int) -> None:
    if strings > bounds.MAX_STRINGS or characters > bounds.MAX_STRINGS_CHARACTERS:
        raise Refused("tabular.refused.bomb")


def _shared_text(node: Any) -> str:
    """Return the text of a shared string, of its runs one after the other; readings are none."""
    runs = (each for child in node for each in ([child] if local(child) == "t" else _run(child)))
    return "".join(each.text or "" for each in runs)


def _run(node: Any) -> list[Any]:
    return [each for each in node if local(each) == "t"] if local(node) == "r" else []


def _grid(sheet: _Sheet, budget: Budget) -> Grid:
    return Grid(
        rows=partial(_rows, sheet, cache(partial(_merged, sheet)), budget),
        encoding="xlsx",
        sheet=sheet.title,
        last_row=_last_row(sheet),
        hidden=sheet.hidden,
    )


def _last_row(sheet: _Sheet) -> int:
    """Return how far the sheet says it goes, for the progress; 0 where it does not say."""
    with sheet.opened() as source:
        found = _DIMENSION.search(source.read(4_096))
    return min(int(found[1]), MAX_ROWS) if found else 0


def _merged(sheet: _Sheet) -> Merged:
    with pieces_of(sheet.opened()) as pieces:
        return merged_cells(pieces)


def _rows(sheet: _Sheet, merged: Callable[[], Merged], budget: Budget) -> Iterator[Row]:
    with _refusing(budget.shown), SheetSource(sheet.opened()) as source:
        filling, number, rows = Filling(merged()), 0, None
        for event, node in iterparse(source, events=("start", "end")):
            if event == "start":
                rows = node if local(node) == "sheetData" else rows
                continue
            if rows is None or local(node) != "row":
                continue
            before, number = number, int(node.get("r", number + 1))
            if number <= before:
                raise Refused("tabular.refused.damaged")
            if number > MAX_ROWS:
                raise Refused("tabular.refused.too_many_rows", most=MAX_ROWS)
            values, unread = _values(sheet.book, node)
            hidden = node.get("hidden") in ("1", "true")
            rows.clear()
            source.row_done()
            empty = not any(value is not None and value != "" for value in values)
            # A row of nothing but merged cells says nothing of its own.
            seen, carried = (values, _NOTHING) if empty else filling.row(number, values)
            budget.spend(seen, len(seen))
            if unread:
                yield Row(number, (), Refused("tabular.refused.formula"))
            elif not empty:
                row = as_row(number, tuple(map(_cell, seen)), carried)
                yield replace(row, hidden=hidden)


def _values(book: _Book, row: Any) -> tuple[tuple[Any, ...], bool]:
    """Return a row's values, and whether a formula in it has none that was stored."""
    values: list[Any] = []
    unread, column = False, 0
    for cell in row:
        place = _LETTERS.match(cell.get("r", ""))
        column = column_index_from_string(place[0]) if place else column + 1
        parts = {local(each): each for each in cell}
        value = book.value(cell, parts)
        # A formula that gives an empty text is stored as text ("str") without content.
        unread |= "f" in parts and cell.get("t") != "str" and value is None
        if value is not None:
            values += [None] * (column - len(values))
            values[column - 1] = value
    return tuple(values), unread


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
