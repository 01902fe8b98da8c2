"""Finds matters that may be about the same thing as a text, by its rarest pairs of characters.

The effort does not grow with the register: of each pair only its newest matters are looked at, and
of pairs that many matters have only those where two or three come together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations

from data.file.connection import Connection
from data.journal.journal import events_of_many
from data.ledger import lines as ledger
from data.ledger.grams import match
from data.ledger.indexer import WAITING
from xfconsole.core.reader.same_matter import likeness, pairs
from xfconsole.core.reader.searched import KINDS, searched_texts
from xfconsole.core.rows import Similar
from xfconsole.core.words.desk import Uid

LEAST = 0.3
"""What is less alike is not worth an officer's look."""
_MOST_PAIRS = 40
_NEWEST = 48
_RAREST = 4
_LOOKED_AT = 24
_ROWS = "SELECT rowid FROM search_index WHERE search_index MATCH ? ORDER BY rowid DESC LIMIT ?"
_MATTERS = "SELECT docid, matter FROM search_doc WHERE docid IN ({marks})"
_WAITING = f"""
    SELECT m.uid, m.summary FROM matter m WHERE m.uid IN ({WAITING})
    ORDER BY m.received_at DESC, m.uid DESC LIMIT 500
"""


def similar(connection: Connection, text: str, limit: int, exclude: Uid) -> list[Similar]:
    """Return the matters most like a text, the likest first and then the newest receipt."""
    said = pairs(text)
    looked_up = sorted(said)[:_MOST_PAIRS]
    uids = dict.fromkeys((*_newest(connection, said), *_shared_most(connection, looked_up)))
    uids.pop(exclude, None)
    likest = sorted(_weighed(connection, said, list(uids)), reverse=True)[:limit]
    rows = ledger.rows_of(connection, [uid for _, uid in likest])
    found = [Similar(row, each) for row, (each, _) in zip(rows, likest, strict=True)]
    return sorted(found, key=lambda each: (each.likeness, each.row.received_at), reverse=True)


def _newest(connection: Connection, said: set[str]) -> list[Uid]:
    """Return the likest by their summaries of what the index does not cover."""
    lines = connection.execute(_WAITING)
    shared = sorted(((len(said & pairs(summary)), uid) for uid, summary in lines), reverse=True)
    return [uid for amount, uid in shared[:_LOOKED_AT] if amount]


def _weighed(
    connection: Connection, said: set[str], uids: Sequence[Uid]
) -> Iterator[tuple[float, Uid]]:
    for uid, events in events_of_many(connection, uids, KINDS).items():
        texts = searched_texts(events)
        summary = set().union(*(pairs(each.folded) for each in texts if each.name == "summary"))
        # Few pairs are looked for: a set of all that a letter has takes ten times as long.
        letter = "\n".join(each.folded for each in texts if each.name == "text")
        alike = likeness(said, summary, {pair for pair in said if pair in letter})
        if alike >= LEAST:
            yield alike, uid


def _shared_most(connection: Connection, said: Sequence[str]) -> list[Uid]:
    """Return the matters that share most with these pairs, a rare pair weighing more."""
    newest = {pair: _rows(connection, [pair]) for pair in said}
    rarest = sorted((pair for pair in said if newest[pair]), key=lambda pair: _spread(newest[pair]))
    weights: Counter[int] = Counter()
    for rank, pair in enumerate(rarest):
        weights.update(dict.fromkeys(newest[pair], len(rarest) - rank))
    for some in combinations(rarest[:_RAREST], 2):
        if any(len(newest[pair]) < _NEWEST for pair in some):
            continue
        weights.update(dict.fromkeys(_rows(connection, some), len(rarest)))
    most = [docid for docid, _ in weights.most_common(_LOOKED_AT)]
    statement = _MATTERS.format(marks=", ".join("?" * len(most)))
    matters = {row[0]: row[1] for row in connection.execute(statement, tuple(most))}
    return [matters[docid] for docid in most]


def _spread(rows: Sequence[int]) -> tuple[bool, int]:
    """Return what orders pairs by how rare they are: few rows, or rows that lie far apart."""
    return len(rows) == _NEWEST, len(rows) if len(rows) < _NEWEST else rows[-1] - rows[0]


def _rows(connection: Connection, some: Sequence[str]) -> Sequence[int]:
    return list(connection.execute(_ROWS, (match(some), _NEWEST)).scalars())
