"""The first rows of a table of which nobody knows the headers, for an officer to say what is what.

They are shown and kept nowhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice
from pathlib import Path

from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.text import neutral_line
from xfconsole.imports.columns import FIELDS, known_field, may_have_more
from xfconsole.imports.letter_words import is_never_read
from xfconsole.imports.table import Cell, Grid, as_text, header_key, shown
from xfconsole.imports.tabular import HEADER_WITHIN, RECOGNISED, read_grids

SAMPLES = 3
"""So many cells of a column are seen below its header."""
_FULL = 2 / 3
"""A row with this share of the most cells that any has may be the one of the headers."""


@frozen
class HeadColumn:
    """A column to be named: its number from 1, its header, and what stands below, by row.

    ``field`` is what the header means by itself, empty for nothing.
    """

    number: int
    header: str
    cells: tuple[tuple[int, str], ...]
    field: str


@frozen
class Head:
    """The first rows of the sheet that looks most like a table, by their numbers.

    ``likely`` is the place among them of what seems to be the row of headers.
    """

    rows: tuple[tuple[int, tuple[str, ...]], ...]
    likely: int

    def line(self, place: int) -> str:
        """Return a row as one line."""
        return " | ".join(shown(cell) for cell in self.rows[place][1] if cell)

    def columns(self, place: int) -> list[HeadColumn]:
        """Return the columns under a row of headers: those that can be read, each header once."""
        found: dict[str, HeadColumn] = {}
        for at, header in enumerate(self.rows[place][1]):
            if header and not is_never_read(header):
                below = self.rows[place + 1 : place + 1 + SAMPLES]
                cells = tuple((row, shown(cells[at])) for row, cells in below if at < len(cells))
                column = HeadColumn(at + 1, header, cells, known_field(header))
                found.setdefault(header_key(header), column)
        return list(found.values())

    def never_read(self, place: int) -> list[str]:
        """Return the headers in a row that nobody can ask for."""
        return [shown(header) for header in self.rows[place][1] if header and is_never_read(header)]

    def fields(self, taken: Sequence[str]) -> list[str]:
        """Return what one more column can be, after those that are ``taken``."""
        return [each for each in FIELDS if may_have_more(each, taken.count(each))]

    def fitting(self, mappings: Mapping[str, Mapping[str, str]]) -> list[str]:
        """Return the names of the mappings all of whose columns stand in one of the rows."""
        rows = [{header_key(cell) for cell in cells} for _, cells in self.rows]
        wanted = {
            name: {header_key(each) for each in mapping} for name, mapping in mappings.items()
        }
        return [name for name, keys in wanted.items() if any(keys <= row for row in rows)]


def head_of(path: Path) -> Head:
    """Return the first rows of a file; raises Refused when it can't be read or holds no table."""
    heads = [head for grid in read_grids(path) if not grid.hidden and (head := _head(grid)).rows]
    best = max(heads, key=lambda head: _width(head.rows[head.likely][1]), default=None)
    if best is None:
        raise Refused("tabular.refused.empty", file=neutral_line(path.name))
    return best


def _head(grid: Grid) -> Head:
    first = islice(grid.rows(), HEADER_WITHIN)
    rows = [(row.number, tuple(map(_text, row.cells))) for row in first]
    if not rows:
        return Head((), 0)
    known = [sum(bool(known_field(cell)) for cell in cells) for _, cells in rows]
    full = max(_width(cells) for _, cells in rows) * _FULL
    likely = next(at for at, (_, cells) in enumerate(rows) if _width(cells) >= full)
    return Head(tuple(rows), known.index(max(known)) if max(known) >= RECOGNISED else likely)


def _width(cells: Sequence[str]) -> int:
    # A title over merged cells is one.
    return len({cell for cell in cells if cell})


def _text(cell: Cell) -> str:
    return neutral_line(as_text(cell)).strip()
