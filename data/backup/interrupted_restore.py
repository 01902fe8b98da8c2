"""Carries through a restore that was decided on, so that no interruption leaves half of one.

A restore makes the whole new office in a folder of its own and renames that to ``PENDING``: from
then on the office is the new one, whatever ends the process. Whoever opens the office next moves
the files in; each step can be taken again.
"""

from __future__ import annotations

import json
import re
from contextlib import suppress
from pathlib import Path

from data.file.files import sync_folder
from data.file.lock import OfficeLock
from xfconsole.core.words.refusal import Refused
from xfconsole.reading import read_file

DATABASE = "office.db"
PENDING = ".restore"
PLAN = "plan.json"
REPLACED = "replaced-"
"""How the folders are called in which replaced offices are kept."""
_REPLACED = re.compile(r"replaced-[0-9A-Za-z-]{1,64}")
_MAX_PLAN = 4096
_SIDE_FILES = (f"{DATABASE}-wal", f"{DATABASE}-shm")


def is_pending(folder: Path) -> bool:
    """Whether a restore was decided on and not carried through."""
    return (folder / PENDING / PLAN).exists()


def finish_pending(folder: Path) -> None:
    """Carry a restore through, if one is pending.

    Raises Refused when another process is at it, or the disk fails; nothing is lost by that.
    """
    if not is_pending(folder):
        return
    lock = OfficeLock(folder)
    try:
        move_in(folder)
    finally:
        lock.release()


def move_in(folder: Path) -> None:
    """Move the new office's files into place and what they replace aside; the caller is alone.

    Raises Refused when the disk fails: the next one to open the office goes on with it.
    """
    try:
        _move_in(folder, folder / PENDING)
    except OSError:
        raise Refused("backup.refused.unfinished", folder=folder) from None


def replaced_name(plan: bytes) -> str:
    """Return the name, in the office's folder, for what is replaced. Raises Refused for others."""
    try:
        name = json.loads(plan)["replaced"]
    except (ValueError, LookupError, TypeError, RecursionError):
        name = None
    # Anything else could lead out of the folder.
    if not isinstance(name, str) or not _REPLACED.fullmatch(name):
        raise Refused("backup.refused.plan", file=f"{PENDING}/{PLAN}")
    return name


def _move_in(folder: Path, pending: Path) -> None:
    if not (pending / PLAN).exists():
        return
    sync_folder(folder)
    aside = folder / replaced_name(read_file(pending / PLAN, _MAX_PLAN))
    # The log of the old file goes first and with it: beside another file it would spoil that.
    if (pending / DATABASE).exists():
        for name in _SIDE_FILES:
            _set_aside(folder / name, aside)
    for new in sorted(pending.iterdir(), key=lambda each: each.name != DATABASE):
        if new.name != PLAN:
            _set_aside(folder / new.name, aside)
            new.rename(folder / new.name)
    sync_folder(folder)
    (pending / PLAN).unlink()
    with suppress(OSError):  # Empty by now, it is in nobody's way.
        pending.rmdir()
    sync_folder(folder)


def _set_aside(path: Path, aside: Path) -> None:
    if not path.exists():
        return
    aside.mkdir(mode=0o700, exist_ok=True)
    path.rename(aside / path.name)
    sync_folder(aside)
