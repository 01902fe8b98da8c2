"""Reads comma, semicolon or tab separated text in UTF-8, UTF-16 or GB18030 as grids."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterator
from functools import partial
from itertools import islice

from xfconsole.core.words.refusal import Refused
from xfconsole.imports.bounds import (
    MAX_CELL_CHARACTERS,
    MAX_COLUMNS,
    MAX_RECORD_CHARACTERS,
    MAX_ROWS,
)
from xfconsole.imports.table import Grid, Row

_LINE = re.compile(r"[^\r\n]*(?:\r\n|[\r\n])|[^\r\n]+")
_CONTROL = re.compile("[\x00-\x06\x0e-\x1a\x1c-\x1f]")
STRAY_CONTROLS = 64
CONTROL_SHARE = 0.05
"""Text from elsewhere holds stray control characters; a binary file is full of them."""


def csv_grids(content: bytes, shown: str) -> list[Grid]:
    """Return the text once for each delimiter it may have been split with."""
    text, encoding = decoded(content, shown)
    most = max(STRAY_CONTROLS, int(len(text) * CONTROL_SHARE))
    if any(islice(_CONTROL.finditer(text), most, None)):
        raise Refused("tabular.refused.not_a_table", file=shown)
    # The module's limit counts for a whole field; ours is checked for each cell below.
    csv.field_size_limit(MAX_RECORD_CHARACTERS)
    return [
        Grid(partial(_rows, text, delimiter, shown), encoding, "", 0)
        for delimiter in (",", ";", "\t")
    ]


def decoded(content: bytes, shown: str) -> tuple[str, str]:
    """Return a text and its encoding; raises Refused for bytes that are none."""
    encodings = ["utf-8-sig" if content.startswith(codecs.BOM_UTF8) else "utf-8", "gb18030"]
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]
    for encoding in encodings:
        try:
            return content.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    raise Refused("tabular.refused.not_a_table", file=shown)


class _Lines:
    """The lines of a text; ``record`` counts the characters since it was last set to 0."""

    def __init__(self, text: str, shown: str) -> None:
        self._found, self._shown = _LINE.finditer(text), shown
        self.record = 0

    def __iter__(self) -> Iterator[str]:
        for number, found in enumerate(self._found, start=1):
            self.record += found.end() - found.start()
            if self.record > MAX_RECORD_CHARACTERS:
                most = MAX_RECORD_CHARACTERS
                key = "tabular.refused.record_too_long"
                raise Refused(key, file=self._shown, line=number, most=most)
            yield found.group()


def _rows(text: str, delimiter: str, shown: str) -> Iterator[Row]:
    lines = _Lines(text, shown)
    # Lenient parsing would drop a misplaced quotation mark without a word; strict says so.
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    number = 0
    while True:
        number += 1
        if number > MAX_ROWS:
            raise Refused("tabular.refused.too_many_rows", file=shown, most=MAX_ROWS)
        lines.record = 0
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield Row(number, (), Refused("tabular.refused.quotes"))
            continue
        if any(cells):
            yield _row(number, cells)


def _row(number: int, cells: list[str]) -> Row:
    flaw = None
    if any(cells[MAX_COLUMNS:]):
        flaw = Refused("tabular.refused.too_many_columns", most=MAX_COLUMNS)
    elif max(map(len, cells)) > MAX_CELL_CHARACTERS:
        flaw = Refused("tabular.refused.cell_too_long", most=MAX_CELL_CHARACTERS)
    return Row(number, tuple(cell or None for cell in cells[:MAX_COLUMNS]), flaw)
