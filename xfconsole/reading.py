"""Reads files that others may have made: never beyond a stated size, never waiting for an end."""

from __future__ import annotations

import errno
import os
import select
import stat
from pathlib import Path
from typing import BinaryIO

_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NONBLOCK", 0)  # Else opening a pipe waits for somebody to write to it.
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)


def read_file(path: Path, most: int) -> bytes:
    """Return a file's bytes, ``most`` and one at most: enough to tell that it is too large.

    Raises OSError for what can't be opened and for what is no plain file: a folder, a pipe, a
    device without end.
    """
    with opened(path) as file:
        found: bytes | None = file.read(most + 1)
    if found is None:
        # The system's own files may say they are plain and have nothing to give.
        raise OSError(errno.EAGAIN, "nothing there to read")
    return found


def opened(path: Path) -> BinaryIO:
    """Open a plain file for reading; raises OSError for everything else."""
    handle = _handle(path)
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError(errno.EINVAL, "no plain file")
        return os.fdopen(handle, "rb")
    except BaseException:
        os.close(handle)
        raise


def read_waiting(path: Path, most: int, seconds: float) -> bytes:
    """Return what a plain file, or a pipe that is written within ``seconds``, holds up to ``most``.

    Raises OSError for a longer or empty one, for a pipe that nobody writes to, and for the rest.
    """
    handle = _handle(path)
    try:
        mode = os.fstat(handle).st_mode
        if not (stat.S_ISREG(mode) or stat.S_ISFIFO(mode)):
            raise OSError(errno.EINVAL, "neither a plain file nor a pipe")
        found = b""
        while len(found) <= most:
            if stat.S_ISFIFO(mode) and not select.select([handle], [], [], seconds)[0]:
                raise OSError(errno.ETIMEDOUT, "nobody writes to the pipe")
            piece = os.read(handle, most + 1 - len(found))
            if not piece:
                break
            found += piece
    finally:
        os.close(handle)
    if not found or len(found) > most:
        raise OSError(errno.EINVAL, "empty or too long")
    return found


def home_of(path: Path) -> Path:
    """Return a path with ``~`` resolved, or as it is where nobody of that name has a home."""
    try:
        return path.expanduser()
    except RuntimeError:
        return path


def _handle(path: Path) -> int:
    try:
        return os.open(path, _FLAGS)
    except ValueError:
        # NUL or half a character: no file can be called that.
        raise OSError(errno.EINVAL, "no name of a file") from None
