"""What a roster's row leaves out because the row above says it, and what that is told as."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum

from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.official import name_key
from xfconsole.imports.table import Cell, as_text, header_key

_BLOCK = ("date", "shift", "post", "unit")
"""What people merge over the rows of one block, or write in its first row only."""


class NoteKind(StrEnum):
    """What is told of some rows besides what they say themselves."""

    CARRIED = "carried"
    EVERY_UNIT = "every_unit"
    ALL_DAY = "all_day"
    NO_ROW = "no_row"
    EXAMPLE = "example"
    UNFILLED = "unfilled"
    HIDDEN = "hidden"
    SHIFTS = "shifts"


@frozen
class RosterNote:
    """Rows, by the numbers the spreadsheet shows, and what is said of them.

    For ``CARRIED`` that is the headers of the columns concerned, for ``SHIFTS`` how each spelling
    was understood. ``sheet`` is named where several are read.
    """

    kind: NoteKind
    rows: tuple[int, ...]
    said: tuple[str, ...] = ()
    sheet: str = ""


class Block:
    """Completes a sheet's rows, each from the one above, and keeps what is to be told of them.

    A row without a date goes on with the row above: its shift and post where those are empty, and
    its unit where it is empty for the same post. Where a workbook says itself that the post's cells
    are merged, or the date's of a post written out, an empty unit beside them is one. ``with_unit``
    are the posts that some row of the file, on any sheet, holds for one unit.
    """

    def __init__(self, headers: Mapping[str, str], with_unit: set[str], sheet: str = "") -> None:
        self._headers, self._with_unit, self._sheet = headers, with_unit, sheet
        self._above: Mapping[str, Cell] = {}
        self._carried: dict[int, set[str]] = {}
        self._no_unit: dict[str, list[int]] = defaultdict(list)
        self._no_shift: list[int] = []
        self._no_row: list[int] = []
        self._examples: list[int] = []
        self._unfilled: list[int] = []
        self._hidden: list[int] = []
        self._shifts: dict[int, str] = {}

    def complete(
        self, row: int, cells: Mapping[str, Cell], merged: frozenset[str]
    ) -> Mapping[str, Cell]:
        """Return a row's cells, those it leaves out to the row above taken from there."""
        blank = {name for name in _BLOCK if name in cells and _empty(name, cells[name])}
        left_out = blank & self._left_out(cells, blank, merged)
        filled = {**cells, **{name: self._above.get(name) for name in left_out}}
        taken = {name for name in left_out if not _empty(name, filled[name])} | merged
        if taken:
            self._carried[row] = taken
        if "shift" in blank - left_out and self._same_day(filled):
            self._no_shift.append(row)
        return filled

    def understood(self, row: int, cells: Mapping[str, Cell], post: str) -> None:
        """Note that a row could be used: the next one may go on with it."""
        self._above = cells
        if _empty("unit", cells.get("unit")):
            self._no_unit[post].append(row)
        else:
            self._with_unit.add(post)

    def passed_over(self, row: int) -> None:
        """Note that a row is no duty but a remark."""
        self._no_row.append(row)

    def example(self, row: int) -> None:
        """Note that a row only shows how one is filled in."""
        self._examples.append(row)

    def unfilled(self, row: int, cells: Mapping[str, Cell]) -> None:
        """Note that a row names nobody; the next one may go on with it."""
        self._above = cells
        self._unfilled.append(row)

    def shift_read(self, row: int, said: str) -> None:
        """Note how a shift was understood that was not written plainly."""
        self._shifts[row] = said

    def unseen(self, row: int) -> None:
        """Note that the spreadsheet does not show a row."""
        self._hidden.append(row)

    def notes(self) -> tuple[RosterNote, ...]:
        """Return what is to be told of the sheet, once all of the file is read."""
        columns = {name for taken in self._carried.values() for name in taken}
        named = tuple(header for name, header in self._headers.items() if name in columns)
        every = sorted(row for post in self._with_unit for row in self._no_unit.get(post, ()))
        found = (
            RosterNote(NoteKind.CARRIED, tuple(self._carried), named),
            RosterNote(NoteKind.EVERY_UNIT, tuple(every)),
            RosterNote(NoteKind.ALL_DAY, tuple(self._no_shift)),
            RosterNote(NoteKind.NO_ROW, tuple(self._no_row)),
            RosterNote(NoteKind.EXAMPLE, tuple(self._examples)),
            RosterNote(NoteKind.UNFILLED, tuple(self._unfilled)),
            RosterNote(NoteKind.HIDDEN, tuple(self._hidden)),
            RosterNote(
                NoteKind.SHIFTS, tuple(self._shifts), tuple(dict.fromkeys(self._shifts.values()))
            ),
        )
        return tuple(replace(note, sheet=self._sheet) for note in found if note.rows)

    def _left_out(
        self, cells: Mapping[str, Cell], blank: set[str], merged: frozenset[str]
    ) -> set[str]:
        if "date" not in blank | merged or not self._above:
            return set()
        same_post = _same(cells.get("post"), self._above.get("post"))
        goes_on = "post" in blank or (same_post and not merged.intersection(_BLOCK))
        return {"date", "shift", "post"} | ({"unit"} if goes_on else set())

    def _same_day(self, cells: Mapping[str, Cell]) -> bool:
        named = bool(header_key(self._above.get("shift")))
        return named and _same(cells.get("date"), self._above.get("date"))


def _empty(column: str, cell: Cell) -> bool:
    # A dash is a header's decoration, but somebody's word for a unit.
    return not (name_key(as_text(cell)) if column == "unit" else header_key(cell))


def _same(cell: Cell, other: Cell) -> bool:
    return header_key(cell) == header_key(other)
