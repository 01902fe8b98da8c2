"""The office's folder: made whole or not at all, opened by one console, left behind closed."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from data import vault
from data.drafts import Drafts
from data.engine import open_engine
from data.files import refusal_of, sync_folder
from data.lock import OfficeLock
from data.migrations import check_version, migrate
from data.sealing import Sealer
from data.store import SqlStore, found_office
from data.vault import DEFAULT_COST, KEYS_FILE, Cost, DataKey
from data.views import SqlViews
from data.writer import Writer
from xfconsole.core.events import Event, OfficeFounded
from xfconsole.core.ports import Clock, Ids
from xfconsole.core.refusal import Refused
from xfconsole.core.text import neutral_line

DATABASE = "office.db"
_SETUP = ".setup"


@dataclass(frozen=True, slots=True)
class Founding:
    """What an office is founded with: its name, an IANA time zone and the first officer."""

    name: str
    time_zone: str
    officer: str


@dataclass(frozen=True, slots=True, eq=False)
class OpenOffice:
    """An office this process may write to. Close it, or use it in a ``with`` block.

    ``store`` belongs to the writer's thread; ``views`` to any. ``name`` and ``time_zone`` are
    what the office was founded with.
    """

    folder: Path
    officer: str
    name: str
    time_zone: str
    key: DataKey
    engine: sa.Engine
    reader: sa.Engine
    store: SqlStore
    views: SqlViews
    writer: Writer
    _closing: ExitStack = field(repr=False)

    def close(self) -> None:
        """Write what waits, close the file and let the next console in. Twice does nothing."""
        self._closing.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.close()


@dataclass(frozen=True, slots=True, eq=False)
class ReadOffice:
    """An office opened for looking only, beside whatever console has it open."""

    folder: Path
    officer: str
    name: str
    time_zone: str
    views: SqlViews


def has_office(folder: Path) -> bool:
    """Whether a folder holds an office."""
    return (folder / DATABASE).exists()


def create_office(
    folder: Path,
    name: str,
    time_zone: str,
    officer: str,
    passphrase: str,
    *,
    clock: Clock,
    ids: Ids,
    cost: Cost = DEFAULT_COST,
) -> tuple[OpenOffice, str]:
    """Found an office in a folder and open it; returns it with the recovery code, shown once.

    Raises Refused when the folder holds an office already, for an empty name, an unknown time
    zone, a short passphrase, or a disk that won't have it. A set-up that was cut off, by loss of
    power too, leaves nothing that a second one would stumble over.
    """
    founding = _checked(name, time_zone, officer)
    with ExitStack() as closing:
        _claim(folder, closing)
        if has_office(folder):
            raise Refused("vault.refused.exists")
        opened = _set_up(folder, founding, passphrase, clock, ids, cost)
        office = _compose(folder, founding.officer, opened.key, clock, closing)
    return office, opened.recovery_code


def open_office(
    folder: Path, passphrase: str, officer: str | None = None, *, clock: Clock
) -> OpenOffice:
    """Unlock an office and bring its file to the newest version.

    Raises Refused when there is none, another console has it open, or the vault refuses.
    """
    _refuse_nothing(folder)
    with ExitStack() as closing:
        _claim(folder, closing)
        unlocked = vault.unlock(folder, passphrase, officer)
        return _compose(folder, unlocked.officer, unlocked.key, clock, closing)


@contextmanager
def read_office(folder: Path, passphrase: str, officer: str | None = None) -> Iterator[ReadOffice]:
    """Unlock an office for looking only: no lock, no migration, nothing can be written.

    Raises Refused when there is none, the vault refuses, or the file needs migrating first.
    """
    _refuse_nothing(folder)
    unlocked = vault.unlock(folder, passphrase, officer)
    reader = open_engine(folder / DATABASE, unlocked.key.database, read_only=True)
    try:
        check_version(reader)
        views = SqlViews(reader, unlocked.key)
        meta = views.meta()
        yield ReadOffice(folder, unlocked.officer, meta["name"], meta["time_zone"], views)
    finally:
        reader.dispose()


@contextmanager
def demo_office(
    name: str, time_zone: str, officer: str, *, clock: Clock, ids: Ids
) -> Iterator[OpenOffice]:
    """Found a throw-away office under a random key; leaving the block, however, removes it all."""
    founding = _checked(name, time_zone, officer)
    folder = Path(tempfile.mkdtemp(prefix="xfconsole-demo-"))
    try:
        with ExitStack() as closing:
            _claim(folder, closing)
            key = DataKey.random()
            _found(folder, key, founding, clock, ids)
            office = _compose(folder, founding.officer, key, clock, closing)
        with office:
            yield office
    finally:
        shutil.rmtree(folder)


def _checked(name: str, time_zone: str, officer: str) -> Founding:
    clean = Founding(neutral_line(name).strip(), time_zone.strip(), neutral_line(officer).strip())
    if not clean.name:
        raise Refused("vault.refused.no_name")
    if not clean.officer:
        raise Refused("vault.refused.no_officer")
    try:
        ZoneInfo(clean.time_zone)
    # An absolute path is a ValueError, an empty name a folder, an unknown one a KeyError.
    except (ValueError, OSError, KeyError):
        raise Refused("vault.refused.time_zone", name=clean.time_zone) from None
    return clean


def _refuse_nothing(folder: Path) -> None:
    if not has_office(folder):
        raise Refused("vault.refused.no_office", folder=folder)


def _claim(folder: Path, closing: ExitStack) -> None:
    # Whatever this process writes from now on, exports included, is for its officer only.
    os.umask(0o077)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise refusal_of(error, folder.name) from None
    closing.callback(OfficeLock(folder).release)


def _set_up(
    folder: Path, founding: Founding, passphrase: str, clock: Clock, ids: Ids, cost: Cost
) -> vault.Opened:
    """Make everything aside, then move it in, the database last: it is what makes an office."""
    aside = folder / _SETUP
    shutil.rmtree(aside, ignore_errors=True)
    try:
        aside.mkdir(mode=0o700)
        opened = vault.create(aside, founding.officer, passphrase, cost=cost)
        _found(aside, opened.key, founding, clock, ids)
        if vault.has_slots(folder):
            # Whoever lost a database may still restore one that these slots open.
            (folder / KEYS_FILE).replace(folder / f"{KEYS_FILE}.before")
        (aside / KEYS_FILE).replace(folder / KEYS_FILE)
        sync_folder(folder)
        (aside / DATABASE).replace(folder / DATABASE)
        sync_folder(folder)
    except OSError as error:
        raise refusal_of(error, folder.name) from None
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return opened


def _found(folder: Path, key: DataKey, founding: Founding, clock: Clock, ids: Ids) -> None:
    engine = open_engine(folder / DATABASE, key.database)
    try:
        migrate(engine)
        now = clock.read().wall
        found_office(engine, ids.new(now), ids.new(now))
        store = SqlStore(engine, key)
        fact = OfficeFounded(founding.name, founding.time_zone)
        with store.begin() as transaction:
            transaction.append(
                [Event(ids.new(now), store.office, now, now, founding.officer, fact)]
            )
    finally:
        # Closing the last connection moves everything from the WAL into the file itself.
        engine.dispose()


def _compose(
    folder: Path, officer: str, key: DataKey, clock: Clock, closing: ExitStack
) -> OpenOffice:
    """Open everything; on failure what was opened is closed by the caller's stack."""
    engine = open_engine(folder / DATABASE, key.database)
    closing.callback(engine.dispose)
    migrate(engine)
    reader = open_engine(folder / DATABASE, key.database, read_only=True)
    closing.callback(reader.dispose)
    store, views = SqlStore(engine, key), SqlViews(reader, key)
    drafts = Drafts(engine, Sealer(key.sealing), lambda: clock.read().wall)
    writer = Writer(drafts.save)
    closing.callback(writer.close)
    meta = views.meta()
    return OpenOffice(
        folder=folder,
        officer=officer,
        name=meta["name"],
        time_zone=meta["time_zone"],
        key=key,
        engine=engine,
        reader=reader,
        store=store,
        views=views,
        writer=writer,
        _closing=closing.pop_all(),
    )
