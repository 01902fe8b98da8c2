"""Measures what is stored: drafts, registrations and imports, on a real encrypted file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path
from time import perf_counter

from openpyxl import load_workbook

from tests.bench.figure import Figure, percentile
from tests.bench.invented import letters, long_text, matter, write_letters
from tests.bench.offices import Served
from tests.bench.raw import RawOffice, Rows
from xfconsole.imports.bring_in import bring_in
from xfconsole.imports.letters import open_letters

_EMPTY = ("topic", "phone", "age", "requests", "received", "address")


def drafts(served: Served, bare: RawOffice, rounds: int, keys: int) -> Figure:
    """Time from a change of the form until it is on disk, key by key; the slowest of a hundred."""
    text = long_text(400)
    serial = count()

    def one() -> tuple[float, float]:
        typed = text[: next(serial) % len(text) + 1]
        form = dict.fromkeys(_EMPTY, "") | {"channel": "letter", "summary": "x", "text": typed}
        started = perf_counter()
        served.office.writer.save_draft("intake", form).result()
        return perf_counter() - started, bare.store(bare.draft())

    turns = [[one() for _ in range(keys)] for _ in range(rounds)]
    found, beside = (
        [percentile([each[side] for each in turn], 0.99) for turn in turns] for side in (0, 1)
    )
    return Figure("key to durable draft, p99", found, beside, 2)


def registering(served: Served, bare: RawOffice, rounds: int, matters: int) -> Figure:
    """Time for registering so many matters one by one, as an officer does."""
    serials = count(1_000_000)
    stored: list[Rows] = []

    def ours() -> float:
        spent = 0.0
        for _ in range(matters):
            form = replace(matter(next(serials)), received_at=None)
            started = perf_counter()
            served.do(lambda desk, form=form: desk.register(form))  # type: ignore[misc]
            spent += perf_counter() - started
            stored.append(bare.take())
        return spent / matters

    def raw() -> float:
        return sum(map(bare.store, _taken(stored, matters))) / matters

    # Ours always goes first: the bare side stores what ours made.
    pairs = [(ours(), raw()) for _ in range(rounds)]
    found, beside = zip(*pairs, strict=True)
    return Figure("registering a matter", found, beside, 2)


def importing(served: Served, bare: RawOffice, folder: Path, rounds: int, size: int) -> Figure:
    """Time for importing a workbook of so many letters, most with replies."""
    rows = letters()
    spent: list[tuple[float, float]] = []
    for turn in range(rounds):
        file = write_letters(folder / f"letters-{turn}.xlsx", rows, size)
        spent.append((_imported(served, file), _read(file) + bare.store(bare.take())))
    found, beside = zip(*spent, strict=True)
    return Figure(f"importing {size:,} letters", found, beside, 3)


def _imported(served: Served, file: Path) -> float:
    started = perf_counter()
    desk = served.desk
    read = open_letters(file, {}, desk.zone, desk.now())
    done = served.do(lambda desk: bring_in(desk, read.letters, lambda _: None))
    spent = perf_counter() - started
    if done.bad or done.known or done.added != done.rows:
        raise AssertionError("the invented letters did not come in")
    return spent


def _read(file: Path) -> float:
    """Seconds that openpyxl alone needs to read a workbook."""
    started = perf_counter()
    book = load_workbook(file, read_only=True)
    for _ in book.active.iter_rows(values_only=True):  # type: ignore[union-attr]
        pass
    book.close()
    return perf_counter() - started


def _taken(stored: list[Rows], size: int) -> Iterator[Rows]:
    for _ in range(size):
        yield stored.pop(0)
