"""Takes in what a file of another desk holds, batch by batch.

Each comes in by a transaction of its own: whatever ends it, nothing is lost, and the same file can
be read again. One that needs lines which are not here yet waits in the office's file.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Any, TypeAlias

from data.exchange import kept
from data.exchange.batch import (
    Batch,
    batch_from,
    is_of,
    keep,
    lines_in,
    signed_head,
    signed_slot,
    verified,
)
from data.exchange.container import Record
from data.file.connection import Connection, Engine
from data.journal.codec import instant_of
from data.journal.departures import (
    Departure,
    departed,
    departures,
    is_copys,
    own_departures,
)
from data.journal.desks import incarnations, name_of, reached
from data.store.heard import Heard, last_seq, set_aside_since
from data.store.officer_slots import LetIn, Signed
from data.store.store import SqlStore, read_meta
from data.vault.slots import slot_from
from xfconsole.core.facts.event import Fact
from xfconsole.core.facts.of_desks import DeskDeparted, DeskKeyed
from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.refusal import NotStored, Refused

Note: TypeAlias = Callable[[Sequence[Fact]], object]
KEYS = "matter_keys"
"""What a record of matters' keys is known by."""
_KEYS_AT_ONCE = 200
MOST_REFUSED, MOST_HEADS, MOST_KEYS = 1000, 1000, 200_000
"""So much of a file is kept in mind. What is wrong with more is a fault of the whole; the keys that
are left this desk asks for again."""
SLOTS = "officer_slots"
"""What a record of officers' slots is known by."""
_NOT_OURS = "vault."
"""How a refusal begins that is the file's fault or the disk's, and no batch's."""


@frozen
class Taken:
    """What came of a file: new lines, batches whose lines were here, batches that wait by now, what
    was not taken in, with its reason, new keys of identities, officers who have a passphrase by
    another desk now, who of them has ``several``, and whether it told that this desk had been set
    aside."""

    lines: int
    known: int
    waiting: int
    refused: tuple[Refused, ...]
    keys: int = 0
    officers: tuple[str, ...] = ()
    several: tuple[str, ...] = ()
    aside: bool = False


def take(
    store: SqlStore,
    reader: Engine,
    found: Iterable[Record | Refused],
    now: datetime,
    note: Note,
) -> Taken:
    """Take in what a file holds, or what came otherwise. Raises Refused for a file that is none of
    this office's, or a full disk.

    What is wrong with a batch is told of that one. ``note`` is told what lines show of the desks.
    """
    taking = _Taking(store, reader, now, note)
    for record in found:
        if isinstance(record, Refused):
            taking.refused.append(record)
        else:
            taking.take(record)
        if len(taking.refused) >= MOST_REFUSED:
            taking.refused.append(Refused("sync.refused.flood", count=MOST_REFUSED))
            break
    return taking.end()


