"""What desks have acknowledged, on the disk before anything else happens: a file beside each desk.

Of each entry its uid and hash; of an act also which acts on the same thing were there by then.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from data.exchange.batch import text_of
from tests.data.files import File
from tests.data.many_desks import own, written
from tests.data.parting import Side
from tests.data.planted import Planted, keys
from xfconsole.core.facts.event import Event
from xfconsole.core.facts.following import ACTS
from xfconsole.core.facts.of_procedure import MatterMoved
from xfconsole.core.words.desk import Uid


def place(home: Path) -> Path:
    """Return where a desk's account lies."""
    return home.with_suffix(".account")


class Account:
    """The account of one desk, which goes on where a desk that was killed left it."""

    def __init__(self, home: Path, file: File) -> None:
        self._file, self._own = file, own(file)
        self._end = os.open(place(home), os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        mine = [each["dseq"] for each in noted(home) if each["desk"] == self._own]
        self._last = max(mine, default=0)

    def note(self) -> None:
        """Note what the desk has written since."""
        for line in written(self._file, self._own, self._last):
            told = {"desk": self._own, "dseq": line["dseq"], "uid": line["uid"]}
            told |= {"hash": hash_of(line), "knew": self._knew(line["uid"])}
            os.write(self._end, f"{json.dumps(told)}\n".encode())
            self._last = line["dseq"]
        os.fsync(self._end)

    def _knew(self, uid: Uid) -> list[Any]:
        """Return what an act is about, and the acts on that which were there when it was done."""
        with self._file.store.begin() as tx:
            event = tx.event(uid)
            if event is None or not isinstance(event.fact, ACTS):
                return []
            before = [each for each in tx.events_of(event.subject) if each.seq < event.seq]
        moves = {each.uid for each in before if isinstance(each.fact, MatterMoved)}
        return [[key, _on(key, before, moves)] for key in keys(event, moves)]


def _on(key: tuple[Uid, Uid, str], events: Iterable[Event], moves: set[Uid]) -> list[Uid]:
    return [each.uid for each in events if key in keys(each, moves)]


def noted(home: Path) -> Iterator[dict[str, Any]]:
    """Yield what a desk's account holds."""
    with place(home).open(encoding="ascii") as lines:
        yield from map(json.loads, lines)


def hash_of(line: dict[str, Any]) -> str:
    """Return the hash of an entry, by which it is told whether it is as it was."""
    return hashlib.sha256(text_of([line])).hexdigest()


def planted(accounts: Iterable[dict[str, Any]], held: Iterable[Uid]) -> set[Side]:
    """Return the acts that none of the others knew, of those that are there, where several are."""
    found, there = Planted(), {*held}
    for each in accounts:
        for key, knew in each["knew"] if each["uid"] in there else ():
            found.acts[tuple(key)][each["uid"]] = {*knew}
    return found.sides()
