"""The ledger's lines under any filter and in any order, found by walking an index.

A page costs its own rows as long as those that fit are not far between. Where a term fits few
matters only, those are gathered and put in order; else the order's index is walked and what does
not fit is passed over. Pages go on after a row, never by counting from the first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import dropwhile, groupby, islice
from math import inf
from typing import TypeAlias

from data.file.connection import Connection
from data.journal.codec import canonical
from data.ledger.conditions import Condition, conditions, values_of
from data.ledger.orders import (
    LEDGER,
    LINE,
    Key,
    Ranked,
    Stretch,
    by_value,
    line_of,
    order,
    ordering,
    rank,
)
from data.tables.shared import NAMED, WIDE
from xfconsole.core.ledger.listing import Listing, Sort
from xfconsole.core.rows import MatterRow
from xfconsole.core.words.desk import Uid
from xfconsole.core.words.frozen import frozen

FEW = 300
"""So many rows are gathered and put in order rather than walked to; of a wide index ``MANY``."""
MANY = 3_000
_MOST_STREAMS = 200
"""So many indices, one for each value, are walked side by side."""
Places: TypeAlias = dict[Uid, int]
"""Where rows of the ledger lie in the file, as far as that is known."""
_TOTAL = "SELECT amount FROM tally WHERE name = 'matter'"
_MARKS = ", ".join("?" * len(Ranked._fields))
_OF_UIDS = f"SELECT {LINE} FROM matter m WHERE m.uid IN (SELECT value FROM json_each(?))"


@frozen
class Way:
    """The terms of a listing but for the words, and which of them leaves the least to look at.

    ``few`` is whether that is known to be little.
    """

    sort: Sort
    asked: Sequence[Condition]
    best: Condition | None
    few: bool

    @property
    def gathered(self) -> bool:
        """Whether what meets them is put in order, and not walked to in the order it is in."""
        # Alone and in the order of its own index, a term costs only the rows that are shown.
        alone = len(self.asked) == 1 and self.asked[0].ordered and self.sort is Sort.RECEIVED
        return self.best is not None and self.few and not alone


def way_of(connection: Connection, listing: Listing) -> Way:
    """Return the way to what meets a listing's terms; finding it counts what they leave."""
    asked = conditions(connection, listing)
    best, few = _narrowest(connection, asked)
    return Way(listing.sort, asked, best, few)


def uids(
    connection: Connection,
    way: Way,
    after: MatterRow | None,
    places: Places,
    *,
    backward: bool = False,
    walked: Sequence[Condition] = (),
) -> Iterator[Uid]:
    """Yield the matters that meet every term but the words, in the listing's order, lazily.

    They follow a row, which need not be there any more; ``backward`` goes the other way. Those that
    are ``walked`` to meet these conditions, too; where they lie is put into ``places``.
    """
    asked, best = way.asked, way.best
    start = line_of(after) if after is not None else None
    if best is not None and way.gathered:
        yield from _gathered(connection, best, asked, way.sort, start, backward)
        return
    for stretch, key in _stretches(connection, way.sort, asked, start, backward):
        streams = _streams(stretch, best, asked) if best is not None else []
        keys = walk(connection, streams or [stretch], [*asked, *walked], key, backward)
        # The same matter may come by two of them.
        for (*_, uid, place), _ in groupby(keys):
            places[uid] = place
            yield uid


def placed(
    connection: Connection,
    found: Sequence[Uid],
    sort: Sort,
    after: MatterRow | None,
    *,
    backward: bool = False,
) -> Iterator[Uid]:
    """Yield some matters in an order, those that follow a row."""
    start = line_of(after) if after else None
    yield from _sorted(connection, _OF_UIDS, (canonical(list(found)),), sort, start, backward)


def walk(
    connection: Connection,
    streams: Sequence[Stretch],
    asked: Sequence[Condition] = (),
    after: Key | None = None,
    backward: bool = False,
    skip: int = 0,
) -> Iterator[Key]:
    """Yield the keys of stretches in one order, after a key, that meet every condition; lazily.

    Each ends with where its row lies. SQLite merges them, each along its own index.
    """
    falling = streams[0].falling is not backward
    selects: list[str] = []
    values: list[object] = []
    for stretch in streams:
        columns = ", ".join(f"m.{name}" for name in stretch.columns)
        terms = [stretch.sql] if stretch.sql else []
        values += stretch.values
        if after is not None:
            terms.append(f"({columns}) {'<' if falling else '>'} ({', '.join('?' * len(after))})")
            values += after
        terms += [each.sql for each in asked]
        values += [value for each in asked for value in each.values]
        where = f"WHERE {' AND '.join(terms)}" if terms else ""
        selects.append(
            f"SELECT {columns}, m.rowid FROM matter m INDEXED BY {stretch.index} {where}"
        )
    places = range(1, len(streams[0].columns) + 1)
    ordered = ", ".join(f"{place} {'DESC' if falling else 'ASC'}" for place in places)
    statement = f"{' UNION ALL '.join(selects)} ORDER BY {ordered} LIMIT -1 OFFSET ?"
    for row in connection.execute(statement, (*values, skip)):
        yield tuple(row)


