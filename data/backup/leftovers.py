"""What in an office's folder the office can do without, when its disk is full."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from data.backup.folder import BACKUPS, backups_in
from data.backup.interrupted_restore import REPLACED
from xfconsole.core.office.disk_room import Leftover, listed
from xfconsole.core.words.refusal import Refused


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