class _Taking:
    """One file on its way in."""

    def __init__(self, store: SqlStore, reader: Engine, now: datetime, note: Note) -> None:
        self._store, self._reader, self._now, self._note = store, reader, now, note
        self._office = store.office
        self._heads: list[dict[str, Any]] = []
        self._keys: dict[str, str] = {}
        self._slots: list[Signed] = []
        self.refused: list[Refused] = []
        self._told = set[Departure]()
        self._lines = self._known = 0
        with reader.connect() as connection:
            self._begun = last_seq(connection)

    def take(self, record: Record) -> None:
        """Take one record in."""
        if "office" in record.values:
            self._heads = [*self._heads[1 - MOST_HEADS :], record.values]
            return
        if type(keys := record.values.get(KEYS)) is dict:
            room = islice(keys.items(), MOST_KEYS - len(self._keys))
            self._keys |= {matter: key for matter, key in room if _is_text(matter, key)}
            return
        if type(slots := record.values.get(SLOTS)) is list:
            self._slots += [Signed(*each) for each in slots if _is_slot(each)]
            return
        try:
            batch = batch_from(record.values)
        except (ValueError, TypeError):
            self.refused.append(Refused("sync.refused.batch"))
            return
        self._attempt(batch, record.lines)

    def end(self) -> Taken:
        """Take in what waited and can come now, and note how far the writer of the file was."""
        while self._take_waiting():
            pass
        keys, let_in = self._take_keys(), self._take_slots()
        for head in self._heads:
            self._hear(head)
        with self._reader.connect() as connection:
            waiting = sum(1 for _ in kept.batches(connection, kept.WAITING))
            own = incarnations(connection, read_meta(connection)["desk"])
            aside = set_aside_since(connection, own, self._begun)
        refused = tuple(self.refused)
        return Taken(self._lines, self._known, waiting, refused, keys, *let_in, aside)

    def _take_keys(self) -> int:
        """Store the keys of identities, once all lines are here that can come: which of them are
        erased is read there. Of what waits, this desk asks for them again."""
        count, all_keys = 0, sorted(self._keys.items())
        for at in range(0, len(all_keys), _KEYS_AT_ONCE):
            with self._store.begin() as tx:
                count += tx.take_keys(dict(all_keys[at : at + _KEYS_AT_ONCE]))
        return count

    def _take_slots(self) -> LetIn:
        """Take officers' slots that a known desk signed; others are no desk's."""
        if not self._slots:
            return LetIn((), ())
        with self._store.begin() as tx:
            signed = [each for each in self._slots if self._is_signed(tx.connection, each)]
            return tx.take_slots(signed)

    def _is_signed(self, connection: Connection, slot: Signed) -> bool:
        key = kept.pinned(connection, slot.desk)
        text = signed_slot(self._office, slot.event, slot.slot)
        return key is not None and verified(key, slot.signature, text)

    def _take_waiting(self) -> bool:
        """Try each batch that waits; whether any has brought something."""
        with self._reader.connect() as connection:
            waiting = [batch for batch, _ in kept.batches(connection, kept.WAITING)]
        before = self._lines, len(self._told)
        for batch in waiting:
            with self._reader.connect() as connection:
                text = kept.waiting_text(connection, batch)
            self._attempt(batch, text or b"", waited=True)
        return before != (self._lines, len(self._told))

    def _attempt(self, batch: Batch, text: bytes, *, waited: bool = False) -> None:
        try:
            self._take_one(batch, text, waited)
        except Refused as refused:
            if isinstance(refused, NotStored) or refused.key.startswith(_NOT_OURS):
                raise
            self.refused.append(self._named(batch, refused))
            if waited:
                self._forget(batch)

    def _named(self, batch: Batch, refused: Refused) -> Refused:
        """Say of which desk and lines something is wrong, where the sentence does not."""
        if refused.values:
            return refused
        with self._reader.connect() as connection:
            name = name_of(connection, self._office, batch.desk)
        return Refused(refused.key, desk=name, first=batch.first, last=batch.last)

    def _take_one(self, batch: Batch, text: bytes, waited: bool) -> None:
        if not is_of(batch, text, self._office):
            raise Refused("sync.refused.signature")
        lines = lines_in(batch, text)
        self._rename(batch, lines)
        with self._reader.connect() as connection:
            copys = is_copys(connection, lines)
            known, own = reached(connection), read_meta(connection)["desk"]
            parted = departures(connection)
            wrong = _wrong(connection, batch, lines)
            longer = kept.is_longer(connection, batch)
        if copys:
            self._known += not waited
            self._forget(batch)
            return
        if batch.desk == own or batch.last <= known.get(batch.desk, 0):
            self._known += not waited
            self._compare(batch, lines, not wrong and longer and batch.desk != own)
            return
        if wrong:
            raise Refused(wrong)
        # Who tells of a departure may have to wait for whoever read the copy under its old name.
        self._told |= own_departures(lines)
        parted += self._told
        read = (_has_come(desk, last, known, parted) for desk, last in batch.marks.items())
        # What its desk wrote before stands under no other name.
        if batch.first - 1 <= known.get(batch.desk, 0) and all(read):
            self._lines += self._take_in(lines, lambda it: keep(it, self._office, batch))
        elif longer and not waited:
            with self._store.begin() as tx:
                keep(tx.connection, self._office, batch, text)

    def _rename(self, batch: Batch, lines: Sequence[dict[str, Any]]) -> None:
        """Where lines are here under the name of the desk that theirs was a copy of, journal that
        they are its own: with that they are told so."""
        with self._reader.connect() as connection:
            last = reached(connection).get(batch.desk, 0)
            found = departed(connection, [each for each in lines if each["dseq"] > last])
            if found is None:
                return
            if found[0] == read_meta(connection)["desk"]:
                raise Refused("sync.refused.departed")
            name = name_of(connection, self._office, found[0])
        self._note([DeskDeparted(found[0], name, found[1], batch.desk)])

    def _compare(self, batch: Batch, lines: list[dict[str, Any]], new: bool) -> None:
        """Take in lines that are here, so that others in their place are found out; a batch that
        is ``new`` is kept for the other desks."""
        self._take_in(lines, lambda it: keep(it, self._office, batch) if new else None)
        if not new:
            self._forget(batch)

    def _take_in(self, lines: list[dict[str, Any]], beside: Callable[[Connection], object]) -> int:
        return self._store.take_in(lines, self._now, self._note, beside)

    def _forget(self, batch: Batch) -> None:
        """Drop a batch if it waits."""
        with self._reader.connect() as connection:
            waits = kept.waits(connection, batch)
        if waits:
            with self._store.begin() as tx:
                kept.forget(tx.connection, batch)

    def _hear(self, head: dict[str, Any]) -> None:
        """Note how far the desk had come that wrote the file, if it signed that."""
        try:
            desk, key, signature = (str(head[name]) for name in ("desk", "key", "signature"))
            told = {name: value for name, value in head.items() if name != "signature"}
            marks = {str(name): int(last) for name, last in head["marks"].items()}
            before = tuple(str(each) for each in head["before"])
            lacks = tuple(each for each in head.get("lacks", ()) if _is_text(each))
            heard = Heard(marks, before, instant_of(head["written_at"]), lacks)
        except (KeyError, ValueError, TypeError, AttributeError):
            self.refused.append(Refused("sync.refused.altered", place=1))
            return
        if head["office"] != self._office or not verified(key, signature, signed_head(told)):
            self.refused.append(Refused("sync.refused.altered", place=1))
            return
        with self._store.begin() as tx:
            if desk not in tx.desks() and kept.pinned(tx.connection, desk) == key:
                kept.hear(tx.connection, desk, heard)


