"""Makes backups of an office that is open: copied, proven whole, named, and thinned with time."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlcipher3 import dbapi2  # type: ignore[import-untyped]

from data.backup.check import Pace, WholeFile, check_whole
from data.backup.folder import (
    BACKUPS,
    FILES,
    Backup,
    backups_in,
    copy_file,
    digest_of,
    exclusive_access,
    name_of,
    remove,
    sync_file,
    time_named,
    unfinished_folder,
    write_backup_json,
)
from data.backup.interrupted_restore import DATABASE, REPLACED
from data.file.engine import open_engine
from data.file.files import refusal_of
from data.journal.journal import head, holds
from data.vault.slots import KEYS_FILE, read_slots
from data.vault.vault import DataKey
from xfconsole.core.office.backups import YEAR, times_to_keep
from xfconsole.core.words.refusal import Refused

__all__ = [
    "BACKUPS",
    "ROOM_LEFT",
    "Backup",
    "Pace",
    "backups_in",
    "copy_to",
    "copy_to_second",
    "make",
    "thin",
    "thin_replaced",
]

_FLUSH_EVERY = 0.2
ROOM_LEFT = 64 << 20
"""Bytes that a backup leaves free on a disk: the desk itself has to go on saving."""


def make(folder: Path, key: DataKey, now: datetime, pace: Pace) -> Backup:
    """Back an office up into its own folder of backups and return the backup, proven whole.

    Runs beside whatever writes to the office and holds nobody up. Raises Refused, with nothing
    half made left, when the disk is full or fails, or the office's file proves damaged.
    """
    into = folder / BACKUPS
    with _in_plain_words(into, _OWN):
        with exclusive_access(into):
            _refuse_no_room(into, _size(folder / DATABASE) + _size(folder / f"{DATABASE}-wal"))
            made_at = _free_time(into, now)
            with unfinished_folder(into, name_of(made_at)) as aside:
                _copy_database(folder / DATABASE, aside / DATABASE, key, pace)
                read_slots(folder)  # A damaged key file is no backup of one.
                copy_file(folder / KEYS_FILE, aside / KEYS_FILE, pace)
                found = check_whole(aside / DATABASE, key, pace)
                _check_of_this_office(folder / DATABASE, key, found)
                made = _described(aside, made_at, found, pace)
                write_backup_json(made)
        return replace(made, path=into / name_of(made_at))


def copy_to(backup: Backup, folder: Path, pace: Pace) -> Backup:
    """Copy a backup to a folder on another medium, read it back, and return the copy.

    The folder has to be there. A copy that is there already is left as it is. Raises Refused, with
    nothing half copied left, for a medium that is gone, full, read-only or fails.
    """
    with _in_plain_words(folder, _SECOND):
        if not folder.is_dir():
            raise Refused("backup.refused.no_folder", folder=folder)
        name, there = backup.path.name, replace(backup, path=folder / backup.path.name)
        with exclusive_access(folder):
            if there.path.exists():
                return there
            _refuse_no_room(folder, backup.size)
            with unfinished_folder(folder, name) as aside:
                for each in FILES:
                    copy_file(backup.path / each, aside / each, pace)
                    if digest_of(aside / each, pace) != backup.digests[each]:
                        raise Refused("backup.refused.second_disk", folder=folder)
                write_backup_json(replace(backup, path=aside))
    return there


def copy_to_second(backup: Backup, folder: Path, home: Path, pace: Pace) -> Backup:
    """Copy a backup to the office's second medium, see ``copy_to``.

    A folder on the office's own disk is refused: the medium that belongs there is not plugged in.
    """
    with _in_plain_words(folder, _SECOND):
        if not folder.is_dir():
            raise Refused("backup.refused.second_absent", folder=folder)
        if device_of(folder) == device_of(home):
            raise Refused("backup.refused.second_same", folder=folder)
    return copy_to(backup, folder, pace)


def device_of(folder: Path) -> int:
    """Return which disk a folder is on."""
    return folder.stat().st_dev


def thin(folder: Path, now: datetime, zone: ZoneInfo) -> int:
    """Remove the backups that age has made too many; returns how many those were."""
    found = backups_in(folder)
    stay = times_to_keep([each.made_at for each in found], now, zone)
    gone = [each for each in found if each.made_at not in stay]
    with _in_plain_words(folder, _OWN), exclusive_access(folder):
        for each in gone:
            remove(each.path)
    return len(gone)


def thin_replaced(home: Path, now: datetime) -> None:
    """Remove the offices that a restore replaced more than a year ago."""
    for each in home.glob(f"{REPLACED}*"):
        replaced_at = time_named(each.name.removeprefix(REPLACED).partition("-")[0])
        if replaced_at is not None and now - replaced_at > YEAR:
            shutil.rmtree(each, ignore_errors=True)


def _copy_database(source: Path, target: Path, key: DataKey, pace: Pace) -> None:
    """Copy what is committed by now; SQLCipher gives the copy the same key."""
    # SQLite takes an empty file for a new one and keeps its mode.
    os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    engine = open_engine(source, key.database)
    try:
        with (
            engine.lent() as connection,
            _written_little_by_little(target),
            pace.interruptible(connection.driver),
        ):
            connection.driver.execute("VACUUM INTO ?", (str(target),))
    finally:
        engine.dispose()
    sync_file(target)


@contextmanager
def _written_little_by_little(path: Path) -> Iterator[None]:
    """Flush a file while it grows: left to the end, the desk's own writes wait for it.

    Measured on an office of 650 MB: a draft waited 570 ms at worst without this, 40 ms with it.
    """
    done, faults = threading.Event(), list[OSError]()

    def follow() -> None:
        try:
            while not done.wait(_FLUSH_EVERY):
                sync_file(path)
        except OSError as error:
            faults.append(error)  # The system tells of it once: a later sync may well succeed.

    thread = threading.Thread(target=follow, daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()
    if faults:
        raise faults[0]


def _check_of_this_office(path: Path, key: DataKey, found: WholeFile) -> None:
    """Refuse a copy that ends where the journal it was made from does not pass."""
    engine = open_engine(path, key.database, read_only=True)
    try:
        with engine.connect() as connection:
            if head(connection).seq < found.head.seq or not holds(connection, found.head):
                raise Refused("backup.refused.head", seq=found.head.seq)
    finally:
        engine.dispose()


def _described(aside: Path, made_at: datetime, found: WholeFile, pace: Pace) -> Backup:
    return Backup(
        aside,
        made_at,
        found.office,
        found.desk,
        found.head,
        found.version,
        _size(aside / DATABASE),
        found.time_zone,
        {name: digest_of(aside / name, pace) for name in FILES},
    )


def _free_time(into: Path, now: datetime) -> datetime:
    """Return the second a backup is named after: two in one second are a second apart."""
    at = now.astimezone(UTC).replace(microsecond=0)
    while (into / name_of(at)).exists():
        at += timedelta(seconds=1)
    return at


def _refuse_no_room(into: Path, needed: int) -> None:
    free = shutil.disk_usage(into).free
    if free < needed + ROOM_LEFT:
        megabytes = ((needed + ROOM_LEFT - free) >> 20) + 1
        raise Refused("backup.refused.no_room", folder=into, megabytes=megabytes)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


@contextmanager
def _in_plain_words(folder: Path, meant: Mapping[str, str]) -> Iterator[None]:
    """Turn what the system or the driver would not do into what to tell the officer."""
    try:
        yield
    except dbapi2.DatabaseError as error:
        key = _FAULTS.get(str(error), "backup.refused.disk")
        raise Refused(key, folder=folder) from None
    except OSError as error:
        raise Refused(meant[refusal_of(error, folder.name).key], folder=folder) from None
    except Refused as refused:
        key = meant.get(refused.key, "")
        raise (Refused(key, folder=folder) if key else refused) from None


_FAULTS = {
    "database or disk is full": "backup.refused.full",
    "database disk image is malformed": "backup.refused.source",
    "file is not a database": "backup.refused.source",
}
"""What SQLite says, word for word, while it copies; all else is the disk's fault."""
_OWN = {
    "vault.refused.disk_full": "backup.refused.full",
    "vault.refused.denied": "backup.refused.denied",
    "vault.refused.disk": "backup.refused.disk",
}
_SECOND = {
    "vault.refused.disk_full": "backup.refused.second_full",
    "vault.refused.denied": "backup.refused.second_denied",
    "vault.refused.disk": "backup.refused.second_disk",
}
