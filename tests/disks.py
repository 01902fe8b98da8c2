"""A disk of a few MB for one test, in a mount namespace of its own: it goes with its keeper.

``inside`` gives the path of a file on it as this process reaches it, ``run_on`` the arguments with
which a program is run that sees it at its own place.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.programs import BECOME

_REPORT = 'mount "$@" && echo mounted && exec cat'
_SIZES = (1 << 20, 4096, 1)


@dataclass(frozen=True, slots=True)
class Disk:
    """A small disk, and the process that keeps it mounted at ``place``."""

    keeper: int
    place: Path
    private_user: bool

    @property
    def inside(self) -> Path:
        """The disk as this process reaches it; SQLite has to run in the namespace instead."""
        return Path(f"/proc/{self.keeper}/root{self.place}")

    @property
    def entering(self) -> tuple[str, ...]:
        """The command before one that is to run where the disk is mounted."""
        user = ("-U", "--preserve-credentials") if self.private_user else ()
        return ("nsenter", "-t", str(self.keeper), "-m", *user, "--")

    def run_on(self, *arguments: str) -> tuple[str, ...]:
        """Return arguments for this Python that run another one where the disk is mounted."""
        return ("-c", BECOME, *self.entering, sys.executable, *arguments)

    @property
    def free(self) -> int:
        """How many bytes are free."""
        found = os.statvfs(self.inside)
        return found.f_bavail * found.f_frsize

    def fill(self, name: str = "holiday-films.iso") -> Path:
        """Fill it to the last byte with a file that is none of the office's; returns that."""
        path = self.inside / name
        with path.open("ab", buffering=0) as file:
            for size in _SIZES:
                with suppress(OSError):
                    while True:
                        file.write(b"\xa5" * size)
            with suppress(OSError):
                os.fsync(file.fileno())
        return path


@contextmanager
def small_tmpfs(place: Path, megabytes: int) -> Iterator[Disk]:
    """Mount a disk in memory; where the system lets nobody do so the test is skipped."""
    with _mounted(place, True, "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs") as disk:
        yield disk


@contextmanager
def small_ext4(place: Path, image: Path, megabytes: int) -> Iterator[Disk]:
    """Mount a file as an ext4 disk, which only root may; else the test is skipped."""
    with image.open("wb") as file:
        file.truncate(megabytes << 20)
    made = subprocess.run(["mkfs.ext4", "-q", str(image)], capture_output=True, check=False)
    if made.returncode:
        pytest.skip(f"mkfs.ext4 made no disk: {made.stderr.decode()}")
    with _mounted(place, False, "-t", "ext4", "-o", "loop", str(image)) as disk:
        yield disk


@contextmanager
def _mounted(place: Path, private_user: bool, *what: str) -> Iterator[Disk]:
    place.mkdir()
    unshare = ["unshare", "-rm" if private_user else "-m"]
    keeper = subprocess.Popen(
        [*unshare, "sh", "-c", _REPORT, "sh", *what, str(place)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert keeper.stdin
    assert keeper.stdout
    assert keeper.stderr
    try:
        if keeper.stdout.readline() != b"mounted\n":
            pytest.skip(f"no small disk can be mounted here: {keeper.stderr.read().decode()}")
        yield Disk(keeper.pid, place, private_user)
    finally:
        keeper.stdin.close()
        keeper.wait()
        for each in (keeper.stdout, keeper.stderr):
            each.close()
