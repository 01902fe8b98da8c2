"""Full-text search over matters: what the index says, what it does not hold yet, and the proof.

Every look-up is right at every instant. The index lags behind the journal, so a matter with newer
events is not asked of it but read; and where the index's terms are no proof, the text itself is
looked at. Matters come in the ledger's order, newest receipt first, found one after another, so a
common word costs no more than the lines that are shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import field
from datetime import datetime
from heapq import merge
from itertools import groupby, islice
from typing import TypeAlias

from data.file.connection import Connection
from data.journal.codec import instant_text
from data.journal.journal import events_of_many
from data.ledger import lines as ledger
from data.ledger.grams import exact, match, terms
from data.ledger.indexer import DAY_BITS, WAITING, bucket
from xfconsole.core.reader.highlights import snippet
from xfconsole.core.reader.searched import KINDS, SearchedText, holds, searched_texts
from xfconsole.core.rows import MatterHit
from xfconsole.core.words.desk import Uid
from xfconsole.core.words.folding import words_of
from xfconsole.core.words.frozen import frozen

Key: TypeAlias = tuple[str, Uid]
"""What the ledger is ordered by: the instant of receipt, then the uid."""
Candidate: TypeAlias = tuple[str, Uid, bool]
"""A matter that may have the words, and whether that is certain."""

_MOST_AT_ONCE = 100
_NO_BOUND = (1 << 63) - 1
_JOIN = "CROSS JOIN matter m ON m.uid = d.matter"
# The index of those that have a duty is a third of the way to their rows, and tells of the duty.
_DUE_JOIN = """
    CROSS JOIN matter m INDEXED BY matter_due_received
      ON m.received_at = d.received_at AND m.uid = d.matter AND m.due_at IS NOT NULL
"""
# The order of the joins is fixed: each row of the index is looked up, newest first, and no more
# of them than are asked for.
_INDEXED = """
    SELECT d.docid, d.received_at, d.matter FROM search_index f
    CROSS JOIN search_doc d ON d.docid = f.rowid {join}
    WHERE f.search_index MATCH ? AND f.rowid < ? AND d.matter NOT IN ({waiting}) {condition}
    ORDER BY f.rowid DESC
"""
_AMOUNT = """
    SELECT count(*) FROM (SELECT 1 FROM search_index WHERE search_index MATCH ? LIMIT ?)
"""
_WAITING = """
    SELECT m.received_at, m.uid FROM matter m
    WHERE m.uid IN ({waiting}) {condition} ORDER BY m.received_at DESC, m.uid DESC
"""


@frozen
class LineCondition:
    """A condition on the ledger's lines ``m``: SQL and its values.

    ``due``: only what has a duty to be done can meet it.
    """

    sql: str = ""
    values: Sequence[object] = field(default=())
    due: bool = False

    @property
    def join(self) -> str:
        """How the lines of the index's documents are found that it is about."""
        return (_DUE_JOIN if self.due else _JOIN) if self.sql else ""


EVERY = LineCondition()


def search(
    connection: Connection, typed: str, before: tuple[datetime, Uid] | None, limit: int
) -> list[MatterHit]:
    """Return the matters with all words typed, newest receipt first, each with its first hit."""
    words = words_of(typed)
    found: dict[Uid, list[SearchedText]] = {}
    candidates = _candidates(connection, words, before, EVERY)
    while len(found) < limit and (some := _next(candidates, limit - len(found))):
        found.update(_proved(connection, words, [uid for _, uid, _ in some]))
    rows = ledger.rows_of(connection, list(islice(found, limit)))
    return [
        MatterHit(row, shown.place, shown.text, shown.marks)
        for row in rows
        for shown in [snippet(found[row.uid], words)]
    ]


def found_uids(
    connection: Connection,
    typed: str,
    before: tuple[datetime, Uid] | None,
    limit: int,
    only: LineCondition = EVERY,
) -> list[Uid]:
    """Return the uids of matters that have all words typed and meet a condition, newest first.

    ``only`` narrows the search on the ledger's line ``m``; a word alone costs what is returned, a
    condition that few of the words' matters meet costs a look at all of those.
    """
    words = words_of(typed)
    proof = exact(words)
    found: list[Uid] = []
    candidates = _candidates(connection, words, before, only)
    while len(found) < limit and (some := _next(candidates, limit - len(found))):
        doubted = [uid for _, uid, certain in some if not (certain and proof)]
        proved = _proved(connection, words, doubted) if doubted else {}
        found += [uid for _, uid, certain in some if (certain and proof) or uid in proved]
    return found[:limit]


def in_more_than(connection: Connection, typed: str, most: int) -> bool:
    """Return whether the index knows more matters than that which may have all words typed."""
    values = (match(terms(words_of(typed))), most + 1)
    return bool(connection.execute(_AMOUNT, values).scalar() > most)


def _next(candidates: Iterator[Candidate], wanted: int) -> list[Candidate]:
    return list(islice(candidates, min(wanted, _MOST_AT_ONCE)))


def _proved(
    connection: Connection, words: Sequence[str], uids: Sequence[Uid]
) -> dict[Uid, list[SearchedText]]:
    """Return the texts of those matters that really have the words, in the order given."""
    events = events_of_many(connection, uids, KINDS)
    texts = {uid: searched_texts(found) for uid, found in events.items()}
    return {uid: found for uid, found in texts.items() if holds(found, words)}


def _candidates(
    connection: Connection,
    words: Sequence[str],
    before: tuple[datetime, Uid] | None,
    only: LineCondition,
) -> Iterator[Candidate]:
    """Yield whatever may have the words, in the ledger's order; no words, no candidates."""
    looked_up = terms(words)
    if not looked_up:
        return
    bound = (instant_text(before[0]), before[1]) if before else None
    start = bucket(before[0]) + (1 << DAY_BITS) if before else _NO_BOUND
    sources = (
        ((*key, True) for key in _indexed(connection, match(looked_up), start, only)),
        ((*key, False) for key in _waiting(connection, only)),
    )
    for candidate in merge(*sources, reverse=True):
        if bound is None or candidate[:2] < bound:
            yield candidate


def _indexed(connection: Connection, query: str, start: int, only: LineCondition) -> Iterator[Key]:
    """Yield what the index has, by day, and within a day by receipt."""
    statement = _INDEXED.format(join=only.join, waiting=WAITING, condition=_and(only))
    rows = connection.execute(statement, (query, start, *only.values))
    for _, of_day in groupby(rows, lambda row: row[0] >> DAY_BITS):
        yield from sorted(((received, uid) for _, received, uid in of_day), reverse=True)


def _waiting(connection: Connection, only: LineCondition) -> Iterator[Key]:
    """Yield the matters with events that the index does not cover."""
    statement = _WAITING.format(waiting=WAITING, condition=_and(only))
    rows = connection.execute(statement, tuple(only.values))
    yield from ((received, uid) for received, uid in rows)


def _and(only: LineCondition) -> str:
    return f"AND ({only.sql})" if only.sql else ""
