"""Measures the search over a register of a size of its own: a million matters if it is let.

The register is written by the journal and the index's own rows, in the shape the desk gives them;
only the verbs are left out. Letters and their terms are made in a second process.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from threading import BoundedSemaphore
from time import perf_counter

import sqlalchemy as sa

from data.file.engine import open_engine
from data.ledger.grams import grams
from data.ledger.indexer import IndexRows
from data.ledger.views import SqlViews
from data.store.store import SqlStore, claim_file
from data.tables.migrations import migrate
from data.vault.vault import DataKey
from tests.bench.figure import Figure, percentile
from tests.bench.spoken import registrations, vocabulary
from xfconsole.core.facts.event import Event
from xfconsole.core.reader.searched import searched_texts
from xfconsole.ids import uuid7

Made = list[tuple[Event, str]]
"""Registrations with the terms of their texts."""

LIMIT = 0.020
QUERIES = 200
_BATCH, _AHEAD = 5_000, 8
KEY = DataKey(bytes(range(32)))
_BANDS = {"common": (0, 600), "middling": (600, 6_000), "rare": (6_000, 40_000)}
"""Ranks of words."""


def searching(folder: Path, matters: int, rounds: int) -> list[Figure]:
    """Return p50 and p99 of searches of every kind, and of looking for the same matter."""
    folder.mkdir()
    build(folder / "office.db", matters)
    with _views(folder / "office.db") as views:
        found = [
            figure
            for kind, queries in _queries().items()
            for figure in _figures(f"search, {kind}", views.search, queries, rounds)
        ]
        source = random.Random(7)
        words = vocabulary()
        said = ["".join(source.choices(words[:6_000], k=8)) for _ in range(QUERIES)]
        found += _figures("the same matter by its words", views.similar, said, rounds)
    return found


def _figures(
    what: str, look_up: Callable[[str], object], queries: Sequence[str], rounds: int
) -> list[Figure]:
    spent = [[_timed(look_up, query) for query in queries] for _ in range(rounds)]
    p50, p99 = ([percentile(each, share) for each in spent] for share in (0.5, 0.99))
    return [Figure(f"{what}, p50", p50), Figure(f"{what}, p99", p99, limit=LIMIT)]


def _timed(look_up: Callable[[str], object], query: str) -> float:
    started = perf_counter()
    look_up(query)
    return perf_counter() - started


def _queries() -> dict[str, list[str]]:
    """Return the queries of each kind, as many of common, of middling and of rare words."""
    kinds = {f"{size} characters": _some(size, size) for size in (2, 3, 4)}
    pairs = zip(_some(2, 5), _shuffled(_some(2, 6)), strict=True)
    kinds["two words"] = [" ".join(each) for each in pairs]
    kinds["1 character"] = [word[0] for word in _some(2, 7)]
    return kinds


def _some(size: int, seed: int) -> list[str]:
    source, words = random.Random(seed), vocabulary()
    found: list[str] = []
    for first, last in _BANDS.values():
        fitting = [word for word in words[first:last] if len(word) == size]
        found += source.choices(fitting, k=QUERIES // 3)
    return found


def _shuffled(words: list[str]) -> list[str]:
    return random.Random(8).sample(words, len(words))


@contextmanager
def _views(path: Path) -> Iterator[SqlViews]:
    reader = open_engine(path, KEY.database, read_only=True)
    yield SqlViews(reader, KEY)
    reader.dispose()


def build(path: Path, matters: int) -> None:
    """Write a register of so many matters, with its index, into a new file."""
    engine = open_engine(path, KEY.database)
    migrate(engine)
    claim_file(engine, uuid7(0, 1), uuid7(0, 2))
    store = SqlStore(engine, KEY)
    room = BoundedSemaphore(_AHEAD)
    with get_context("spawn").Pool(1, _begin, (matters,)) as pool:
        for made in pool.imap(_make, _tasks(matters, room)):
            room.release()
            with store.begin() as transaction:
                first = transaction.last_seq() + 1
                transaction.append([event for event, _ in made])
            _add(engine, made, first)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE search_state SET seq = (SELECT max(seq) FROM event)")
    engine.dispose()


def _tasks(matters: int, room: BoundedSemaphore) -> Iterator[int]:
    """Yield a task for each batch, but let no more wait than there is room for."""
    for first in range(0, matters, _BATCH):
        room.acquire()
        yield first


def _add(engine: sa.Engine, made: Made, first: int) -> None:
    """Add the rows to the index that data/ledger/indexer.py would add."""
    with engine.begin() as connection:
        rows = IndexRows(connection)
        for seq, (event, terms) in enumerate(made, first):
            rows.add(event.subject, event.happened_at, seq, terms, None)
        rows.write()


_making: Iterator[Event]


def _begin(matters: int) -> None:
    global _making
    _making = registrations(matters)


def _make(_: int) -> Made:
    events = islice(_making, _BATCH)
    return [
        (event, " ".join(grams(each.folded for each in searched_texts([event]))))
        for event in events
    ]
