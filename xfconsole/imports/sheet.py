"""What each reader of an older format gives: sheets of lines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from xfconsole.imports.table import Cell


class Line(NamedTuple):
    """One row that says something. ``unread``: a formula in it has no value yet."""

    number: int
    cells: tuple[Cell, ...]
    hidden: bool = False
    unread: bool = False


class Sheet(NamedTuple):
    """One sheet: its lines from the top, read once, and once they are, the cells ``merged``.

    These are column from 0, first row and last row as they are shown.
    """

    title: str
    hidden: bool
    lines: Iterator[Line]
    merged: list[tuple[int, int, int]]
