"""What a desk writes into a file for the others, and where each of them stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import IO, TypeAlias

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
from data.exchange.container import Record, Writing, records
from data.exchange.taking import KEYS, SLOTS, Note, Taken
from data.file.connection import Connection, Engine
from data.journal.codec import instant_of, instant_text
from data.journal.desks import incarnations, lines_of, name_of, reached
from data.store import matter_keys, officer_slots
from data.store.heard import heard_of, read_by_others
from data.store.officer_slots import Signed
from data.store.store import SqlStore, SqlTransaction, read_meta
from data.vault.vault import DataKey
from xfconsole.core.facts.event import Event
from xfconsole.core.facts.of_desks import DeskKeyed
from xfconsole.core.facts.of_office import JournalSalvaged, OfficeRestored
from xfconsole.core.ports import Ids
from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.refusal import Refused

_PUT_BACK = f"""
    SELECT 1 FROM event WHERE desk = ? AND dseq = 1
      AND kind IN ('{OfficeRestored.kind}', '{JournalSalvaged.kind}')
"""
MOST_LACKED = 500
"""So many matters whose keys it lacks a desk asks for in one file."""
Told: TypeAlias = Callable[[int], object]
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

    ``reader`` reads the file without holding it. ``at_once`` is how many batches of a desk are cut
    by one transaction; None: all.
    """

    def __init__(
        self, store: SqlStore, reader: Engine, key: DataKey, at_once: int | None = None
    ) -> None:
        self.store, self.reader, self.key, self._at_once = store, reader, key, at_once
        self.office = store.office

    def standing(self) -> Standing:
        """Return where each desk stands; nothing is written."""
        with self.reader.connect() as connection:
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
            named = {each: name_of(connection, self.office, each) for each in (own[0], *others)}
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
        private = self.cut(now, officer, ids)
        writing, lines, desks, count = Writing(out, self.key), 0, set[str](), 0
        writing.add(self.head(private, now))
        with self.reader.connect() as connection:
            lacked = (lambda _: True) if whole else _lacked(connection)
            for batch, text in kept.batches(connection, kept.ALL):
                if lacked(batch):
                    writing.add(Record(as_object(batch), text or _text(connection, batch)))
                    count, lines = count + 1, lines + batch.last - batch.first + 1
                    desks.add(batch.desk)
                    told(lines)
                    _add_keys(writing, matter_keys.of_lines(connection, *_place(batch)))
            _add_keys(writing, _asked_keys(connection))
            if slots := officer_slots.kept(connection):
                writing.add(Record({SLOTS: slots}))
        writing.close()
        return Given(count, lines, len(desks))

    def take(
        self, file: IO[bytes], now: datetime, note: Note, told: Told = lambda _: None
    ) -> Taken:
        """Take a file in; ``told`` counts its bytes (see data.exchange.taking)."""

        def found() -> Iterator[Record | Refused]:
            for record in records(file, self.key):
                yield record
                told(file.tell())

        return self.take_in(found(), now, note)

    def take_in(self, found: Iterable[Record | Refused], now: datetime, note: Note) -> Taken:
        """Take records in, from wherever they come."""
        return taking.take(self.store, self.reader, found, now, note)

    def marks(self) -> dict[str, int]:
        """Return how far each desk's lines are here, those that wait too."""
        with self.reader.connect() as connection:
            found = reached(connection)
            for batch, _ in kept.batches(connection, kept.WAITING):
                last = found.get(batch.desk, 0)
                found[batch.desk] = max(last, batch.last) if batch.first <= last + 1 else last
            return found

    def asked_keys(self) -> dict[str, str]:
        """Return the keys here that other desks said they lack."""
        with self.reader.connect() as connection:
            return _asked_keys(connection)

    def missing_keys(self) -> list[str]:
        """Return matters whose keys are not here."""
        with self.reader.connect() as connection:
            return matter_keys.missing(connection)[:MOST_LACKED]

    def slots(self) -> Record:
        """Return the slots of officers that lie here for other desks."""
        with self.reader.connect() as connection:
            return Record({SLOTS: officer_slots.kept(connection)})

    def keys_of(self, batch: Batch) -> dict[str, str]:
        """Return the keys of the matters that a batch registers, as far as they are here."""
        with self.reader.connect() as connection:
            return matter_keys.of_lines(connection, *_place(batch))

    def letter(self, desk: str) -> str:
        """Return how a desk is called here."""
        with self.reader.connect() as connection:
            return name_of(connection, self.office, desk)

    def beyond(self, last: Callable[[str], tuple[int, str]]) -> Iterator[tuple[Batch, Record]]:
        """Yield, desk by desk, the batches here that go on from one that ends with a line and has
        a name, ``last`` of their desk; first one that has the line in it and another name."""
        with self.reader.connect() as connection:
            own = read_meta(connection)["desk"]
            for desk in sorted(kept.desks(connection), key=lambda each: (each != own, each)):
                line, name = last(desk)
                if desk == own and not kept.is_here(connection, desk, line, name):
                    # Another laptop wrote there: what parts from it begins anywhere.
                    line = 0
                for batch, text in kept.batches(connection, kept.FROM, (desk, line)):
                    if batch.last > line or batch.name(self.office) != name:
                        yield batch, Record(as_object(batch), text or _text(connection, batch))

    def cut(self, now: datetime, officer: str, ids: Ids, second: str = "") -> bytes:
        """Cut what this desk wrote into batches; return the key that it signs with.

        The key of a desk that was put back has to be approved by a ``second`` officer, who proved
        to be there. Raises Refused without.
        """
        while True:
            with self.store.begin() as tx:
                private = self._key_of(tx, now, officer, ids, second)
                more = self._cut_some(tx.connection, tx.desks())
                self._sign_slots(tx.connection, tx.desks(), private)
            if not more:
                return private

    def _key_of(
        self, tx: SqlTransaction, now: datetime, officer: str, ids: Ids, second: str
    ) -> bytes:
        """Return the key of this desk; the first time it is made, and told in the journal."""
        own = tx.desks()[0]
        private, new = private_key(tx.connection, own)
        if new:
            if not second and tx.connection.execute(_PUT_BACK, (own,)).first():
                raise Refused("sync.refused.unapproved")
            keyed = DeskKeyed(public_of(private), second)
            tx.append([Event(ids.new(now), self.office, now, now, officer, keyed)])
        return private

    def _cut_some(self, connection: Connection, desks: tuple[str, ...]) -> bool:
        """Cut what this desk wrote, under all its names; return whether there may be more."""
        count, (own, *earlier) = 0, desks
        for desk in reversed(earlier):
            # All that it wrote is in batches of its own where it had another key.
            key = public_of(private_key(connection, desk)[0])
            if kept.pinned(connection, desk) in (None, key):
                count += cut(connection, self.office, desk, self._at_once)
        count += cut(connection, self.office, own, self._at_once)
        return bool(self._at_once and count)

    def _sign_slots(self, connection: Connection, desks: tuple[str, ...], private: bytes) -> None:
        """Sign what officers set on this desk, for the others."""
        signed = (
            Signed(event, slot, desks[0], sign(private, signed_slot(self.office, event, slot)))
            for event, slot in officer_slots.unsigned(connection, self.office, desks)
        )
        officer_slots.keep(connection, signed)

    def head(self, private: bytes, now: datetime) -> Record:
        """Return how a file begins: whose it is, and how far that desk has come."""
        with self.reader.connect() as connection:
            desk, *earlier = incarnations(connection, read_meta(connection)["desk"])
            marks, lacks = reached(connection), matter_keys.missing(connection)[:MOST_LACKED]
        head = {
            **{"office": self.office, "desk": desk, "before": earlier},
            **{"marks": marks, "written_at": instant_text(now)},
            **{"key": public_of(private), "lacks": lacks},
        }
        return Record({**head, "signature": sign(private, signed_head(head))})


def _asked_keys(connection: Connection) -> dict[str, str]:
    asked = {each for one in heard_of(connection).values() for each in one.lacks}
    return matter_keys.of_matters(connection, asked) if asked else {}


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
