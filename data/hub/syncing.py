"""Brings a desk's batches to the hub and other desks' here: the same ones that files hold.

Whatever the hub lacks of what is here goes there, of all desks: so it is filled again after a
backup of it was put back. What it says of itself is believed of nothing but what to send.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import nullcontext
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from data.exchange.batch import Batch
from data.exchange.container import Record, packed, unpacked
from data.exchange.exchange import Exchange
from data.exchange.taking import KEYS, Note, Taken
from data.hub.city import CityFigures
from data.hub.joined import enrol, erased_since, note_met, own_desk
from data.hub.place import refusals
from data.vault.sealing import seal, subkey, unseal
from xfconsole.core.ports import Ids
from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.refusal import Refused

if TYPE_CHECKING:
    from psycopg import Connection

T = TypeVar("T")
_PAGE = 8_000_000
"""Bytes of sealed batches that are asked for at once."""
_STANDING = "SELECT desk, last, head, pushed_at, own, aside, told, slots FROM xfc.standing()"
_ENDS = "SELECT desk, last FROM xfc.standing()"
_PUSH = "SELECT xfc.push(%b, %b::bigint, %b::bigint, %b, %b, %b, %b, %b)"
_PULL = "SELECT desk, first, last, name, sealed FROM xfc.pull(%b, %b::bigint)"
_PUT = "SELECT xfc.put(%b, %b, %b)"
_RECORDS = "SELECT name, sealed FROM xfc.records(%b, %b)"
_KNOWS_FIGURES = "SELECT to_regprocedure('xfc.tell(bigint,jsonb)') IS NOT NULL"
_TELL = "SELECT xfc.tell(%b::bigint, %s::jsonb)"
_HEAD, _SLOTS, _KEY = "head", "slots", "key"


@frozen
class AtHub:
    """Where a desk stands at the hub: its last line there, when somebody last brought some, and
    how many batches lie aside because other lines stand in their place; sealed, what it said of
    itself and the officers' slots that it left."""

    desk: str
    last: int
    head: str
    pushed_at: datetime | None
    own: bool
    aside: int
    told: bytes | None
    slots: bytes | None


@frozen
class Synced:
    """What a meeting with the hub came to: lines that went there, what came of it here, and how far
    each desk was at the hub by then."""

    sent: int
    taken: Taken
    ends: Mapping[str, int]


def standing(hub: Connection[Any]) -> dict[str, AtHub]:
    """Return where each desk of the office stands at a hub."""
    rows = hub.execute(_STANDING, binary=True).fetchall()
    return {row[0]: AtHub(row[0], row[1], row[2].hex(), *row[3:]) for row in rows}


def ends(hub: Connection[Any]) -> dict[str, int]:
    """Return how far each desk of the office is at a hub: what a look for news asks."""
    return dict(hub.execute(_ENDS).fetchall())


