"""Copies of a desk that departed from it: whose lines after which number are told as another's.

The chain signs each line under the name that it came under; the facts of the departures say what
became of the names.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from typing import Any, NamedTuple

from data.file.connection import Connection
from xfconsole.core.facts.following import ACTS
from xfconsole.core.facts.of_desks import DeskDeparted, DeskKeyed
from xfconsole.core.words.desk import Uid

# The copy says so itself, and whoever read its lines under their old name.
_TOLD = f"""
    SELECT body ->> '$.desk', body ->> '$.number', body ->> '$.as_desk',
      max(CASE WHEN desk = body ->> '$.as_desk' THEN dseq END)
    FROM event WHERE kind = '{DeskDeparted.kind}' GROUP BY 1, 2, 3
"""
# The plus sign keeps SQLite from looking at all that the desk ever wrote.
GOES_ON = f"""
    SELECT body ->> '$.desk' FROM event
    WHERE kind = '{DeskDeparted.kind}' AND +desk = ?1 AND body ->> '$.as_desk' = ?1
      AND body ->> '$.goes_on'
"""
"""The desk that a copy of it goes on as, where no other laptop does."""
_ABOUT = "SELECT DISTINCT subject FROM event WHERE desk = ? AND dseq > ?"
_ACTS = ", ".join(f"'{each.kind}'" for each in ACTS)
_ACTED = f"""
    SELECT DISTINCT subject FROM event AS own WHERE desk = ? AND kind IN ({_ACTS}) AND EXISTS (
      SELECT 1 FROM event WHERE subject = own.subject AND desk <> own.desk AND kind IN ({_ACTS})
    )
"""
_RENAME = """
    UPDATE event SET desk = :as_desk, dseq = dseq - :number,
      signed_desk = coalesce(signed_desk, desk), signed_dseq = coalesce(signed_dseq, dseq)
    WHERE desk = :desk AND dseq > :number
"""
# A key that its desk did not tell of before they parted was made by one of the two.
_UNSIGN = f"""
    DELETE FROM batch WHERE desk = :desk AND lines IS NULL AND (
      last > :number OR key NOT IN (
        SELECT body ->> '$.key' FROM event WHERE desk = :desk AND kind = '{DeskKeyed.kind}'
      )
    )
"""
# What was signed under the old name a key signed that may not be known by it.
_UNSIGN_SLOTS = """
    DELETE FROM officer_slot WHERE desk = :desk AND event IN (
      SELECT uid FROM event WHERE desk = :as_desk
    )
"""
_KEYED = f"SELECT 1 FROM event WHERE desk = :as_desk AND kind = '{DeskKeyed.kind}'"
_OWN_KEY = "UPDATE desk_key SET desk = :as_desk WHERE desk = :desk"
_NO_KEY = "DELETE FROM desk_key WHERE desk = :desk"
_HERE = "SELECT desk, dseq FROM event WHERE uid = ?"
# What a copy wrote has a lower number under its own name than under the one that it departed from.
_AS_COPYS = """
    SELECT 1 FROM json_each(?) line JOIN event ON event.uid = line.value ->> 0
    WHERE event.desk <> ? AND event.dseq < line.value ->> 1 LIMIT 1
"""


class Departure(NamedTuple):
    """Lines of ``desk`` after ``number`` are ``as_desk``'s; its line ``told`` says so, where that
    is here."""

    desk: str
    number: int
    as_desk: str
    told: int | None

    def reached(self, last: int, known: Mapping[str, int]) -> bool:
        """Whether line ``last`` of the desk is here as one of the copy's."""
        return last > self.number and known.get(self.as_desk, 0) >= last - self.number


def departures(connection: Connection, desk: str = "") -> list[Departure]:
    """Return the departures that the journal tells of, or those from one desk."""
    found = [Departure(*row) for row in connection.execute(_TOLD)]
    return [each for each in found if not desk or each.desk == desk]


def copied_from(connection: Connection) -> dict[str, tuple[tuple[str, int], ...]]:
    """Return of each copy what it was copied from, and up to which line, and that one in turn."""
    told = {each.as_desk: (each.desk, each.number) for each in departures(connection)}
    found: dict[str, tuple[tuple[str, int], ...]] = {}
    for copy in told:
        desk, chain = copy, list[tuple[str, int]]()
        while desk in told and told[desk] not in chain:
            chain.append(told[desk])
            desk = chain[-1][0]
        found[copy] = tuple(chain)
    return found


