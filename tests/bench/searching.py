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

from data.file.engine import open_engine
from data.journal.journal import Journal, chain_key
from data.ledger.grams import grams, match, terms
from data.ledger.indexer import IndexRows
from data.ledger.views import SqlViews
from data.projections.apply import project
from data.store.store import read_meta
from tests.bench.bulk import KEY, filling
from tests.bench.figure import Figure, percentile
from tests.bench.resting import cold
from tests.bench.spoken import registrations, vocabulary
from xfconsole.core.facts.event import Event
from xfconsole.core.reader.same_matter import pairs
from xfconsole.core.reader.searched import searched_texts
from xfconsole.core.rows import MatterHit, Similar
from xfconsole.core.words.desk import Uid
from xfconsole.core.words.folding import words_of

Made = list[tuple[Event, str]]
"""Registrations with the terms of their texts."""

RATIO = 2
"""How many times a search may cost what its full-text query and its rows do."""
QUERIES, PAGE = 200, 30
_MATCHING = "SELECT rowid FROM search_index WHERE search_index MATCH ? ORDER BY rowid DESC LIMIT ?"
_LETTER = "JOIN event e ON e.subject = m.uid AND e.kind = 'matter.registered'"
_FOUND = f"""
    SELECT m.*, e.* FROM search_index f CROSS JOIN search_doc d ON d.docid = f.rowid
    CROSS JOIN matter m ON m.uid = d.matter CROSS {_LETTER}
    WHERE f.search_index MATCH ? ORDER BY f.rowid DESC LIMIT ?
"""
_SHOWN = f"SELECT m.*, e.* FROM matter m {_LETTER} WHERE m.uid IN"
_BATCH, _AHEAD = 5_000, 8
_BANDS = {"common": (0, 600), "middling": (600, 6_000), "rare": (6_000, 40_000)}
"""Ranks of words."""


def searching(folder: Path, matters: int, rounds: int) -> list[Figure]:
    """Return p50 and p99 of searches of every kind, and of looking for the same matter."""
    folder.mkdir()
    file = folder / "office.db"
    build(file, matters)
    with _views(file) as views:
        bare = Bare(file)
        found = [
            figure
            for kind, queries in _queries().items()
            for figure in _figures(f"search, {kind}", views.search, bare.search, queries, rounds)
        ]
        source = random.Random(7)
        words = vocabulary()
        said = ["".join(source.choices(words[:6_000], k=8)) for _ in range(QUERIES)]
        found += _figures("the same matter", views.similar, bare.similar, said, rounds)
        bare.close()
    what = f"{matters:,} matters: a first search"
    return found + cold(what, file, lambda views: views.search(words[0]), rounds)


class Bare:
    """Asks the same file by sqlcipher3 alone, and proves, marks and withholds nothing."""

    def __init__(self, file: Path) -> None:
        self._engine = open_engine(file, KEY.database, read_only=True)
        with self._engine.lent() as connection:
            self._cursor = connection.driver.cursor()

    def search(self, words: str, _: Sequence[Uid]) -> float:
        """Return the seconds of one full-text query with the lines and letters it leads to."""
        return self._timed((_FOUND, (match(terms(words_of(words))), PAGE)))

    def similar(self, text: str, shown: Sequence[Uid]) -> float:
        """Return the seconds of the newest rows of every pair, and of fetching what is shown."""
        asked = [(_MATCHING, (match([each]), PAGE)) for each in sorted(pairs(text))]
        return self._timed(*asked, (f"{_SHOWN} ({', '.join('?' * len(shown))})", tuple(shown)))

    def close(self) -> None:
        """Close the file."""
        self._engine.dispose()

    def _timed(self, *asked: tuple[str, tuple[object, ...]]) -> float:
        started = perf_counter()
        for statement, values in asked:
            self._cursor.execute(statement, values).fetchall()
        return perf_counter() - started


def _figures(
    what: str,
    look_up: Callable[[str], Sequence[MatterHit | Similar]],
    bare: Callable[[str, Sequence[Uid]], float],
    queries: Sequence[str],
    rounds: int,
) -> list[Figure]:
    spent = [[_timed(look_up, bare, query) for query in queries] for _ in range(rounds)]
    found = []
    for label, share in (("p50", 0.5), ("p99", 0.99)):
        ours, raw = (
            [percentile([each[side] for each in turn], share) for turn in spent] for side in (0, 1)
        )
        found.append(Figure(f"{what}, {label}", ours, raw, RATIO if label == "p99" else None))
    return found


def _timed(
    look_up: Callable[[str], Sequence[MatterHit | Similar]],
    bare: Callable[[str, Sequence[Uid]], float],
    query: str,
) -> tuple[float, float]:
    started = perf_counter()
    found = look_up(query)
    ours = perf_counter() - started
    return ours, bare(query, [each.row.uid for each in found])


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
    room = BoundedSemaphore(_AHEAD)
    with filling(path) as connection, get_context("spawn").Pool(1, _begin, (matters,)) as pool:
        journal = Journal(connection, chain_key(KEY.raw), read_meta(connection)["desk"])
        for made in pool.imap(_make, _tasks(matters, room)):
            room.release()
            stored = journal.append([event for event, _ in made])
            project(connection, stored)
            rows = IndexRows(connection)
            for event, (_, terms) in zip(stored, made, strict=True):
                rows.add(event.subject, event.happened_at, event.seq, terms, None)
            rows.write()
        connection.execute("UPDATE search_state SET seq = (SELECT max(seq) FROM event)")


def _tasks(matters: int, room: BoundedSemaphore) -> Iterator[int]:
    """Yield a task for each batch, but let no more wait than there is room for."""
    for first in range(0, matters, _BATCH):
        room.acquire()
        yield first


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
