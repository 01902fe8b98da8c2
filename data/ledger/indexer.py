"""Brings the search index up to the journal's end, some matters at a time.

A row of the index lies where its matter's receipt puts it: the number of the day in the high bits,
a serial in the low ones. So walking the rows backwards gives the newest receipts first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from data.file.connection import Connection, Engine
from data.journal.codec import instant_text
from data.journal.journal import events_of_many
from data.ledger.grams import grams
from xfconsole.core.facts.corrections import effective
from xfconsole.core.facts.event import Event
from xfconsole.core.facts.of_matter import MatterRegistered
from xfconsole.core.reader.searched import KINDS, searched_texts
from xfconsole.core.words.desk import Uid

STEP = 32
"""Events of one step while the desk is at work: some milliseconds."""
_BATCH, _MOST_AT_ONCE = 1_000, 10_000
DAY_BITS = 22
"""A day has room for four million receipts."""
_FIRST_DAY = datetime(2000, 1, 1, tzinfo=UTC)
_KINDS = ", ".join(f"'{kind}'" for kind in sorted(KINDS))

REACHED = "SELECT seq FROM search_state WHERE id = 1"
WAITING = f"SELECT subject FROM event WHERE seq > ({REACHED}) AND kind IN ({_KINDS})"
"""Subjects of which the index may say what is true no more."""
_LAST = "SELECT coalesce(max(seq), 0) FROM event"
_NEXT = f"SELECT subject, seq FROM event WHERE seq > ? AND kind IN ({_KINDS}) ORDER BY seq LIMIT ?"
_DOCS = "SELECT docid, matter, received_at, seq FROM search_doc WHERE matter IN ({marks})"
_LAST_BELOW = "SELECT max(docid) FROM search_doc WHERE docid < ?"
_REMOVE = "DELETE FROM search_index WHERE rowid = ?"
_REMOVE_DOC = "DELETE FROM search_doc WHERE docid = ?"
_ADD = "INSERT INTO search_index (rowid, grams) VALUES (?, ?)"
_ADD_DOC = "INSERT INTO search_doc (docid, matter, received_at, seq) VALUES (?, ?, ?, ?)"
_REACH = "UPDATE search_state SET seq = ?"


class _Doc(NamedTuple):
    """Where a matter lies in the index, and the ``seq`` of the newest event it has of it."""

    docid: int
    matter: Uid
    received_at: str
    seq: int


class Indexer:
    """Keeps the index of one file. ``engine`` writes; use it where the file is written from."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def waiting(self) -> int:
        """Return how many events the index does not cover yet."""
        with self._engine.connect() as connection:
            last, reached = _scalar(connection, _LAST), _scalar(connection, REACHED)
        return last - reached

    def step(self, limit: int = STEP) -> bool:
        """Index the next events that can change the index; returns whether there are more.

        All in one transaction with how far the index reaches, so that it never claims too much.
        """
        with self._engine.begin() as connection:
            reached, last = _scalar(connection, REACHED), _scalar(connection, _LAST)
            if reached == last:
                return False
            events = connection.execute(_NEXT, (reached, limit)).all()
            _take_in(connection, dict(events))
            reached = events[-1][1] if len(events) == limit else last
            connection.execute(_REACH, (reached,))
        return reached < last

    def catch_up(self) -> None:
        """Index what one import brings; an index that is far behind stays behind for now."""
        for _ in range(_MOST_AT_ONCE // _BATCH):
            if not self.step(_BATCH):
                return

    def clear(self) -> None:
        """Empty the index; steps make it anew from the journal."""
        with self._engine.begin() as connection:
            connection.execute("INSERT INTO search_index (search_index) VALUES ('delete-all')")
            connection.execute("DELETE FROM search_doc")
            connection.execute(_REACH, (0,))


def bucket(received: datetime) -> int:
    """Return the least row number of a receipt's day; the oldest days share one."""
    return max(0, (received - _FIRST_DAY) // timedelta(days=1)) << DAY_BITS


def _take_in(connection: Connection, subjects: Mapping[Uid, int]) -> None:
    """Index the matters among some subjects, each with the ``seq`` of its newest event here."""
    known = _docs(connection, list(subjects))
    # A matter met at an earlier event was taken in with all it had by then.
    stale = [uid for uid in subjects if uid not in known or known[uid].seq < subjects[uid]]
    rows = IndexRows(connection)
    for uid, events in events_of_many(connection, stale, KINDS).items():
        received = _received(events)
        if received is not None:
            words = " ".join(grams(each.folded for each in searched_texts(events)))
            newest = max(each.seq for each in events)
            rows.add(uid, received, newest, words, known.get(uid))
    rows.write()


def _received(events: Sequence[Event]) -> datetime | None:
    """Return when a matter was received, or None for what is no matter."""
    meant = effective(events)
    return next((e.happened_at for e in meant if isinstance(e.fact, MatterRegistered)), None)


def _docs(connection: Connection, uids: Sequence[Uid]) -> dict[Uid, _Doc]:
    statement = _DOCS.format(marks=", ".join("?" * len(uids)))
    docs = (_Doc(*row) for row in connection.execute(statement, tuple(uids)))
    return {each.matter: each for each in docs}


class IndexRows:
    """Collects the rows of one step: the index writes them to disk one by one unless sorted."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._last: dict[int, int] = {}
        self._old: list[tuple[int]] = []
        self._new: list[tuple[int, Uid, str, int, str]] = []

    def add(self, uid: Uid, received: datetime, seq: int, words: str, old: _Doc | None) -> None:
        """Add a matter's row, in place of the old one if it has one."""
        text = instant_text(received)
        if old is not None:
            self._old.append((old.docid,))
        stays = old is not None and old.received_at == text
        docid = old.docid if old is not None and stays else self._free(bucket(received))
        self._new.append((docid, uid, text, seq, words))

    def write(self) -> None:
        """Write what was added."""
        old, new = sorted(self._old), sorted(self._new)
        self._many(_REMOVE, old)
        self._many(_REMOVE_DOC, old)
        self._many(_ADD, [(docid, words) for docid, *_, words in new])
        self._many(_ADD_DOC, [row[:4] for row in new])

    def _free(self, start: int) -> int:
        last = self._last.get(start)
        if last is None:
            end = start + (1 << DAY_BITS)
            below = self._connection.execute(_LAST_BELOW, (end,)).scalar()
            last = start - 1 if below is None else max(start - 1, int(below))
        self._last[start] = last + 1
        return last + 1

    def _many(self, statement: str, rows: Sequence[tuple[Any, ...]]) -> None:
        if rows:
            self._connection.execute_many(statement, rows)


def _scalar(connection: Connection, statement: str) -> int:
    return int(connection.execute(statement).scalar())
