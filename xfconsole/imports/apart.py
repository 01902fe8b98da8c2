"""Reads the older kinds of table in a process of their own, which a file made to hurt can't leave.

What reads .xls, .ods and web pages was written for honest files. There it has so much memory and
processor time and no more, and what it found comes back as plain values, never as objects.
"""

from __future__ import annotations

import marshal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, time
from enum import StrEnum
from functools import partial
from typing import Any, TypeAlias, cast

from xfconsole.core.words.refusal import Refused
from xfconsole.imports.bounds import MAX_SHEETS, Budget
from xfconsole.imports.merged import Filling, Merged, as_row, merged_by_row
from xfconsole.imports.sheet import Line, Sheet
from xfconsole.imports.table import Cell, Grid, Row

READ_APART = "--read-apart"
"""What the program is started with to read one table from its standard input."""
SECONDS = 20
"""Processor time: an honest .xls of 65,536 rows and twenty columns takes 2.5."""
MEGABYTES = 512
"""Address space: the same takes 175."""
_PLAIN = (str, int, float, type(None))


class Kind(StrEnum):
    """What a file was recognised as; each has a module of its name."""

    XLS = "xls"
    ODS = "ods"
    HTML = "html"


Found: TypeAlias = tuple[str, bool, tuple[tuple[int, int, int], ...], tuple[Any, ...]]
"""A sheet as it comes back: title, whether it is hidden, its merged cells, its rows."""


def grids_apart(kind: Kind, content: bytes, shown: str) -> list[Grid]:
    """Return the sheets of a file, read in a process of their own. Raises Refused."""
    frozen = getattr(sys, "frozen", False)
    # -P: else whatever lies in the folder one stands in could be taken for a module of ours.
    ours = [] if frozen else ["-P", "-m", "xfconsole"]
    ended = subprocess.run(
        [sys.executable, *ours, READ_APART, kind],
        input=content,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    if ended.returncode:
        raise Refused("tabular.refused.bomb", file=shown)
    return grids_of(kind, marshal.loads(ended.stdout), shown)


def answer(kind: str) -> None:
    """Read a table from standard input, within bounds, and write what is in it."""
    content = sys.stdin.buffer.read()
    _bound()
    found = marshal.dumps(found_in(Kind(kind), content))
    sys.stdout.buffer.write(found)
    sys.stdout.buffer.flush()


def found_in(kind: Kind, content: bytes) -> list[Found] | str:
    """Return the sheets of a file in plain values, or the key of the sentence that refuses it.

    Raises MemoryError; every other fault of the file is a sentence.
    """
    budget, found = Budget(""), list[Found]()
    try:
        for sheet in _reader(kind)(content):
            if len(found) == MAX_SHEETS:
                return "tabular.refused.bomb"
            rows = tuple(_plain(line, budget) for line in sheet.lines)
            found.append((sheet.title, sheet.hidden, tuple(sheet.merged), rows))
    except Refused as refused:
        return refused.key
    except MemoryError:
        raise
    # A hostile file makes its reader raise nearly anything there is.
    except Exception:
        return "tabular.refused.damaged"
    return found


def grids_of(kind: Kind, found: list[Found] | str, shown: str) -> list[Grid]:
    """Return what ``found_in`` gave as grids; raises Refused for its sentence."""
    if isinstance(found, str):
        raise Refused(found, file=shown)
    return [
        Grid(
            rows=partial(_rows, merged_by_row(merged), lines),
            encoding=kind,
            sheet=title,
            last_row=lines[-1][0] if lines else 0,
            hidden=hidden,
        )
        for title, hidden, merged, lines in found
    ]


def _reader(kind: Kind) -> Callable[[bytes], Iterator[Sheet]]:
    # Each is loaded only where it is wanted, and where whoever packs the program sees it.
    if kind is Kind.XLS:
        from xfconsole.imports.xls import sheets
    elif kind is Kind.ODS:
        from xfconsole.imports.ods import sheets
    else:
        from xfconsole.imports.html import sheets
    return sheets


def _bound() -> None:
    # Some systems have no such limits; there the file's size is the bound.
    with suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (MEGABYTES << 20, MEGABYTES << 20))


def _plain(line: Line, budget: Budget) -> tuple[int, tuple[Any, ...], bool, bool]:
    budget.spend(line.cells, len(line.cells))
    return line.number, tuple(map(_plain_cell, line.cells)), line.hidden, line.unread


def _plain_cell(cell: Cell) -> Any:
    if isinstance(cell, datetime):
        return cell.timetuple()[:6]
    if isinstance(cell, time):
        return cell.hour, cell.minute, cell.second
    return cell if isinstance(cell, _PLAIN) else str(cell)


def _rows(
    merged: Merged, lines: Sequence[tuple[int, tuple[Any, ...], bool, bool]]
) -> Iterator[Row]:
    filling = Filling(merged)
    for number, plain, hidden, unread in lines:
        if unread:
            yield Row(number, (), Refused("tabular.refused.formula"))
            continue
        cells, carried = filling.row(number, tuple(map(_cell, plain)))
        yield replace(as_row(number, cells, carried), hidden=hidden)


def _cell(plain: Any) -> Cell:
    if not isinstance(plain, tuple):
        return cast("Cell", plain)
    return datetime(*plain) if len(plain) == 6 else time(*plain)  # noqa: DTZ001 - as in a cell
