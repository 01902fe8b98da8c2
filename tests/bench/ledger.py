"""How long the ledger takes from a key to its rows, over a register of a million matters.

Beside each page the same rows are fetched by their row ids, by sqlcipher3 alone.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from itertools import cycle
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any
from zoneinfo import ZoneInfo

from data.file.engine import open_engine
from data.ledger.views import SqlViews
from screens.ledger.pages import LedgerPages, Matches
from screens.ledger.screen import STRETCH
from screens.widgets.row_list import PAGE
from tests.bench.bulk import KEY, filling
from tests.bench.figure import Figure, percentile
from tests.bench.registered import UNITS, WORDS, fill_register
from tests.bench.resting import cold, memory
from tests.desks import START
from xfconsole.core.ledger.filter import parse
from xfconsole.core.ledger.listing import Listing, Sort
from xfconsole.core.ports import Views
from xfconsole.core.rows import MatterRow
from xfconsole.ui.words.closed_lists import ledger_names

KEYS = 40
"""So many key presses in each round, each with another value where there is one."""
RATIO, EVEN = 10, 3
"""How many times a page may cost what its rows do, and the slowest row the median of all."""
FEW = 1_000
"""Matters of the register that the memory is compared with."""
_FILE = "register.db"
NOW = START.astimezone(ZoneInfo("Asia/Shanghai"))
_STATES = ("handling", "assigned", "archived", "accepted", "concluded", "served")
_FILTERS: dict[str, tuple[str, ...]] = {
    "state:X": tuple(f"state:{state}" for state in _STATES),
    "open": ("open",),
    "unit:X": tuple(f"unit:{unit}" for unit in UNITS[::7]),
    "due<3d": ("due<3d", "due:today", "due<=1d"),
    "overdue + word": tuple(f"overdue {word}" for word in WORDS),
    "word": WORDS,
    "my next hour": ("due:hour",),
    "supervised": ("supervised",),
    "unit + state + channel": tuple(f"unit:{unit} open channel:visit" for unit in UNITS[::9]),
    "township + purpose": ("township:新 purpose:claim", "township:老街 purpose:suggestion"),
    "a term that nothing fits": (
        "unit:无此单位",
        "topic:无此类",
        "state:finished undecided urgent",
    ),
}


def ledger(folder: Path, rounds: int, matters: int) -> list[Figure]:
    """Return the figures of the ledger over so many matters."""
    views = register(folder, matters)
    with open_engine(folder / _FILE, KEY.database, read_only=True).lent() as connection:
        bare = connection.driver.cursor()
    many = f"{matters:,} matters"
    found: list[Figure] = []
    # As the console does once it is loaded.
    gc.collect()
    gc.freeze()
    slowest: list[Sequence[float]] = []
    for name, act in acts(views):
        # The first time reads the file into the system's cache: that is the disk's time.
        act()
        timed = [[_timed(act, bare) for _ in range(KEYS)] for _ in range(rounds)]
        paged = all(raw for one in timed for _, raw in one)
        for label, share in (("p50", 0.5), ("p99", 0.99)):
            ours, raw = (
                [percentile([each[side] for each in one], share) for one in timed]
                for side in (0, 1)
            )
            limit = RATIO if paged and label == "p99" else None
            what = f"ledger, {many}: {name}, {label}"
            found.append(Figure(what, ours, raw if paged else (), limit))
        slowest.append(found[-1].ours)
    found.append(_evenness(slowest, many))
    found += cold(f"{many}: opening the ledger", folder / _FILE, _open, rounds)
    small = folder / "small"
    register(small, FEW)
    what = f"{many} beside {FEW:,}"
    return found + memory(what, folder / _FILE, small / _FILE, rounds)


def _evenness(rows: Sequence[Sequence[float]], many: str) -> Figure:
    """Return the slowest act of each round beside the median of all acts."""
    turns = list(zip(*rows, strict=True))
    what = f"ledger, {many}: the slowest row beside the median of all, p99"
    return Figure(what, list(map(max, turns)), list(map(median, turns)), EVEN)


def register(folder: Path, matters: int) -> Views:
    """Make an office's file with so many matters and return what screens read it by."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / _FILE
    with filling(path) as connection:
        fill_register(connection, matters, START)
    return SqlViews(open_engine(path, KEY.database, read_only=True), KEY)


def acts(views: Views) -> Iterator[tuple[str, Callable[[], Sequence[MatterRow]]]]:
    """Yield what is measured, each by its name."""
    yield "opening it, with the counts by state", lambda: _open(views)
    yield "the counts by state", lambda: _counts(views)
    for sort in Sort:
        down = _down(views, sort)
        yield f"a page down, by {sort.value}", lambda down=down: next(down)  # type: ignore[misc]
        yield f"to the end, by {sort.value}", lambda sort=sort: _end(views, sort)  # type: ignore[misc]
    for name, texts in _FILTERS.items():
        for sort in (Sort.RECEIVED, Sort.DUE):
            turn = cycle(texts)
            yield (
                f"filter {name}, by {sort.value}",
                lambda turn=turn, sort=sort: _filter(views, next(turn), sort),  # type: ignore[misc]
            )


def _open(views: Views) -> Sequence[MatterRow]:
    views.state_counts()
    listing = Listing(NOW)
    total = views.quick_count(listing.query)
    assert total is not None
    return LedgerPages(views, listing, total).fetch(0, PAGE)


def _counts(views: Views) -> Sequence[MatterRow]:
    views.state_counts()
    return ()


def _down(views: Views, sort: Sort) -> Iterator[Sequence[MatterRow]]:
    total = views.matter_count()
    while True:
        pages = LedgerPages(views, Listing(NOW, sort=sort), total)
        for start in range(0, total, PAGE):
            yield pages.fetch(start, PAGE)


def _end(views: Views, sort: Sort) -> Sequence[MatterRow]:
    total = views.matter_count()
    start = (total - 1) // PAGE * PAGE
    return LedgerPages(views, Listing(NOW, sort=sort), total).fetch(start, PAGE)


def _filter(views: Views, text: str, sort: Sort) -> Sequence[MatterRow]:
    return Matches(views, Listing(NOW, parse(text, ledger_names()), sort), STRETCH).read_on()


def _timed(act: Callable[[], Sequence[MatterRow]], bare: Any) -> tuple[float, float]:
    """Return the seconds of an act and those of fetching its rows by their ids, 0 without rows."""
    start = perf_counter()
    rows = act()
    ours = perf_counter() - start
    uids = [row.uid for row in rows]
    marks = ", ".join("?" * len(uids))
    ids = bare.execute(f"SELECT rowid FROM matter WHERE uid IN ({marks})", uids).fetchall()
    if not ids:
        return ours, 0.0
    statement = f"SELECT * FROM matter WHERE rowid IN ({marks})"
    start = perf_counter()
    bare.execute(statement, [each for (each,) in ids]).fetchall()
    return ours, perf_counter() - start
