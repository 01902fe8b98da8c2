"""A page of the ledger: the terms by the ledger's indices, the words by the full text's.

A word stands in any text of a matter (data/ledger/search.py). The full text gives the newest
receipts first; beside a term that few matters meet, and in another order, matters are asked for
their words.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from itertools import islice

from data.file.connection import Connection
from data.journal.codec import canonical, instant_of
from data.journal.journal import events_of_many
from data.ledger import lines as ledger
from data.ledger import search
from data.ledger import walk as ledger_query
from data.ledger.conditions import Alternative, Condition
from data.ledger.grams import exact, match, terms
from data.ledger.indexer import WAITING
from data.ledger.orders import LEDGER
from xfconsole.core.ledger.listing import Listing, Sort, states_of
from xfconsole.core.ledger.terms import LedgerQuery, Word
from xfconsole.core.reader.searched import KINDS, holds, searched_texts
from xfconsole.core.rows import MatterRow
from xfconsole.core.words.desk import Uid
from xfconsole.core.words.folding import fold, words_of

_BATCH = 40
_AMOUNTS = "SELECT substr(name, 7), amount FROM tally WHERE name LIKE 'state:%'"
_RECEIVED = "SELECT received_at FROM matter WHERE uid = ?"


def page(
    connection: Connection,
    listing: Listing,
    after: MatterRow | None,
    limit: int,
    *,
    backward: bool = False,
    skip: int = 0,
    without: Collection[Uid] = (),
) -> list[MatterRow]:
    """Return the rows of the ledger that follow a row in the listing's order, at most ``limit``.

    Those ``without`` names are left out, and ``skip`` rows passed over first. With ``backward``
    they are those before it, the nearest first; without a row, those at the end.
    """
    places: ledger_query.Places = {}
    if after is None and skip and not listing.query and listing.sort is Sort.RECEIVED:
        keys = ledger_query.walk(connection, [LEDGER], backward=backward, skip=skip)
        found: Iterator[Uid] = (key[-2] for key in keys)
        skip = 0
    else:
        found = _found(connection, listing, after, backward, places)
    if without:
        found = (uid for uid in found if uid not in without)
    return ledger.rows_of(connection, list(islice(found, skip, skip + limit)), places)


def state_counts(connection: Connection) -> dict[str, int]:
    """Return how many matters there are in each state that any is in, without counting them."""
    return {str(name): int(amount) for name, amount in connection.execute(_AMOUNTS)}


def quick_count(connection: Connection, query: LedgerQuery) -> int | None:
    """Return how many matters fit, None where that would have to be counted row by row."""
    asked = [states_of(term) for term in query.terms]
    if None in asked:
        return None
    amounts = state_counts(connection)
    return sum(n for state, n in amounts.items() if all(state in each for each in asked if each))


def _found(
    connection: Connection,
    listing: Listing,
    after: MatterRow | None,
    backward: bool,
    places: ledger_query.Places,
) -> Iterator[Uid]:
    words, way = WordTerms(listing.query), ledger_query.way_of(connection, listing)
    if words.looked_up and not way.few:
        if way.sort is Sort.RECEIVED and not backward:
            return _newest(connection, way, words, after)
        if (some := _all_if_few(connection, way, words)) is not None:
            return ledger_query.placed(connection, some, way.sort, after, backward=backward)
    walked = [] if way.gathered or not words.looked_up else [_may_have(words)]
    found = ledger_query.uids(connection, way, after, places, backward=backward, walked=walked)
    if not words or (walked and words.certain and _all_indexed(connection)):
        return found
    return _in_batches(connection, found, words)


def _newest(
    connection: Connection, way: ledger_query.Way, words: WordTerms, after: MatterRow | None
) -> Iterator[Uid]:
    before: tuple[datetime, Uid] | None = (after.received_at, after.uid) if after else None
    only = _only(way)
    while True:
        found = search.found_uids(connection, words.looked_up, before, _BATCH, only)
        yield from found if words.told else with_words(connection, found, words)
        if len(found) < _BATCH:
            return
        received = connection.execute(_RECEIVED, (found[-1],)).scalar()
        before = (instant_of(received), found[-1])


def _all_if_few(
    connection: Connection, way: ledger_query.Way, words: WordTerms
) -> list[Uid] | None:
    """Return every matter that fits if those with the words are few, else None."""
    most = ledger_query.MANY
    if search.in_more_than(connection, words.looked_up, most):
        return None
    found = search.found_uids(connection, words.looked_up, None, most + 1, _only(way))
    if len(found) > most:
        return None
    return found if words.told else list(with_words(connection, found, words))


def _only(way: ledger_query.Way) -> search.LineCondition:
    values = tuple(value for each in way.asked for value in each.values)
    due = any(each.due for each in way.asked)
    return search.LineCondition(" AND ".join(each.sql for each in way.asked), values, due)


def _may_have(words: WordTerms) -> Condition:
    return Condition((Alternative(_HAS, (match(terms(words_of(words.looked_up))),)),))


def _all_indexed(connection: Connection) -> bool:
    return not connection.execute(f"SELECT EXISTS ({WAITING})").scalar()


def _in_batches(connection: Connection, found: Iterator[Uid], words: WordTerms) -> Iterator[Uid]:
    while batch := list(islice(found, _BATCH)):
        yield from with_words(connection, batch, words)


_HAS = f"""
    m.uid IN ({WAITING}) OR EXISTS (
      SELECT 1 FROM search_doc d CROSS JOIN search_index f
      WHERE d.matter = m.uid AND f.rowid = d.docid AND f.search_index MATCH ?
    )
