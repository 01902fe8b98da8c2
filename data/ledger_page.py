"""A page of the ledger: the terms by the ledger's indices, the words by the full text's.

A word stands in any text of a matter (data/search.py). The full text gives the newest receipts
first; beside a term that few matters meet, and in another order, matters are asked for their words.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from itertools import islice

import sqlalchemy as sa

from data import ledger, ledger_query, search
from data.codec import instant_of
from data.ledger_conditions import conditions
from data.ledger_order import LEDGER
from data.ledger_words import Words, with_words
from xfconsole.core.ledger_terms import LedgerQuery
from xfconsole.core.listing import Listing, Sort, states_of
from xfconsole.core.model import Uid
from xfconsole.core.ports import MatterRow

_BATCH = 100
_AMOUNTS = "SELECT substr(name, 7), amount FROM tally WHERE name LIKE 'state:%'"
_RECEIVED = "SELECT received_at FROM matter WHERE uid = ?"


def page(
    connection: sa.Connection,
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
    if after is None and skip and not listing.query and listing.sort is Sort.RECEIVED:
        keys = ledger_query.walk(connection, LEDGER, backward=backward, skip=skip)
        found: Iterator[Uid] = (key[-1] for key in keys)
        skip = 0
    else:
        found = _found(connection, listing, after, backward)
    if without:
        found = (uid for uid in found if uid not in without)
    return ledger.rows_of(connection, list(islice(found, skip, skip + limit)))


def state_counts(connection: sa.Connection) -> dict[str, int]:
    """Return how many matters there are in each state that any is in, without counting them."""
    return {str(name): int(amount) for name, amount in connection.exec_driver_sql(_AMOUNTS)}


def quick_count(connection: sa.Connection, query: LedgerQuery) -> int | None:
    """Return how many matters fit, None where that would have to be counted row by row."""
    asked = [states_of(term) for term in query.terms]
    if None in asked:
        return None
    amounts = state_counts(connection)
    return sum(n for state, n in amounts.items() if all(state in each for each in asked if each))


def _found(
    connection: sa.Connection, listing: Listing, after: MatterRow | None, backward: bool
) -> Iterator[Uid]:
    words = Words(listing.query)
    if not words:
        return ledger_query.uids(connection, listing, after, backward=backward)
    if words.looked_up and not ledger_query.fits_few(connection, listing):
        if listing.sort is Sort.RECEIVED and not backward:
            return _newest(connection, listing, words, after)
        if (some := _all_if_few(connection, listing, words)) is not None:
            return ledger_query.placed(connection, some, listing.sort, after, backward=backward)
    found = ledger_query.uids(connection, listing, after, backward=backward)
    return _in_batches(connection, found, words)


def _newest(
    connection: sa.Connection, listing: Listing, words: Words, after: MatterRow | None
) -> Iterator[Uid]:
    before: tuple[datetime, Uid] | None = (after.received_at, after.uid) if after else None
    only = _only(connection, listing)
    while True:
        found = search.found_uids(connection, words.looked_up, before, _BATCH, only)
        yield from found if words.told else with_words(connection, found, words)
        if len(found) < _BATCH:
            return
        received = connection.exec_driver_sql(_RECEIVED, (found[-1],)).scalar_one()
        before = (instant_of(received), found[-1])


def _all_if_few(connection: sa.Connection, listing: Listing, words: Words) -> list[Uid] | None:
    """Return every matter that fits if those with the words are few, else None."""
    found = search.found_uids(connection, words.looked_up, None, ledger_query.FEW + 1)
    if len(found) > ledger_query.FEW:
        return None
    fitting = ledger_query.among(connection, found, conditions(connection, listing))
    return list(with_words(connection, fitting, words))


def _only(connection: sa.Connection, listing: Listing) -> search.Only:
    asked = conditions(connection, listing)
    values = tuple(value for each in asked for value in each.values)
    return search.Only(" AND ".join(each.sql for each in asked), values)


def _in_batches(connection: sa.Connection, found: Iterator[Uid], words: Words) -> Iterator[Uid]:
    while batch := list(islice(found, _BATCH)):
        yield from with_words(connection, batch, words)
