"""A console for tests: the real desk, store and app in a folder of the test's own, on a clock
that moves only when told. Only the vault is left out, because passphrases are slow on purpose.

``async with desk_pilot(tmp_path, "screens.live.screen:LiveScreen", opened=...) as (pilot, office)``
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Collection, Mapping, Sequence
from concurrent.futures import Future
from contextlib import asynccontextmanager
from copy import copy, deepcopy
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from types import CodeType
from typing import TypeVar
from zoneinfo import ZoneInfo

from textual.pilot import Pilot
from textual.screen import Screen

from data.file.engine import open_engine
from data.ledger.views import SqlViews
from data.store.drafts import DraftStore
from data.store.saved_views import SavedViews
from data.store.store import SqlStore
from data.store.writer import Writer
from data.vault.sealing import Sealer
from tests.data.files import KEY, founded, hasty
from tests.desks import default_policy, everybody, pinned
from tests.screens.fake_console import TestConsole
from xfconsole.app.desk_keys import SCREENS
from xfconsole.core.facts import event as journal
from xfconsole.core.ledger.listing import SavedView
from xfconsole.core.matter.limits import Rules
from xfconsole.core.matter.registration import MatterForm
from xfconsole.core.night.situation import Situation
from xfconsole.core.office.backups import NO_BACKUPS, BackupState
from xfconsole.core.office.disk_room import ROOMY
from xfconsole.core.office.meeting import NO_HUB
from xfconsole.core.office.officers import OfficerRow
from xfconsole.core.office.slip import Slip
from xfconsole.core.policy.pack import Policy
from xfconsole.core.words.desk import Channel, Hearing, Uid
from xfconsole.core.words.refusal import Refused
from xfconsole.desk import Desk
from xfconsole.drill.run import DrillClock, DrillIds
from xfconsole.office_files.in_force import published_workdays
from xfconsole.office_files.tables import OfficeTables
from xfconsole.ui.host import Founding, Office
from xfconsole.ui.words import catalogue as i18n

T = TypeVar("T")

START = datetime(2026, 2, 19, 18, 29, tzinfo=UTC)
"""02:29 at the office."""
ZONE = ZoneInfo("Asia/Shanghai")
PASSPHRASE = "correct horse"
RECOVERY_CODE = "AAAAA-BBBBB-CCCCC-DDDDD"
SIZES = {"80x24": (80, 24), "120x36": (120, 36)}


class FakeOffice(OfficeTables):
    """Implements ``ui.host.Office``. ``clock.advance(...)`` moves its time, ``verb`` acts on it."""

    def __init__(
        self, folder: Path, *, name: str = "市信访接待中心", officer: str = "李敏"
    ) -> None:
        self.name, self.officer, self.zone, self.folder = name, officer, ZONE, folder
        self.clock, self.ids = DrillClock(START), DrillIds()
        self._open(founded(self.ids.new(START), self.ids.new(START)))
        self._untouched, self.drafts = True, list[tuple[str, dict[str, str]]]()
        self.backups, self.backed_up, self.room, self.noticed = NO_BACKUPS, 0, ROOMY, None
        self.slips: tuple[Slip, ...] = ()
        self.hub = NO_HUB
        self.offered: tuple[Refused, ...] = ()
        self.guarded, self.new_passphrase = True, ""
        since = START - timedelta(days=40)
        self.officer_rows = [
            OfficerRow(officer, since, since, True, True),
            OfficerRow("何静", since + timedelta(days=9), since + timedelta(days=33), True, False),
        ]

    def _open(self, content: bytes) -> None:
        path = self.folder / "office.db"
        path.write_bytes(content)
        self.engine = hasty(open_engine(path, KEY.database))
        self._readers = open_engine(path, KEY.database, read_only=True)
        self.views = SqlViews(self._readers, KEY, self.officer)
        self._saved = SavedViews(self.engine, self.now)
        self._writer = Writer(DraftStore(self.engine, Sealer(KEY.sealing), self.now).save)
        self._open_desk()

    def _open_desk(self) -> None:
        store, pack = SqlStore(self.engine, KEY), default_policy()
        self._desk = Desk(store, self.clock, self.ids, pack, self.officer, pinned, ZONE)

    def kept(self) -> Callable[[Path], FakeOffice]:
        """Close it, and return what opens a copy of it in another folder, as after a restart."""
        self.close()
        content = (self.folder / "office.db").read_bytes()
        state = {name: value for name, value in vars(self).items() if name not in _OPEN}
        state, rules, policy = deepcopy(state), self._desk.rules, self._desk.policy

        def opened(folder: Path) -> FakeOffice:
            office = object.__new__(FakeOffice)
            vars(office).update(deepcopy(state), folder=folder)
            office._open(content)
            office._desk.rules, office._desk._policy = rules, policy
            return office

        return opened

    @property
    def policy(self) -> Policy:
        """The pack in force."""
        return self._desk.policy

    @property
    def rules(self) -> Rules:
        """What dates are computed from."""
        return self._desk.rules

    def proven_officer(self, officer: str, passphrase: str) -> str:
        """Vouch with ``PASSPHRASE``, refuse any other."""
        if passphrase != PASSPHRASE:
            raise Refused("vault.refused.passphrase")
        return officer

    def sign_in(self, officer: str, passphrase: str) -> str:
        """Give the desk to whoever knows ``PASSPHRASE``."""
        name = self.proven_officer(officer, passphrase)
        self.verb(lambda desk: desk.sign_in(name))
        self._seat(name)
        return name

    def hand_over(
        self, officer: str, note: str, accepted: Collection[Uid], said: Mapping[Uid, str]
    ) -> str:
        """Give the desk to somebody with the clocks they accept."""
        self.verb(lambda desk: desk.hand_over(officer, note, accepted, said))
        self._seat(officer)
        return officer

    def _seat(self, officer: str) -> None:
        self.officer, self.views = officer, SqlViews(self._readers, KEY, officer)

    def officers(self) -> list[OfficerRow]:
        """Return who the test says they are."""
        if not self.guarded:
            raise Refused("officers.refused.demo")
        return [replace(each, here=each.name == self.officer) for each in self.officer_rows]

    def add_officer(self, own: str, name: str, passphrase: str) -> str:
        """Add a row."""
        self.proven_officer(self.officer, own)
        if len(passphrase) < 8:
            raise Refused("vault.refused.short", least=8)
        if not name:
            raise Refused("vault.refused.no_officer")
        self.officer_rows.append(OfficerRow(name, self.now(), self.now(), True, False))
        return name

    def revoke_officer(self, name: str) -> str:
        """Take a row away."""
        self.officer_rows = [each for each in self.officer_rows if each.name != name]
        return name

    def change_passphrase(self, old: str, new: str) -> None:
        """Remember the new one."""
        self.proven_officer(self.officer, old)
        self.new_passphrase = new

    def renew_recovery(self, own: str) -> str:
        """Return ``RECOVERY_CODE``."""
        self.proven_officer(self.officer, own)
        return RECOVERY_CODE

    def now(self) -> datetime:
        """Return the time of the office's own clock."""
        return self.clock.read().wall

    def submit(self, work: Callable[[Desk], T]) -> Future[T]:
        """Run work on the writer thread."""
        self._untouched = False
        return self._writer.submit(work, self._desk)

    def verb(self, work: Callable[[Desk], T]) -> T:
        """Run work on the writer thread and wait for it."""
        return self.submit(work).result()

    def save_draft(self, form: str, values: Mapping[str, str]) -> Future[None]:
        """Keep a draft on disk, and in ``drafts`` for the test."""
        self._untouched = False
        self.drafts.append((form, dict(values)))
        return self._writer.save_draft(form, values)

    def save_view(self, view: SavedView) -> Future[None]:
        """Keep a view of the ledger."""
        self._untouched = False
        return self._writer.submit(self._saved.save, view)

    def drop_view(self, name: str) -> Future[None]:
        """Forget a view of the ledger."""
        self._untouched = False
        return self._writer.submit(self._saved.drop, name)

    def tick(self) -> Future[Situation]:
        """Look at the clock."""
        return self.submit(lambda desk: (desk.tick(), desk.situation())[1])

    def start_backup_if_due(self) -> BackupState:
        """Return what the test said."""
        return self.backups

    def back_up(self) -> Future[BackupState]:
        """Count it, and return what the test said."""
        self.backed_up += 1
        done: Future[BackupState] = Future()
        done.set_result(self.backups)
        return done

    def close(self) -> None:
        """End the writer and the connections."""
        self._writer.close()
        self._readers.dispose()
        self.engine.dispose()

    def events(self) -> list[journal.Event]:
        """Return everything the journal holds so far, oldest first."""
        return self.views.log(since=START, until=self.now() + timedelta(seconds=1), limit=100_000)

    def on_shift(self) -> FakeOffice:
        """Begin the shift of who sits there, who hears the bell."""
        self.verb(lambda desk: desk.start_shift())
        self.verb(lambda desk: desk.log_bell_answer(Hearing.HEARD))
        return self

    def with_roster(self) -> FakeOffice:
        """Take the demo roster into use."""
        if self._untouched and self.now() == START:
            # A copy of an office that has just done so: the roster has more than a thousand turns.
            FakeOffice.close(self)  # Even one that else stays open: its file is replaced.
            content, ids = _rostered(self.officer)
            self.ids = copy(ids)
            self._open(content)
        else:
            self._import_roster()
        return self

    def _import_roster(self) -> None:
        roster = everybody()
        self.verb(lambda desk: desk.import_roster(roster.source, roster.entries))

    def with_holidays(self) -> FakeOffice:
        """Count by the holidays that were published."""
        self._untouched = False
        self._desk.rules = self._desk.rules._replace(workdays=published_workdays())
        return self

    def with_incident(self, people: int = 33, topic: str = "安置房逾期交付") -> FakeOffice:
        """Register a group visit and open its incident."""
        form = MatterForm(Channel.GROUP_VISIT, topic, unit="住建局", headcount=people)
        self.verb(lambda desk: desk.register(form, opening=True))
        return self

    def after(self, minutes: float) -> FakeOffice:
        """Let minutes pass and the desk look at its clock, every 20 s so that it is never blind."""
        for _ in range(round(minutes * 3)):
            self.clock.advance(timedelta(seconds=20))
            self.verb(lambda desk: desk.tick())
        return self


