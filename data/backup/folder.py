"""A backup as it lies on a disk: a folder with the office's file, its key slots and what they are.

The folder gets its name, the time it was made, only when everything in it is whole and on disk.
What an office can do without when its disk is full is found here too.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from data.backup.check import Pace
from data.backup.interrupted_restore import DATABASE, REPLACED
from data.file.files import sync_folder, write_private
from data.file.lock import OfficeLock
from data.vault.vault import KEYS_FILE
from xfconsole.core.office.disk_room import Leftover, listed
from xfconsole.core.office.journal_head import Head
from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.refusal import Refused
from xfconsole.reading import opened, read_file

BACKUPS = "backups"
"""The folder in the office's own in which its backups lie."""
ABOUT = "backup.json"
FILES = (DATABASE, KEYS_FILE)
UNFINISHED = ".unfinished-"
_NAME = "%Y%m%dT%H%M%SZ"
_FORMAT = 1
MAX_ABOUT = 16 * 1024
_MAC, _DIGEST = re.compile("[0-9a-f]{15}"), re.compile("[0-9a-f]{64}")
_ID = re.compile("[0-9A-Za-z-]{1,64}")
_PIECE, _FLUSHED = 1 << 20, 16 << 20


@frozen
class Backup:
    """One backup. ``made_at`` is aware UTC in whole seconds; ``digests`` are SHA-256 by file."""

    path: Path
    made_at: datetime
    office: str
    desk: str
    head: Head
    version: int
    size: int
    time_zone: str
    digests: dict[str, str]


def name_of(made_at: datetime) -> str:
    """Return the name of the folder of a backup made then."""
    return made_at.astimezone(UTC).strftime(_NAME)


def time_named(name: str) -> datetime | None:
    """Return the time that ``name_of`` made a name of, or None."""
    try:
        return datetime.strptime(name, _NAME).replace(tzinfo=UTC)
    except ValueError:
        return None


def backups_in(folder: Path) -> list[Backup]:
    """Return the backups in a folder, the newest first; what is none is passed over."""
    try:
        found = [read_backup(each) for each in folder.iterdir() if time_named(each.name)]
    except OSError:
        return []
    return sorted((each for each in found if each), key=lambda each: each.made_at, reverse=True)


def read_backup(path: Path) -> Backup | None:
    """Return what a backup says of itself, or None where it does not."""
    try:
        return parse_backup(read_file(path / ABOUT, MAX_ABOUT), path)
    except OSError:
        return None


def parse_backup(raw: bytes, path: Path) -> Backup | None:
    """Return what the bytes of ``backup.json`` say, or None where they are not as written here."""
    try:
        about = json.loads(raw)
        if about["format"] != _FORMAT:
            return None
        made_at = datetime.fromisoformat(about["made_at"]).astimezone(UTC)
        head = Head(_whole(about["seq"]), _text_of_form(about["mac"], _MAC))
        office, desk = _text_of_form(about["office"], _ID), _text_of_form(about["desk"], _ID)
        digests = {name: _text_of_form(about["sha256"][name], _DIGEST) for name in FILES}
        size, zone = _whole(about["bytes"]), str(ZoneInfo(about["time_zone"]))
        version = _whole(about["version"])
        return Backup(path, made_at, office, desk, head, version, size, zone, digests)
    # Whoever wrote the file may have put anything anywhere in it.
    except (OSError, ValueError, LookupError, TypeError, OverflowError, RecursionError):
        return None


def _whole(value: object) -> int:
    if type(value) is not int or not 0 <= value < 1 << 63:
        raise ValueError("no whole number")
    return value


def _text_of_form(value: object, form: re.Pattern[str]) -> str:
    # It is printed where backups are listed, so it may hold nothing but what belongs there.
    if not isinstance(value, str) or not form.fullmatch(value):
        raise ValueError("not in the form it is written in")
    return value


def write_backup_json(backup: Backup) -> None:
    """Write beside the files what they are. Nothing in it is secret, or about anybody."""
    about: dict[str, Any] = {
        "format": _FORMAT,
        "made_at": backup.made_at.isoformat(),
        "office": backup.office,
        "desk": backup.desk,
        "seq": backup.head.seq,
        "mac": backup.head.mac,
        "version": backup.version,
        "bytes": backup.size,
        "time_zone": backup.time_zone,
        "sha256": backup.digests,
    }
    write_private(backup.path / ABOUT, (json.dumps(about, indent=1) + "\n").encode())


@contextmanager
def exclusive_access(folder: Path) -> Iterator[None]:
    """Keep other backups away meanwhile, and clear away what one that was cut off left."""
    if not folder.exists():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        sync_folder(folder.parent)
    try:
        lock = OfficeLock(folder)
    except Refused as refused:
        busy = refused.key == "vault.refused.in_use"
        raise (Refused("backup.refused.busy") if busy else refused) from None
    try:
        for each in folder.glob(f"{UNFINISHED}*"):
            shutil.rmtree(each, ignore_errors=True)
        yield
    finally:
        lock.release()


@contextmanager
def unfinished_folder(folder: Path, name: str) -> Iterator[Path]:
    """Yield a folder to fill; it gets its name once the block is done, or vanishes."""
    aside = folder / f"{UNFINISHED}{name}"
    aside.mkdir(mode=0o700)
    try:
        yield aside
        sync_folder(aside)
        aside.rename(folder / name)
    except BaseException:
        shutil.rmtree(aside, ignore_errors=True)
        raise
    sync_folder(folder)


def remove(path: Path) -> None:
    """Remove a backup; its name goes first, so that no half of it is ever taken for one."""
    aside = path.with_name(f"{UNFINISHED}{path.name}")
    path.rename(aside)
    shutil.rmtree(aside, ignore_errors=True)


def copy_file(source: Path, target: Path, pace: Pace) -> None:
    """Copy a file into a new one that is ours alone, and have it on disk."""
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as new, opened(source) as old:
        while piece := old.read(_PIECE):
            pace()
            new.write(piece)
            if new.tell() % _FLUSHED == 0:
                os.fsync(new.fileno())  # Left to the end, the desk's own writes wait for it.
        new.flush()
        os.fsync(new.fileno())


def digest_of(path: Path, pace: Pace) -> str:
    """Return the SHA-256 of a file as it reads now, in hex."""
    digest = hashlib.sha256()
    with opened(path) as file:
        while piece := file.read(_PIECE):
            pace()
            digest.update(piece)
    return digest.hexdigest()


def sync_file(path: Path) -> None:
    """Flush to disk what was written to a file."""
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def leftovers(folder: Path) -> tuple[Leftover, ...]:
    """Return what may be deleted, what is missed least first; the newest backup never is among it.

    First the offices that a restore replaced, then the backups, the oldest first.
    """
    return tuple(_found(folder))


def no_room(folder: Path) -> Refused:
    """Return that there is no room even to open an office, and what may be deleted."""
    found = leftovers(folder)
    if found:
        return Refused("vault.refused.no_room", folder=folder, names=listed(found))
    return Refused("vault.refused.no_room_at_all", folder=folder)


def _found(folder: Path) -> Iterator[Leftover]:
    for each in sorted(folder.glob(f"{REPLACED}*")):
        yield Leftover(each.name, _size(each))
    for backup in backups_in(folder / BACKUPS)[:0:-1]:
        yield Leftover(f"{BACKUPS}/{backup.path.name}", _size(backup.path))


def _size(folder: Path) -> int:
    total = 0
    with suppress(OSError):
        for each in folder.rglob("*"):
            total += each.lstat().st_size
    return total
