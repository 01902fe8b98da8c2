"""How far other desks have read, by their batches and files that are here."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from data.file.connection import Connection
from data.journal.codec import instant_of
from data.journal.departures import certain, departures
from data.journal.desks import reached

_MARKS = "SELECT marks FROM batch WHERE desk = ? AND lines IS NULL ORDER BY last DESC LIMIT 1"
_HEARD = "SELECT desk, marks, before, written_at, lacks FROM heard"
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


def _by_batches(connection: Connection, desk: str) -> dict[str, int]:
    """Return how far a desk had read the others by its last batch here."""
    found: dict[str, int] = json.loads(connection.execute(_MARKS, (desk,)).scalar() or "{}")
    return found