# --- what to walk along ---------------------------------------------------------------------------


def _stretches(
    connection: Connection,
    sort: Sort,
    asked: Sequence[Condition],
    start: Ranked | None,
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


def _narrowest(connection: Connection, asked: Sequence[Condition]) -> tuple[Condition | None, bool]:
    """Return the condition that is the least to look through, and whether that is little."""
    able = [
        each
        for each in asked
        if not each.negated and all(part.index or part.few for part in each.parts)
    ]
    if not able:
        return None, False
    sizes = [_counted(connection, each) for each in able]
    if len(able) > 1 and min(sizes) > FEW:
        total = int(connection.execute(_TOTAL).scalar())
        counted = zip(able, sizes, strict=True)
        sizes = [_likely(connection, each, size, total) for each, size in counted]
    size = min(sizes)
    return able[sizes.index(size)], size <= FEW


def _counted(connection: Connection, condition: Condition) -> float:
    """Return how many rows meet a condition, no more than tell whether they are few.

    Where the index says all there is to know of a row, it counts as a small part of one.
    """
    wide = _wide(condition)
    most = MANY if wide else FEW + 1
    statement = f"SELECT count(*) FROM (SELECT 1 FROM ({_rows('1', condition)}) LIMIT {most})"
    size = int(connection.execute(statement, condition.values).scalar())
    return size * FEW / MANY if wide and size < MANY else size


def _likely(connection: Connection, condition: Condition, counted: float, total: int) -> float:
    """Return about how many of all rows meet a condition that is not met by few.

    The values of a column are taken to be equally common: counting on costs more than is won.
    """
    if _wide(condition):
        return counted
    if not all(part.column for part in condition.parts):
        return inf
    known = [part.known or len(values_of(connection, part.column)) for part in condition.parts]
    shares = [len(p.equal) / max(1, n) for p, n in zip(condition.parts, known, strict=True)]
    return max(counted, total * sum(shares))


def _wide(condition: Condition) -> bool:
    return all(part.index in WIDE or part.few for part in condition.parts)


def _rows(columns: str, condition: Condition, asked: Sequence[Condition] = ()) -> str:
    """Return the query for the rows that meet a condition, each by the index that knows it."""
    return " UNION ALL ".join(
        f"SELECT {columns} FROM matter m {f'INDEXED BY {part.index}' if part.index else ''} "
        f"WHERE {' AND '.join([f'({part.sql})', *(each.sql for each in asked)])}"
        for part in condition.parts
    )


def _gathered(
    connection: Connection,
    best: Condition,
    asked: Sequence[Condition],
    sort: Sort,
    start: Ranked | None,
    backward: bool,
) -> Iterator[Uid]:
    values = [value for each in asked for value in each.values]
    every = [value for part in best.parts for value in (*part.values, *values)]
    return _sorted(connection, _rows(LINE, best, asked), every, sort, start, backward)


def _sorted(
    connection: Connection,
    lines: str,
    values: Sequence[object],
    sort: Sort,
    start: Ranked | None,
    backward: bool,
) -> Iterator[Uid]:
    """Yield what a query for lines finds in an order; after a line, what follows it there."""
    if start is not None:
        # The line itself may have gone elsewhere since: it marks the place where it lay.
        lines = f"SELECT * FROM ({lines}) WHERE uid <> ? UNION ALL SELECT {_MARKS}"
        values = (*values, start.uid, *start)
    statement = f"SELECT uid FROM ({lines}) ORDER BY {ordering(sort, backward=backward)}"
    rows = connection.execute(statement, tuple(values))
    # The same matter may come by two ways.
    found: Iterator[Uid] = (uid for uid, _ in groupby(rows.scalars()))
    if start is not None:
        found = islice(dropwhile(lambda uid: uid != start.uid, found), 1, None)
    yield from found


def _streams(stretch: Stretch, best: Condition, asked: Sequence[Condition]) -> list[Stretch]:
    """Return a stretch once for each value that a condition leaves; none if that is no help."""
    if stretch.due and len(asked) > 1 and not _finely(stretch, best):
        # Its own index holds whatever else is asked for.
        return []
    found: list[Stretch] = []
    for part in best.parts:
        some = by_value(stretch, part.column, part.equal) if part.column else []
        if part.ordered and stretch.index == LEDGER.index:
            some = [replace(stretch, index=part.index)]
        if not some and (part.equal or not part.column):
            return []
        found += some
    return found if len(found) <= _MOST_STREAMS else []


def _finely(stretch: Stretch, best: Condition) -> bool:
    """Return whether few rows of a stretch are left by the values of a condition."""
    return stretch.columns[0] == "due_at" and all(p.column in NAMED for p in best.parts)
