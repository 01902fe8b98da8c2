"""What an office's file keeps of other desks' batches, and of how far each desk has come."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator

from data.exchange.batch import Batch
from data.file.connection import Connection
from data.journal.codec import canonical, instant_text
from data.journal.departures import certain, departures
from data.store.heard import Heard, heard_of
from data.tables.statements import upsert
from xfconsole.core.facts.of_desks import DeskKeyed

_FIELDS = ", ".join(Batch.__dataclass_fields__)
ALL = f"""
    SELECT {_FIELDS}, lines IS NOT NULL FROM batch ORDER BY lines IS NOT NULL,
      (SELECT seq FROM event WHERE event.desk = batch.desk AND dseq = batch.last), desk, first
"""
"""Every batch: what one waits for stands before it."""
WAITING = f"SELECT {_FIELDS}, true FROM batch WHERE lines IS NOT NULL ORDER BY desk, first"
FROM = f"SELECT {_FIELDS}, lines IS NOT NULL FROM batch WHERE desk = ? AND last >= ? ORDER BY first"
_TEXT = "SELECT lines FROM batch WHERE desk = ? AND first = ?"
_PINNED = f"""
    SELECT body ->> '$.key' FROM event WHERE desk = ? AND kind = '{DeskKeyed.kind}'
    ORDER BY dseq LIMIT 1
"""
_BEFORE = "SELECT name FROM batch WHERE desk = ? AND last = ? AND key = ? AND lines IS NULL"
_KEPT = "SELECT last FROM batch WHERE desk = ? AND first = ? AND key = ? AND lines IS NULL"
_HERE = "SELECT 1 FROM batch WHERE desk = ? AND last = ? AND name = ? AND lines IS NULL"
_LAST = "SELECT max(last) FROM batch WHERE desk = ? AND lines IS NULL"
_FORGET = "DELETE FROM batch WHERE desk = ? AND first = ? AND lines IS NOT NULL"
_WAITS = "SELECT 1 FROM batch WHERE desk = ? AND first = ? AND lines IS NOT NULL"
_HEAR = upsert("heard")


def batches(
    connection: Connection, statement: str, asked: tuple[object, ...] = ()
) -> Iterator[tuple[Batch, bytes | None]]:
    """Yield batches, each with its lines where it waits; only one's are in mind at a time."""
    for row in connection.execute(statement, asked).all():
        values = dict(zip(Batch.__dataclass_fields__, row, strict=False))
        batch = Batch(**{**values, "marks": json.loads(values["marks"])})
        yield batch, waiting_text(connection, batch) if row[-1] else None


def waiting_text(connection: Connection, batch: Batch) -> bytes | None:
    """Return the lines of a batch that waits, or None."""
    found: bytes | None = connection.execute(_TEXT, (batch.desk, batch.first)).scalar()
    return found


def desks(connection: Connection) -> list[str]:
    """Return the desks that batches are here of."""
    return list(connection.execute("SELECT DISTINCT desk FROM batch").scalars())


def pinned(connection: Connection, desk: str) -> str | None:
    """Return the key that a desk is known by here, once it told of that.

    Until then any is believed. Whoever was put back from a backup of before signs with a key made
    anew what is in it; the one that the desk had takes its place when that comes.
    """
    found: str | None = connection.execute(_PINNED, (desk,)).scalar()
    return found


def is_longer(connection: Connection, batch: Batch) -> bool:
    """Whether a batch goes on beyond the one here that begins so and is signed by the same key."""
    kept = connection.execute(_KEPT, (batch.desk, batch.first, batch.key)).scalar() or 0
    return bool(batch.last > kept)


def last_kept(connection: Connection, desk: str) -> int:
    """Return the last line of a desk that lies in a batch here, or 0."""
    return connection.execute(_LAST, (desk,)).scalar() or 0


def is_here(connection: Connection, desk: str, last: int, name: str) -> bool:
    """Whether a batch of that name is here."""
    return connection.execute(_HERE, (desk, last, name)).first() is not None


def follows(connection: Connection, batch: Batch) -> bool:
    """Whether a batch names the one before it, if that is here.

    Of what a backup brought no batch is here to follow, and none of what another key signed.
    """
    place = batch.desk, batch.first - 1, batch.key
    before = connection.execute(_BEFORE, place).scalar()
    return before in (None, batch.before) and (batch.first > 1 or not batch.before)


def waits(connection: Connection, batch: Batch) -> bool:
    """Whether a batch that begins so waits."""
    return connection.execute(_WAITS, (batch.desk, batch.first)).first() is not None


def forget(connection: Connection, batch: Batch) -> None:
    """Drop a batch that waits."""
    connection.execute(_FORGET, (batch.desk, batch.first))


def hear(connection: Connection, desk: str, heard: Heard) -> None:
    """Note what a desk said of itself; how far it has come only grows."""
    old, parted = heard_of(connection).get(desk, heard), departures(connection)
    marks = Counter(certain(old.marks, parted)) | Counter(certain(heard.marks, parted))
    last = max(heard, old, key=lambda each: each.written_at)
    row = {"desk": desk, "marks": canonical(marks), "before": canonical(heard.before)}
    row |= {"written_at": instant_text(last.written_at), "lacks": canonical(last.lacks)}
    _HEAR.run(connection, [row])
