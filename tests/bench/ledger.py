"""How long the ledger takes from a key to its rows, over a register of a million matters."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import cycle
from pathlib import Path
from time import perf_counter
from zoneinfo import ZoneInfo

from data.file.engine import open_engine
from data.ledger.views import SqlViews
from data.store.store import claim_file
from data.tables.migrations import migrate
from data.vault.vault import DataKey
from screens.ledger.pages import LedgerPages, Matches
from screens.ledger.screen import STRETCH
from tests.bench.figure import Figure, percentile
from tests.bench.registered import UNITS, WORDS, fill_register
from tests.desks import START
from xfconsole.core.ledger.filter import parse
from xfconsole.core.ledger.listing import Listing, Sort
from xfconsole.core.ports import Views
from xfconsole.drill.run import DrillIds
from xfconsole.ui.words.closed_lists import ledger_names

KEYS = 40
"""So many key presses in each round, each with another value where there is one."""
LIMIT = 0.050
PAGE = 128
"""Rows that the list fetches at a time."""
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
    folder.mkdir(parents=True, exist_ok=True)
    views = register(folder, matters)
    many = f"{matters:,} matters"
    found: list[Figure] = []
    for name, act in _acts(views):
        # The first time reads the file into the system's cache: that is the disk's time.
        act()
        seconds = [[_timed(act) for _ in range(KEYS)] for _ in range(rounds)]
        p50 = [percentile(each, 0.5) for each in seconds]
        p99 = [percentile(each, 0.99) for each in seconds]
        found.append(Figure(f"ledger, {many}: {name}, p50", p50))
        found.append(Figure(f"ledger, {many}: {name}, p99", p99, limit=LIMIT))
    return found


def register(folder: Path, matters: int) -> Views:
    """Make an office's file with so many matters and return what screens read it by."""
    key = DataKey(bytes(range(32)))
    path = folder / "register.db"
    engine = open_engine(path, key.database)
    migrate(engine)
    ids = DrillIds()
    claim_file(engine, ids.new(START), ids.new(START))
    fill_register(engine, matters, START)
    engine.dispose()
    return SqlViews(open_engine(path, key.database, read_only=True), key)


def _acts(views: Views) -> Iterator[tuple[str, Callable[[], object]]]:
    yield "opening it, with the counts by state", lambda: _open(views)
    yield "the counts by state", views.state_counts
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


def _open(views: Views) -> None:
    views.state_counts()
    listing = Listing(NOW)
    total = views.quick_count(listing.query)
    assert total is not None
    assert LedgerPages(views, listing, total).fetch(0, PAGE)


def _down(views: Views, sort: Sort) -> Iterator[None]:
    total = views.matter_count()
    while True:
        pages = LedgerPages(views, Listing(NOW, sort=sort), total)
        for start in range(0, total, PAGE):
            pages.fetch(start, PAGE)
            yield


def _end(views: Views, sort: Sort) -> None:
    total = views.matter_count()
    start = (total - 1) // PAGE * PAGE
    assert LedgerPages(views, Listing(NOW, sort=sort), total).fetch(start, PAGE)


def _filter(views: Views, text: str, sort: Sort) -> None:
    Matches(views, Listing(NOW, parse(text, ledger_names()), sort), STRETCH).read_on()


def _timed(act: Callable[[], object]) -> float:
    start = perf_counter()
    act()
    return perf_counter() - start
