"""What can be said of an office's folder: permissions, room, key slots, log, who has a slot."""

from __future__ import annotations

import os
import shutil
import stat
from pathlib import Path

import sqlalchemy as sa

from data.backup.interrupted_restore import DATABASE
from data.backup.leftovers import leftovers
from data.file.reserve import FOR_DRAFTS, WHOLE, Ballast
from data.file.wal import LogState, read_log
from data.journal.journal import events_of
from data.store.store import read_meta
from data.vault.slots import KEYS_FILE, read_slots
from data.vault.unjournaled import unjournaled
from data.vault.vault import DataKey
from xfconsole.core.office.disk_room import listed
from xfconsole.core.office.finding import CheckResult, bad, fine, warned
from xfconsole.core.office.officers import officers_of

_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_LITTLE, _TOO_LITTLE = 1 << 30, 64 << 20
_MEBIBYTE = 1 << 20
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
    ballast = Ballast(folder)
    left = {"left": ballast.left // _MEBIBYTE, "whole": WHOLE // _MEBIBYTE}
    if not ballast.short:
        found = "doctor.reserve.ok" if ballast.left >= WHOLE else "doctor.reserve.growing"
        return fine("reserve", found, **left)
    may_go = leftovers(folder)
    todo = "doctor.reserve.delete" if may_go else "doctor.disk.do"
    spent = bad if ballast.left <= FOR_DRAFTS else warned
    return spent("reserve", "doctor.reserve.used", todo, **left, names=listed(may_go))


def keys(folder: Path) -> CheckResult:
    """Whether the key slots are whole, and how many can open the office. Raises Refused if not."""
    slots = read_slots(folder)
    count = len(slots.officers)
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


def officers(connection: sa.Connection, folder: Path, key: DataKey) -> CheckResult:
    """Compare who has a key slot with whom the journal let in; a change on its way is told of."""
    waiting = unjournaled(folder, key.raw)
    if waiting:
        return warned(
            "officers", "doctor.officers.waiting", "doctor.officers.open", count=len(waiting)
        )
    slots = {slot.officer for slot in read_slots(folder).officers}
    known = set(officers_of(events_of(connection, read_meta(connection)["office"])))
    if slots == known:
        return fine("officers", "doctor.officers.ok", count=len(slots))
    return warned(
        "officers",
        "doctor.officers.other",
        "doctor.officers.do",
        more=len(slots - known),
        less=len(known - slots),
    )
