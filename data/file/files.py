"""Writes small files so that after a crash either the old or the new one is there, whole."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from xfconsole.core.words.refusal import Refused

_FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}
_DENIED = {errno.EACCES, errno.EPERM, errno.EROFS}


def write_private(path: Path, content: bytes) -> None:
    """Replace a file atomically and durably, readable by its owner only (mode 0600)."""
    temporary = path.with_name(f".{path.name}.new")
    temporary.unlink(missing_ok=True)
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make a rename within a folder durable, where the system lets a folder be opened."""
    with suppress(PermissionError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def refusal_of(error: OSError, name: str) -> Refused:
    """Return what to tell the officer when the system would not read or write a file."""
    if error.errno in _FULL:
        return Refused("vault.refused.disk_full")
    if error.errno in _DENIED:
        return Refused("vault.refused.denied", file=name)
    return Refused("vault.refused.disk", file=name)


@contextmanager
def throwaway(needed: int) -> Iterator[Path]:
    """Yield a folder for files of so many bytes, gone afterwards; Refused where there's no room."""
    with tempfile.TemporaryDirectory(prefix="xfconsole-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        if shutil.disk_usage(folder).free < 2 * needed:
            raise Refused("doctor.refused.no_room", folder=folder.parent)
        yield folder