@cache
def _rostered(officer: str) -> tuple[bytes, DrillIds]:
    """Return the file of an office that has just taken the demo roster into use, and its ids."""
    with TemporaryDirectory() as folder:
        office = FakeOffice(Path(folder), officer=officer)
        office._import_roster()
        office.close()
        return (Path(folder) / "office.db").read_bytes(), office.ids


class FakeOffices:
    """Implements ``ui.host.Offices`` over offices made by ``make``."""

    def __init__(self, make: Callable[[], FakeOffice], *, there: bool = True) -> None:
        self.make, self.there = make, there
        self.founded: Founding | None = None
        self.new_passphrase, self.waits = "", 0
        self.opened: list[FakeOffice] = []

    def exists(self) -> bool:
        """Return what the test said."""
        return self.there

    def officers(self) -> Sequence[str]:
        """Return two officers."""
        return ("李敏", "何静")

    def open(self, officer: str, passphrase: str) -> Office:
        """Open with ``PASSPHRASE``, refuse any other."""
        if passphrase != PASSPHRASE:
            raise Refused("vault.refused.passphrase")
        return self._made(officer)

    def wait(self) -> int:
        """Return what the test said."""
        return self.waits

    def recover(self, officer: str, code: str, passphrase: str) -> Office:
        """Open with ``RECOVERY_CODE``, refuse any other; remember the new passphrase."""
        if code != RECOVERY_CODE:
            raise Refused("vault.refused.recovery_other")
        self.new_passphrase = passphrase
        return self._made(officer)

    def found(self, founding: Founding) -> tuple[Office, str]:
        """Remember what was asked for."""
        self.founded = founding
        return self._made(founding.officer), RECOVERY_CODE

    def demo(self) -> Office:
        """Return a demo office."""
        return self._made("李敏")

    def _made(self, officer: str) -> FakeOffice:
        office = self.make()
        office.officer = officer
        self.opened.append(office)
        return office


