"""What a spreadsheet gives, whatever its format: rows of cells under recognised headers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from functools import lru_cache
from typing import TypeAlias

from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.text import neutral_line

Cell: TypeAlias = str | int | float | datetime | date | time | None

_LONGEST_HEADER, _LONGEST_COMPOSED, _LONGEST_SHOWN = 200, 500, 24


@frozen
class Row:
    """One row that is not empty. ``number`` is the one a spreadsheet shows beside it.

    With a ``flaw`` the cells are not to be used: the flaw says why, in a catalogue key. ``carried``
    are the places of cells that are merged with one above, and hold what that one holds.
    ``hidden``: the spreadsheet does not show it, as where a filter is on.
    """

    number: int
    cells: tuple[Cell, ...]
    flaw: Refused | None = None
    carried: frozenset[int] = frozenset()
    hidden: bool = False

    def at(self, place: int | None) -> Cell:
        """Return the cell at a place; None where the row is shorter, or there is no such column."""
        return self.cells[place] if place is not None and place < len(self.cells) else None

    @property
    def first(self) -> Cell:
        """The first cell that says something."""
        return next((cell for cell in self.cells if header_key(cell)), None)


@frozen
class Grid:
    """One reading of a file: a sheet of a workbook, or a text split at one delimiter.

    ``rows`` starts over at each call; ``last_row`` is 0 where the file does not say. ``hidden``:
    the workbook does not show this sheet.
    """

    rows: Callable[[], Iterator[Row]]
    encoding: str
    sheet: str
    last_row: int
    hidden: bool = False


@frozen
class Table:
    """The rows below the header row, read as they are asked for, once.

    ``headers`` are as written in the file; a row may be shorter or longer than they are.
    """

    headers: tuple[str, ...]
    rows: Iterator[Row]
    header_row: int
    last_row: int
    encoding: str
    sheet: str

    def column(self, *names: str) -> int | None:
        """Return the place of the first column that bears one of these names, or None."""
        wanted = {header_key(name) for name in names}
        return next(
            (at for at, name in enumerate(self.headers) if header_key(name) in wanted), None
        )


@frozen
class Tables:
    """All tables of a file, as a workbook has its sheets, and the sheets that are none.

    ``best`` is the place of the one with the most known headers.
    """

    tables: tuple[Table, ...]
    others: tuple[str, ...]
    best: int


def header_key(cell: Cell) -> str:
    """Return what makes two headers the same: width, case, blanks and ``_ - : *`` don't count."""
    # Nothing that is longer is a header; composing a text without end takes time without end.
    return _key(neutral_line(as_text(cell)[:_LONGEST_HEADER]))


@lru_cache(maxsize=2048)
def _key(text: str) -> str:
    return re.sub(r"[\s_:*-]+", "", unicodedata.normalize("NFKC", text).casefold())


def detached(reason: Refused) -> Refused:
    """Return a reason as it may be kept: the one that was raised holds all that was at hand."""
    return Refused(reason.key, **reason.values)


def composed(cell: Cell) -> str:
    """Return the text of a cell that is to be a time, a number or a word, in one width.

    What is longer than any of these is cut off: composing takes the square of a text's length.
    """
    return unicodedata.normalize("NFKC", neutral_line(as_text(cell)[:_LONGEST_COMPOSED]))


def shown(cell: Cell) -> str:
    """Return a cell as a sentence may quote it: harmless and short."""
    text = neutral_line(as_text(cell)).strip()
    return text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 1] + "…"


def row_name(sheet: str, row: int) -> str:
    """Return what names a row among those of several sheets, as a spreadsheet writes it."""
    return f"{sheet}!{row}" if sheet else str(row)


def as_text(cell: Cell) -> str:
    """Return a cell as the text one would type: whole numbers without ``.0``, nothing as empty."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ")
    return str(cell)