def _has_come(desk: str, last: int, known: Mapping[str, int], parted: Iterable[Departure]) -> bool:
    """Whether a desk's line is here that another one had read, under either name."""
    own = (each for each in parted if each.desk == desk)
    return known.get(desk, 0) >= last or any(each.reached(last, known) for each in own)


def _wrong(connection: Connection, batch: Batch, lines: Sequence[dict[str, Any]]) -> str:
    """Return what is wrong with a batch beside those of its desk that are here, or nothing."""
    other = kept.pinned(connection, batch.desk) not in (None, batch.key)
    if other or any(each["kind"] == DeskKeyed.kind and not _tells(each, batch) for each in lines):
        return "sync.refused.key"
    return "" if kept.follows(connection, batch) else "sync.refused.chain"


def _tells(line: dict[str, Any], batch: Batch) -> bool:
    try:
        return bool(json.loads(line["body"])["key"] == batch.key)
    except (ValueError, TypeError, KeyError, RecursionError):
        return False


def _is_slot(values: Any) -> bool:
    """Whether values from a file can be an officer's slot."""
    try:
        slot_from(Signed(*values).slot)
    except (ValueError, TypeError):
        return False
    return _is_text(*values)


def _is_text(*values: object) -> bool:
    return all(isinstance(each, str) and each.isprintable() for each in values)
