"""What has to hold of an office's folder whatever ended its console, looked at in a copy of it."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from data.file.engine import open_engine
from data.file.wal import log_of
from data.journal.journal import all_events, chain_key, verify_chain
from data.office import DATABASE, OpenOffice, open_office
from data.store.rebuild import rebuild
from data.tables.migrations import migrate
from tests.data.files import contents
from tests.tty.offices import OFFICER, PASSPHRASE, MovedClock
from xfconsole.assembly import desk_of
from xfconsole.clock import SystemClock
from xfconsole.core.facts.announced import ANNOUNCEMENTS, PromptRaised
from xfconsole.core.facts.event import Event
from xfconsole.core.facts.of_office import ClockJumped, DeskBlind
from xfconsole.core.night.situation import Situation
from xfconsole.desk import Desk
from xfconsole.drill.memory import MemoryStore
from xfconsole.ids import RandomIds
from xfconsole.office_files.in_force import pack_in_force, pinned_pack

_NOT_TYPED = (DeskBlind, ClockJumped)


def left_behind(home: Path, to: Path) -> Path:
    """Copy what a dead console left: the file, its log and the keys; the copy may be opened."""
    shutil.rmtree(to, ignore_errors=True)
    to.mkdir()
    for path in (home / DATABASE, log_of(home / DATABASE), home / "keys.json"):
        if path.exists():
            shutil.copy(path, to)
    return to


@contextmanager
def opened(folder: Path, now: datetime | None = None) -> Iterator[tuple[OpenOffice, Desk]]:
    """Open an office as a console does, its clock standing at ``now``, with a desk that woke."""
    clock = MovedClock(now or SystemClock().read().wall)
    with open_office(folder, PASSPHRASE, OFFICER, clock=clock) as office:
        desk = desk_of(office, clock, RandomIds())
        office.writer.submit(desk.tick).result()
        yield office, desk


def journal_of(office: OpenOffice) -> list[Event]:
    """Return everything that was recorded."""
    with office.reader.connect() as connection:
        return list(all_events(connection))


def drafts_of(office: OpenOffice) -> dict[str, Mapping[str, str]]:
    """Return every form that was not finished."""
    with office.reader.connect() as connection:
        forms = list(connection.execute("SELECT form FROM draft").scalars())
    kept = {form: office.views.draft(form) for form in forms}
    return {form: draft.values for form, draft in kept.items() if draft is not None}


def hold_chain(office: OpenOffice) -> None:
    """Hold that the journal is one unbroken, signed line."""
    with office.reader.connect() as connection:
        assert verify_chain(connection, chain_key(office.key.raw)) is None


def hold_tables(office: OpenOffice, scratch: Path) -> None:
    """Hold that every table is what the journal makes of it."""
    (scratch / "rebuilt.db").unlink(missing_ok=True)
    target = open_engine(scratch / "rebuilt.db", office.key.database)
    try:
        migrate(target)
        rebuild(office.reader, target)
        assert contents(office.reader) == contents(target)
    finally:
        target.dispose()


def hold_raised_once(events: list[Event]) -> set[str]:
    """Hold that no prompt was raised a second time; returns all that were raised."""
    raised = Counter(each.fact.prompt for each in events if isinstance(each.fact, PromptRaised))
    assert not raised or max(raised.values()) == 1, "a prompt was raised twice"
    return set(raised)


class Undisturbed:
    """The same night without any death: a desk that looked before each thing the officer did.

    It goes on from one look at the office to the next.
    """

    def __init__(self) -> None:
        self._acts: list[Event] = []
        self._store: MemoryStore | None = None

    def hold_prompts(self, office: OpenOffice, desk: Desk, now: datetime) -> None:
        """Hold that what is prompted for is what this night would prompt for.

        Nothing is missing, nothing is there that was not, and no prompt was raised a second time.
        """
        events = journal_of(office)
        raised = hold_raised_once(events)
        situation = desk.situation()
        assert _standing(situation) == _standing(self._played(office, events, now))
        assert {each.uid for each in situation.prompts} <= raised

    def _played(self, office: OpenOffice, events: list[Event], now: datetime) -> Situation:
        """Play what the officer did since the last look, and look now."""
        if self._store is None:
            self._store = MemoryStore(office.store.office)
        store, clock = self._store, MovedClock(now)
        with office.reader.connect() as connection:
            for digest, text in connection.execute("SELECT digest, text FROM policy_pack"):
                store.save_policy(digest, text)
        zone, pack = ZoneInfo(office.time_zone), pack_in_force(office.folder)
        pinned = cache(pinned_pack)

        def looked(at: datetime) -> Desk:
            clock.at = at
            desk = Desk(store, clock, RandomIds(), pack, office.officer, pinned, zone)
            desk.tick()
            return desk

        known, self._acts = self._acts, [each for each in events if _was_done(each)]
        assert self._acts[: len(known)] == known, "what was recorded is there no more"
        for event in self._acts[len(known) :]:
            if event.recorded_at != clock.at:
                looked(event.recorded_at)
            store.append([event])
        return looked(now).situation()


def _was_done(event: Event) -> bool:
    """Whether it is more than what a desk notes by itself."""
    return event.kind not in ANNOUNCEMENTS and not isinstance(event.fact, _NOT_TYPED)


def _standing(situation: Situation) -> dict[str, datetime]:
    return {each.uid: each.prompt.due for each in situation.prompts}