def acted_on_by(connection: Connection, copy: str) -> list[Uid]:
    """Return what a copy and another desk acted on: it may have followed others than it seemed."""
    return list(connection.execute(_ACTED, (copy,)).scalars())


def own_departures(lines: Iterable[Mapping[str, Any]]) -> set[Departure]:
    """Return what lines tell of a departure of the desk that wrote them; one may hold anything."""
    found = set[Departure]()
    for each in lines:
        if each["kind"] == DeskDeparted.kind:
            with suppress(ValueError, TypeError, KeyError, RecursionError):
                told = json.loads(each["body"])
                if told["as_desk"] == each["desk"]:
                    number = int(told["number"])
                    found.add(Departure(str(told["desk"]), number, each["desk"], each["dseq"]))
    return found


def rename(connection: Connection, fact: DeskDeparted) -> list[Uid]:
    """Let what stands here of a copy's lines carry its name; return what those lines are about.

    Batches of them are its own to cut anew, slots of officers to sign anew, and so is a key that it
    made.
    """
    subjects = list(connection.execute(_ABOUT, (fact.desk, fact.number)).scalars())
    told = {"desk": fact.desk, "number": fact.number, "as_desk": fact.as_desk}
    connection.execute(_RENAME, told)
    connection.execute(_UNSIGN, told)
    connection.execute(_UNSIGN_SLOTS, told)
    if connection.execute(_KEYED, told).first():
        connection.execute(_OWN_KEY, told)
    elif not fact.goes_on:
        connection.execute(_NO_KEY, told)
    return subjects


def departed(connection: Connection, lines: Sequence[Mapping[str, Any]]) -> tuple[str, int] | None:
    """Return the desk under whose name new lines of another are here, and where they parted."""
    found = connection.execute(_HERE, (lines[0]["uid"],)).first() if lines else None
    if found is None or found[0] == lines[0]["desk"] or found[1] <= lines[0]["dseq"]:
        return None
    return found[0], found[1] - lines[0]["dseq"]


def is_copys(connection: Connection, lines: Sequence[Mapping[str, Any]]) -> bool:
    """Whether lines of a desk are those of a copy, written before it departed, and are here.

    Where it departed may come only after them, in a batch of its own.
    """
    told = json.dumps([[line["uid"], line["dseq"]] for line in lines])
    return connection.execute(_AS_COPYS, (told, lines[0]["desk"])).first() is not None


def certain(marks: Mapping[str, int], found: Iterable[Departure]) -> dict[str, int]:
    """Return how far a desk has certainly come that says it read so many lines of others.

    Lines beyond a departure may be the copy's, unless the desk has read that it departed.
    """
    sure = dict(marks)
    for each in found:
        knows = each.told is not None and marks.get(each.as_desk, 0) >= each.told
        if each.desk in sure and not knows:
            sure[each.desk] = min(sure[each.desk], each.number)
    return sure


class Renamed:
    """The lines of a chain that are told under another name, and the departures that say so."""

    def __init__(self) -> None:
        self._seqs: dict[tuple[str, str, int], int] = {}
        self._told: list[tuple[str, str, int]] = []

    def note(self, row: Mapping[str, Any]) -> None:
        """Note a line of the chain."""
        if row["kind"] == DeskDeparted.kind:
            told = json.loads(row["body"])
            self._told.append((told["desk"], told["as_desk"], told["number"]))
        if (signed := row.get("signed_desk")) is not None:
            moved = (signed, row["desk"], row["signed_dseq"] - row["dseq"])
            self._seqs.setdefault(moved, row["seq"])

    def unexplained(self) -> int | None:
        """Return the ``seq`` of the first line whose name no departure explains, or None."""
        explained = {*self._told}
        # A copy of a copy departs from a name that was given.
        for _ in self._told:
            explained |= {
                (desk, then, number + more)
                for desk, as_desk, number in explained
                for before, then, more in self._told
                if before == as_desk
            }
        return min((seq for each, seq in self._seqs.items() if each not in explained), default=None)
