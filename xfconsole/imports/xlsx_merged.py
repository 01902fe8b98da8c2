"""Merged cells of a worksheet: what is written in the first one belongs to all their rows."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

from openpyxl.utils.cell import column_index_from_string

from xfconsole.core.words.refusal import Refused
from xfconsole.imports import bounds

_MERGED = re.compile(
    rb"<(?:\w+:)?mergeCell\b[^<>]*?\bref=[\"']([A-Z]{1,3})(\d{1,7}):[A-Z]{1,3}(\d{1,7})[\"']"
)


class _Merged(NamedTuple):
    column: int
    last_row: int


Merged: TypeAlias = Mapping[int, Sequence[_Merged]]
"""Cells merged downwards, by their first row; columns count from 0, rows as they are shown."""


def merged_cells(pieces: Iterable[bytes]) -> Merged:
    """Return the cells that a worksheet's XML, piece by piece, says are merged downwards.

    Of cells merged sideways the first column counts. Raises Refused for more than anybody merges.
    """
    found: dict[int, list[_Merged]] = defaultdict(list)
    seen = 0
    for piece in pieces:
        for left, top, bottom in _MERGED.findall(piece):
            seen += 1
            if seen > bounds.MAX_MERGED:
                raise Refused("tabular.refused.bomb")
            column = column_index_from_string(left.decode()) - 1
            if int(top) < int(bottom) and column < bounds.MAX_COLUMNS:
                found[int(top)].append(_Merged(column, int(bottom)))
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
