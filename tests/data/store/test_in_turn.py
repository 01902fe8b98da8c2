"""What is brought beside the officer takes its turn, and each turn is short: counted, not timed."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest

from data.exchange.batch import MOST_LINES
from data.exchange.exchange import Exchange
from data.file.connection import Connection
from data.projections import apply
from data.store.in_turn import LINES, InTurn
from data.store.writer import Writer
from tests.data.files import KEY, File, Uids
from tests.data.many_desks import EVER, desks, sent, told
from xfconsole.core.facts.of_incident import NoteAdded
from xfconsole.core.facts.of_office import OfficeFounded
from xfconsole.core.words.refusal import Refused


@pytest.fixture
def two(tmp_path: Path) -> Iterator[list[File]]:
    with desks(tmp_path, 2) as files:
        for number, file in enumerate(files):
            file.uids = Uids(1_000_000 * (number + 1))
        yield files


@pytest.fixture
def writer() -> Iterator[Writer]:
    made = Writer(lambda _: None)
    yield made
    made.close()


def beside(file: File, writer: Writer) -> Exchange:
    """Return what brings lines while a console has the file open."""
    store = InTurn(file.engine, KEY, writer, file.reader)
    return Exchange(store, file.reader, KEY, at_once=1)


def notes(file: File, count: int) -> None:
    """Write lines about the office."""
    facts = [file.event(file.store.office, NoteAdded(str(each))) for each in range(count)]
    with file.store.begin() as tx:
        tx.append(facts)


def test_a_batch_is_cut_by_each_turn_and_is_the_same_as_all_at_once(
    two: list[File], writer: Writer, tmp_path: Path
) -> None:
    first = two[0]
    notes(first, MOST_LINES * 2 + 10)
    batches: list[int] = []

    def count(connection: Connection) -> None:
        batches.append(connection.execute("SELECT count(*) FROM batch").scalar())

    first.engine.committing.append(count)
    beside(first, writer).cut(first.now, "李敏", Uids(9_000_000))
    assert batches == [1, 2, 3, 3]
    found = first.rows("SELECT first, last FROM batch ORDER BY first")
    assert found == [(1, 500), (501, 1000), (1001, 1011)]


def test_late_lines_of_the_office_that_no_table_shows_play_nothing_again(
    two: list[File], writer: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = two
    first.add(first.store.office, OfficeFounded("市信访接待中心", "Asia/Shanghai"))
    second_taken = beside(second, writer).take(BytesIO(sent(first)), EVER, lambda _: None)
    assert second_taken.lines == 2
    for _ in range(LINES):
        notes(first, 3)
        notes(second, 3)
    again: list[str] = []
    play = apply._play_again

    def counted(connection: Connection, subject: str, events: object) -> None:
        again.append(subject)
        play(connection, subject, events)  # type: ignore[arg-type]

    monkeypatch.setattr(apply, "_play_again", counted)
    taken = beside(second, writer).take(BytesIO(sent(first)), EVER, lambda _: None)
    assert (taken.lines, again) == (LINES * 3, [])
    beside(first, writer).take(BytesIO(sent(second)), EVER, lambda _: None)
    assert told(first) == told(second)


def test_what_the_writer_is_asked_for_meanwhile_waits_for_the_turn_to_end(writer: Writer) -> None:
    order: list[str] = []
    with writer.turn():
        done = writer.submit(order.append, "verb")
        assert not done.done()
        order.append("turn")
    done.result()
    assert order == ["turn", "verb"]


def test_whose_turn_fails_gives_it_back(writer: Writer) -> None:
    with pytest.raises(LookupError), writer.turn():
        raise LookupError("something")
    assert writer.submit(lambda: 1).result() == 1


def test_nobody_waits_for_a_turn_of_a_writer_that_was_closed(writer: Writer) -> None:
    writer.close()
    with pytest.raises(Refused), writer.turn():
        pass
