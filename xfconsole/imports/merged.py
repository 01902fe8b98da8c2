"""What merged cells hold belongs to each of their rows; and what makes a row unusable."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

from xfconsole.core.words.refusal import Refused
from xfconsole.imports.bounds import MAX_CELL_CHARACTERS, MAX_COLUMNS
from xfconsole.imports.table import Cell, Row

ERRORS = frozenset("#NULL! #DIV/0! #VALUE! #REF! #NAME? #NUM! #N/A".split())
"""What a spreadsheet shows in place of a formula's value."""


class _Merged(NamedTuple):
    column: int
    last_row: int


Merged: TypeAlias = Mapping[int, Sequence[_Merged]]
"""Cells merged downwards, by their first row; columns count from 0, rows as they are shown."""


def merged_by_row(ranges: Iterable[tuple[int, int, int]]) -> Merged:
    """Return merged cells, each a column, a first and a last row, as they are met going down.

    Of cells merged sideways the first column counts.
    """
    found: dict[int, list[_Merged]] = defaultdict(list)
    for column, top, bottom in ranges:
        if top < bottom and column < MAX_COLUMNS:
            found[top].append(_Merged(column, bottom))
    return found


class Filling:
    """Goes down a sheet once and writes what merged cells hold into each of their rows."""

    def __init__(self, merged: Merged) -> None:
        self._merged = merged
        self._open: dict[int, tuple[int, Any]] = {}

    def row(self, number: int, values: tuple[Any, ...]) -> tuple[tuple[Any, ...], frozenset[int]]:
        """Return a row's values as they are seen, and which places came from a row above."""
        carried = {at: held for at, (last, held) in self._open.items() if number <= last}
        self._open = {at: self._open[at] for at in carried}
        for at, last in self._merged.get(number, ()):
            if at < len(values) and values[at] is not None:
                self._open[at] = last, values[at]
        if not carried:
            return values, frozenset()
        filled = [*values, *[None] * (max(carried) + 1 - len(values))]
        for at, held in carried.items():
            filled[at] = held
        return tuple(filled), frozenset(carried)


def as_row(number: int, values: tuple[Cell, ...], carried: frozenset[int]) -> Row:
    """Return a row of a workbook, with the flaw that makes it unusable if it has one."""
    cells, flaw = values[:MAX_COLUMNS], None
    if any(value is not None for value in values[MAX_COLUMNS:]):
        flaw = Refused("tabular.refused.too_many_columns", most=MAX_COLUMNS)
    elif any(isinstance(cell, str) and len(cell) > MAX_CELL_CHARACTERS for cell in cells):
        flaw = Refused("tabular.refused.cell_too_long", most=MAX_CELL_CHARACTERS)
    elif any(isinstance(cell, str) and cell in ERRORS for cell in cells):
        flaw = Refused("tabular.refused.error_value")
    return Row(number, cells, flaw, carried)
