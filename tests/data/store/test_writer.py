"""The one writer thread: everything in order, drafts durable at once, and no silent death."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from concurrent.futures import CancelledError, Future
from queue import Queue

import pytest

from data.store.writer import Writer
from tests.data import processes
from xfconsole.core.words.refusal import Refused

SOON = 120


class Gate:
    """Work that keeps the writer busy until it is let go, so that a test decides what waits."""

    def __init__(self, writer: Writer) -> None:
        self.begun, self._go = threading.Event(), threading.Event()
        self.future = writer.submit(self._work)
        assert self.begun.wait(SOON)

    def _work(self) -> None:
        self.begun.set()
        assert self._go.wait(SOON)

    def open(self) -> None:
        self._go.set()


class Disk:
    """Where drafts go; ``saves`` are the transactions in order."""

    def __init__(self) -> None:
        self.saves: list[dict[str, str]] = []

    def save(self, drafts: Mapping[str, Mapping[str, str]]) -> None:
        self.saves.append({form: values["text"] for form, values in drafts.items()})


@pytest.fixture
def disk() -> Disk:
    return Disk()


@pytest.fixture
def writer(disk: Disk) -> Iterator[Writer]:
    writer = Writer(disk.save)
    yield writer
    writer.close()


def test_work_is_done_in_order_on_one_thread(writer: Writer) -> None:
    done: list[int] = []
    futures = [writer.submit(done.append, number) for number in range(500)]
    for future in futures:
        future.result(SOON)
    assert done == list(range(500))
    names = {writer.submit(threading.get_ident).result(SOON) for _ in range(10)}
    assert len(names) == 1
    assert threading.get_ident() not in names


def test_work_from_many_threads_is_never_run_side_by_side(writer: Writer) -> None:
    running: list[int] = []
    most: list[int] = []

    def work() -> None:
        running.append(1)
        most.append(len(running))
        running.pop()

    def ask() -> None:
        for _ in range(200):
            writer.submit(work).result(SOON)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(SOON)
    assert most == [1] * 800


def test_a_result_and_a_refusal_reach_who_asked(writer: Writer) -> None:
    def refuse() -> None:
        raise Refused("intake.refused.no_summary")

    assert writer.submit(pow, 2, 10).result(SOON) == 1024
    with pytest.raises(Refused, match=r"intake\.refused\.no_summary"):
        writer.submit(refuse).result(SOON)


@pytest.mark.parametrize("error", [ValueError, SystemExit, KeyboardInterrupt, MemoryError])
def test_no_error_of_the_work_ends_the_thread(writer: Writer, error: type[BaseException]) -> None:
    def fail() -> None:
        raise error

    with pytest.raises(error):
        writer.submit(fail).result(SOON)
    assert writer.alive
    assert writer.submit(lambda: "next").result(SOON) == "next"


def test_work_taken_back_in_time_is_not_done(writer: Writer) -> None:
    done: list[str] = []
    gate = Gate(writer)
    future = writer.submit(done.append, "taken back")
    assert future.cancel()
    gate.open()
    writer.submit(done.append, "next").result(SOON)
    assert done == ["next"]
    with pytest.raises(CancelledError):
        future.result(SOON)


def test_only_the_newest_draft_of_a_form_is_written_while_the_thread_is_busy(
    writer: Writer, disk: Disk
) -> None:
    gate = Gate(writer)
    futures = [writer.save_draft("intake", {"text": "安" * size}) for size in range(1, 100)]
    writer.save_draft("note", {"text": "另一张"})
    assert not any(future.done() for future in futures)
    gate.open()
    for future in futures:
        future.result(SOON)
    assert disk.saves == [{"intake": "安" * 99, "note": "另一张"}]


def test_an_idle_thread_writes_every_draft(writer: Writer, disk: Disk) -> None:
    for text in ("安", "安置", "安置房"):
        writer.save_draft("intake", {"text": text}).result(SOON)
    assert disk.saves == [{"intake": "安"}, {"intake": "安置"}, {"intake": "安置房"}]


def test_a_draft_keeps_its_place_before_and_after_a_verb(writer: Writer, disk: Disk) -> None:
    order: list[object] = []
    gate = Gate(writer)
    writer.save_draft("intake", {"text": "before"})
    writer.submit(lambda: order.append(list(disk.saves)))
    after = writer.save_draft("intake", {"text": "after"})
    gate.open()
    after.result(SOON)
    assert order == [[{"intake": "before"}]]
    assert disk.saves == [{"intake": "before"}, {"intake": "after"}]


def test_a_draft_changed_by_its_form_after_asking_is_stored_as_it_was(
    writer: Writer, disk: Disk
) -> None:
    gate = Gate(writer)
    values = {"text": "as typed"}
    saved = writer.save_draft("intake", values)
    values["text"] = "changed since"
    gate.open()
    saved.result(SOON)
    assert disk.saves == [{"intake": "as typed"}]


def test_durable_means_every_change_so_far(writer: Writer, disk: Disk) -> None:
    gate = Gate(writer)
    writer.save_draft("intake", {"text": "1"})
    writer.submit(lambda: None)
    durable = writer.save_draft("intake", {"text": "2"})
    assert not durable.done()
    gate.open()
    durable.result(SOON)
    assert disk.saves[-1] == {"intake": "2"}


def test_a_draft_that_could_not_be_written_is_told_and_the_next_one_is_written() -> None:
    full = [True]
    kept: list[object] = []

    def save(drafts: object) -> None:
        if full.pop():
            raise Refused("vault.refused.disk_full")
        kept.append(drafts)

    writer = Writer(save)
    with pytest.raises(Refused, match=r"vault\.refused\.disk_full"):
        writer.save_draft("intake", {"text": "1"}).result(SOON)
    full.append(False)
    writer.save_draft("intake", {"text": "2"}).result(SOON)
    writer.close()
    assert kept == [{"intake": {"text": "2"}}]


def test_closing_writes_everything_that_waits(writer: Writer, disk: Disk) -> None:
    gate = Gate(writer)
    done: list[str] = []
    writer.submit(done.append, "verb")
    writer.save_draft("intake", {"text": "last key"})
    gate.open()
    writer.close()
    writer.close()
    assert done == ["verb"]
    assert disk.saves == [{"intake": "last key"}]
    assert not writer.alive


def test_a_closed_writer_refuses(writer: Writer) -> None:
    writer.close()
    with pytest.raises(Refused, match=r"vault\.refused\.writer"):
        writer.submit(print)
    with pytest.raises(Refused, match=r"vault\.refused\.writer"):
        writer.save_draft("intake", {})


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_dead_thread_is_impossible_to_miss(
    writer: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = Gate(writer)
    waiting: list[Future[None]] = [
        writer.submit(lambda: None),
        writer.save_draft("intake", {"text": "x"}),
    ]

    def broken() -> None:
        raise RuntimeError("a defect in the thread itself")

    monkeypatch.setattr(writer, "_next", broken)
    gate.open()
    for future in waiting:
        with pytest.raises(Refused, match=r"vault\.refused\.writer"):
            future.result(SOON)
    assert not writer.alive
    with pytest.raises(Refused, match=r"vault\.refused\.writer"):
        writer.submit(print)


UNCLOSED = """
import sys, threading
from data.store.writer import Writer
go = threading.Event()
writer = Writer(lambda drafts: print(dict(drafts), flush=True))
writer.submit(go.wait)
writer.save_draft("intake", {"text": "last key"})
go.set()
"""


def test_a_program_that_ends_without_closing_loses_no_draft() -> None:
    ended = processes.run(UNCLOSED)
    assert ended.stdout == "{'intake': {'text': 'last key'}}\n"
    assert (ended.stderr, ended.returncode) == ("", 0)


class Pauses:
    """Work for pauses: says ``more`` so many times, and lets a test wait for each run."""

    def __init__(self, more: int = 0, fault: bool = False) -> None:
        self.more, self.fault = more, fault
        self.runs: Queue[str] = Queue()

    def __call__(self) -> bool:
        self.runs.put(threading.current_thread().name)
        if self.fault:
            raise OSError("no")
        self.more -= 1
        return self.more >= 0


def test_what_can_wait_runs_in_a_pause_until_there_is_no_more(writer: Writer) -> None:
    work = Pauses(more=2)
    writer.when_idle(work, after=0)
    assert [work.runs.get(timeout=SOON) for _ in range(3)] == ["writer"] * 3
    assert writer.submit(lambda: work.runs.empty()).result(SOON)
    assert work.runs.get(timeout=SOON) == "writer"


def test_what_can_wait_lets_everything_else_go_first(writer: Writer) -> None:
    held, told = threading.Event(), []
    writer.submit(held.wait, 10)
    work = Pauses(more=1)

    def pause() -> bool:
        told.append("pause")
        return work()

    writer.when_idle(pause, after=0)
    verbs = [writer.submit(told.append, "verb") for _ in range(3)]
    held.set()
    for each in verbs:
        each.result(SOON)
    assert work.runs.get(timeout=SOON)
    assert told[:4] == ["verb"] * 3 + ["pause"]


def test_a_fault_in_a_pause_stops_nothing_and_its_turn_comes_again(writer: Writer) -> None:
    work = Pauses(fault=True)
    writer.when_idle(work, after=0)
    assert work.runs.get(timeout=SOON)
    assert writer.submit(lambda: 7).result(SOON) == 7
    assert work.runs.get(timeout=SOON)
    assert writer.alive
