"""Brings the search index up to the journal's end, some matters at a time.

A row of the index lies where its matter's receipt puts it: the number of the day in the high bits,
a serial in the low ones. So walking the rows backwards gives the newest receipts first.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

from data.codec import instant_text
from data.grams import grams
from data.journal import events_of_many
from xfconsole.core.corrections import effective
from xfconsole.core.events import Event, MatterRegistered
from xfconsole.core.model import Uid
from xfconsole.core.searched import KINDS, texts_of

DAY_BITS = 22
"""A day has room for four million receipts; whatever is more lies in the next day's room."""
_FIRST_DAY = datetime(2000, 1, 1, tzinfo=UTC)
_KINDS = ", ".join(f"'{kind}'" for kind in sorted(KINDS))

REACHED = "SELECT seq FROM search_state WHERE id = 1"
WAITING = f"SELECT subject FROM event WHERE seq > ({REACHED}) AND kind IN ({_KINDS})"
"""Subjects of which the index may say what is true no more."""
_LAST = "SELECT coalesce(max(seq), 0) FROM event"
_NEXT = (
    f"SELECT subject, max(seq) FROM (SELECT subject, seq, kind FROM event WHERE seq > ? "
    f"ORDER BY seq LIMIT ?) WHERE kind IN ({_KINDS}) GROUP BY subject"
)
_UPTO = "SELECT max(seq) FROM (SELECT seq FROM event WHERE seq > ? ORDER BY seq LIMIT ?)"
_DOC = "SELECT docid, received_at, seq FROM search_doc WHERE matter = ?"
_LAST_BELOW = "SELECT max(docid) FROM search_doc WHERE docid < ?"
_REMOVE = "DELETE FROM search_index WHERE rowid = ?"
_REMOVE_DOC = "DELETE FROM search_doc WHERE docid = ?"
_ADD = "INSERT INTO search_index (rowid, grams) VALUES (?, ?)"
_ADD_DOC = "INSERT INTO search_doc (docid, matter, received_at, seq) VALUES (?, ?, ?, ?)"
_REACH = "UPDATE search_state SET seq = ?"


class Indexer:
    """Keeps the index of one file. ``engine`` writes; use it where the file is written from."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def waiting(self) -> int:
        """Return how many events the index does not cover yet."""
        with self._engine.connect() as connection:
            last, reached = _scalar(connection, _LAST), _scalar(connection, REACHED)
        return last - reached

    def step(self, limit: int) -> bool:
        """Take in the next events, at most ``limit``; returns whether there are more.

        All in one transaction with how far the index reaches, so that it never claims too much.
        """
        with self._engine.begin() as connection:
            reached = _scalar(connection, REACHED)
            upto = connection.exec_driver_sql(_UPTO, (reached, limit)).scalar()
            if upto is None:
                return False
            _take_in(connection, reached, limit)
            connection.exec_driver_sql(_REACH, (upto,))
            return bool(upto < _scalar(connection, _LAST))

    def clear(self) -> None:
        """Empty the index; steps make it anew from the journal."""
        with self._engine.begin() as connection:
            connection.exec_driver_sql(
                "INSERT INTO search_index (search_index) VALUES ('delete-all')"
            )
            connection.exec_driver_sql("DELETE FROM search_doc")
            connection.exec_driver_sql(_REACH, (0,))


def bucket(received: datetime) -> int:
    """Return the least row number of a receipt's day; the oldest days share one."""
    return max(0, (received - _FIRST_DAY) // timedelta(days=1)) << DAY_BITS


def _take_in(connection: sa.Connection, reached: int, limit: int) -> None:
    subjects = list(connection.exec_driver_sql(_NEXT, (reached, limit)))
    stale = [uid for uid, seq in subjects if not _known(connection, uid, seq)]
    for uid, events in events_of_many(connection, stale, KINDS).items():
        _index(connection, uid, effective(events))


def _known(connection: sa.Connection, uid: Uid, seq: int) -> bool:
    """Return whether a matter was indexed with this event already, met at an earlier one of it."""
    row = connection.exec_driver_sql(_DOC, (uid,)).first()
    return row is not None and row.seq >= seq


def _index(connection: sa.Connection, uid: Uid, events: Sequence[Event]) -> None:
    registered = next((e for e in events if isinstance(e.fact, MatterRegistered)), None)
    if registered is None:
        return
    docid = _placed(connection, uid, registered.happened_at)
    words = " ".join(grams(text for event in events for _, text in texts_of(event.fact)))
    received = instant_text(registered.happened_at)
    connection.exec_driver_sql(_ADD, (docid, words))
    connection.exec_driver_sql(_ADD_DOC, (docid, uid, received, events[-1].seq))


def _placed(connection: sa.Connection, uid: Uid, received: datetime) -> int:
    """Return a free row number for a matter, after removing the row it had."""
    old = connection.exec_driver_sql(_DOC, (uid,)).first()
    if old is not None:
        connection.exec_driver_sql(_REMOVE, (old.docid,))
        connection.exec_driver_sql(_REMOVE_DOC, (old.docid,))
        if old.received_at == instant_text(received):
            return int(old.docid)
    start = bucket(received)
    while True:
        end = start + (1 << DAY_BITS)
        last = connection.exec_driver_sql(_LAST_BELOW, (end,)).scalar()
        docid = start if last is None or last < start else int(last) + 1
        if docid < end:
            return docid
        start = end


def _scalar(connection: sa.Connection, statement: str) -> int:
    return int(connection.exec_driver_sql(statement).scalar_one())
