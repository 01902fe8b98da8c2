"""Reads the sheets of an OpenDocument spreadsheet, .ods."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import datetime, time
from typing import Any
from xml.etree.ElementTree import iterparse

from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.text import neutral_line
from xfconsole.imports.bounds import MAX_COLUMNS, MAX_ROWS, MAX_UNPACKED_BYTES
from xfconsole.imports.sheet import Line, Sheet
from xfconsole.imports.table import Cell

_OFFICE, _TABLE, _TEXT, _STYLE, _CALC = (
    f"{{urn:oasis:names:tc:opendocument:xmlns:{name}:1.0}}"
    if name != "calcext"
    else "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
    for name in ("office", "table", "text", "style", "calcext")
)
_SHEET, _ROW, _CELL = f"{_TABLE}table", f"{_TABLE}table-row", f"{_TABLE}table-cell"
_COVERED, _P = f"{_TABLE}covered-table-cell", f"{_TEXT}p"
_VALUE_TYPE = f"{_OFFICE}value-type"
_TIME = re.compile(r"PT(\d{1,2})H(\d{1,2})M(\d{1,2})(?:[.,]\d+)?S")
_REPEATED_MOST = MAX_COLUMNS + 1


def sheets(content: bytes) -> Iterator[Sheet]:
    """Yield the sheets in order. Raises Refused for a password and for other documents."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if b"opendocument.spreadsheet" not in archive.read("mimetype"):
            raise Refused("tabular.refused.not_a_table")
        manifest = "META-INF/manifest.xml"
        if manifest in archive.namelist() and b"encryption-data" in archive.read(manifest):
            raise Refused("tabular.refused.encrypted")
        if archive.getinfo("content.xml").file_size > MAX_UNPACKED_BYTES:
            raise Refused("tabular.refused.bomb")
        with archive.open("content.xml") as source:
            yield from _sheets(source)


def _sheets(source: Any) -> Iterator[Sheet]:
    unseen: set[str] = set()
    events = iterparse(source, events=("start", "end"))
    for event, node in events:
        if event == "end" and node.tag == f"{_STYLE}style":
            shown = node.find(f"{_STYLE}table-properties")
            if shown is not None and shown.get(f"{_TABLE}display") == "false":
                unseen.add(node.get(f"{_STYLE}name", ""))
        elif event == "start" and node.tag == _SHEET:
            merged: list[tuple[int, int, int]] = []
            hidden = node.get(f"{_TABLE}style-name") in unseen
            title = neutral_line(node.get(f"{_TABLE}name", ""))
            yield Sheet(title, hidden, _lines(events, node, merged), merged)


def _lines(events: Iterator[Any], table: Any, merged: list[tuple[int, int, int]]) -> Iterator[Line]:
    number = 0
    for event, node in events:
        if event == "end" and node is table:
            break
        if event != "end" or node.tag != _ROW:
            continue
        times = int(node.get(f"{_TABLE}number-rows-repeated", 1))
        cells, spans, unread = _row(node)
        if unread or any(cell is not None for cell in cells):
            merged += ((at, number + 1, number + down) for at, down in spans)
            hidden = node.get(f"{_TABLE}visibility") in ("collapse", "filter")
            for at in range(number + 1, number + 1 + min(times, MAX_ROWS)):
                yield Line(at, cells, hidden, unread)
        number += times
        node.clear()
    table.clear()


def _row(node: Any) -> tuple[tuple[Cell, ...], list[tuple[int, int]], bool]:
    """Return a row's cells, which of them go down over how many rows, and whether one is unread."""
    cells: list[Cell] = []
    spans: list[tuple[int, int]] = []
    unread, column = False, 0
    for cell in node:
        if cell.tag not in (_CELL, _COVERED):
            continue
        times = int(cell.get(f"{_TABLE}number-columns-repeated", 1))
        value = _value(cell) if cell.tag == _CELL else None
        unread |= f"{_TABLE}formula" in cell.attrib and cell.get(_VALUE_TYPE) is None
        if (down := int(cell.get(f"{_TABLE}number-rows-spanned", 1))) > 1:
            spans.append((column, down))
        if value is not None:
            cells += [None] * min(column - len(cells), _REPEATED_MOST)
            cells += [value] * min(times, _REPEATED_MOST)
        column += times
    return tuple(cells), spans, unread


def _value(cell: Any) -> Cell:
    kind = cell.get(_VALUE_TYPE)
    if cell.get(f"{_CALC}value-type") == "error":
        return "#VALUE!"
    if kind in ("float", "percentage", "currency"):
        number = float(cell.get(f"{_OFFICE}value"))
        return int(number) if number.is_integer() else number
    if kind == "date":
        written = datetime.fromisoformat(cell.get(f"{_OFFICE}date-value"))
        return written.replace(microsecond=0, tzinfo=None)
    if kind == "time":
        said: str = cell.get(f"{_OFFICE}time-value")
        found = _TIME.fullmatch(said)
        hour, minute, second = (int(each) for each in found.groups()) if found else (24, 0, 0)
        return time(hour, minute, second) if hour < 24 else said
    if kind == "boolean":
        return str(cell.get(f"{_OFFICE}boolean-value")).upper()
    return "\n".join(map(_text, cell.findall(_P))) or None


def _text(node: Any) -> str:
    """Return a paragraph's text; tabs, line breaks and runs of blanks are elements of their own."""
    stands_for = {f"{_TEXT}tab": "\t", f"{_TEXT}line-break": "\n"}
    said = node.text or ""
    for each in node:
        if each.tag == f"{_TEXT}s":
            said += " " * min(int(each.get(f"{_TEXT}c", 1)), 1_000)
        elif each.tag in stands_for:
            said += stands_for[each.tag]
        elif each.tag != f"{_OFFICE}annotation":
            said += _text(each)
        said += each.tail or ""
    return said
