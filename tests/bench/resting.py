"""What a large file costs that lies on the disk only, and how much memory it takes to look at it.

usage: resting.py FILE   print how many kB of memory doing each act of the ledger holds at most
"""

from __future__ import annotations

import ctypes
import mmap
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from data.file.engine import open_engine
from data.ledger.views import SqlViews
from tests.bench.bulk import KEY
from tests.bench.figure import Figure

COLD, MEMORY = 3, 1.3
_STATUS = Path("/proc/self/status")


def cold(what: str, path: Path, look_up: Callable[[SqlViews], object], rounds: int) -> list[Figure]:
    """Return the seconds from opening a file to a first look-up, the system holding none of it.

    Beside it the pages that this brought into the system's cache are read, likewise from the disk.
    Nothing where a system can't be told to forget.
    """
    if not hasattr(os, "posix_fadvise"):
        return []
    # What is worked out once only is no part of it.
    _cold(path, look_up)
    found = [_cold(path, look_up) for _ in range(rounds)]
    ours, raw = zip(*found, strict=True)
    return [Figure(f"cold file, {what}", ours, raw, COLD)]


def _cold(path: Path, look_up: Callable[[SqlViews], object]) -> tuple[float, float]:
    forget(path)
    started = perf_counter()
    engine = open_engine(path, KEY.database, read_only=True)
    look_up(SqlViews(engine, KEY))
    ours = perf_counter() - started
    engine.dispose()
    pages = cached(path)
    forget(path)
    started = perf_counter()
    with path.open("rb", buffering=0) as file:
        for page in pages:
            os.pread(file.fileno(), mmap.PAGESIZE, page * mmap.PAGESIZE)
    return ours, perf_counter() - started


def forget(path: Path) -> None:
    """Let the system drop what its cache holds of a file."""
    with path.open("rb") as file:
        os.fdatasync(file.fileno())
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def cached(path: Path) -> list[int]:
    """Return which pages of a file the system's cache holds."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY) as held:
        size = len(held)
        told = (ctypes.c_ubyte * -(-size // mmap.PAGESIZE))()
        start = ctypes.c_char.from_buffer(held)
        address = ctypes.c_void_p(ctypes.addressof(start))
        if ctypes.CDLL(None, use_errno=True).mincore(address, ctypes.c_size_t(size), told):
            raise OSError(ctypes.get_errno(), "the system tells nothing of its cache")
        del start
    return [page for page, state in enumerate(told) if state & 1]


def memory(what: str, path: Path, small: Path, rounds: int) -> list[Figure]:
    """Return the memory that the ledger's acts take over a large register beside a small one.

    Nothing where the system does not tell.
    """
    if not _STATUS.exists():
        return []
    ours, few = ([_taken(each) for _ in range(rounds)] for each in (path, small))
    return [Figure(f"memory, {what}", ours, few, MEMORY, unit="MB")]


def _taken(path: Path) -> float:
    said = subprocess.run(
        [sys.executable, "-m", "tests.bench.resting", str(path)],
        capture_output=True,
        check=True,
        text=True,
    )
    return float(said.stdout) / 1000


def _acted(path: Path) -> str:
    from tests.bench.ledger import acts

    views = SqlViews(open_engine(path, KEY.database, read_only=True), KEY)
    for _, act in acts(views):
        act()
    # What resource tells of the most begins with what the process had that started this one.
    [held] = re.findall(r"VmHWM:\s*(\d+)", _STATUS.read_text())
    return str(held)


if __name__ == "__main__":
    print(_acted(Path(sys.argv[1])))
