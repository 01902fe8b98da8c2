"""What a desk writes into a file for the others, and where each of them stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import IO

from data.exchange import kept, taking
from data.exchange.batch import (
    Batch,
    as_object,
    cut,
    private_key,
    public_of,
    sign,
    signed_head,
    signed_slot,
    text_of,
)
from data.exchange.container import Record, Writing
from data.exchange.taking import KEYS, SLOTS, Note, Taken, Told
from data.file.connection import Connection, Engine
from data.journal.codec import instant_of, instant_text
from data.journal.desks import incarnations, lines_of, name_of, reached
from data.store import matter_keys, officer_slots
from data.store.heard import heard_of, read_by_others
from data.store.officer_slots import Signed
from data.store.store import SqlStore, read_meta
from data.vault.vault import DataKey
from xfconsole.core.facts.event import Event
from xfconsole.core.facts.of_desks import DeskKeyed
from xfconsole.core.ports import Ids
from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.refusal import Refused

MOST_LACKED = 500
"""So many matters whose keys it lacks a desk asks for in one file."""
_RECORDED = "SELECT recorded_at FROM event WHERE desk = ? AND dseq = ?"


@frozen
class Given:
    """What a file holds: so many batches, with so many lines, of so many desks."""

    batches: int
    lines: int
    desks: int


@frozen
class DeskStanding:
    """Where another desk stands as seen from here: its last line here, when that was recorded,
    when it wrote the last file that was read here, and how many of its batches wait."""

    desk: str
    letter: str
    last: int
    recorded_at: datetime | None
    heard_at: datetime | None
    waiting: int


@frozen
class Standing:
    """Where this desk stands: its last line, how many of its lines are in no file yet, and of how
    many identities it lacks the key."""

    desk: str
    letter: str
    last: int
    unsent: int
    keyless: int
    others: tuple[DeskStanding, ...]


class Exchange:
    """Brings lines to and from other desks, beside whatever console has the office open.

    ``reader`` reads the file without holding it.
    """

    def __init__(self, store: SqlStore, reader: Engine, key: DataKey) -> None:
        self._store, self._reader, self._key = store, reader, key
        self._office = store.office

    def standing(self) -> Standing:
        """Return where each desk stands; nothing is written."""
        with self._reader.connect() as connection:
            own = incarnations(connection, read_meta(connection)["desk"])
            known = reached(connection)
            heard = heard_of(connection)
            waits = Counter(each.desk for each, _ in kept.batches(connection, kept.WAITING))
            gone = {each for one in heard.values() for each in one.before}
            others = (known.keys() | heard.keys() | waits.keys()) - {*own, *gone}
            recorded = {
                each: connection.execute(_RECORDED, (each, known.get(each, 0))).scalar()
                for each in others
            }
            named = {each: name_of(connection, self._office, each) for each in (own[0], *others)}
            unsent = sum(known.get(each, 0) - kept.last_kept(connection, each) for each in own)
            keyless = len(matter_keys.missing(connection))
        found = (
            DeskStanding(
                each,
                named[each],
                known.get(each, 0),
                instant_of(recorded[each]) if recorded[each] else None,
                heard[each].written_at if each in heard else None,
                waits[each],
            )
            for each in sorted(others, key=lambda each: (named[each], each))
        )
        last = known.get(own[0], 0)
        return Standing(own[0], named[own[0]], last, unsent, keyless, tuple(found))

    def give(
        self,
        out: IO[bytes],
        now: datetime,
        officer: str,
        ids: Ids,
        *,
        whole: bool = False,
        told: Told = lambda _: None,
    ) -> Given:
        """Write what other desks may lack, or with ``whole`` all there is; ``told`` counts lines.

        The first time this desk's key is made, and told in the journal.
        """
        private = self._cut(now, officer, ids)
        writing, lines, desks, count = Writing(out, self._key), 0, set[str](), 0
        with self._reader.connect() as connection:
            writing.add(Record(self._head(connection, private, now)))
            lacked = (lambda _: True) if whole else _lacked(connection)
            for batch, text in kept.batches(connection, kept.ALL):
                if lacked(batch):
                    writing.add(Record(as_object(batch), text or _text(connection, batch)))
                    count, lines = count + 1, lines + batch.last - batch.first + 1
                    desks.add(batch.desk)
                    told(lines)
                    _add_keys(writing, matter_keys.of_lines(connection, *_place(batch)))
            asked = {each for one in heard_of(connection).values() for each in one.lacks}
            _add_keys(writing, matter_keys.of_matters(connection, asked))
            if slots := officer_slots.kept(connection):
                writing.add(Record({SLOTS: slots}))
        writing.close()
        return Given(count, lines, len(desks))

    def take(
        self, file: IO[bytes], now: datetime, note: Note, told: Told = lambda _: None
    ) -> Taken:
        """Take a file in (see data.exchange.taking)."""
        return taking.take(self._store, self._reader, file, self._key, now, note, told)

    def _cut(self, now: datetime, officer: str, ids: Ids) -> bytes:
        """Cut what this desk wrote into batches; return the key that it signs with."""
        with self._store.begin() as tx:
            own, *earlier = tx.desks()
            private, new = private_key(tx.connection, own)
            if new:
                keyed = DeskKeyed(public_of(private))
                tx.append([Event(ids.new(now), self._office, now, now, officer, keyed)])
            for desk in reversed(earlier):
                # All that it wrote is in batches of its own where it had another key.
                key = public_of(private_key(tx.connection, desk)[0])
                if kept.pinned(tx.connection, desk) in (None, key):
                    cut(tx.connection, self._office, desk)
            cut(tx.connection, self._office, own)
            self._sign_slots(tx.connection, tx.desks(), private)
        return private

    def _sign_slots(self, connection: Connection, desks: tuple[str, ...], private: bytes) -> None:
        """Sign what officers set on this desk, for the others."""
        signed = (
            Signed(event, slot, desks[0], sign(private, signed_slot(self._office, event, slot)))
            for event, slot in officer_slots.unsigned(connection, self._office, desks)
        )
        officer_slots.keep(connection, signed)

    def _head(self, connection: Connection, private: bytes, now: datetime) -> dict[str, object]:
        """Return how a file begins: whose it is, and how far that desk has come."""
        desk, *earlier = incarnations(connection, read_meta(connection)["desk"])
        head = {
            **{"office": self._office, "desk": desk, "before": earlier},
            **{"marks": reached(connection), "written_at": instant_text(now)},
            "key": public_of(private),
            "lacks": matter_keys.missing(connection)[:MOST_LACKED],
        }
        return {**head, "signature": sign(private, signed_head(head))}


def _add_keys(writing: Writing, keys: Mapping[str, str]) -> None:
    """Write matters' keys as a record of their own: no batch may hold what can be destroyed."""
    if keys:
        writing.add(Record({KEYS: keys}))


def _place(batch: Batch) -> tuple[str, int, int]:
    return batch.desk, batch.first, batch.last


def _lacked(connection: Connection) -> Callable[[Batch], bool]:
    """Return whether some other desk may lack a batch, by how far it said it had come."""
    marks = read_by_others(connection, incarnations(connection, read_meta(connection)["desk"]))

    def lacked(batch: Batch) -> bool:
        last = {desk: had[batch.desk] for desk, had in marks.items() if desk != batch.desk}
        return not marks or any(batch.last > each for each in last.values())

    return lacked


def _text(connection: Connection, batch: Batch) -> bytes:
    """Return the bytes of a batch's lines as they were signed."""
    lines = lines_of(connection, batch.desk, batch.first - 1, batch.last - batch.first + 1)
    text = text_of(lines)
    if len(lines) != batch.last - batch.first + 1:
        raise Refused("vault.refused.damaged", file="office.db")
    return text
