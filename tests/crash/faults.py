"""Has every Nth call of a kind fail, of the database's own and of Python's."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any
from unittest import mock

from tests.crash.intercepted import intercepted, real

SYNC = ("fsync", "fdatasync")
"""The library calls the first; builds with HAVE_FDATASYNC, and Python's own, the second."""
WRITE = ("pwrite",)


@dataclass(slots=True)
class Faults:
    """Counts the calls of some names and fails every ``every``-th while ``on``.

    ``hits`` counts those that failed.
    """

    names: tuple[str, ...]
    every: int
    errno: int
    on: bool = True
    calls: int = 0
    hits: int = 0

    def strikes(self) -> bool:
        """Count one call; whether it fails."""
        if not self.on:
            return False
        self.calls += 1
        hit = self.calls % self.every == 0
        self.hits += hit
        return hit


@contextmanager
def failing(faults: Faults) -> Iterator[Faults]:
    """Let calls of this process fail for the length of a block."""
    with ExitStack() as stack:
        ours = {name: _library(faults, name) for name in faults.names}
        assert stack.enter_context(intercepted(ours)), "the library calls none of these"
        for name in set(faults.names) & set(SYNC):
            stack.enter_context(mock.patch.object(os, name, _python(faults, name)))
        yield faults


def _library(faults: Faults, name: str) -> Callable[..., int]:
    libc = real(name)

    def call(*arguments: Any) -> int:
        if faults.strikes():
            ctypes.set_errno(faults.errno)
            return -1
        return int(libc(*arguments))

    return call


def _python(faults: Faults, name: str) -> Callable[[int], None]:
    was = getattr(os, name)

    def call(handle: int) -> None:
        if faults.strikes():
            raise OSError(faults.errno, os.strerror(faults.errno))
        was(handle)

    return call
