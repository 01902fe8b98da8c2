"""The doctor's round: everything that can be said of an office's files, one finding after another.

Reads only, beside whatever console has the office open. Where the log beside the database is
damaged a copy of both is looked at: SQLite would clear the log away on closing.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

from sqlcipher3 import dbapi2  # type: ignore[import-untyped]

from data.backup.interrupted_restore import DATABASE
from data.doctor import file as of_file
from data.doctor import folder as of_folder
from data.file.connection import Connection, Engine
from data.file.engine import open_engine
from data.file.reserve import Reserve
from data.file.wal import LogState, log_of, read_log
from data.journal.journal import events_of
from data.store.store import read_meta
from data.tables.migrations import MIGRATIONS, version_of
from data.vault import sign_in_throttle
from data.vault.vault import DataKey
from xfconsole.core.days.reading import Reading
from xfconsole.core.facts.event import Event
from xfconsole.core.office.finding import CheckResult, bad, warned
from xfconsole.core.office.journal_head import Head
from xfconsole.core.ports import TimeSource
from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.refusal import Refused

_DAMAGED = "vault.refused.damaged"
_OF_THIS_VERSION = ("officers", "texts", "desks", "tables", "roster")
"""What is judged by columns that a file of an older version may not have."""
Check = Callable[[Connection], CheckResult]


@frozen
class Examination:
    """What to look at and with what: the clock, the second medium, a head typed from paper.

    ``quick`` leaves out what takes time: making the tables anew. ``roster`` judges the
    roster by the office's own events and its time zone: its rules are not known here.
    """

    folder: Path
    clock: TimeSource
    second: Path | None = None
    paper: Head | None = None
    quick: bool = False
    roster: Callable[[Sequence[Event], str], CheckResult] | None = None

    @property
    def reading(self) -> Reading:
        """The clocks as they are now."""
        return self.clock.read()


def examine(asked: Examination, passphrase: Callable[[], str]) -> Iterator[CheckResult]:
    """Yield every finding, what needs no key first; a check that fails is a finding too.

    ``passphrase`` is asked once the key slots were looked at.
    """
    folder = asked.folder
    yield _of("permissions", lambda: of_folder.permissions(folder))
    yield _of("disk", lambda: of_folder.room(folder))
    yield _of("reserve", lambda: of_folder.reserve(folder))
    yield _of("log", lambda: of_folder.log(folder))
    yield _of("backups", lambda: of_folder.backups(folder, asked.reading.wall))
    yield _of("second", lambda: of_folder.second(folder, asked.second))
    slots = _of("keys", lambda: of_folder.keys(folder))
    yield slots
    try:
        key = sign_in_throttle.unlock(folder, passphrase(), clock=asked.clock).key
    except Refused as refused:
        # A key file that is damaged was told of already.
        if refused.key != slots.found:
            yield bad("passphrase", refused.key, "doctor.passphrase.do", **refused.values)
        yield _unlooked()
        return
    yield from _opened(asked, key)


def _opened(asked: Examination, key: DataKey) -> Iterator[CheckResult]:
    try:
        with _engine(asked.folder, key) as engine:
            with engine.connect() as connection:
                older = version_of(connection) < len(MIGRATIONS)
                alone = of_file.is_alone(connection)
            left_out = (*(_OF_THIS_VERSION if older else ()), *(("desks",) if alone else ()))
            for name, check in _checks(asked, key).items():
                if name not in left_out:
                    yield _of(name, partial(_alone, engine, check))
    except Refused as refused:
        damaged = refused.key == _DAMAGED
        found = "doctor.file.damaged" if damaged else refused.key
        yield bad("file", found, "doctor.do.salvage", **refused.values)
        yield _unlooked()


def _alone(engine: Engine, check: Check) -> CheckResult:
    """Check on a connection of its own: one that met a damaged page reads nothing any more."""
    with engine.connect() as connection:
        try:
            return check(connection)
        except BaseException:
            connection.invalidate()
            raise


def _checks(asked: Examination, key: DataKey) -> dict[str, Check]:
    folder = asked.folder
    checks: dict[str, Check] = {
        "cipher": of_file.cipher,
        "pages": of_file.pages,
        "structure": of_file.structure,
        "version": of_file.version,
        "chain": lambda connection: of_file.chain(connection, key),
        "head": lambda connection: of_file.left_head(connection, folder, key),
        "backup_heads": lambda c: of_folder.backup_heads(c, folder, asked.second),
        "drafts": lambda connection: of_file.drafts(connection, key),
        "clock": lambda connection: of_file.clock(connection, asked.reading),
        "officers": lambda connection: of_folder.officers(connection, folder, key),
        "texts": of_file.texts,
        "desks": of_file.desks,
    }
    if not asked.quick:
        checks["tables"] = of_file.projections
    typed = asked.paper
    if typed is not None:
        checks["paper"] = lambda connection: of_file.paper(connection, typed)
    judge = asked.roster
    if judge is not None:
        checks["roster"] = lambda connection: judge(*_office(connection))
    return checks


def _office(connection: Connection) -> tuple[list[Event], str]:
    meta = read_meta(connection)
    return events_of(connection, meta["office"]), meta["time_zone"]


@contextmanager
def connected(folder: Path, key: DataKey) -> Iterator[Connection]:
    """Open an office's file for looking only; where its log is damaged, a copy of both."""
    with _engine(folder, key) as engine, engine.connect() as connection:
        yield connection


@contextmanager
def _engine(folder: Path, key: DataKey) -> Iterator[Engine]:
    database = folder / DATABASE
    with ExitStack() as closing:
        if read_log(database).state is LogState.DAMAGED:
            aside = closing.enter_context(tempfile.TemporaryDirectory(prefix="xfconsole-doctor-"))
            for source in (database, log_of(database)):
                shutil.copyfile(source, Path(aside) / source.name)
            database = Path(aside) / DATABASE
        # Opening takes a little room beside the file.
        Reserve(folder).make_room()
        engine = open_engine(database, key.database, read_only=True)
        closing.callback(engine.dispose)
        yield engine


def _unlooked() -> CheckResult:
    return warned("rest", "doctor.rest.unlooked", "doctor.rest.do")


def _of(name: str, check: Callable[[], CheckResult]) -> CheckResult:
    try:
        return check()
    except Refused as refused:
        if refused.key == _DAMAGED:
            return bad(name, "doctor.unread", "doctor.do.salvage")
        return bad(name, refused.key, **refused.values)
    except (OSError, dbapi2.Error, ValueError, KeyError) as error:
        # Its words could repeat what is stored; its kind can't.
        return bad(name, "doctor.failed", "doctor.do.salvage", kind=type(error).__name__)
