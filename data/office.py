"""The office's folder: opened by one console at a time, composed, and left behind closed."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from types import TracebackType
from typing import TYPE_CHECKING, Self

from data.backup.folder import BACKUPS, backups_in, no_room
from data.backup.interrupted_restore import DATABASE, finish_pending
from data.file.connection import Connection, Engine
from data.file.engine import open_engine
from data.file.files import refusal_of
from data.file.lock import OfficeLock
from data.file.reserve import Reserve
from data.file.wal import refuse_damaged_log
from data.founding import checked, found, has_office, set_up
from data.journal.journal import head
from data.ledger.indexer import Indexer
from data.ledger.views import SqlViews
from data.store.drafts import DraftStore
from data.store.head_file import (
    HeadFileDamaged,
    HeadState,
    StoredHead,
    head_state,
    read_head_file,
    write_head_file,
)
from data.store.store import SqlStore
from data.store.up_to_date import bring_up_to_date
from data.store.writer import Writer
from data.tables.migrations import check_version
from data.vault import sign_in_throttle
from data.vault.sealing import Sealer
from data.vault.vault import DEFAULT_COST, Cost, DataKey
from data.vault.wiping import Wiper
from xfconsole.core.facts.of_office import JournalEndMissed
from xfconsole.core.ports import Ids, TimeSource
from xfconsole.core.words.refusal import NotStored, Refused

if TYPE_CHECKING:
    from data.exchange.exchange import Exchange

__all__ = [
    "DATABASE",
    "OpenOffice",
    "ReadOffice",
    "create_office",
    "demo_office",
    "has_office",
    "open_office",
    "opened_key",
    "read_office",
]


@dataclass(frozen=True, slots=True, eq=False)
class OpenOffice:
    """An office this process may write to. Close it, or use it in a ``with`` block.

    ``store``, ``indexer``, ``drafts`` and ``reserve`` belong to the writer's thread; ``views`` to
    any. ``name`` and ``time_zone`` are what the office was founded with; ``missed``
    is what the journal lacked at opening of entries that had been saved.
    """

    folder: Path
    officer: str
    name: str
    time_zone: str
    key: DataKey
    engine: Engine
    reader: Engine
    store: SqlStore
    views: SqlViews
    writer: Writer
    indexer: Indexer
    wiper: Wiper
    drafts: DraftStore
    reserve: Reserve
    missed: JournalEndMissed | None
    _closing: ExitStack = field(repr=False)
    _written: Event = field(repr=False)

    def pause(self) -> bool:
        """Do some of what can wait, on the writer's thread; returns whether there may be more.

        As long as nothing is written there is nothing new to do, and no need to ask the file.
        """
        if not self._written.is_set():
            return False
        more = self.wiper.step() or self.indexer.step()
        if not more and not self.wiper.owed():
            self._written.clear()
        return more

    def joined_hub(self) -> bool:
        """Whether the desk joined a hub."""
        with self.reader.connect() as connection:
            return connection.execute("SELECT 1 FROM hub").first() is not None

    @contextmanager
    def exchanging(self, rest: Callable[[], object]) -> Iterator[Exchange]:
        """Bring lines to other desks and theirs here on another thread than the writer's, which
        does each step of it when its turn comes; ``rest`` is called between two of them."""
        from data.exchange.exchange import Exchange
        from data.store.in_turn import InTurn

        reader = open_engine(self.folder / DATABASE, self.key.database, read_only=True)
        try:
            store = InTurn(self.engine, self.key, self.writer, reader, rest)
            yield Exchange(store, reader, self.key, at_once=1)
        finally:
            reader.dispose()

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
    _key: DataKey = field(repr=False)

    @contextmanager
    def writing(self) -> Iterator[SqlStore]:
        """Open its journal for a moment, for what may be written beside a console.

        Raises Refused when the disk won't have it, or the file stays busy for seconds.
        """
        os.umask(0o077)
        engine = open_engine(self.folder / DATABASE, self._key.database)
        try:
            yield SqlStore(engine, self._key)
        finally:
            engine.dispose()

    @contextmanager
    def exchanging(self) -> Iterator[tuple[SqlStore, Exchange]]:
        """Open its journal to bring lines to other desks and theirs here, beside a console."""
        from data.exchange.exchange import Exchange

        reader = open_engine(self.folder / DATABASE, self._key.database, read_only=True)
        try:
            with self.writing() as store:
                yield store, Exchange(store, reader, self._key)
        finally:
            reader.dispose()

    @contextmanager
    def looking(self) -> Iterator[SqlStore]:
        """Open its journal for a desk that only looks: whatever it would write is an error."""
        engine = open_engine(self.folder / DATABASE, self._key.database, read_only=True)
        try:
            yield SqlStore(engine, self._key)
        finally:
            engine.dispose()


def create_office(
    folder: Path,
    name: str,
    time_zone: str,
    officer: str,
    passphrase: str,
    *,
    clock: TimeSource,
    ids: Ids,
    cost: Cost = DEFAULT_COST,
) -> tuple[OpenOffice, str]:
    """Found an office in a folder and open it; returns it with the recovery code, shown once.

    Raises Refused when the folder holds an office already, for an empty name, an unknown time
    zone, a short passphrase, or a disk that won't have it. A set-up that was cut off, by loss of
    power too, leaves nothing that a second one would stumble over.
    """
    founding = checked(name, time_zone, officer)
    with ExitStack() as closing:
        _claim(folder, closing)
        if has_office(folder):
            raise Refused("vault.refused.exists")
        opened = set_up(folder, founding, passphrase, clock, ids, cost)
        office = _compose(folder, founding.officer, opened.key, clock, closing)
    return office, opened.recovery_code


def open_office(
    folder: Path, passphrase: str, officer: str | None = None, *, clock: TimeSource
) -> OpenOffice:
    """Unlock an office and bring its file to the newest version.

    Raises Refused when there is none, another console has it open, or the vault refuses.
    """
    _refuse_nothing(folder)
    Reserve(folder).make_room()
    with ExitStack() as closing:
        _claim(folder, closing)
        unlocked = sign_in_throttle.unlock(folder, passphrase, officer, clock=clock)
        with _with_room(folder):
            return _compose(folder, unlocked.officer, unlocked.key, clock, closing)


def opened_key(folder: Path, passphrase: str, *, clock: TimeSource) -> DataKey:
    """Return the key of an office, for a backup made beside whatever has it open.

    Raises Refused when there is none or the vault refuses.
    """
    _refuse_nothing(folder)
    os.umask(0o077)
    return sign_in_throttle.unlock(folder, passphrase, clock=clock).key


@contextmanager
def read_office(
    folder: Path, passphrase: str, officer: str | None = None, *, clock: TimeSource
) -> Iterator[ReadOffice]:
    """Unlock an office for looking only: no lock, no migration, nothing is written.

    Raises Refused when there is none, the vault refuses, or the file needs migrating first.
    """
    _refuse_nothing(folder)
    unlocked = sign_in_throttle.unlock(folder, passphrase, officer, clock=clock)
    with _with_room(folder):
        reader = open_engine(folder / DATABASE, unlocked.key.database, read_only=True)
    try:
        check_version(reader)
        views = SqlViews(reader, unlocked.key, unlocked.officer)
        meta = views.meta()
        named, key = unlocked.officer, unlocked.key
        yield ReadOffice(folder, named, meta["name"], meta["time_zone"], views, key)
    finally:
        reader.dispose()


@contextmanager
def demo_office(
    name: str, time_zone: str, officer: str, *, clock: TimeSource, ids: Ids
) -> Iterator[OpenOffice]:
    """Found a throw-away office under a random key; leaving the block, however, removes it all."""
    founding = checked(name, time_zone, officer)
    folder = Path(tempfile.mkdtemp(prefix="xfconsole-demo-"))
    try:
        with ExitStack() as closing:
            _claim(folder, closing)
            key = DataKey.random()
            found(folder, key, founding, clock, ids)
            office = _compose(folder, founding.officer, key, clock, closing)
        with office:
            yield office
    finally:
        shutil.rmtree(folder)


def _refuse_nothing(folder: Path) -> None:
    if not has_office(folder):
        raise Refused("vault.refused.no_office", folder=folder)
    finish_pending(folder)
    refuse_damaged_log(folder / DATABASE)


@contextmanager
def _with_room(folder: Path) -> Iterator[None]:
    """Make the room that opening a file takes beside it, or say what would help."""
    reserve = Reserve(folder)
    reserve.make_room()
    try:
        yield
    except NotStored:
        if reserve.exhausted:
            raise no_room(folder) from None
        raise


def _claim(folder: Path, closing: ExitStack) -> None:
    # Whatever this process writes from now on, exports included, is for its officer only.
    os.umask(0o077)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise refusal_of(error, folder.name) from None
    closing.callback(OfficeLock(folder).release)


def _compose(
    folder: Path, officer: str, key: DataKey, clock: TimeSource, closing: ExitStack
) -> OpenOffice:
    """Open everything; on failure what was opened is closed by the caller's stack."""
    engine = open_engine(folder / DATABASE, key.database)
    closing.callback(engine.dispose)
    bring_up_to_date(engine)
    closing.callback(_leave_head, engine, folder, key)
    written = Event()
    written.set()
    engine.committing.append(lambda _: written.set())
    wiper = Wiper(engine)
    # By then nobody reads any more.
    closing.callback(_wipe, wiper)
    reader = open_engine(folder / DATABASE, key.database, read_only=True)
    closing.callback(reader.dispose)
    reserve = Reserve(folder)
    reserve.watch(engine)
    drafts = DraftStore(engine, Sealer(key.sealing), lambda: clock.read().wall)
    store, views = SqlStore(engine, key, drafts.forget), SqlViews(reader, key, officer)
    writer = Writer(reserve.saving(drafts.save))
    closing.callback(writer.close)
    meta = views.meta()
    with engine.connect() as connection:
        missed = _missed_end(connection, folder, key.raw)
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
        indexer=Indexer(engine),
        wiper=wiper,
        drafts=drafts,
        reserve=reserve,
        missed=missed,
        _closing=closing.pop_all(),
        _written=written,
    )


def _wipe(wiper: Wiper) -> None:
    # Leaving must not fail over it: it stays owed, and the next console does it.
    with suppress(Refused):
        wiper.finish()


def _leave_head(engine: Engine, folder: Path, key: DataKey) -> None:
    # Leaving must not fail over it: the next orderly close writes it.
    with suppress(Refused, OSError):
        write_head_file(engine, folder, key.raw)


def _missed_end(connection: Connection, folder: Path, key: bytes) -> JournalEndMissed | None:
    """Return what the journal lacks of the heads kept elsewhere, or None; a few look-ups only.

    Asked are the head of the last orderly close and that of the newest backup. Whether every line
    follows from the one before it is for the doctor to say.
    """
    gone = [
        kept.head.seq
        for kept in _stored_heads(folder, key)
        if head_state(connection, kept) is HeadState.GONE
    ]
    return JournalEndMissed(max(gone), head(connection).seq) if gone else None


def _stored_heads(folder: Path, key: bytes) -> Iterator[StoredHead]:
    with suppress(HeadFileDamaged, OSError):
        left = read_head_file(folder, key)
        if left is not None:
            yield left
    for newest in backups_in(folder / BACKUPS)[:1]:
        yield StoredHead(newest.desk, newest.head)
