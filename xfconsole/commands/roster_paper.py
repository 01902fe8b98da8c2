"""The roster's grid on paper: a page laid across, a row a day and shift, a column a post."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from xfconsole.core.facts.of_office import RosterEntry
from xfconsole.core.words.documents import SheetKind
from xfconsole.core.words.official import name_key, phone_key
from xfconsole.ui.papers import Section, SheetPaper
from xfconsole.ui.words.catalogue import say

_BEFORE = 3
"""Date, weekday and shift stand before the posts, each of which has a column of numbers: those
would leave no room for the names, and stand below."""
Row = list[str]


def roster_paper(book: Workbook, entries: Iterable[RosterEntry], office: str) -> SheetPaper:
    """Return the workbook of a roster as a table for each month, and the numbers of all in it."""
    sections = [each for sheet in book.worksheets for each in _sections(sheet)]
    held = (each for each in entries if each.phone)
    known = {(name_key(each.person), phone_key(each.phone)): each for each in held}
    numbers = [(each.person, each.phone) for _, each in sorted(known.items(), key=_key)]
    heads = [say("live.head.person"), say("roster.book.phone")]
    listed = Section("", (), heads, numbers)
    return SheetPaper(SheetKind.ROSTER, office, [*sections, listed])


def _key(item: tuple[tuple[str, str], RosterEntry]) -> tuple[str, str]:
    return item[0]


def _sections(sheet: Worksheet) -> Iterator[Section]:
    """Yield a month's grid, and below it the list of what the grid can't hold."""
    rows = [[str(cell or "") for cell in row] for row in sheet.iter_rows(values_only=True)]
    title, *rest = rows
    ends = next((at for at, row in enumerate(rest) if not any(row)), len(rest))
    heads, *grid = ([*row[:_BEFORE], *row[_BEFORE::2]] for row in rest[:ends])
    yield Section(title[0], (), heads, _whole(grid))
    if listed := rest[ends + 1 :]:
        width = max(at for row in listed for at, cell in enumerate(row, 1) if cell)
        yield Section("", (), listed[0][:width], [row[:width] for row in listed[1:]])


def _whole(grid: Sequence[Row]) -> list[Row]:
    """Return the rows with the date in each: a cell over several rows has it in the first only."""
    found: list[Row] = []
    for row in grid:
        day = row[:2] if row[0] or not found else found[-1][:2]
        found.append([*day, *row[2:]])
    return found
