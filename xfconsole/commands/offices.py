"""Opens the office for commands: the passphrase from a file or the terminal, never from a flag."""

from __future__ import annotations

import os
import sys
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from getpass import getpass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar
from zoneinfo import ZoneInfo

from xfconsole.clock import SystemClock
from xfconsole.commands.block_log import BlockLog
from xfconsole.commands.context import OfficeContext, OfficeView
from xfconsole.commands.printing import print_slips
from xfconsole.core.office.slip import OptionalFile, Slip
from xfconsole.core.ports import Store, TimeSource
from xfconsole.core.words.refusal import Refused
from xfconsole.ids import RandomIds
from xfconsole.reading import home_of, read_waiting
from xfconsole.ui.words.catalogue import say

if TYPE_CHECKING:
    from data.backup.salvage import Salvaged
    from data.exchange.exchange import Exchange
    from data.office import OpenOffice, ReadOffice
    from data.vault.officer_book import OfficerBook
    from data.vault.vault import DataKey
    from xfconsole.assembly import StoredOffice
    from xfconsole.commands.doctor import UpkeepView
    from xfconsole.commands.handover import HandingView
    from xfconsole.commands.matter_life import LifeView
    from xfconsole.commands.roster import RosterView
    from xfconsole.core.office.officers import OfficerRow
    from xfconsole.desk import Desk

T = TypeVar("T")
PASSPHRASE_VARIABLE = "XFCONSOLE_PASSPHRASE_FILE"
SECOND_VARIABLE = "XFCONSOLE_SECOND_PASSPHRASE_FILE"
MAX_PASSPHRASE_BYTES = 4096
PATIENCE = 5.0
"""Seconds for a passphrase to come through a pipe."""


