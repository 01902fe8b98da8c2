"""The subject tree (内容分类) that pickers offer: three levels, built in or the office's own."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from importlib.resources import files
from pathlib import Path
from typing import TypeAlias

from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.text import neutral_line
from xfconsole.imports.csv_grid import csv_grids
from xfconsole.imports.table import Grid, Row, as_text, header_key
from xfconsole.reading import read_file

OFFICE_FILE = "subjects.csv"
"""In the office's folder; where it is, it takes the place of the built-in tree."""
AS_A_WORKBOOK = tuple(f"subjects{suffix}" for suffix in (".xlsx", ".xls", ".et", ".ods"))
"""The same as a spreadsheet program keeps it; the text goes before."""
LEVELS = 3
HEADERS = (("一级分类", "level1"), ("二级分类", "level2"), ("三级分类", "level3"))
MAX_BYTES = 1_000_000
MAX_CHARACTERS = 60

Subject: TypeAlias = tuple[str, ...]
"""A subject from its first level down, at most three."""


@frozen
class SubjectTree:
    """All subjects in the order of their file; an office may leave the lower levels out."""

    subjects: tuple[Subject, ...]

    def below(self, above: Sequence[str] = ()) -> tuple[str, ...]:
        """Return the names one level below ``above``, in order; without it the first level."""
        depth, start = len(above), tuple(above)
        found = (each for each in self.subjects if len(each) > depth and each[:depth] == start)
        return tuple(dict.fromkeys(each[depth] for each in found))


def load_subjects(folder: Path | None = None) -> SubjectTree:
    """Return the office's own tree if its folder holds one, else the built-in tree.

    Raises Refused, naming file and row, when the office's file can't be used.
    """
    own = (folder / name for name in (OFFICE_FILE, *AS_A_WORKBOOK)) if folder else ()
    path = next(filter(os.path.lexists, own), None)
    if path is None:
        built_in = files("xfconsole").joinpath("policies", OFFICE_FILE).read_bytes()
        return parse_subjects(built_in, OFFICE_FILE)
    try:
        content = read_file(path, MAX_BYTES)
    except OSError as error:
        raise Refused("subjects.refused.unreadable", file=path.name) from error
    _check_size(content, path.name)
    # Imported here: the console starts with the built-in tree, which is plain text.
    from xfconsole.imports.tabular import grids_in

    return _tree(grids_in(content, path.name), path.name)


def parse_subjects(content: bytes, name: str) -> SubjectTree:
    """Return the tree in a table with one column a level; raises Refused for the first fault."""
    _check_size(content, name)
    return _tree(csv_grids(content, name), name)


def _check_size(content: bytes, name: str) -> None:
    if len(content) > MAX_BYTES:
        raise Refused("subjects.refused.too_large", file=name, most=MAX_BYTES // 1000)


def _tree(grids: Sequence[Grid], name: str) -> SubjectTree:
    places, rows = _table(grids, name)
    found: dict[Subject, int] = {}
    for row in rows:
        subject = _subject(row, places, name)
        if subject in found:
            raise Refused("subjects.refused.twice", file=name, row=row.number, first=found[subject])
        found[subject] = row.number
    if not found:
        raise Refused("subjects.refused.empty", file=name)
    return SubjectTree(tuple(found))


def _table(grids: Sequence[Grid], name: str) -> tuple[list[int], Iterator[Row]]:
    """Return where each level stands, and the rows below the header."""
    for grid in grids:
        rows = grid.rows()
        headers = [header_key(cell) for cell in next(rows, Row(1, ())).cells]
        places = [at for level in HEADERS for at, head in enumerate(headers) if head in level]
        if len(places) == LEVELS:
            return places, rows
    raise Refused("subjects.refused.header", file=name)


def _subject(row: Row, places: Sequence[int], name: str) -> Subject:
    if row.flaw is not None:
        raise Refused("subjects.refused.row", file=name, row=row.number)
    cells = [row.cells[at] if at < len(row.cells) else None for at in places]
    levels = [neutral_line(as_text(cell)).strip() for cell in cells]
    while levels and not levels[-1]:
        levels.pop()
    if not levels or not all(levels):
        raise Refused("subjects.refused.gap", file=name, row=row.number)
    if max(map(len, levels)) > MAX_CHARACTERS:
        raise Refused("subjects.refused.long", file=name, row=row.number, most=MAX_CHARACTERS)
    return tuple(levels)
