"""What is read again and again of letters that never change: each is read and folded once."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from types import ModuleType

import pytest

from data.file.connection import Connection
from data.journal.journal import events_of_many
from xfconsole.core.facts.event import Event
from xfconsole.core.reader.searched import SearchedText, searched_texts
from xfconsole.core.words.desk import Uid


class Readings:
    """Stands in for the two functions of its names, over a journal to which nothing is added."""

    def __init__(self) -> None:
        self._events: dict[Uid, list[Event]] = {}
        self._texts: dict[Uid, list[SearchedText]] = {}

    def events_of_many(
        self, connection: Connection, uids: Sequence[Uid], kinds: Collection[str]
    ) -> dict[Uid, list[Event]]:
        unread = [uid for uid in uids if uid not in self._events]
        if unread:
            self._events |= events_of_many(connection, unread, kinds)
        return {uid: self._events[uid] for uid in uids}

    def searched_texts(self, events: Sequence[Event]) -> list[SearchedText]:
        uid = events[0].subject
        if uid not in self._texts:
            self._texts[uid] = searched_texts(events)
        return self._texts[uid]


@contextmanager
def each_read_once(module: ModuleType) -> Iterator[None]:
    """Let a module that looks matters up read each of them once."""
    readings = Readings()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "events_of_many", readings.events_of_many)
        patch.setattr(module, "searched_texts", readings.searched_texts)
        yield
