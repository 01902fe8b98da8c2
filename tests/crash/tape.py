"""Records what a folder's files are told to become, and what was told to be on disk, in order.

The database's own calls are taken where it makes them, Python's in ``os``. What Python writes into
a file shows when that is synced or renamed: until then nothing was promised of it.
"""

from __future__ import annotations

import ctypes
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest import mock

from tests.crash.intercepted import SIGNATURES, intercepted, real

Place = tuple[int, str]
"""A folder's number and a name in it."""
TOP = 0


@dataclass(frozen=True, slots=True)
class Write:
    """Bytes for a file from an offset on."""

    file: int
    offset: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Cut:
    """A file's new length."""

    file: int
    size: int


@dataclass(frozen=True, slots=True)
class Names:
    """Names that came to mean another file, or none, all at once."""

    places: tuple[tuple[Place, int | None], ...]


@dataclass(frozen=True, slots=True)
class Synced:
    """Everything told of a file, or of a folder's names, is on disk by now."""

    file: int


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """The officer was told that something is safe."""

    what: Any


Entry = Write | Cut | Names | Synced | Acknowledged


@dataclass(slots=True)
class Tape:
    """What happened in a folder since recording began. ``entries`` are in their order."""

    folder: Path
    entries: list[Entry] = field(default_factory=list)
    folders: set[int] = field(default_factory=lambda: {TOP})
    _ids: dict[tuple[int, int], int] = field(default_factory=dict)
    _numbers: int = TOP
    _lock: Any = field(default_factory=threading.RLock)

    def acknowledge(self, what: Any) -> None:
        """Note that the officer was told so now."""
        with self._lock:
            self.entries.append(Acknowledged(what))

    def begin(self) -> None:
        """Take in what lies in the folder already; all of it counts as on disk."""
        self._ids[_identity(os.stat(self.folder))] = TOP
        for path in sorted(self.folder.rglob("*")):
            self._born(path)
            if path.is_file():
                number = self._ids[_identity(os.stat(path))]
                self.entries += [Write(number, 0, path.read_bytes()), Synced(number)]
        self.entries += [Synced(each) for each in sorted(self.folders)]

    # --- what happens --------------------------------------------------------------------------

    def wrote(self, handle: int, data: bytes, offset: int) -> None:
        """A file was written to."""
        self._of(handle, lambda number: Write(number, offset, data))

    def cut(self, handle: int, size: int) -> None:
        """A file was cut off, or grown with zeros."""
        self._of(handle, lambda number: Cut(number, size))

    def synced(self, handle: int, *, read: bool) -> None:
        """A file or folder was synced; with ``read`` what is in it is not known yet."""
        with self._lock:
            number = self._number(handle)
            if number is None:
                return
            if read and number not in self.folders:
                self._read(number, Path(os.readlink(f"/proc/self/fd/{handle}")))
            self.entries.append(Synced(number))

    def opened(self, path: Path) -> None:
        """A file may have been made."""
        with self._lock:
            if self._inside(path) and path.exists():
                self._born(path)

    def removed(self, path: Path, was: os.stat_result) -> None:
        """A file or an empty folder was removed."""
        with self._lock:
            place = self._place(path)
            if place is not None:
                self.entries.append(Names(((place, None),)))
                self._ids.pop(_identity(was), None)

    def renamed(self, old: Path, new: Path, replaced: os.stat_result | None) -> None:
        """A file or folder has another name now; what had it before is gone."""
        with self._lock:
            before, after = self._place(old), self._place(new)
            if before is None or after is None:
                return
            key = _identity(os.stat(new))
            if key not in self._ids:
                self._born(new, announce=False)
            if replaced is not None:
                self._ids.pop(_identity(replaced), None)
            self.entries.append(Names(((before, None), (after, self._ids[key]))))

    # --- numbers -------------------------------------------------------------------------------

    def _of(self, handle: int, entry: Callable[[int], Entry]) -> None:
        with self._lock:
            number = self._number(handle)
            if number is not None:
                self.entries.append(entry(number))

    def _number(self, handle: int) -> int | None:
        path = Path(os.readlink(f"/proc/self/fd/{handle}"))
        if path == self.folder:
            return TOP
        if not self._inside(path):
            return None
        self._born(path)
        return self._ids[_identity(os.fstat(handle))]

    def _born(self, path: Path, *, announce: bool = True) -> None:
        found = os.stat(path)
        if _identity(found) in self._ids:
            return
        self._numbers += 1
        self._ids[_identity(found)] = self._numbers
        if path.is_dir():
            self.folders.add(self._numbers)
        place = self._place(path)
        if announce and place is not None:
            self.entries.append(Names(((place, self._numbers),)))

    def _read(self, number: int, path: Path) -> None:
        data = path.read_bytes()
        self.entries += [Cut(number, len(data)), Write(number, 0, data)]

    def _inside(self, path: Path) -> bool:
        return self.folder in path.parents

    def _place(self, path: Path) -> Place | None:
        if not self._inside(path):
            return None
        key = _identity(os.stat(path.parent))
        if key not in self._ids:
            self._born(path.parent)
        return self._ids[key], path.name


