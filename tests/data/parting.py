"""Desks of one office that do something about the same matters before they read each other."""

from __future__ import annotations

import json
from itertools import permutations
from pathlib import Path

from tests.data.files import File, Uids, contents
from tests.data.many_desks import bring_all, told
from tests.data.store.test_rebuild import rebuilt
from tests.desks import Night, three_days
from tests.due import letter
from xfconsole.core.facts.event import Event
from xfconsole.core.facts.of_office import OfficeFounded
from xfconsole.core.matter.acts import Move
from xfconsole.core.words.desk import Uid
from xfconsole.core.words.procedure import Act

FORWARD = Move(Act.FORWARD, unit="住建局")
DIRECT = Move(Act.DIRECT, text="请向人民法院起诉")
Side = tuple[Uid, Uid, str, Uid]
"""The subject, the corrected event or nothing, its field or nothing, and an act."""


class Office:
    """Desks of one office, each on a clock of its own, with the same matters."""

    def __init__(self, files: list[File], matters: int = 1) -> None:
        self.files = files
        files[0].add(files[0].store.office, OfficeFounded("市信访接待中心", "Asia/Shanghai"))
        first = Night(roster=three_days(), store=files[0].store, ids=Uids(1000))
        self.matters = [letter(first) for _ in range(matters)]
        for file in files[1:]:
            bring_all(files[0], file)
        more = [
            Night(roster=three_days(), store=e.store, ids=Uids(1000 * n))
            for n, e in enumerate(files[1:], 2)
        ]
        self.nights = [first, *more]
        self.matter = self.matters[0]

    def exchange(self) -> None:
        """Let every desk read all that the others wrote, and look."""
        for source, target in permutations(self.files, 2):
            bring_all(source, target)
        for night in self.nights:
            night.desk.look_again()
            night.desk.tick()

    def meet(self) -> None:
        """Exchange until nothing is left to be read, which the last announcements are."""
        for _ in range(3):
            self.exchange()

    def events(self, at: int, matter: Uid = "") -> list[Event]:
        with self.files[at].store.begin() as tx:
            return tx.events_of(matter or self.matter)

    def contested(self, at: int) -> set[Side]:
        """Return what a desk lists, by subject, corrected event, field and act."""
        return contested_in(self.files[at])

    def assert_alike(self, folder: Path) -> None:
        """Hold that all desks have the same tables, which follow from the journal."""
        for file in self.files:
            assert told(file) == told(self.files[0])
            assert rebuilt(file, folder) == contents(file.reader)


def contested_in(file: File) -> set[Side]:
    """Return what a file lists, by subject, corrected event, field and act."""
    rows = file.rows("SELECT subject, about, fields, event FROM contested")
    return {(s, a, f, e) for s, a, fields, e in rows for f in json.loads(fields) or [""]}
