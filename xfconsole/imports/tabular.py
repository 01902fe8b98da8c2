"""Opens a table from outside safely, whatever its format, and finds the row of its headers."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path, PurePath

from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.text import neutral_line
from xfconsole.imports.apart import Kind, grids_apart
from xfconsole.imports.bounds import MAX_FILE_BYTES
from xfconsole.imports.csv_grid import csv_grids
from xfconsole.imports.table import Grid, Row, Table, Tables, as_text, header_key
from xfconsole.reading import read_file

HEADER_WITHIN = 50
"""The header row lies among this many rows that are not empty."""
RECOGNISED = 2
"""A row is the header row once this many of its cells are known headers."""

_NO_ROW = Row(0, ())
_ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_ODS = slice(30, 38), b"mimetype"
"""An OpenDocument file's first part says what it is."""
_PAGE = re.compile(rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?[\s\0]*<")
_WORKBOOK_SUFFIXES = {".xlsx", ".xlsm", ".xltx", ".xltm", ".ods"}
"""No program takes text under these names, as all take it for an .xls."""


def read_tables(path: Path, known: Collection[str]) -> Tables:
    """Return the tables in a file: each sheet that is shown and has a row of ``known`` headers.

    The file's content decides how it is read, not its name. Raises Refused, here or while the rows
    are read, when the file is missing, too large, encrypted, damaged, of another format, or has no
    row with at least two known headers.
    """
    return tables_in(read_grids(path), known, _shown(path))


def tables_in(grids: list[Grid], known: Collection[str], shown: str) -> Tables:
    """Return the tables among the sheets of a file; ``shown`` is its name for the refusal."""
    keys = {header_key(name) for name in known}
    heads = [(0, _NO_ROW) if grid.hidden else _head(grid, keys) for grid in grids]
    best = max(range(len(grids)), key=lambda at: heads[at][0], default=None)
    enough = min(RECOGNISED, len(keys))
    if best is None or heads[best][0] < enough:
        raise Refused("tabular.refused.no_header", file=shown, known="、".join(known))
    # A text is read once for each delimiter; only one of these readings is meant.
    sheets = bool(grids[best].sheet)
    taken = [
        at for at, (score, _) in enumerate(heads) if at == best or (sheets and score >= enough)
    ]
    others = (
        grid.sheet
        for at, (grid, (_, row)) in enumerate(zip(grids, heads, strict=True))
        if sheets and at not in taken and (grid.hidden or row.number)
    )
    return Tables(
        tuple(_table(grids[at], heads[at][1]) for at in taken), tuple(others), taken.index(best)
    )


def read_grids(path: Path) -> list[Grid]:
    """Return the sheets of a table, whatever its format; raises Refused when it can't be read."""
    shown = _shown(path)
    try:
        content = read_file(path, MAX_FILE_BYTES)
    except OSError as error:
        raise Refused("tabular.refused.unreadable", file=shown) from error
    if len(content) > MAX_FILE_BYTES:
        raise Refused("tabular.refused.too_large", file=shown, most=MAX_FILE_BYTES >> 20)
    if not content.strip():
        raise Refused("tabular.refused.empty", file=shown)
    return grids_in(content, shown)


def grids_in(content: bytes, shown: str) -> list[Grid]:
    """Return the sheets of a table, whatever its format; ``shown`` is its name for refusals."""
    if content.startswith(_OLE):
        if _ENCRYPTED in content:
            raise Refused("tabular.refused.encrypted", file=shown)
        return grids_apart(Kind.XLS, content, shown)
    if content.startswith((_ZIP, _EMPTY_ZIP)):
        if content[_ODS[0]] == _ODS[1]:
            return grids_apart(Kind.ODS, content, shown)
        # Imported here: the library for workbooks is slow to load, and most commands read none.
        from xfconsole.imports.xlsx_grid import xlsx_grids

        return xlsx_grids(content, shown)
    if _PAGE.match(content):
        return grids_apart(Kind.HTML, content, shown)
    if PurePath(shown).suffix.lower() in _WORKBOOK_SUFFIXES:
        raise Refused("tabular.refused.damaged", file=shown)
    return csv_grids(content, shown)


def _head(grid: Grid, keys: Collection[str]) -> tuple[int, Row]:
    """Return how many known headers the grid's header row has, and that row, 0 if all is empty.

    A header in two rows is one: what the second leaves out, the first says.
    """
    best, found, above = -1, _NO_ROW, _NO_ROW
    rows = islice(grid.rows(), HEADER_WITHIN)
    for row in rows:
        both = _joined(above, row, keys)
        score = _score(both, keys) if (alone := _score(row, keys)) else 0
        if score >= RECOGNISED:
            more = _joined(both, next(rows, _NO_ROW), keys)
            return max((score, both), (_score(more, keys), more), key=lambda each: each[0])
        if alone > best:
            best, found = alone, row
        above = row
    return best, found


def _score(row: Row, keys: Collection[str]) -> int:
    return len({header_key(cell) for cell in row.cells if isinstance(cell, str)} & set(keys))


def _joined(upper: Row, lower: Row, keys: Collection[str]) -> Row:
    """Return a row with what it leaves empty taken from the one right above it.

    Where it says, under a known header, what is none, it is no second row of headers but data.
    """
    if not upper.number or lower.number != upper.number + 1:
        return lower
    places = range(max(len(upper.cells), len(lower.cells)))
    own = [lower.at(at) is not None and lower.at(at) != upper.at(at) for at in places]
    for at, mine in enumerate(own):
        if mine and header_key(upper.at(at)) in keys and header_key(lower.at(at)) not in keys:
            return lower
    return replace(lower, cells=tuple((lower if own[at] else upper).at(at) for at in places))


def _table(grid: Grid, head: Row) -> Table:
    return Table(
        headers=tuple(neutral_line(as_text(cell)).strip() for cell in head.cells),
        rows=_below(grid, head),
        header_row=head.number,
        last_row=grid.last_row,
        encoding=grid.encoding,
        sheet=grid.sheet,
    )


def _below(grid: Grid, head: Row) -> Iterator[Row]:
    for row in grid.rows():
        if row.number > head.number:
            yield row if grid.sheet else _not_shifted(row, len(head.cells))


def _not_shifted(row: Row, width: int) -> Row:
    # In text, cells beyond the last header mean a delimiter within a cell: all after it is shifted.
    if row.flaw is None and any(row.cells[width:]):
        return replace(row, flaw=Refused("tabular.refused.extra_cells", headers=width))
    return row


def _shown(path: Path) -> str:
    return neutral_line(path.name)