class Syncing:
    """One meeting of a desk with the hub. ``told`` counts lines, those sent and those that came."""

    def __init__(
        self,
        hub: Connection[Any],
        exchange: Exchange,
        told: Callable[[int], object] = lambda _: None,
        city: CityFigures | None = None,
    ) -> None:
        self._hub, self._exchange, self._office = hub, exchange, exchange.office
        self._key, self._told, self._lines = subkey(exchange.key.raw, "hub"), told, 0
        self._last: dict[str, int] = {}
        self._city = city

    def meet(self, now: datetime, officer: str, ids: Ids, note: Note) -> Synced:
        """Send what the hub lacks, take in what is lacked here, and say how far that is."""
        private = self._exchange.cut(now, officer, ids)
        there = self._standing()
        self._last = {desk: each.last for desk, each in there.items()}
        was = max((each.last for each in there.values() if each.own), default=0)
        aside = {each.desk for each in there.values() if each.aside}
        sent = self._send(there, aside)
        taken = self._exchange.take_in(self.coming(there), now, note)
        keys = self._exchange.take_in(self._missing_keys(), now, note).keys
        erased, swept = erased_since(self._exchange, was)
        self._put_keys({**self._exchange.asked_keys(), **dict.fromkeys(erased)})
        head = self._exchange.head(private, now)
        desk = str(head.values["desk"])
        self._leave(_HEAD, desk, head, None)
        self._leave(_SLOTS, desk, self._exchange.slots(), there[desk].slots)
        note_met(self._exchange, self._last.get(desk, 0), swept, now)
        refused = (*map(self._fork, sorted(aside)), *taken.refused)
        taken = replace(taken, refused=refused, keys=taken.keys + keys)
        return Synced(sent, taken, self._last)

    def _standing(self) -> dict[str, AtHub]:
        """Return where the desks stand, this one too if it goes by another name since it joined, or
        the hub was put back to before that."""
        there, desk = standing(self._hub), own_desk(self._exchange)
        if desk not in there or not there[desk].own:
            enrol(self._hub, self._exchange, again=True)
            there = standing(self._hub)
        return there

    def _fork(self, desk: str) -> Refused:
        return Refused("hub.refused.fork", desk=self._exchange.letter(desk))

    def _send(self, there: Mapping[str, AtHub], aside: set[str]) -> int:
        """Send batches; return how many lines went, and add whose were put aside."""
        stopped = set[str]()
        found = self._exchange.beyond(lambda desk: _end(there, desk))
        for (batch, record), is_last in _with_last(found):
            if batch.desk in stopped:
                continue
            # With what they are counted from, or not at all.
            with self._hub.transaction() if is_last and self._city else nullcontext():
                said = self.push(batch, record)
                if is_last:
                    self._tell_city()
            if said == "taken":
                self._count(batch.last - batch.first + 1)
                self._last[batch.desk] = batch.last
                self._put_keys(self._exchange.keys_of(batch))
            elif said != "known":
                stopped.add(batch.desk)
                aside |= {batch.desk} if said == "aside" else set()
        self._tell_city()
        return self._lines

    def _tell_city(self) -> None:
        """Tell the figures for the city, once; a hub that knows none yet, its owner brings up to
        date."""
        city, self._city = self._city, None
        if city is not None and self._call(_KNOWS_FIGURES, ()):
            self._call(_TELL, (city.known, json.dumps(city.values())))

    def push(self, batch: Batch, record: Record) -> str:
        """Bring one batch to the hub, and return what it says: taken, known, gap or aside."""
        rows = record.lines.split(b"\n")
        name = batch.name(self._office)
        told = (
            *(batch.desk, batch.first, batch.last, bytes.fromhex(batch.before)),
            bytes.fromhex(name),
            [_uid(row) for row in rows],
            b"".join(hashlib.sha256(row).digest() for row in rows),
            self._sealed(record, _place(batch.desk, batch.first, batch.last, name)),
        )
        return str(self._call(_PUSH, told))

    def coming(self, there: Mapping[str, AtHub]) -> Iterator[Record | Refused]:
        """Yield what desks said of themselves, then batches until none comes that goes on."""
        for each in there.values():
            for kind, sealed in ((_HEAD, each.told), (_SLOTS, each.slots)):
                if sealed is not None and not each.own:
                    yield self._opened(sealed, f"{kind} {each.desk}", each.desk)
        marks, went_on = self._exchange.marks(), True
        while went_on:
            went_on = False
            for desk, first, last, name, sealed in self._page(marks):
                # What leaves a gap is asked for again, after what it lacks.
                if first <= (known := marks.get(desk, 0)) + 1:
                    marks[desk], went_on = max(known, last), went_on or last > known
                    yield self._opened(sealed, _place(desk, first, last, name.hex()), desk)
                    self._count(last - first + 1)

    def _page(self, marks: Mapping[str, int]) -> list[Any]:
        from psycopg.types.json import Jsonb

        with refusals():
            found = self._hub.execute(_PULL, (Jsonb(dict(marks)), _PAGE), binary=True)
            return found.fetchall()

    def _leave(self, kind: str, desk: str, record: Record, before: bytes | None) -> None:
        """Leave a record of this desk at the hub, unless it says what lies there."""
        place = f"{kind} {desk}"
        known = self._opened(before, place, desk) if before else None
        if not isinstance(known, Record) or packed(known) != packed(record):
            self._call(_PUT, (kind, [desk], [self._sealed(record, place)]))

    def _put_keys(self, keys: Mapping[str, str | None]) -> None:
        """Leave keys of identities at the hub, where nobody can tell whose; None destroys one."""
        if keys:
            names = list(map(self._key_name, keys))
            found = [
                None if wrapped is None else self._sealed(Record({KEYS: {matter: wrapped}}), name)
                for (matter, wrapped), name in zip(keys.items(), names, strict=True)
            ]
            self._call(_PUT, (_KEY, names, found))

    def _missing_keys(self) -> Iterator[Record | Refused]:
        """Yield the keys that this desk lacks, of those that are at the hub."""
        names = [self._key_name(matter) for matter in self._exchange.missing_keys()]
        if names:
            with refusals():
                found = self._hub.execute(_RECORDS, (_KEY, names), binary=True).fetchall()
            for name, sealed in found:
                yield self._opened(sealed, name, "")

    def _key_name(self, matter: str) -> str:
        return subkey(self._key, f"key of {matter}").hex()

    def _opened(self, sealed: bytes, place: str, desk: str) -> Record | Refused:
        """Open what lay at the hub; something else than was put there is said to be altered."""
        try:
            return unpacked(unseal(self._key, sealed, f"{self._office} {place}"))
        except (Refused, ValueError, zlib.error, RecursionError):
            return Refused("hub.refused.altered", desk=self._exchange.letter(desk))

    def _sealed(self, record: Record, place: str) -> bytes:
        return seal(self._key, packed(record), f"{self._office} {place}")

    def _call(self, statement: str, values: tuple[object, ...]) -> Any:
        with refusals():
            row = self._hub.execute(statement, values).fetchone()
        return row[0] if row else None

    def _count(self, batch_lines: int) -> None:
        self._lines += batch_lines
        self._told(self._lines)


def _with_last(found: Iterator[T]) -> Iterator[tuple[T, bool]]:
    """Yield things, each with whether it is the last."""
    waiting = next(found, None)
    for following in found:
        if waiting is not None:
            yield waiting, False
        waiting = following
    if waiting is not None:
        yield waiting, True


def _end(there: Mapping[str, AtHub], desk: str) -> tuple[int, str]:
    return (there[desk].last, there[desk].head) if desk in there else (0, "")


def _place(desk: str, first: int, last: int, name: str) -> str:
    return f"{desk} {first} {last} {name}"


def _uid(row: bytes) -> UUID:
    """Return the uid of a line; of another desk's it may be none."""
    try:
        return UUID(json.loads(row)[0])
    except ValueError:
        return UUID(bytes=hashlib.sha256(row).digest()[:16])
