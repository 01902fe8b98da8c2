"""Reads the tables of a web page, which many systems hand out as .xls."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from xfconsole.core.words.refusal import Refused
from xfconsole.imports.bounds import MAX_COLUMNS, MAX_ROWS, MAX_SHEETS
from xfconsole.imports.csv_grid import decoded
from xfconsole.imports.sheet import Line, Sheet

_UNSEEN = re.compile(r"display\s*:\s*none", re.I)
_BREAKS = frozenset(("br", "p", "div", "li"))
_NO_TEXT = frozenset(("style", "script", "title", "xml"))
_BLANKS = re.compile(r"[ \t\r\n\f]+")


@dataclass(slots=True)
class _Table:
    """A table half read: its lines so far, and the cells of the row that is open."""

    lines: list[Line] = field(default_factory=list)
    merged: list[tuple[int, int, int]] = field(default_factory=list)
    row: int = 0
    hidden: bool = False
    cells: dict[int, str] = field(default_factory=dict)
    taken: dict[int, int] = field(default_factory=dict)
    """The last row that a cell reaches down to in a column, itself included."""
    free: int = 0
    """The first column that may be free in the row that is open."""
    at: int | None = None
    """The column of the cell that is open."""
    text: list[str] = field(default_factory=list)

    def begin_row(self, hidden: bool) -> None:
        self.end_row()
        self.row, self.hidden, self.free = self.row + 1, hidden, 0
        if self.row > MAX_ROWS:
            raise Refused("tabular.refused.bomb")

    def end_row(self) -> None:
        self.end_cell()
        if any(self.cells.values()):
            wide = max(self.cells) + 1
            cells = tuple(self.cells.get(at) or None for at in range(wide))
            self.lines.append(Line(self.row, cells, self.hidden))
        self.cells = {}

    def begin_cell(self, down: int, across: int) -> None:
        self.end_cell()
        self.row = self.row or 1
        while self.taken.get(self.free, 0) >= self.row:
            self.free += 1
        # One beyond the last column stands for all of them.
        self.at, last = min(self.free, MAX_COLUMNS), self.row + down - 1
        self.free = self.at + min(across, MAX_COLUMNS)
        self.taken.update(dict.fromkeys(range(self.at, self.free), last))
        if down > 1:
            self.merged.append((self.at, self.row, last))

    def end_cell(self) -> None:
        if self.at is not None:
            lines = "".join(self.text).split("\n")
            self.cells[self.at] = "\n".join(line.strip(" ") for line in lines).strip("\n")
        self.at, self.text = None, []


class _Page(HTMLParser):
    """A page as it is read; a table within a cell is a table of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[_Table] = []
        self._open: list[_Table] = []
        self._mute = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a table, a row or a cell."""
        said = dict(attrs)
        if tag in _NO_TEXT:
            self._mute = tag
        elif tag == "table":
            if len(self.tables) == MAX_SHEETS:
                raise Refused("tabular.refused.bomb")
            self._open.append(_Table())
            self.tables.append(self._open[-1])
        elif self._open and tag == "tr":
            self._open[-1].begin_row(bool(_UNSEEN.search(said.get("style") or "")))
        elif self._open and tag in ("td", "th"):
            self._open[-1].begin_cell(_span(said.get("rowspan")), _span(said.get("colspan")))
        elif tag in _BREAKS:
            self.handle_break()

    def handle_endtag(self, tag: str) -> None:
        """Close what is open."""
        if tag == self._mute:
            self._mute = ""
        elif not self._open:
            return
        elif tag in ("td", "th"):
            self._open[-1].end_cell()
        elif tag == "tr":
            self._open[-1].end_row()
        elif tag == "table":
            self._open.pop().end_row()
        elif tag in _BREAKS:
            self.handle_break()

    def handle_break(self) -> None:
        """Begin a new line, unless one has just begun."""
        if self._open and (text := self._open[-1].text) and text[-1] != "\n":
            text.append("\n")

    def handle_data(self, data: str) -> None:
        """Take the text of a cell, each run of blanks as one."""
        if self._open and self._open[-1].at is not None and not self._mute:
            self._open[-1].text.append(_BLANKS.sub(" ", data).replace("\xa0", " "))


def sheets(content: bytes) -> Iterator[Sheet]:
    """Yield the tables of a page in order, under their numbers."""
    page = _Page()
    page.feed(decoded(content, "")[0])
    page.close()
    for number, table in enumerate(page.tables, start=1):
        table.end_row()
        yield Sheet(str(number), False, iter(table.lines), table.merged)


def _span(said: str | None) -> int:
    """Return over how many rows or columns a cell goes, 1 where that is no number."""
    number = (said or "").strip()
    usual = number.isascii() and number.isdigit() and len(number) < 6
    return max(1, min(int(number), MAX_ROWS)) if usual else 1