class CommandOffices:
    """The office in one folder. The database, and what other commands need, is imported when asked.

    ``second`` is the folder on another medium that gets a copy of each backup.
    """

    def __init__(self, home: Path, environ: Mapping[str, str], second: Path | None = None) -> None:
        self.home, self._environ = home, environ
        self.second = second

    @contextmanager
    def read(self) -> Iterator[OfficeView]:
        """Open it for looking only, beside whatever console has it open."""
        with self._beside() as office:
            yield OfficeView(
                office.views,
                ZoneInfo(office.time_zone),
                say,
                blocks=_blocks_beside(office),
                folder=self.home,
            )

    @contextmanager
    def duty(self) -> Iterator[RosterView]:
        """Open it for a look at its roster."""
        from xfconsole.assembly import policy_in_force
        from xfconsole.commands.roster import RosterView
        from xfconsole.desk.state.night import roster_of

        with self._beside() as office, office.looking() as store:
            yield RosterView(
                office.views,
                ZoneInfo(office.time_zone),
                say,
                roster_of(office.views.events_of(office.views.meta()["office"])),
                _held(policy_in_force(self.home, store)),
                SystemClock().read().wall,
                office.name,
                blocks=_blocks_beside(office),
                folder=self.home,
            )

    @contextmanager
    def handing(self) -> Iterator[HandingView]:
        """Open it for a look at all that goes to the next officer."""
        from data.backup.folder import BACKUPS, backups_in
        from xfconsole.commands.handover import HandingView

        with self._beside() as office, office.looking() as store:
            beside = _Beside(office.folder, store, office.officer, office.time_zone)
            backups = backups_in(self.home / BACKUPS)
            yield HandingView(
                office.views,
                ZoneInfo(office.time_zone),
                say,
                self._desk(beside, SystemClock()),
                office.name,
                backups[0].made_at if backups else None,
                blocks=_blocks_beside(office),
                folder=self.home,
            )

    @contextmanager
    def lives(self) -> Iterator[LifeView]:
        """Open it for a look at the life of its matters."""
        from xfconsole.assembly import policy_in_force, workdays_of
        from xfconsole.commands.matter_life import LifeView

        with self._beside() as office, office.looking() as store:
            yield LifeView(
                office.views,
                ZoneInfo(office.time_zone),
                say,
                _held(policy_in_force(self.home, store)),
                _held(workdays_of(self.home, store)),
                SystemClock().read().wall,
                blocks=_blocks_beside(office),
                folder=self.home,
            )

    @contextmanager
    def work(self) -> Iterator[OfficeContext]:
        """Open it alone, to write to it."""
        from data.office import open_office

        clock = SystemClock()
        with open_office(self.home, self.passphrase(), clock=clock) as office:
            desk = self._desk(office, clock)
            blocks = BlockLog(lambda: nullcontext(office.store), office.officer, clock, RandomIds())
            yield OfficeContext(
                office.views,
                desk.zone,
                say,
                desk,
                office.name,
                blocks=blocks,
                folder=self.home,
            )
            office.indexer.catch_up()

    @contextmanager
    def upkeep(self) -> Iterator[UpkeepView]:
        """Open it alone, to look after its files."""
        from data.office import open_office
        from xfconsole.commands.doctor import UpkeepView

        with open_office(self.home, self.passphrase(), clock=SystemClock()) as office:
            clock = SystemClock()
            blocks = BlockLog(lambda: nullcontext(office.store), office.officer, clock, RandomIds())
            zone = ZoneInfo(office.time_zone)
            yield UpkeepView(
                office.views, zone, say, office.indexer, blocks=blocks, folder=self.home
            )

    @contextmanager
    def exchanging(self) -> Iterator[ExchangeView]:
        """Open it to bring lines to other desks and theirs here, beside a console."""
        from xfconsole.assembly import desk_of

        with self._beside() as office, office.exchanging() as (store, exchange):
            beside = _Beside(office.folder, store, office.officer, office.time_zone)
            desk = desk_of(beside, SystemClock(), RandomIds())
            yield ExchangeView(exchange, desk, desk.zone)

    @contextmanager
    def alone(self) -> Iterator[OpenOffice]:
        """Open it alone, for what no desk does by itself."""
        from data.office import open_office

        with open_office(self.home, self.passphrase(), clock=SystemClock()) as office:
            yield office

    def _beside(self) -> AbstractContextManager[ReadOffice]:
        from data.office import read_office

        return read_office(self.home, self.passphrase(), clock=SystemClock())

    def _desk(self, office: StoredOffice, clock: TimeSource) -> Desk:
        """Return the desk of an office, its optional files' slips told."""
        from xfconsole.assembly import desk_of
        from xfconsole.office_files.in_force import slips

        wanted = (OptionalFile.POLICY, OptionalFile.HOLIDAYS)
        desk = desk_of(office, clock, RandomIds())
        found = slips(self.home, several=desk.several)
        print_slips([each for each in found if each.file in wanted])
        return desk

    def key(self) -> DataKey:
        """Unlock the office and return its key, for what is made beside a console."""
        from data.office import opened_key

        return opened_key(self.home, self.passphrase(), clock=SystemClock())

    def salvage(self, into: Path) -> Salvaged:
        """Save what reads of a damaged office into a new folder."""
        from data.backup.salvage import salvage

        os.umask(0o077)
        return salvage(self.home, into, self.passphrase(), SystemClock(), RandomIds())

    def officer_rows(self) -> tuple[list[OfficerRow], ZoneInfo]:
        """Return who can open the office, and its time zone, beside whatever has it open."""
        from data.vault.vault import slot_names
        from xfconsole.core.night.shift import of_these_desks, shift_of
        from xfconsole.core.office.officers import officer_rows

        with self._beside() as office:
            events = office.views.events_of(subject := office.views.meta()["office"])
            read = office.views.read_elsewhere()
            shift = shift_of(subject, of_these_desks(events, office.views.desks()))
            rows = officer_rows(slot_names(self.home), events, shift.officer, read)
            return rows, ZoneInfo(office.time_zone)

    @contextmanager
    def officer_book(self) -> Iterator[tuple[OfficerBook, str, str]]:
        """Open it alone to change who can; yields too who opened it, and their passphrase."""
        from data.office import open_office
        from data.vault.officer_book import OfficerBook
        from xfconsole.assembly import desk_of

        clock, ids, own = SystemClock(), RandomIds(), self.passphrase()
        with open_office(self.home, own, clock=clock) as office:
            desk = desk_of(office, clock, ids)
            book = OfficerBook(self.home, office.key, desk.journal_officers, clock, ids)
            book.settle()
            yield book, office.officer, own

    def new_passphrase(self, file: Path | None) -> str:
        """Return a passphrase to be: the file's first line, else typed twice at the terminal."""
        if file is not None:
            return _first_line(file, "--new-passphrase-file")
        if not sys.stdin.isatty():
            raise Refused("cli.refused.no_passphrase", variable="--new-passphrase-file")
        new = getpass(say("cli.new_passphrase"))
        if getpass(say("cli.new_passphrase_again")) != new:
            raise Refused("officers.refused.differ_twice")
        return new

    def second_officer(self, officer: str) -> str:
        """Return the name of a second officer, whose own passphrase proves that they are there.

        The passphrase comes from a file of its own, else it is asked for.
        """
        from data.office import read_office

        secret = self.second_passphrase(officer)
        # Opened, and not only unlocked: a slot laid into the file opens nothing.
        with read_office(self.home, secret, officer, clock=SystemClock()) as office:
            return office.officer

    def second_passphrase(self, officer: str) -> str:
        """Return what a second officer types to prove that they are there."""
        return self._secret(SECOND_VARIABLE, say("cli.passphrase_of", officer=officer))

    def passphrase(self) -> str:
        """Return the officer's passphrase: from the file named for scripts, else asked for."""
        return self._secret(PASSPHRASE_VARIABLE, say("cli.passphrase"))

    def _secret(self, variable: str, question: str) -> str:
        named = self._environ.get(variable)
        if named:
            return _first_line(Path(named), variable)
        if not sys.stdin.isatty():
            raise Refused("cli.refused.no_passphrase", variable=variable)
        return getpass(question)


class ExchangeView(NamedTuple):
    """An office whose lines are brought to other desks; ``desk`` notes what theirs show."""

    exchange: Exchange
    desk: Desk
    zone: ZoneInfo


class _Beside(NamedTuple):
    """What a desk that only looks needs of an office (assembly.StoredOffice)."""

    folder: Path
    store: Store
    officer: str
    time_zone: str


def _held(found: tuple[T, Slip | None]) -> T:
    """Return what holds; say on stderr why it is not the office's own file."""
    value, slip = found
    print_slips([slip] if slip else [])
    return value


def _blocks_beside(office: ReadOffice) -> BlockLog:
    return BlockLog(office.writing, office.officer, SystemClock(), RandomIds())


def _first_line(path: Path, variable: str) -> str:
    try:
        found = read_waiting(home_of(path), MAX_PASSPHRASE_BYTES, PATIENCE)
        # Notepad's "Unicode" is UTF-16. What a mark at the front of UTF-8 means, the vault knows.
        encoding = "utf-16" if found.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) else "utf-8"
        return found.decode(encoding).split("\n")[0].rstrip("\r")
    except (OSError, UnicodeDecodeError) as problem:
        raise Refused("cli.refused.passphrase_file", variable=variable) from problem
