"""An office that is open: its desk on the writer thread, its views, its drafts."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import Future
from contextlib import ExitStack, suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar
from zoneinfo import ZoneInfo

from xfconsole.app.office_room import OfficeRoom
from xfconsole.app.saved_output import GATE
from xfconsole.clock import SystemClock
from xfconsole.core.office.backups import NO_BACKUPS, BackupState
from xfconsole.core.office.disk_room import ROOMY, Room
from xfconsole.core.office.meeting import NO_HUB, HubState
from xfconsole.core.office.slip import OptionalFile
from xfconsole.core.ports import Views
from xfconsole.core.words.refusal import NotStored, Refused
from xfconsole.ids import RandomIds
from xfconsole.office_files.tables import OfficeTables

if TYPE_CHECKING:
    from data.office import OpenOffice
    from xfconsole.app.backups import Backups
    from xfconsole.app.hub_meetings import HubMeetings
    from xfconsole.core.days.workdays import Workdays
    from xfconsole.core.ledger.listing import SavedView
    from xfconsole.core.matter.limits import Rules
    from xfconsole.core.night.situation import Situation
    from xfconsole.core.office.officers import OfficerChange, OfficerRow
    from xfconsole.core.policy.pack import Policy
    from xfconsole.core.words.desk import Uid
    from xfconsole.desk import Desk, Done

T = TypeVar("T")


class DeskOffice(OfficeTables):
    """Implements ``ui.host.Office``: an open office with its desk on the writer thread."""

    def __init__(
        self,
        opened: OpenOffice,
        closing: ExitStack,
        backups: Backups | None = None,
        meet_every: timedelta | None = None,
    ) -> None:
        from data.store.saved_views import SavedViews
        from data.vault.officer_book import OfficerBook
        from xfconsole.assembly import desk_of
        from xfconsole.office_files.in_force import slips

        self._opened = opened
        self._closing = closing
        self._clock = SystemClock()
        self._backups = backups
        self._saved = SavedViews(opened.engine, self.now)
        self._officer, self._views = opened.officer, opened.views
        self._book = OfficerBook(
            opened.folder, opened.key, self._journal_officers, self._clock, RandomIds()
        )
        self.zone = ZoneInfo(opened.time_zone)
        self._desk = desk_of(opened, self._clock, RandomIds())
        self.slips = slips(opened.folder)
        self._room = OfficeRoom(opened) if backups else None
        self._taken_over = False
        self._offered: tuple[tuple[Policy, Workdays], Sequence[Refused]] | None = None
        self.submit(self._begin).result()
        if self._desk.several:
            self.slips = slips(opened.folder, several=True)
        self._hub = _meetings(opened, self, self._clock, meet_every)
        # The index of texts follows whenever the desk has nothing to write.
        opened.writer.when_idle(opened.pause)

    @property
    def name(self) -> str:
        """The office's name."""
        return self._opened.name

    @property
    def officer(self) -> str:
        """Who is at the desk: whoever signed in last."""
        return self._officer

    @property
    def views(self) -> Views:
        """Read-only look-ups, as the officer at the desk may see them."""
        return self._views

    @property
    def folder(self) -> Path:
        """Where the office lies."""
        return self._opened.folder

    @property
    def policy(self) -> Policy:
        """The pack in force."""
        return self._desk.policy

    @property
    def rules(self) -> Rules:
        """What a matter's dates are computed from."""
        return self._desk.rules

    @property
    def offered(self) -> Sequence[Refused]:
        """What this desk has of its own that an officer can adopt for all desks of the office."""
        if not self._desk.several:
            return ()
        held = self.policy, self.rules.workdays
        if self._offered is None or self._offered[0] != held:
            from xfconsole.office_files.offered import offers

            own = self._desk.not_in_force()
            self._offered = held, offers(self.folder, *own, *held)
        return self._offered[1]

    @property
    def guarded(self) -> bool:
        """Whether passphrases open it; a demo has none."""
        from data.vault.vault import has_slots

        return has_slots(self.folder)

    def proven_officer(self, officer: str, passphrase: str) -> str:
        """Return the name of an officer whose passphrase opens the office too; takes a second."""
        from data.vault.vault import has_slots

        if not has_slots(self.folder):
            raise Refused("matter.refused.no_officers")
        return self._book.prove(officer, passphrase)

    def sign_in(self, officer: str, passphrase: str) -> str:
        """Give the desk to an officer who proves to be there; takes about a second on purpose.

        Returns the name. From then on ``officer``, ``views`` and every verb are theirs.
        """
        name = self._book.prove(officer, passphrase)
        self.submit(lambda desk: self._seat(desk.sign_in(name), name)).result()
        return name

    def officers(self) -> list[OfficerRow]:
        """Return who can open the office."""
        events = self._views.events_of(self._opened.store.office)
        return self._book.rows(events, self._officer, self._views.read_elsewhere())

    def add_officer(self, own: str, name: str, passphrase: str) -> str:
        """Give somebody a passphrase; returns the name as it is kept."""
        return self._book.add(self._officer, own, name, passphrase)

    def revoke_officer(self, name: str) -> str:
        """Take somebody's passphrase away; returns the name as it was kept."""
        return self._book.revoke(self._officer, name)

    def change_passphrase(self, old: str, new: str) -> None:
        """Replace the passphrase of the officer at the desk."""
        self._book.change_passphrase(self._officer, old, new)

    def renew_recovery(self, own: str) -> str:
        """Return a new recovery code; the one before opens nothing any more."""
        return self._book.renew_recovery(self._officer, own)

    def hand_over(
        self, officer: str, note: str, accepted: Collection[Uid], said: Mapping[Uid, str]
    ) -> str:
        """Give the desk to an officer who proved to be there, with the clocks they accept."""

        def verb(desk: Desk) -> str:
            self._seat(desk.hand_over(officer, note, accepted, said), desk.officer)
            return desk.officer

        return self.submit(verb).result()

    def now(self) -> datetime:
        """Return the desk's own time, aware UTC: no clock that was set back turns it back."""
        return self._desk.now()

    def submit(self, work: Callable[[Desk], T]) -> Future[T]:
        """Run work with the desk on the writer thread."""
        return self._opened.writer.submit(work, self._desk)

    def save_draft(self, form: str, values: Mapping[str, str]) -> Future[None]:
        """Queue the newest state of a form; what shows it is seen once it is kept."""
        kept = self._opened.writer.save_draft(form, values)
        GATE.wait_for(kept)
        return kept

    def save_view(self, view: SavedView) -> Future[None]:
        """Queue a view of the ledger to be kept."""
        return self._opened.writer.submit(self._saved.save, view)

    def drop_view(self, name: str) -> Future[None]:
        """Queue a view of the ledger to be forgotten."""
        return self._opened.writer.submit(self._saved.drop, name)

    @property
    def backups(self) -> BackupState:
        """How the office stands with its backups."""
        return self._backups.state if self._backups else NO_BACKUPS

    def start_backup_if_due(self) -> BackupState:
        """Begin a backup if it is time for one."""
        return self._backups.start_if_due() if self._backups else NO_BACKUPS

    def back_up(self) -> Future[BackupState]:
        """Begin a backup now, or join the one being made."""
        if self._backups:
            return self._backups.back_up()
        none: Future[BackupState] = Future()
        none.set_result(NO_BACKUPS)
        return none

    @property
    def noticed(self) -> Refused | None:
        """What the officer has to know about the files that were opened."""
        missed = self._opened.missed
        if missed is None:
            return None
        return Refused("vault.noticed.end_missed", seq=missed.seq, last=missed.last)

    @property
    def room(self) -> Room:
        """How much room there is to save in."""
        return self._room.state if self._room else ROOMY

    @property
    def hub(self) -> HubState:
        """How the desk stands with the hub by which the office's desks meet."""
        return self._hub.state if self._hub else NO_HUB

    def tick(self) -> Future[Situation]:
        """Do what waited for room, announce what became due, and meet the hub if it is time."""

        def look(desk: Desk) -> Situation:
            # What could not be done now is tried again a second later.
            with suppress(Refused, OSError):
                self._begin(desk)
            desk.tick()
            situation = desk.situation()
            if self._hub:
                self._hub.count()
                self._hub.start_if_due(live=bool(situation.incidents))
            return situation

        return self.submit(look)

    def close(self) -> None:
        """Write what waits and close everything."""
        if self._hub:
            self._hub.close()
        if self._backups:
            self._backups.close()
        self._closing.close()

    def _journal_officers(self, changes: Sequence[OfficerChange]) -> None:
        self.submit(lambda desk: desk.journal_officers(changes)).result()

    def _seat(self, _: Done, officer: str) -> None:
        """Make somebody the officer at the desk, now that the journal says so."""
        from data.ledger.views import SqlViews

        self._officer = officer
        self._views = SqlViews(self._opened.reader, self._opened.key, officer)

    def _begin(self, desk: Desk) -> None:
        """Take the desk over as soon as that can be stored; a full disk shuts nobody out."""
        if self._room:
            self._room.check()
        if not self._taken_over:
            with suppress(NotStored):
                slips = [each.file for each in self.slips]
                desk.begin(reckon=OptionalFile.HOLIDAYS not in slips)
                with suppress(Refused):  # The doctor tells of what could not be journaled now.
                    self._book.settle(desk.journal_officers)
                if self._opened.missed is not None:
                    desk.missed_end(self._opened.missed)
                self._taken_over = True


def _meetings(
    opened: OpenOffice, office: DeskOffice, clock: SystemClock, every: timedelta | None
) -> HubMeetings | None:
    """Return what meets the hub, where the desk joined one."""
    if not opened.joined_hub():
        return None
    from xfconsole.app.hub_meetings import HubMeetings

    return HubMeetings(opened, office, clock, every)
