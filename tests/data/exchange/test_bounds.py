"""A full disk, and a file with more than can be held: one sentence each, and nothing is lost."""

from __future__ import annotations

import errno
import io
import tracemalloc
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from data.exchange import container, taking
from data.exchange.batch import LONGEST, MOST_READ, Batch, as_object
from data.exchange.container import Record, Writing
from tests.data.files import KEY, File, Uids, contents
from tests.data.many_desks import desk, desks, exchange_of, received, sent, told
from xfconsole.core.facts.of_incident import NoteAdded
from xfconsole.core.facts.of_office import OfficeFounded
from xfconsole.core.words.refusal import Refused
from xfconsole.writing import whole_file

SMALLER = 20
"""By so much the bounds are lowered here: what is measured takes a fraction of a second."""


@pytest.fixture
def two(tmp_path: Path) -> Iterator[list[File]]:
    """Desks of one office, of which the first has something to tell."""
    with desks(tmp_path, 2) as files:
        files[0].add(files[0].store.office, OfficeFounded("市信访接待中心", "Asia/Shanghai"))
        matter = files[0].register()
        files[0].add(matter, NoteAdded("长" * 100_000))
        for number, file in enumerate(files):
            file.uids = Uids(10_000 * (number + 1))
        yield files


@contextmanager
def full(file: File) -> Iterator[None]:
    """Let a desk's disk have no room for more than now."""
    with file.engine.connect() as connection:
        pages = connection.execute("PRAGMA page_count").scalar()
        connection.execute(f"PRAGMA max_page_count = {pages + 2}")
    yield
    with file.engine.connect() as connection:
        connection.execute("PRAGMA max_page_count = 1000000")


def test_a_full_disk_takes_nothing_in_by_halves_and_the_same_file_goes_on(two: list[File]) -> None:
    first, second = two
    found, before = sent(first), contents(second.reader)
    with full(second), pytest.raises(Refused, match=r"vault\.refused\.disk_full"):
        received(second, found)
    assert contents(second.reader) == before
    assert received(second, found).refused == ()
    assert told(second) == told(first)


class FullDisk(io.FileIO):
    """A file on a disk that has room for the first 512 bytes."""

    def write(self, data: Any) -> int:
        if self.tell() >= 512:
            raise OSError(errno.ENOSPC, "no room")
        return super().write(data[:512])


def test_a_stick_that_is_full_gets_no_half_file_and_the_next_one_has_it_all(
    two: list[File], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = two
    stick = tmp_path / "desk.sync"
    stick.write_bytes(b"the file before")
    with monkeypatch.context() as patch:
        patch.setattr(
            "xfconsole.writing.os.fdopen", lambda end, _: io.BufferedWriter(FullDisk(end, "wb"))
        )
        with pytest.raises(Refused, match=r"export\.refused\.write"), whole_file(stick) as out:
            exchange_of(first).give(out, first.now, "李敏", first.uids)
    assert stick.read_bytes() == b"the file before"
    assert [each.name for each in tmp_path.glob(".*.part")] == []
    assert received(second, sent(first)).refused == ()
    assert told(second) == told(first)


def crafted(*parts: bytes) -> bytes:
    """Return a file sealed for the office whose records unpack to what was made up."""
    out = BytesIO()
    writing = Writing(out, KEY)
    packed = iter(parts)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(container, "packed", lambda _: next(packed))
        for _ in parts:
            writing.add(Record({}))
    writing.close()
    return out.getvalue()


def peak(file: File, found: bytes) -> tuple[int, list[str]]:
    """Return how many bytes reading a file took at once, and why parts of it were not taken in."""
    tracemalloc.start()
    try:
        refused = received(file, found).refused
        return tracemalloc.get_traced_memory()[1], [each.key for each in refused]
    finally:
        tracemalloc.stop()


def bomb() -> bytes:
    """Return some KB that unpack to more than a record can be."""
    packing = zlib.compressobj()
    piece = bytes(10_000_000 // SMALLER)
    return b"".join([*(packing.compress(piece) for _ in range(30)), packing.flush()])


def nested() -> bytes:
    """Return what JSON makes many times as much of."""
    head = b"[" + b"[]," * (3_000_000 // SMALLER) + b"[]]"
    return zlib.compress(len(head).to_bytes(4) + head)


def test_what_unpacks_to_more_than_can_be_held_is_one_sentence_and_the_rest_comes_in(
    two: list[File], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = two
    monkeypatch.setattr(container, "LONGEST", LONGEST // SMALLER)
    monkeypatch.setattr(container, "MOST_SAID", container.MOST_SAID // SMALLER)
    most, refused = peak(second, crafted(bomb(), nested()))
    assert refused == ["sync.refused.altered"] * 2
    assert most < 3 * LONGEST // SMALLER
    assert received(second, sent(first)).refused == ()
    assert told(second) == told(first)


def test_a_batch_of_more_lines_than_any_desk_cuts_is_refused_unread(two: list[File]) -> None:
    batch = Batch(desk(0), 1, MOST_READ + 1, "", "0" * 64, {}, "0" * 64, "0")
    out = BytesIO()
    writing = Writing(out, KEY)
    writing.add(Record(as_object(batch), b"[]\n" * 10))
    writing.close()
    assert [each.key for each in received(two[1], out.getvalue()).refused] == ["sync.refused.batch"]


def test_a_file_of_which_nothing_is_good_is_not_read_to_its_end(
    two: list[File], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taking, "MOST_REFUSED", 20)
    out = BytesIO()
    writing = Writing(out, KEY)
    for _ in range(1000):
        writing.add(Record({"no": "batch"}))
    writing.close()
    refused = [each.key for each in received(two[1], out.getvalue()).refused]
    assert refused == ["sync.refused.batch"] * 20 + ["sync.refused.flood"]
