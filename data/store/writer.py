"""The one thread that writes: verbs in order, and between them the newest state of each draft."""

from __future__ import annotations

import atexit
import threading
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from contextlib import contextmanager
from typing import Any, TypeVar

from xfconsole.core.words.refusal import Refused

IDLE_AFTER = 0.5
"""Seconds without anything to write after which there is time for what can wait."""

T = TypeVar("T")
Values = Mapping[str, str]


class _Call:
    """A function to run once."""

    def __init__(self, work: Callable[[], Any]) -> None:
        self.future: Future[Any] = Future()
        self._work = work

    def run(self) -> None:
        if not self.future.set_running_or_notify_cancel():
            return
        try:
            result = self._work()
        except BaseException as error:
            self.future.set_exception(error)
        else:
            self.future.set_result(result)

    def fail(self, error: BaseException) -> None:
        if self.future.set_running_or_notify_cancel():
            self.future.set_exception(error)


class _Drafts(_Call):
    """The drafts waiting at one place of the queue; a newer state of a form replaces the older."""

    def __init__(self, save: Callable[[Mapping[str, Values]], None]) -> None:
        super().__init__(lambda: save(self.waiting))
        self.waiting: dict[str, Values] = {}


class Writer:
    """Runs everything that writes on one thread, in the order it was asked for.

    ``save`` stores drafts by form name, durably, in one transaction. A draft is coalesced only
    with drafts asked for after the last verb: one written for a form before its matter was
    registered can't come back after it, and none typed since can be lost with it.
    """

    def __init__(self, save: Callable[[Mapping[str, Values]], None]) -> None:
        self._save = save
        self._queue: deque[_Call] = deque()
        self._waiting = threading.Condition()
        self._closing = False
        self._idle: Callable[[], bool] | None = None
        self._idle_after = IDLE_AFTER
        self._may_be_more = self._in_a_row = False
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
        self._thread.start()
        # A daemon thread would be cut off with drafts still waiting when the interpreter ends.
        atexit.register(self.close)

    def submit(self, work: Callable[..., T], *arguments: Any) -> Future[T]:
        """Queue a function; its result or its exception arrives in the future.

        Raises Refused when the writer was closed or has died.
        """
        call = _Call(lambda: work(*arguments))
        self._put(call)
        return call.future

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Let the thread that asks write in the writer's place for the length of a block.

        It takes its turn, and what is asked for meanwhile waits: keep it short. Raises Refused as
        ``submit`` does.
        """
        come, over = threading.Event(), threading.Event()

        def lend() -> None:
            come.set()
            over.wait()

        lent = self.submit(lend)
        # Should the writer die first, nobody would ever say that the turn has come.
        lent.add_done_callback(lambda _: come.set())
        come.wait()
        if lent.done():
            lent.result()
        try:
            yield
        finally:
            over.set()

    def save_draft(self, form: str, values: Values) -> Future[None]:
        """Queue the newest state of a form; the future ends when it, or a newer one, is on disk.

        Never waits for the disk. Raises Refused when the writer was closed or has died.
        """
        with self._waiting:
            self._refuse_if_stopped()
            drafts = self._queue[-1] if self._queue else None
            if not isinstance(drafts, _Drafts):
                drafts = _Drafts(self._save)
                self._queue.append(drafts)
            drafts.waiting[form] = dict(values)
            self._waiting.notify()
        return drafts.future

    def when_idle(self, work: Callable[[], bool], after: float = IDLE_AFTER) -> None:
        """Run ``work`` when nothing was asked for during ``after`` seconds, and after every pause.

        It is run again at once as long as it returns True and nothing else waits, so it has to be
        short. A fault of it is dropped: its turn comes again with the next pause.
        """
        with self._waiting:
            self._idle, self._idle_after, self._may_be_more = work, after, True
            self._waiting.notify()

    @property
    def alive(self) -> bool:
        """Whether what is submitted now will be run."""
        return self._thread.is_alive() and not self._closing

    def close(self) -> None:
        """Run everything that waits, then end the thread. A second time does nothing."""
        with self._waiting:
            self._closing = True
            self._waiting.notify()
        if self._thread is not threading.current_thread():
            self._thread.join()
        atexit.unregister(self.close)

    def _put(self, call: _Call) -> None:
        with self._waiting:
            self._refuse_if_stopped()
            self._queue.append(call)
            self._waiting.notify()

    def _refuse_if_stopped(self) -> None:
        if not self.alive:
            raise Refused("vault.refused.writer")

    def _run(self) -> None:
        try:
            while True:
                call, idle = self._next()
                if call is None:
                    return
                call.run()
                self._may_be_more = _wants_more(call) if idle else True
                self._in_a_row = idle and self._may_be_more
        finally:
            self._abandon()

    def _next(self) -> tuple[_Call | None, bool]:
        """Return what to run next, and whether it is what can wait; None at the end."""
        with self._waiting:
            while not self._queue and not self._closing:
                if not self._idle or not self._may_be_more:
                    self._waiting.wait()
                elif not self._disturbed():
                    return _Call(self._idle), True
            return self._queue.popleft() if self._queue else None, False

    def _disturbed(self) -> bool:
        """Wait as long as a pause has to be; returns whether something came up meanwhile."""
        notified = self._waiting.wait(0 if self._in_a_row else self._idle_after)
        return notified or bool(self._queue) or self._closing

    def _abandon(self) -> None:
        """Tell everybody still waiting that nothing more will be written."""
        with self._waiting:
            self._closing = True
            left, self._queue = list(self._queue), deque()
        for call in left:
            call.fail(Refused("vault.refused.writer"))


def _wants_more(call: _Call) -> bool:
    return call.future.exception() is None and bool(call.future.result())
