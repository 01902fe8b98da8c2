"""Desks of one office, each in a folder of its own with key slots, for tests of who may sign in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from data.doctor.folder import officers
from data.store.store import SqlStore, claim_file
from data.vault import vault
from data.vault.officer_book import OfficerBook
from data.vault.slots import Slots, slot_for, write_slots
from tests.data.files import KEY, File, Uids, new_file
from tests.data.many_desks import desk, received, sent
from tests.data.offices import CHEAP, Ticking
from xfconsole.core.facts.of_office import OfficeFounded, PassphraseRecovered
from xfconsole.core.office.officers import OfficerChange, OfficerRow, change_of
from xfconsole.core.words.refusal import Refused

FIRST, OWN = "李敏", "李敏自己的口令"


@dataclass
class Slotted:
    """A desk with its officers."""

    file: File
    book: OfficerBook

    @property
    def folder(self) -> Path:
        return self.file.path.parent

    def opens(self, officer: str, passphrase: str) -> bool:
        """Whether a passphrase lets an officer in here."""
        try:
            return vault.unlock(self.folder, passphrase, officer).key == KEY
        except Refused:
            return False

    def rows(self) -> list[OfficerRow]:
        """Return the list of officers, as the console has it."""
        events = self.file.views.events_of(self.file.store.office)
        return self.book.rows(events, FIRST, self.file.views.read_elsewhere())

    def health(self) -> str:
        """Return what the doctor says of the officers."""
        with self.file.reader.connect() as connection:
            return officers(connection, self.folder, KEY).found

    def recovered(self, officer: str, passphrase: str) -> None:
        """Give an officer a new passphrase as the recovery code does."""
        at = self.file.now
        change = OfficerChange(self.file.uids.new(at), at, officer, PassphraseRecovered())
        vault.reset_passphrase(self.folder, KEY, officer, passphrase, change, cost=CHEAP)
        self.book.settle()


def slotted(file: File, slots: Slots) -> Slotted:
    """Give a desk key slots, as they lie in the backup that it joins with."""
    write_slots(file.path.parent, slots)

    def journal(changes: Sequence[OfficerChange]) -> None:
        with file.store.begin() as tx:
            events = tx.events_of(file.store.office)
            known = {change_of(each.happened_at, each.officer, each.fact) for each in events}
            tx.append(
                [
                    file.event(file.store.office, each.fact, at=each.at, officer=each.by)
                    for each in changes
                    if change_of(each.at, each.by, each.fact) not in known
                ]
            )

    book = OfficerBook(file.path.parent, KEY, journal, Ticking(file.now), file.uids, CHEAP)
    return Slotted(file, book)


@contextmanager
def slotted_desks(
    folder: Path, count: int, named: Callable[[int], str] = desk, *, met: bool = True
) -> Iterator[list[Slotted]]:
    """Yield desks of an office that the first one founded and all have read, if they ``met``."""
    first = slot_for(KEY.raw, FIRST, OWN.encode(), f"officer:{FIRST}", CHEAP)
    slots = Slots((first,), slot_for(KEY.raw, "", b"code", "recovery:", CHEAP))
    with ExitStack() as closing:
        found = []
        for number in range(count):
            home = folder / str(number)
            home.mkdir()
            file = closing.enter_context(new_file(home))
            claim_file(file.engine, file.store.office, named(number))
            file.store, file.uids = SqlStore(file.engine, KEY), Uids(10_000 * (number + 1))
            # No two desks do something in one instant.
            file.now += timedelta(milliseconds=number)
            found.append(slotted(file, slots))
        office = found[0].file.store.office
        found[0].file.add(office, OfficeFounded("市信访接待中心", "Asia/Shanghai"))
        if met:
            meet(found)
        yield found


def meet(desks: Sequence[Slotted]) -> None:
    """Let every desk read every other one, twice."""
    for _ in range(2):
        for source in desks:
            found = sent(source.file)
            for target in desks:
                if target is not source:
                    assert not received(target.file, found).refused