_OPEN = {"engine", "views", "_readers", "_saved", "_writer", "_desk"}
"""What an office makes anew when its file is opened."""
_KEPT: dict[CodeType, Callable[[Path], FakeOffice]] = {}


def _prepared(folder: Path, ready: Callable[[FakeOffice], object]) -> FakeOffice:
    """Return an office that ``ready`` prepared.

    What a function prepares that has nothing from around it is prepared once, and copied.
    """
    code = getattr(ready, "__code__", None)
    if code in _KEPT:
        return _KEPT[code](folder)
    office = FakeOffice(folder)
    plain = vars(office).keys()
    ready(office)
    if code is None or ready.__closure__ or ready.__defaults__ or vars(office).keys() != plain:
        return office
    _KEPT[code] = office.kept()
    return _KEPT[code](folder)


@asynccontextmanager
async def desk_pilot(
    folder: Path,
    screen: str,
    *,
    language: str = "en",
    size: tuple[int, int] = (80, 24),
    ready: Callable[[FakeOffice], object] = lambda office: office.with_roster(),
    intake: str = "",
    office: FakeOffice | None = None,
) -> AsyncIterator[tuple[Pilot[None], FakeOffice]]:
    """Run the console on one screen (``module:Class``) over an office that ``ready`` prepared.

    That screen stands for intake too, where the console begins, unless ``intake`` names another.
    ``office`` is one that was there before.
    """
    i18n.use(language)
    office = office or _prepared(folder, ready)
    shown = {**SCREENS, "live": screen, "intake": intake or screen}
    app = TestConsole(FakeOffices(lambda: office), demo=True, screens=shown)
    try:
        async with app.run_test(size=size, notifications=True) as pilot:
            await settle(pilot)
            # The screen that opens then begins to read by itself.
            await settle(pilot)
            yield pilot, office
    finally:
        office.close()
        i18n.use("en")


async def settle(pilot: Pilot[None]) -> None:
    """Wait until background work and the messages it posted are done."""
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


def top(pilot: Pilot[None]) -> Screen[object]:
    """Return the screen that is seen."""
    return pilot.app.screen
