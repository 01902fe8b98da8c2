"""A file that holds room in reserve: given up piece by piece when the disk is full.

What was begun can then still be saved. The file holds random bytes, so that no file system stores
it in less room than it takes. It is given up in small pieces: another program that fills the disk
would take all that is set free at once.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

from data.file.connection import Connection, Engine
from data.file.engine import FULL
from xfconsole.core.words.refusal import NotStored

RESERVE_FILE = "ballast"
WHOLE = 8 << 20
"""Bytes set aside: the log beside the database never needs more than 5 MB at a time."""
FOR_DRAFTS = 2 << 20
"""Bytes that only half-typed forms may have."""
PIECE, SMALL_PIECE = 1 << 20, 128 << 10
"""What is given up at a time, and that of what is for half-typed forms."""
LOW = 512 << 10
"""Below so many bytes free a piece is given up before anything is written."""
APART = 8 << 20
"""Bytes that stay free for others while the reserve grows: else it would come and go."""

Values = Mapping[str, str]


class Reserve:
    """The reserve of one office's folder. Any process may give pieces up; a console makes it."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._path = folder, folder / RESERVE_FILE
        self._would_not_grow = False

    @property
    def left(self) -> int:
        """How many bytes are set aside; what is not really on the disk does not count."""
        try:
            found = self._path.stat()
        except OSError:
            return 0
        return min(found.st_size, getattr(found, "st_blocks", found.st_size) * 512)

    @property
    def room(self) -> int:
        """How many bytes can still be saved, the reserve included."""
        return self.left + self._free()

    @property
    def short(self) -> bool:
        """Whether there is no room to write in, or none to make it whole again."""
        free, missing = self._free(), WHOLE - self.left
        if missing <= 0:
            return free < LOW
        return self._would_not_grow or free < missing + APART

    @property
    def exhausted(self) -> bool:
        """Whether the disk is full and nothing is left to give up."""
        return self._free() < LOW and not self.left

    def grow(self) -> None:
        """Set one more piece aside if there is room; does nothing once it is whole."""
        left = self.left
        if left >= WHOLE or self._free() < WHOLE - left + APART:
            return
        try:
            handle = os.open(self._path, os.O_WRONLY | os.O_CREAT, 0o600)
            try:
                os.ftruncate(handle, left)
                os.lseek(handle, left, os.SEEK_SET)
                os.write(handle, os.urandom(min(PIECE, WHOLE - left)))
            finally:
                os.close(handle)
        except OSError:
            self._would_not_grow = True
        else:
            self._would_not_grow = False

    def release(self, keep: int = 0) -> bool:
        """Give one piece up, unless less than ``keep`` bytes would stay; returns whether it did."""
        left = self.left
        if left <= keep:
            return False
        try:
            handle = os.open(self._path, os.O_WRONLY)
        except OSError:
            return False
        try:
            piece = PIECE if left > FOR_DRAFTS else SMALL_PIECE
            os.ftruncate(handle, max(keep, left - piece))
            # Some file systems hand room out again only once it is on disk that it is free.
            os.fsync(handle)
        finally:
            os.close(handle)
        return True

    def make_room(self, keep: int = 0) -> None:
        """Give up as many pieces as it takes to have some room free."""
        while self._free() < LOW and self.release(keep):
            pass

    def watch(self, engine: Engine) -> None:
        """Make room before whatever an engine begins; after it ran out of room too, for the next.

        A verb is not repeated: nobody but the officer knows whether it is still meant.
        """

        def begun(_: Connection) -> None:
            self.make_room(FOR_DRAFTS)

        def failed(error: BaseException) -> None:
            if str(error) == FULL:
                self.release(FOR_DRAFTS)

        engine.begun.append(begun)
        # Before whoever raises in place of the error.
        engine.faults.insert(0, failed)

    def saving(self, save: Callable[[Mapping[str, Values]], None]) -> Callable[..., None]:
        """Return ``save`` with all of the reserve behind it; raises Refused once that is gone.

        A draft may be saved again and again: it is the same.
        """

        def saved(drafts: Mapping[str, Values]) -> None:
            while True:
                try:
                    return save(drafts)
                except NotStored:
                    if not self.release():
                        raise

        return saved

    def _free(self) -> int:
        try:
            return shutil.disk_usage(self._folder).free
        except OSError:
            return WHOLE + APART