"""
"""Whether a matter may have the words, asked while the ledger's order is walked."""
# Each matter's place in the index is asked for the terms: the index is not walked for them.
_INDEXED = f"""
    SELECT d.matter, EXISTS (
      SELECT 1 FROM search_index f WHERE f.search_index MATCH ? AND f.rowid = d.docid
    ) FROM search_doc d
    WHERE d.matter IN (SELECT value FROM json_each(?)) AND d.matter NOT IN ({WAITING})
"""


class WordTerms:
    """The words of a query: those that have to stand in a matter's texts, those that may not.

    ``looked_up`` are the first as the full text takes them; ``told`` whether it needs no proof of
    ours: blanks within quotes and words that may not stand there are not its business.
    """

    def __init__(self, query: LedgerQuery) -> None:
        words = [term for term in query.terms if isinstance(term, Word)]
        self.wanted = [fold(each.text) for each in words if not each.negated]
        self.unwanted = [fold(each.text) for each in words if each.negated]
        self.looked_up = " ".join(self.wanted).strip()
        quoted = any(sign.isspace() for each in self.wanted for sign in each)
        self.told = not self.unwanted and not quoted

    @property
    def certain(self) -> bool:
        """Whether the index's terms prove that a matter has all that is asked for."""
        return self.told and exact(words_of(self.looked_up))

    def __bool__(self) -> bool:
        return bool(self.wanted or self.unwanted)


def with_words(connection: Connection, found: Sequence[Uid], words: WordTerms) -> Iterator[Uid]:
    """Yield which of some matters have all words wanted and none of the others, in their order."""
    told = _index_verdicts(connection, found, words)
    doubtful = [uid for uid in found if told.get(uid) is None]
    proved = set(_proved(connection, doubtful, words)) if doubtful else set()
    yield from (uid for uid in found if told.get(uid) or uid in proved)


def _index_verdicts(
    connection: Connection, found: Sequence[Uid], words: WordTerms
) -> dict[Uid, bool | None]:
    """Return what the index says: that a matter has the words, has not, or None for perhaps."""
    asked = words_of(words.looked_up)
    looked_up = terms(asked)
    if not looked_up:
        return {}
    certain = True if words.certain else None
    rows = connection.execute(_INDEXED, (match(looked_up), canonical(list(found))))
    return {uid: certain if has else False for uid, has in rows}


def _proved(connection: Connection, found: Sequence[Uid], words: WordTerms) -> Iterator[Uid]:
    for uid, events in events_of_many(connection, found, KINDS).items():
        texts = searched_texts(events)
        if holds(texts, words.wanted) and not any(holds(texts, [each]) for each in words.unwanted):
            yield uid
