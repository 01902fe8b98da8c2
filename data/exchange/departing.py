"""A copy of a desk goes on under a name of its own: what it wrote since they parted comes along."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import IO, Any
from uuid import UUID

from data.exchange.batch import batch_from, is_of, lines_in
from data.exchange.container import Record, records
from data.file.connection import Connection
from data.journal.desks import lines_of, reached
from data.store.store import SqlStore, SqlTransaction
from data.vault.vault import DataKey
from xfconsole.core.facts.corrections import OPENINGS
from xfconsole.core.facts.event import Event
from xfconsole.core.facts.of_desks import DeskDeparted
from xfconsole.core.facts.of_incident import SubjectTakenOver
from xfconsole.core.office.letters import called
from xfconsole.core.ports import Ids
from xfconsole.core.words.desk import Uid
from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.refusal import Refused

_NEXT = timedelta(milliseconds=1)
_OPENS = ", ".join(f"'{each.kind}'" for each in OPENINGS)
_UNKEPT = f"""
    SELECT subject FROM event WHERE desk = ? AND kind IN ({_OPENS})
      AND subject NOT IN (SELECT subject FROM keeper) ORDER BY seq
"""


@frozen
class Departed:
    """A desk departed from ``former``, by its letter, after line ``number``, with so many lines of
    its own; it is called by ``letter`` next."""

    former: str
    number: int
    lines: int
    letter: str


def go_on_anew(
    store: SqlStore,
    file: IO[bytes],
    key: DataKey,
    now: datetime,
    by: tuple[str, str],
    ids: Ids,
    *,
    goes_on: bool,
) -> Departed:
    """Let this desk, a copy, take a name of its own from where a file of another parts from it.

    ``by`` are the officer and the second one, who approves it. With ``goes_on`` nobody else goes on
    as the desk that it was. All or nothing; ``store`` is of no use afterwards. Raises Refused where
    the file does not show where they part.
    """
    with store.begin() as tx:
        own = store.desk
        name = called(tx.events_of(store.office), own)
        number = _parted_after(tx.connection, own, name, _own_lines(file, key, store))
        lines = reached(tx.connection)[own] - number
        copy = ids.new(_behind(own, now))
        departed = DeskDeparted(own, name, number, copy, by[1], goes_on)
        tx.append([Event(ids.new(now), store.office, now, now, by[0], departed)])
        letter = called(tx.events_of(store.office), copy)
        if not goes_on:
            taken = SubjectTakenOver((), letter, (name,))
            tx.append(
                [Event(ids.new(now), uid, now, now, by[0], taken) for uid in _unkept(tx, copy)]
            )
    return Departed(name, number, lines, letter)


def _behind(desk: str, now: datetime) -> datetime:
    """Return an instant whose names stand behind a desk's: of one stamp what a copy wrote is told
    behind what it was copied with, also where the clock was set back since the desk was named."""
    with suppress(ValueError):
        milliseconds = UUID(desk).int >> 80
        return max(now, datetime.fromtimestamp(milliseconds / 1000, UTC) + _NEXT)
    return now


def _unkept(tx: SqlTransaction, copy: str) -> list[Uid]:
    """Return what the copy opened under numbers without a letter: by those it is the first desk's,
    which will not prompt for it before it has read of it."""
    return list(tx.connection.execute(_UNKEPT, (copy,)).scalars())


def _own_lines(file: IO[bytes], key: DataKey, store: SqlStore) -> Iterator[Mapping[str, Any]]:
    """Yield the lines that a file has under this desk's name, as they were signed."""
    for record in records(file, key):
        if isinstance(record, Record) and record.values.get("desk") == store.desk:
            with suppress(ValueError, TypeError, Refused):
                batch = batch_from(record.values)
                if is_of(batch, record.lines, store.office):
                    yield from lines_in(batch, record.lines)


def _parted_after(
    connection: Connection, own: str, name: str, lines: Iterable[Mapping[str, Any]]
) -> int:
    """Return the last line of this desk that is in a file as it is here, the next one being other.

    Raises Refused where the file has no line that is not here, or lacks those before it.
    """
    same, other = 0, 0
    for line in lines:
        number = line["dseq"]
        if lines_of(connection, own, number - 1, 1) == [line]:
            same = max(same, number)
        else:
            other = min(other or number, number)
    if not other:
        raise Refused("departing.refused.same", desk=name)
    if other != same + 1:
        raise Refused("departing.refused.short")
    return same
