"""How far other desks have read, by their batches and files that are here."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from data.file.connection import Connection
from data.journal.codec import instant_of
from data.journal.departures import certain, departures
from data.journal.desks import reached
from xfconsole.core.facts.of_desks import DeskSetAside
from xfconsole.core.words.desk import Uid

_MARKS = "SELECT marks FROM batch WHERE desk = ? AND lines IS NULL ORDER BY last DESC LIMIT 1"
_HEARD = "SELECT desk, marks, before, written_at, lacks FROM heard"
_BY_THEN = """
    SELECT uid, dseq, (
      SELECT json_array(last, json(marks)) FROM batch
      WHERE batch.desk = event.desk AND first <= dseq AND lines IS NULL
      ORDER BY first DESC LIMIT 1
    ) FROM event WHERE subject = ? AND kind IN (SELECT value FROM json_each(?))
"""
_SET_ASIDE = f"""
    SELECT desk, dseq, body -> '$.desks' FROM event WHERE kind = '{DeskSetAside.kind}'
    AND subject = (SELECT value FROM meta WHERE key = 'office')
"""
_GONE = """
    SELECT j.value FROM event, json_each(body -> '$.goes_on_from') j WHERE kind = 'desk.lettered'
    AND subject = (SELECT value FROM meta WHERE key = 'office')
"""


class Heard(NamedTuple):
    """How far another desk had come when it last wrote a file, the desks it goes on from, and the
    matters whose keys it lacked."""

    marks: dict[str, int]
    before: tuple[str, ...]
    written_at: datetime
    lacks: tuple[str, ...] = ()


def heard_of(connection: Connection) -> dict[str, Heard]:
    """Return how far other desks had come by the files of theirs that were read here."""
    return {
        desk: Heard(json.loads(marks), tuple(json.loads(before)), instant_of(at), tuple(more))
        for desk, marks, before, at, lacks in connection.execute(_HEARD)
        for more in [json.loads(lacks)]
    }


def read_by_others(connection: Connection, own: Collection[str]) -> dict[str, Counter[str]]:
    """Return the other desks that write by now, each with how far it has read every desk, itself
    too, as far as that is known here. ``own`` are this desk and those that it goes on from."""
    heard = heard_of(connection)
    gone = {each for one in heard.values() for each in one.before}
    gone |= set(connection.execute(_GONE).scalars())
    found, parted = dict[str, Counter[str]](), departures(connection)
    for desk in (reached(connection).keys() | heard.keys()) - gone - {*own}:
        said = heard[desk].marks if desk in heard else {}
        read = _by_batches(connection, desk)
        found[desk] = Counter(certain(read, parted)) | Counter(certain(said, parted))
    return found


def by_then(
    connection: Connection, subject: Uid, kinds: Sequence[str]
) -> dict[Uid, dict[str, int]]:
    """Return how far its desk had read the others by each event of a subject and of these kinds
    that is in a batch here."""
    found, parted = dict[Uid, dict[str, int]](), departures(connection)
    for uid, number, batch in connection.execute(_BY_THEN, (subject, json.dumps(kinds))):
        last, marks = json.loads(batch) if batch else (0, {})
        if number <= last:
            found[uid] = certain(marks, parted)
    return found


def _by_batches(connection: Connection, desk: str) -> dict[str, int]:
    """Return how far a desk had read the others by its last batch here."""
    found: dict[str, int] = json.loads(connection.execute(_MARKS, (desk,)).scalar() or "{}")
    return found


class Awaited:
    """The other desks that an erasure waits for, as far as they are known here.

    One that two officers set aside is none of them, until it has read that.
    """

    def __init__(self, connection: Connection, own: Collection[str]) -> None:
        known, marks = reached(connection), read_by_others(connection, own)
        self.aside = set(_aside(connection, marks))
        # What a desk wrote before it said how far it had read has to be here too: it may cancel.
        self._marks = {
            desk: read if known.get(desk, 0) >= read[desk] else Counter[str]()
            for desk, read in marks.items()
            if desk not in self.aside
        }

    def without(self, desk: str, number: int) -> list[str]:
        """Return the desks that have not been heard from since they read a line of a desk."""
        late = (each for each, read in self._marks.items() if read[desk] < number)
        return sorted(each for each in late if each != desk)


def last_seq(connection: Connection) -> int:
    """Return the ``seq`` of the journal's last event, 0 for an empty journal."""
    return connection.execute("SELECT max(seq) FROM event").scalar() or 0


def set_aside_since(connection: Connection, own: Collection[str], seq: int) -> bool:
    """Return whether lines that came after one tell that this desk was set aside."""
    found = connection.execute(f"{_SET_ASIDE} AND seq > ?", (seq,))
    return any({*own} & {*json.loads(named)} for _, _, named in found)


def _aside(connection: Connection, marks: dict[str, Counter[str]]) -> Iterator[str]:
    for desk, number, named in connection.execute(_SET_ASIDE):
        yield from (n for n in json.loads(named) if n in marks and marks[n][desk] < number)
