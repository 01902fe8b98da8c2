"""The ledger's lines under any filter and in any order, found by walking an index.

A page costs its own rows as long as those that fit are not far between. Where a term fits few
matters only, those are gathered and put in order; else the order's index is walked and what does
not fit is passed over. Pages go on after a row, never by counting from the first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from heapq import merge
from itertools import groupby

import sqlalchemy as sa

from data.codec import canonical
from data.ledger_conditions import INDICES, Condition, conditions
from data.ledger_order import LEDGER, LINE, Key, Line, Stretch, in_order, line_of, order, rank
from xfconsole.core.listing import Listing, Sort
from xfconsole.core.model import Uid
from xfconsole.core.ports import MatterRow

FEW = 2_000
"""So many rows are gathered and put in order rather than walked to."""
_MANY = 20_000
_MOST_STREAMS = 200
"""So many indices, one for each value, are walked side by side."""
_OF_UIDS = f"SELECT {LINE} FROM matter m WHERE m.uid IN (SELECT value FROM json_each(?))"


def uids(
    connection: sa.Connection,
    listing: Listing,
    after: MatterRow | None = None,
    *,
    backward: bool = False,
) -> Iterator[Uid]:
    """Yield the matters that meet every term but the words, in the listing's order, lazily.

    They follow a row, which need not be there any more; ``backward`` goes the other way.
    """
    asked = conditions(connection, listing)
    start = line_of(after) if after is not None else None
    best, size = _narrowest(connection, asked)
    if best is not None and size <= FEW:
        lines = in_order(_gathered(connection, best, asked), listing.sort)
        yield from _following(lines, start, listing.sort, backward)
        return
    for stretch, key in _stretches(connection, listing.sort, asked, start, backward):
        streams = _streams(best) if listing.sort is Sort.RECEIVED and best is not None else []
        walks = [walk(connection, each, asked, key, backward) for each in streams or [stretch]]
        # The same matter may come by two of them.
        for found, _ in groupby(merge(*walks, reverse=stretch.falling is not backward)):
            yield found[-1]


def fits_few(connection: sa.Connection, listing: Listing, most: int) -> bool:
    """Return whether one of the terms is known to leave at most so many matters."""
    best, size = _narrowest(connection, conditions(connection, listing))
    return best is not None and size <= most


def placed(
    connection: sa.Connection,
    found: Sequence[Uid],
    sort: Sort,
    after: MatterRow | None,
    *,
    backward: bool = False,
) -> Iterator[Uid]:
    """Yield some matters in an order, those that follow a row."""
    rows = connection.exec_driver_sql(_OF_UIDS, (canonical(list(found)),))
    lines = in_order((Line(*row) for row in rows), sort)
    yield from _following(lines, line_of(after) if after else None, sort, backward)


def walk(
    connection: sa.Connection,
    stretch: Stretch,
    asked: Sequence[Condition] = (),
    after: Key | None = None,
    backward: bool = False,
    skip: int = 0,
) -> Iterator[Key]:
    """Yield the keys of a stretch, after one of them, that meet every condition; lazily."""
    falling = stretch.falling is not backward
    columns = ", ".join(f"m.{name}" for name in stretch.columns)
    terms = [stretch.sql] if stretch.sql else []
    values = [*stretch.values]
    if after is not None:
        terms.append(f"({columns}) {'<' if falling else '>'} ({', '.join('?' * len(after))})")
        values += after
    terms += [each.sql for each in asked]
    values += [value for each in asked for value in each.values]
    ordered = ", ".join(f"m.{name} {'DESC' if falling else 'ASC'}" for name in stretch.columns)
    where = f"WHERE {' AND '.join(terms)}" if terms else ""
    statement = (
        f"SELECT {columns} FROM matter m INDEXED BY {stretch.index} {where} "
        f"ORDER BY {ordered} LIMIT -1 OFFSET ?"
    )
    for row in connection.exec_driver_sql(statement, (*values, skip)):
        yield tuple(row)


# --- what to walk along ---------------------------------------------------------------------------


def _stretches(
    connection: sa.Connection,
    sort: Sort,
    asked: Sequence[Condition],
    start: Line | None,
    backward: bool,
) -> Iterator[tuple[Stretch, Key | None]]:
    """Yield what is left to be walked, the stretch of the start from its key on."""
    whole = order(connection, sort, due=any(each.due for each in asked))
    place = rank(sort, start) if start is not None else None
    for stretch in reversed(whole) if backward else whole:
        if start is None or place is None:
            yield stretch, None
        elif stretch.rank == place:
            yield stretch, stretch.key(start)
        elif (stretch.rank > place) is not backward:
            yield stretch, None


def _narrowest(
    connection: sa.Connection, asked: Sequence[Condition]
) -> tuple[Condition | None, int]:
    """Return the condition that the fewest rows meet, and how many, so far as is soon counted."""
    sized = [
        (_size(connection, each), place)
        for place, each in enumerate(asked)
        if not each.negated and all(part.index or part.few for part in each.parts)
    ]
    size, place = min(sized, default=(0, -1))
    return (asked[place], size) if sized else (None, 0)


def _size(connection: sa.Connection, condition: Condition) -> int:
    statement = f"SELECT count(*) FROM (SELECT 1 FROM ({_rows(condition)}) LIMIT {_MANY})"
    return int(connection.exec_driver_sql(statement, condition.values).scalar_one())


def _rows(condition: Condition) -> str:
    """Return the query for the rows that meet a condition, each by the index that knows it."""
    return " UNION ALL ".join(
        f"SELECT m.uid FROM matter m {f'INDEXED BY {part.index}' if part.index else ''} "
        f"WHERE {part.sql}"
        for part in condition.parts
    )


def _gathered(
    connection: sa.Connection, best: Condition, asked: Sequence[Condition]
) -> Iterator[Line]:
    # The order of the joins is fixed: each of the few is looked up.
    statement = (
        f"SELECT DISTINCT {LINE} FROM ({_rows(best)}) few CROSS JOIN matter m ON m.uid = few.uid "
        f"WHERE {' AND '.join(each.sql for each in asked)}"
    )
    values = (*best.values, *(value for each in asked for value in each.values))
    yield from (Line(*row) for row in connection.exec_driver_sql(statement, values))


def _following(lines: list[Line], start: Line | None, sort: Sort, backward: bool) -> list[Uid]:
    """Return what follows a line in the order, the line itself left out."""
    if start is not None:
        placed = in_order([*(each for each in lines if each != start), start], sort)
        place = placed.index(start)
        lines = placed[:place] if backward else placed[place + 1 :]
    return [line.uid for line in (reversed(lines) if backward else lines)]


def _streams(condition: Condition) -> list[Stretch]:
    """Return the ledger's order once for each value that a condition leaves; none if too many."""
    found: list[Stretch] = []
    for part in condition.parts:
        if part.column:
            index = INDICES[part.column]
            sql = f"m.{part.column} = ?"
            found += [replace(LEDGER, index=index, sql=sql, values=(each,)) for each in part.equal]
        elif part.ordered:
            found.append(replace(LEDGER, index=part.index))
        else:
            return []
    return found if len(found) <= _MOST_STREAMS else []
