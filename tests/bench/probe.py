"""Drives a terminal program from outside, through a pty, and times what it writes."""

from __future__ import annotations

import os
import re
import select
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import clock_gettime, perf_counter

import pexpect

ROOT = Path(__file__).resolve().parents[2]
COMMAND = str(Path(sys.executable).with_name("xfconsole"))
"""As an officer starts it. ``python -m`` would look the program up by modules of its own."""
ROWS, COLUMNS = 24, 80
PATIENCE = 20.0
"""Seconds until a program that writes nothing, or not what is awaited, is given up."""
QUIET = 0.02
"""Seconds without output after which a program is taken to have drawn what it had to."""

_CONTROL = re.compile(
    rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[P^_X].*?\x1b\\|[ -/]*[0-Z\\^-~])",
    re.DOTALL,
)


class ProbeError(Exception):
    """The program did not show what was awaited."""


class Probe:
    """A program on a pty of 80 by 24; ``started`` is when it was started (perf_counter)."""

    def __init__(self, command: Sequence[str], environ: Mapping[str, str]) -> None:
        told = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor", **environ}
        self.started = perf_counter()
        self._child = pexpect.spawn(
            command[0],
            list(command[1:]),
            cwd=str(ROOT),
            env=told,
            dimensions=(ROWS, COLUMNS),
        )
        self._end = self._child.child_fd
        self.shown = b""

    def send(self, keys: str) -> float:
        """Type some keys; returns when."""
        at = perf_counter()
        os.write(self._end, keys.encode())
        return at

    def until(self, awaited: Callable[[bytes], bool], patience: float = PATIENCE) -> float:
        """Read until what was written from now on, control sequences left out, is as awaited.

        Returns the instant. Raises ProbeError when it does not come.
        """
        seen, late = b"", perf_counter() + patience
        while True:
            part = self._read(late - perf_counter())
            at = perf_counter()
            if part is None:
                raise ProbeError(f"not shown; last: {_tail(self.shown)}")
            seen += part
            if awaited(_CONTROL.sub(b"", seen)):
                return at

    def until_shown(self, text: str) -> float:
        """Read until a text is written in one piece; returns the instant."""
        wanted = text.encode()
        return self.until(lambda seen: wanted in seen)

    def first_paint(self) -> float:
        """Return the seconds from the start to the first printable output."""
        return self.until(lambda seen: bool(seen.strip())) - self.started

    def settle(self, quiet: float = QUIET, patience: float = 2.0) -> None:
        """Read until nothing is written for a while; a ticking clock does not end the patience."""
        late = perf_counter() + patience
        while perf_counter() < late and self._read(quiet) is not None:
            pass

    def pass_time(self, seconds: float) -> None:
        """Let time pass, reading what is written meanwhile."""
        late = perf_counter() + seconds
        while (left := late - perf_counter()) > 0:
            self._read(left)

    def echo(self, key: str) -> float:
        """Type one character that stands nowhere on the screen; seconds until it is written."""
        return -self.send(key) + self.until_shown(key)

    def processor_time(self) -> float:
        """Return the seconds of processor time that the program took so far (Linux)."""
        # The clock that clock_getcpuclockid(3) would name.
        return clock_gettime(~int(self._child.pid or 0) << 3 | 2)

    def close(self) -> None:
        """End the program at once."""
        self._child.close(force=True)

    def _read(self, patience: float) -> bytes | None:
        ready, _, _ = select.select([self._end], [], [], max(0.0, patience))
        if not ready:
            return None
        try:
            part = os.read(self._end, 65536)
        except OSError:
            return None
        self.shown = (self.shown + part)[-20_000:]
        return part or None


@contextmanager
def running(command: Sequence[str], environ: Mapping[str, str] | None = None) -> Iterator[Probe]:
    """Run a program for the length of a block."""
    probe = Probe(command, environ or {})
    try:
        yield probe
    finally:
        probe.close()


def console(*arguments: str) -> list[str]:
    """Return the command that starts the console, in English."""
    return [COMMAND, "--lang", "en", *arguments]


def bare(*arguments: str) -> list[str]:
    """Return the command that starts the bare app (tests/bench/bare.py)."""
    return [sys.executable, str(Path(__file__).with_name("bare.py")), *arguments]


def fresh_keys(count: int) -> list[str]:
    """Return characters that no screen of ours or of the bare app shows before they are typed."""
    return [chr(0x9F00 - each) for each in range(count)]


def _tail(shown: bytes) -> str:
    return _CONTROL.sub(b"", shown)[-600:].decode(errors="replace")
