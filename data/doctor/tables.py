"""Holds what was made from the journal against the journal: the tables, and the index of texts."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import zip_longest

import sqlalchemy as sa

from data.file.engine import KEY_BYTES, open_engine
from data.file.files import throwaway
from data.journal.journal import events_of
from data.ledger.grams import grams
from data.ledger.indexer import REACHED
from data.store.rebuild import COPIED, replay
from data.tables.migrations import migrate
from data.tables.rows import table_of
from data.tables.search import TABLES
from xfconsole.core.office.finding import CheckResult, bad, fine
from xfconsole.core.reader.searched import KINDS, searched_texts

_SAMPLE = 50
_KINDS = ", ".join(f"'{kind}'" for kind in sorted(KINDS))
_LAST = "SELECT coalesce(max(seq), 0) FROM event"
_WITHOUT_DOC = (
    "SELECT count(*) FROM event WHERE kind = 'matter.registered' "
    f"AND seq <= ({REACHED}) AND subject NOT IN (SELECT matter FROM search_doc)"
)
_WITHOUT_MATTER = "SELECT count(*) FROM search_doc WHERE matter NOT IN (SELECT uid FROM matter)"
_SAMPLED = "SELECT docid, matter, seq FROM search_doc ORDER BY docid % 97, docid DESC LIMIT ?"
_LATEST = f"SELECT max(seq) FROM event WHERE subject = ? AND kind IN ({_KINDS})"
_FINDS = "SELECT 1 FROM search_index WHERE search_index MATCH ? AND rowid = ?"
_TABLES = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
_PRIMARY = "SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk"
_COPIED = {table_of(each).name for each in COPIED}


def projections(connection: sa.Connection) -> CheckResult:
    """Make the tables anew from the journal in a file of their own and compare them row for row."""
    with _empty_file(connection) as target:
        with target.begin() as new:
            replay(connection, new)
        with target.connect() as made:
            tables = _told(made)
            other = [name for name in tables if not _same(connection, made, name)]
    if other:
        return bad("tables", "doctor.tables.other", "doctor.do.salvage", names=", ".join(other))
    return fine("tables", "doctor.tables.ok", count=len(tables))


def texts(connection: sa.Connection) -> CheckResult:
    """Whether the index of texts holds each matter it has reached, and finds what they say."""
    last, reached = _number(connection, _LAST), _number(connection, REACHED)
    wrong = _number(connection, _WITHOUT_DOC) + _number(connection, _WITHOUT_MATTER)
    if reached > last or wrong or not _finds_samples(connection):
        return bad("texts", "doctor.index.other", "doctor.index.do")
    if reached < last:
        return fine("texts", "doctor.index.waiting", waiting=last - reached)
    return fine("texts", "doctor.index.ok")


def _finds_samples(connection: sa.Connection) -> bool:
    sampled = connection.exec_driver_sql(_SAMPLED, (_SAMPLE,)).all()
    return all(_finds(connection, *row) for row in sampled)


def _finds(connection: sa.Connection, docid: int, matter: str, seq: int) -> bool:
    latest = connection.exec_driver_sql(_LATEST, (matter,)).scalar()
    if latest != seq:
        # The index has not come that far, or must have: it never goes past what it reached.
        return latest is not None and latest > _number(connection, REACHED)
    said = searched_texts([e for e in events_of(connection, matter) if e.seq <= seq])
    words = sorted(grams(each.folded for each in said))
    query = " AND ".join(f'"{word}"' for word in words[:: max(1, len(words) // 8)])
    return not query or bool(connection.exec_driver_sql(_FINDS, (query, docid)).first())


@contextmanager
def _empty_file(like: sa.Connection) -> Iterator[sa.Engine]:
    """Yield a throw-away file under a random key that nobody keeps."""
    needed = _number(like, "PRAGMA page_count") * _number(like, "PRAGMA page_size")
    with throwaway(needed) as folder:
        engine = open_engine(folder / "again.db", os.urandom(KEY_BYTES))
        try:
            migrate(engine)
            yield engine
        finally:
            engine.dispose()


def _told(connection: sa.Connection) -> list[str]:
    """Return the tables that follow from the journal at once."""
    names = connection.exec_driver_sql(_TABLES).scalars()
    return [name for name in names if name not in _COPIED and not name.startswith(TABLES)]


def _same(old: sa.Connection, new: sa.Connection, table: str) -> bool:
    keys = ", ".join(new.exec_driver_sql(_PRIMARY, (table,)).scalars())
    everything = sa.text(f"SELECT * FROM {table} ORDER BY {keys}")
    streams = [
        each.execute(everything, execution_options={"yield_per": 1000}) for each in (old, new)
    ]
    return all(left == right for left, right in zip_longest(*streams))


def _number(connection: sa.Connection, statement: str) -> int:
    return int(connection.exec_driver_sql(statement).scalar_one())
