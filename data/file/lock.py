"""One console at a time on an office's folder."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from data.file.files import refusal_of
from xfconsole.core.words.refusal import Refused

try:
    import fcntl
except ImportError:  # Windows has none; there the journal's end tells a desk of another writer.
    fcntl = None  # type: ignore[assignment]

LOCK_FILE = "console.lock"
_SQLITE_LOCKS = 0x40000002, 510
"""Where in its file, and over how many bytes, SQLite holds a lock for each that has it open."""


class OfficeLock:
    """An advisory lock that ends with the process, however it ends; nothing has to be cleaned up.

    Raises Refused when another console holds the folder.
    """

    def __init__(self, folder: Path) -> None:
        try:
            self._handle = os.open(folder / LOCK_FILE, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise refusal_of(error, LOCK_FILE) from None
        try:
            self._take()
        except OSError:
            os.close(self._handle)
            raise Refused("vault.refused.in_use") from None

    def _take(self) -> None:
        if fcntl is not None:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def release(self) -> None:
        """Release the lock."""
        os.close(self._handle)


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Let nobody else change a folder's key slots meanwhile; commands do so beside a console."""
    with ExitStack() as closing:
        if fcntl is not None:
            handle = os.open(folder, os.O_RDONLY)
            closing.callback(os.close, handle)
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def open_elsewhere(database: Path) -> bool:
    """Whether another process has a database open, reading it only included.

    Raises OSError when the file cannot be looked at.
    """
    if fcntl is None or not database.exists():
        return False
    start, size = _SQLITE_LOCKS
    with database.open("r+b") as file:
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, size, start)
        except OSError:
            return True
    return False