def _identity(found: os.stat_result) -> tuple[int, int]:
    return found.st_dev, found.st_ino


@contextmanager
def recording(folder: Path) -> Iterator[Tape]:
    """Record what this process does in a folder for the length of a block."""
    tape = Tape(folder.resolve())
    tape.begin()
    with ExitStack() as stack:
        stack.enter_context(intercepted(_system(tape)))
        for name, function in _python(tape).items():
            stack.enter_context(mock.patch.object(os, name, function))
        yield tape


def _system(tape: Tape) -> dict[str, Callable[..., int]]:
    libc = {name: real(name) for name in SIGNATURES}

    def pwrite(handle: int, data: int, size: int, offset: int) -> int:
        done: int = libc["pwrite"](handle, data, size, offset)
        tape.wrote(handle, ctypes.string_at(data, max(done, 0)), offset)
        return done

    def ftruncate(handle: int, size: int) -> int:
        tape.cut(handle, size)
        return int(libc["ftruncate"](handle, size))

    def sync(handle: int) -> int:
        # The laptop's disk keeps what it was told to; that it takes its time is not the point.
        tape.synced(handle, read=False)
        return 0

    def unlink(path: bytes) -> int:
        named = Path(os.fsdecode(path))
        with suppress(FileNotFoundError):
            was = named.stat()
            done = int(libc["unlink"](path))
            tape.removed(named, was)
            return done
        return int(libc["unlink"](path))

    def open_(path: bytes, flags: int, mode: int) -> int:
        handle: int = libc["open"](path, flags, mode)
        if flags & os.O_CREAT and handle >= 0:
            tape.opened(Path(os.fsdecode(path)))
        return handle

    return {
        **{"pwrite": pwrite, "ftruncate": ftruncate, "unlink": unlink, "open": open_},
        **{"fsync": sync, "fdatasync": sync},
    }


def _python(tape: Tape) -> dict[str, Callable[..., Any]]:
    was = {name: getattr(os, name) for name in ("open", "replace", "unlink", "rmdir", "mkdir")}

    def full(path: Any, folder: int | None) -> Path:
        base = Path(os.readlink(f"/proc/self/fd/{folder}")) if folder is not None else Path()
        return base / os.fsdecode(path)

    def sync(handle: int) -> None:
        tape.synced(handle, read=True)

    def move(old: Any, new: Any) -> None:
        replaced = os.stat(new) if os.path.lexists(new) else None
        was["replace"](old, new)
        tape.renamed(Path(os.fsdecode(old)), Path(os.fsdecode(new)), replaced)

    def remove(name: str) -> Callable[..., None]:
        def removing(path: Any, *, dir_fd: int | None = None) -> None:
            gone = full(path, dir_fd)
            found = os.lstat(gone)
            was[name](path, dir_fd=dir_fd)
            tape.removed(gone, found)

        return removing

    def open_(path: Any, flags: int, mode: int = 0o777, *, dir_fd: int | None = None) -> int:
        handle: int = was["open"](path, flags, mode, dir_fd=dir_fd)
        if flags & os.O_CREAT:
            tape.opened(full(path, dir_fd))
        return handle

    def mkdir(path: Any, mode: int = 0o777, *, dir_fd: int | None = None) -> None:
        was["mkdir"](path, mode, dir_fd=dir_fd)
        tape.opened(full(path, dir_fd))

    return {
        **{"fsync": sync, "fdatasync": sync, "replace": move, "rename": move, "open": open_},
        **{"unlink": remove("unlink"), "remove": remove("unlink"), "rmdir": remove("rmdir")},
        "mkdir": mkdir,
    }
