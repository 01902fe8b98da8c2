"""Whether matters have the words of a ledger filter: by the full text's index where it tells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import sqlalchemy as sa

from data.codec import canonical
from data.grams import exact, match, terms
from data.indexer import WAITING
from data.journal import events_of_many
from xfconsole.core.folding import fold, words_of
from xfconsole.core.ledger_terms import LedgerQuery, Word
from xfconsole.core.model import Uid
from xfconsole.core.searched import KINDS, holds, searched_texts

# Each matter's place in the index is asked for the terms: the index is not walked for them.
_INDEXED = f"""
    SELECT d.matter, EXISTS (
      SELECT 1 FROM search_index f WHERE f.search_index MATCH ? AND f.rowid = d.docid
    ) FROM search_doc d
    WHERE d.matter IN (SELECT value FROM json_each(?)) AND d.matter NOT IN ({WAITING})
"""


class Words:
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

    def __bool__(self) -> bool:
        return bool(self.wanted or self.unwanted)


def with_words(connection: sa.Connection, found: Sequence[Uid], words: Words) -> Iterator[Uid]:
    """Yield which of some matters have all words wanted and none of the others, in their order."""
    told = _told(connection, found, words)
    doubtful = [uid for uid in found if told.get(uid) is None]
    proved = set(_proved(connection, doubtful, words)) if doubtful else set()
    yield from (uid for uid in found if told.get(uid) or uid in proved)


def _told(connection: sa.Connection, found: Sequence[Uid], words: Words) -> dict[Uid, bool | None]:
    """Return what the index says: that a matter has the words, has not, or None for perhaps."""
    asked = words_of(words.looked_up)
    looked_up = terms(asked)
    if not looked_up:
        return {}
    certain = True if words.told and exact(asked) else None
    rows = connection.exec_driver_sql(_INDEXED, (match(looked_up), canonical(list(found))))
    return {uid: certain if has else False for uid, has in rows}


def _proved(connection: sa.Connection, found: Sequence[Uid], words: Words) -> Iterator[Uid]:
    for uid, events in events_of_many(connection, found, KINDS).items():
        texts = searched_texts(events)
        if holds(texts, words.wanted) and not any(holds(texts, [each]) for each in words.unwanted):
            yield uid
