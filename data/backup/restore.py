"""Puts an office back as a backup has it, proven whole; what was there is kept beside it.

The passphrases that open the office now open the restored one, not those of back then.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import field
from pathlib import Path

from data.backup.check import Pace, check_whole
from data.backup.folder import (
    BACKUPS,
    FILES,
    Backup,
    backups_in,
    copy_file,
    digest_of,
    name_of,
    read_backup,
)
from data.backup.interrupted_restore import DATABASE, PENDING, PLAN, REPLACED, move_in
from data.backup.restore_erasures import ErasedAgain, erase_again
from data.file.engine import open_engine
from data.file.files import refusal_of, write_private
from data.file.lock import OfficeLock, open_elsewhere
from data.store.head_file import write_head_file
from data.store.store import SqlStore, claim_file, forget, read_meta
from data.store.up_to_date import bring_up_to_date
from data.tables.migrations import MIGRATIONS
from data.vault import vault
from data.vault.elsewhere import changed_since
from data.vault.sign_in_throttle import guess
from data.vault.slots import read_slots
from data.vault.vault import KEYS_FILE, DataKey, Unlocked
from xfconsole.core.facts.event import Event, Fact
from xfconsole.core.facts.of_desks import DeskJoined, DeskKeyed
from xfconsole.core.facts.of_office import OfficeRestored, OfficersKept
from xfconsole.core.office.officers import officers_of
from xfconsole.core.ports import Ids, TimeSource
from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.official import same
from xfconsole.core.words.refusal import Refused
from xfconsole.reading import home_of

_MAKING = ".restore.making"
_OF_ONE_LAPTOP = ("draft", "saved_view", "heartbeat", "desk_key", "hub", "moved")
"""What stays on the desk that a backup is of when another one begins with it: what was half typed
there would be entered twice, its clock is another's, and nobody else signs as that desk."""


@frozen
class Approval:
    """The second officer without whom no desk joins an office, and their own passphrase."""

    officer: str
    passphrase: str = field(repr=False)


@frozen
class Restored:
    """What was restored. ``replaced`` keeps what was there before, None where nothing was.

    ``erased`` says which identities were erased again, ``kept`` whether the passphrases are those
    of before the restore and not the backup's.
    """

    backup: Backup
    officer: str
    officers: Sequence[str]
    replaced: Path | None
    erased: ErasedAgain
    kept: bool


def find(folder: Path, named: str) -> Backup:
    """Return the backup that a path names, or with ``latest`` the newest of the office's own.

    The path is a backup's folder, a file in it, or the name of one of the office's own. Raises
    Refused when there is none.
    """
    if named == "latest":
        found = backups_in(folder / BACKUPS)
        if not found:
            raise Refused("backup.refused.none", folder=folder / BACKUPS)
        return found[0]
    path = home_of(Path(named))
    for each in (path, path.parent, folder / BACKUPS / named):
        about = read_backup(each)
        if about is not None:
            return about
    raise Refused("backup.refused.not_one", path=named)


def restore(
    folder: Path,
    backup: Backup,
    passphrase: str,
    clock: TimeSource,
    ids: Ids,
    approval: Approval | None = None,
) -> Restored:
    """Replace the office in a folder by the one in a backup; an empty folder gets one.

    The passphrase is one that opens the office in the folder now, whose key slots then stay; where
    the folder holds none of this office's, one of the backup's own. The office takes a new
    incarnation of its desk, because what the replaced one wrote since may still turn up. With an
    ``approval`` it is not put back but joined by another desk, in a folder that holds none.

    Raises Refused, with the old office as it was, when the backup is damaged or does not open,
    somebody has the office open, or the disk is full or fails. Whatever ends it, the old or the new
    office is there, complete.
    """
    os.umask(0o077)
    with _exclusive_access(folder):
        making = folder / _MAKING
        try:
            move_in(folder)  # One that was interrupted before is carried through first.
            for left in (making, folder / PENDING):
                shutil.rmtree(left, ignore_errors=True)
            # Closing the old file later, a command would clear away the new one's log.
            if open_elsewhere(folder / DATABASE):
                raise Refused("backup.refused.in_use")
            if approval and any((folder / each).exists() for each in FILES):
                raise Refused("backup.refused.join_here", folder=folder)
            _copied(backup, making)
            with guess(folder, clock):
                unlocked, kept = _opened_slots(folder, making, passphrase)
                second = _approved(making, unlocked, approval) if approval else ""
            _refuse_damaged(backup, making, unlocked)
            # Read before anything is moved: what fails after that would deny what was done.
            officers = vault.officers(making)
            name = _name_for_replaced(folder, clock)
            if second:
                _join(making, unlocked, backup, second, clock, ids)
                again = ErasedAgain(0, ())
            else:
                _take_new_desk(making, unlocked, backup, name, officers if kept else (), clock, ids)
                again = erase_again(folder, making, backup, unlocked, name, clock, ids)
            write_private(making / PLAN, json.dumps({"replaced": name}).encode())
            making.rename(folder / PENDING)
            move_in(folder)
        except OSError as error:
            raise refusal_of(error, folder.name) from None
        finally:
            shutil.rmtree(making, ignore_errors=True)
    replaced = folder / name if (folder / name).exists() else None
    return Restored(backup, unlocked.officer, officers, replaced, again, kept)


def _copied(backup: Backup, into: Path) -> None:
    """Copy a backup, and prove that the copy is what was made."""
    if backup.version > len(MIGRATIONS):
        raise Refused("vault.refused.newer", found=backup.version, known=len(MIGRATIONS))
    pace = Pace()
    into.mkdir(mode=0o700)
    for name in FILES:
        copy_file(backup.path / name, into / name, pace)
        if digest_of(into / name, pace) != backup.digests[name]:
            raise Refused("backup.refused.damaged", file=name)


