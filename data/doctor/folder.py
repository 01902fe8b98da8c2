"""What can be said of an office's folder: permissions, room, key slots, log, officers, backups."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from data.backup.check import Pace
from data.backup.folder import BACKUPS, Backup, backups_in, digest_of, leftovers
from data.backup.interrupted_restore import DATABASE
from data.file.connection import Connection
from data.file.reserve import FOR_DRAFTS, WHOLE, Reserve
from data.file.wal import LogState, read_log
from data.journal.journal import events_of, head
from data.store.head_file import HeadState, StoredHead, head_state
from data.store.officer_slots import read_elsewhere
from data.store.store import read_meta
from data.vault.slots import KEYS_FILE
from data.vault.unjournaled import unjournaled
from data.vault.vault import DataKey, slot_names
from xfconsole.core.office.disk_room import listed
from xfconsole.core.office.finding import CheckResult, bad, fine, warned
from xfconsole.core.office.officers import officer_rows, officers_of

_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_LITTLE, _TOO_LITTLE = 1 << 30, 64 << 20
_MEBIBYTE = 1 << 20
_OLD = timedelta(hours=26)
LOG = f"{DATABASE}-wal"


def permissions(folder: Path) -> CheckResult:
    """Whether anybody but the office's own account may look into its files."""
    # A closed folder keeps everybody from what lies in it.
    if os.name != "posix" or not folder.stat().st_mode & _OTHERS:
        return fine("permissions", "doctor.permissions.ok")
    open_files = [each for each in folder.iterdir() if each.lstat().st_mode & _OTHERS]
    return warned(
        "permissions", "doctor.permissions.open", "doctor.permissions.do",
        count=len(open_files), folder=folder,
    )  # fmt: skip


def room(folder: Path) -> CheckResult:
    """How much room is left on the office's disk."""
    left = shutil.disk_usage(folder).free
    mebibytes = left // _MEBIBYTE
    if left < _TOO_LITTLE:
        return bad("disk", "doctor.disk.full", "doctor.disk.do", mebibytes=mebibytes)
    if left < _LITTLE:
        return warned("disk", "doctor.disk.little", "doctor.disk.do", mebibytes=mebibytes)
    return fine("disk", "doctor.disk.ok", mebibytes=mebibytes)


def reserve(folder: Path) -> CheckResult:
    """Whether there is a reserve for a full disk, or room for the console to make one."""
    reserve = Reserve(folder)
    left = {"left": reserve.left // _MEBIBYTE, "whole": WHOLE // _MEBIBYTE}
    if not reserve.short:
        found = "doctor.reserve.ok" if reserve.left >= WHOLE else "doctor.reserve.growing"
        return fine("reserve", found, **left)
    may_go = leftovers(folder)
    todo = "doctor.reserve.delete" if may_go else "doctor.disk.do"
    spent = bad if reserve.left <= FOR_DRAFTS else warned
    return spent("reserve", "doctor.reserve.used", todo, **left, names=listed(may_go))


def keys(folder: Path) -> CheckResult:
    """Whether the key slots are whole, and how many can open the office. Raises Refused if not."""
    count = len({*slot_names(folder)})
    if count < 2:
        return warned("keys", "doctor.keys.one", "doctor.keys.do", count=count)
    return fine("keys", "doctor.keys.ok", count=count, file=KEYS_FILE)


def log(folder: Path) -> CheckResult:
    """Whether the write-ahead log is as it was written."""
    found = read_log(folder / DATABASE)
    counted = {"good": found.good, "lost": found.written - found.good, "file": LOG}
    if found.state is LogState.DAMAGED:
        return bad("log", "doctor.log.damaged", "doctor.do.salvage", **counted)
    if found.state is LogState.TORN:
        return warned("log", "doctor.log.torn", "doctor.log.do", **counted)
    return fine("log", "doctor.log.ok", **counted)


def officers(connection: Connection, folder: Path, key: DataKey) -> CheckResult:
    """Compare who has a key slot with whom the journal let in; a change on its way is told of."""
    waiting = unjournaled(folder, key.raw)
    if waiting:
        return warned(
            "officers", "doctor.officers.waiting", "doctor.officers.open", count=len(waiting)
        )
    meta = read_meta(connection)
    events, slots = events_of(connection, meta["office"]), slot_names(folder)
    known = {*officers_of(events)}
    rows = officer_rows(slots, events, "", read_elsewhere(connection, meta))
    awaited = {each.name: each.awaited for each in rows if each.awaited}
    more, less = {*slots} - known, known - {*slots} - awaited.keys()
    if more or less:
        found, do = "doctor.officers.other", "doctor.officers.do"
        return warned("officers", found, do, more=len(more), less=len(less))
    twice = {each.name: each.twice for each in rows if each.twice}
    if told := twice or awaited:
        letters = tuple(sorted({each for some in told.values() for each in some}))
        found, do = (
            ("doctor.officers.twice", "doctor.officers.twice_do")
            if twice
            else ("doctor.officers.awaited", "doctor.officers.awaited_do")
        )
        return warned("officers", found, do, count=len(told), letters=letters)
    return fine("officers", "doctor.officers.ok", count=len(known))


def backups(folder: Path, now: datetime) -> CheckResult:
    """Whether the newest backup is fresh, and reads as it was written."""
    found = backups_in(folder / BACKUPS)
    if not found:
        return warned("backups", "doctor.backups.none", "doctor.backups.do")
    newest = found[0]
    hours = max(timedelta(0), now - newest.made_at) // timedelta(hours=1)
    if not _reads(newest):
        return bad("backups", "doctor.backups.damaged", "doctor.backups.do", name=newest.path.name)
    if now - newest.made_at > _OLD:
        return warned("backups", "doctor.backups.old", "doctor.backups.do", hours=hours)
    return fine("backups", "doctor.backups.ok", count=len(found), hours=hours)


def second(folder: Path, second: Path | None) -> CheckResult:
    """Whether the newest backup is on the second medium too, and reads as it was written there."""
    if second is None:
        return warned("second", "doctor.second.unset", "doctor.second.set_do")
    ours, theirs = backups_in(folder / BACKUPS), backups_in(second)
    if not second.is_dir() or not theirs:
        return warned("second", "doctor.second.absent", "doctor.second.do", folder=second)
    if not _reads(theirs[0]):
        return bad("second", "doctor.second.damaged", "doctor.backups.do", folder=second)
    if ours and ours[0].made_at > theirs[0].made_at:
        return warned("second", "doctor.second.behind", "doctor.second.do", folder=second)
    return fine("second", "doctor.second.ok", folder=second)


def backup_heads(connection: Connection, folder: Path, second: Path | None) -> CheckResult:
    """Whether the journal holds what every backup saw of it."""
    looked = list(_both(folder, second))
    gone = [
        each
        for each in looked
        if head_state(connection, StoredHead(each.desk, each.head)) is HeadState.GONE
    ]
    if gone:
        furthest, last = max(each.head.seq for each in gone), head(connection).seq
        return bad(
            "backup_heads", "doctor.backup_heads.gone", "doctor.do.restore", seq=furthest, last=last
        )
    return fine("backup_heads", "doctor.backup_heads.ok", count=len(looked))


def _both(folder: Path, second: Path | None) -> Iterator[Backup]:
    yield from backups_in(folder / BACKUPS)
    if second is not None:
        yield from backups_in(second)


def _reads(backup: Backup) -> bool:
    pace = Pace()
    try:
        return all(
            digest_of(backup.path / name, pace) == kept for name, kept in backup.digests.items()
        )
    except OSError:
        return False