def _refuse_damaged(backup: Backup, making: Path, unlocked: Unlocked) -> None:
    found = check_whole(making / DATABASE, unlocked.key, Pace())
    if (found.head, found.office) != (backup.head, backup.office):
        raise Refused("backup.refused.damaged", file=DATABASE)


def _approved(making: Path, first: Unlocked, approval: Approval) -> str:
    """Return the name of the second officer, whose slot has to open the very same office."""
    second = vault.unlock(making, approval.passphrase, approval.officer)
    if second.key != first.key:
        raise Refused("vault.refused.passphrase")
    if same(second.officer, first.officer):
        raise Refused("backup.refused.join_same", officer=first.officer)
    return second.officer


def _take_new_desk(
    making: Path,
    unlocked: Unlocked,
    backup: Backup,
    replaced: str,
    kept: Sequence[str],
    clock: TimeSource,
    ids: Ids,
) -> None:
    """Give the copy an incarnation of its own, and journal where it came from."""

    def facts(_: str, known: Sequence[Event]) -> Iterator[Fact]:
        yield OfficeRestored(backup.made_at, *backup.head, replaced)
        if kept and any(isinstance(each.fact, DeskKeyed) for each in known):
            yield from changed_since(read_slots(backup.path), read_slots(making))
        elif kept and set(kept) != set(officers_of(known)):
            yield OfficersKept(tuple(kept))

    _claimed(making, unlocked, backup, facts, clock, ids)


def _join(
    making: Path, unlocked: Unlocked, backup: Backup, second: str, clock: TimeSource, ids: Ids
) -> None:
    """Make the copy another desk of the office, which goes on from none and shares no number."""

    def facts(desk: str, known: Sequence[Event]) -> Iterator[Fact]:
        if second not in officers_of(known):
            raise Refused("backup.refused.join_unknown", officer=second)
        yield DeskJoined(backup.made_at, *backup.head, desk, second)

    _claimed(making, unlocked, backup, facts, clock, ids, _OF_ONE_LAPTOP)


def _claimed(
    making: Path,
    unlocked: Unlocked,
    backup: Backup,
    facts: Callable[[str, Sequence[Event]], Iterable[Fact]],
    clock: TimeSource,
    ids: Ids,
    without: Sequence[str] = (),
) -> None:
    """Give the copy to a new desk, whose first lines are ``facts`` of the one before and of what
    the office's events say."""
    engine = open_engine(making / DATABASE, unlocked.key.database)
    try:
        bring_up_to_date(engine)
        now = clock.read().wall
        with engine.connect() as connection:
            before = read_meta(connection)["desk"]
        claim_file(engine, backup.office, ids.new(now))
        store = SqlStore(engine, unlocked.key)
        with store.begin() as transaction:
            transaction.append(
                [
                    Event(ids.new(now), store.office, now, now, unlocked.officer, fact)
                    for fact in facts(before, transaction.events_of(store.office))
                ]
            )
        if without:
            forget(engine, without)
        write_head_file(engine, making, unlocked.key.raw)
    finally:
        # Closing the last connection moves everything from the WAL into the file itself.
        engine.dispose()


def _name_for_replaced(folder: Path, clock: TimeSource) -> str:
    """Return a free name for the folder of what is replaced."""
    stem = REPLACED + name_of(clock.read().wall)
    name, serial = stem, 1
    while (folder / name).exists():
        serial += 1
        name = f"{stem}-{serial}"
    return name


@contextmanager
def _exclusive_access(folder: Path) -> Iterator[None]:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise refusal_of(error, folder.name) from None
    lock = OfficeLock(folder)
    try:
        yield
    finally:
        lock.release()


def _opened_slots(folder: Path, making: Path, passphrase: str) -> tuple[Unlocked, bool]:
    """Open the copy of a backup in ``making``, and put the key slots there that are to hold.

    Those of the office in ``folder`` hold where they wrap the backup's key: whoever was revoked
    since stays revoked. Returns too whether they do. Raises Refused for a passphrase that opened
    the office only when the backup was made, and for one that opens neither.
    """
    present = _present(folder, passphrase)
    if present is not None and _opens(making / DATABASE, present.key):
        shutil.copyfile(folder / KEYS_FILE, making / KEYS_FILE)
        return present, True
    unlocked = vault.unlock(making, passphrase)
    if _belong(folder, making, unlocked.key):
        raise Refused("backup.refused.former_passphrase")
    return unlocked, False


def _present(folder: Path, passphrase: str) -> Unlocked | None:
    try:
        return vault.unlock(folder, passphrase)
    except Refused:
        return None  # None are there, they are damaged, or another passphrase opens them.


def _belong(folder: Path, making: Path, key: DataKey) -> bool:
    """Whether the folder's key slots are whole and wrap this key."""
    try:
        known = vault.wraps(folder, key)
    except Refused:
        return False
    if known is not None or not (folder / DATABASE).exists():
        return bool(known)
    # A copy: closing the file itself would clear its log away.
    copy = making / "present.db"
    try:
        shutil.copyfile(folder / DATABASE, copy)
        return _opens(copy, key)
    finally:
        copy.unlink(missing_ok=True)


def _opens(database: Path, key: DataKey) -> bool:
    try:
        open_engine(database, key.database, read_only=True).dispose()
    except Refused:
        return False
    return True
