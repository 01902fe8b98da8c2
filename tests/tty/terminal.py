"""A terminal with a program in it: type, see what stands on the screen, change its size, end it.

Nothing here sleeps: every wait looks at what the program wrote and gives up at a deadline.
"""

from __future__ import annotations

import os
import re
import select
import signal
import termios
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from time import monotonic
from typing import Final
from unicodedata import combining

import pyte
from wcwidth import wcwidth

from tests.programs import start

PATIENCE: Final = 40.0
"""Seconds until a wait is given up; two busy cores need a part of it."""
_POLL = 0.02
_OSC = re.compile(rb"\x1b\][^\x07\x1b]*\x07")
_COLOURS = re.compile(rb"\x1b\[([\d;]*)m")
_CHUNK = 65536

F: Final = {
    **{1: "\x1bOP", 2: "\x1bOQ", 3: "\x1bOR", 4: "\x1bOS", 5: "\x1b[15~", 6: "\x1b[17~"},
    **{7: "\x1b[18~", 8: "\x1b[19~", 9: "\x1b[20~", 10: "\x1b[21~"},
}
"""What the function keys send."""
ENTER, TAB, ESCAPE, BACKSPACE = "\r", "\t", "\x1b", "\x7f"
UP, DOWN, BACK_TAB = "\x1b[A", "\x1b[B", "\x1b[Z"
APART: Final = "\x1b[25~"
"""F13, which means nothing: what comes before and after it is no paste, however fast it came."""


def ctrl(letter: str) -> str:
    """Return what Ctrl and a letter send."""
    return chr(ord(letter) & 0x1F)


def pasted(text: str) -> str:
    """Return a text as a terminal with bracketed paste sends it."""
    return f"\x1b[200~{text}\x1b[201~"


class Terminal:
    """A program on a pty, started ``how`` is said. ``raw`` is everything it wrote, as bytes."""

    def __init__(
        self,
        *arguments: str,
        environ: Mapping[str, str],
        columns: int = 80,
        rows: int = 24,
        **how: bool,
    ) -> None:
        self._end, end = os.openpty()
        termios.tcsetwinsize(end, (rows, columns))
        self._program = start(arguments, environ, end, **how)
        os.close(end)
        os.set_blocking(self._end, False)
        self._screen = _Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self._rows: dict[int, str] = {}
        self.raw = b""

    # --- looking -------------------------------------------------------------------------------

    @property
    def pid(self) -> int:
        """The program's process."""
        return self._program.pid

    @property
    def spent(self) -> float:
        """How many seconds of processor time it took, known once it ended."""
        return self._program.spent

    @property
    def lines(self) -> list[str]:
        """The rows of the screen as they stand now."""
        # Every wait looks again and again, and little has changed since.
        for y in self._screen.dirty:
            self._rows.pop(y, None)
        self._screen.dirty.clear()
        rows = range(self._screen.lines)
        for y in rows:
            if y not in self._rows:
                self._rows[y] = self._row(y)
        return [self._rows[y] for y in rows]

    def _row(self, y: int) -> str:
        # Not pyte's own display: it stumbles over a wide sign of which one half was overwritten.
        return "".join(self._screen.buffer[y][x].data for x in range(self._screen.columns))

    def reversed(self, y: int) -> bool:
        """Whether every cell of a row is drawn reversed."""
        return all(self._screen.buffer[y][x].reverse for x in range(self._screen.columns))

    @property
    def text(self) -> str:
        """The screen as it stands now."""
        return "\n".join(self.lines)

    @property
    def bells(self) -> int:
        """How often the bell rang so far."""
        return _OSC.sub(b"", self.raw).count(b"\a")

    def until(self, awaited: Callable[[], bool], what: str, patience: float = PATIENCE) -> None:
        """Read on until something is so; fails with the screen when it never is."""
        late = monotonic() + patience
        while not awaited():
            if monotonic() > late:
                raise AssertionError(f"{what} did not come about within {patience} s:\n{self.text}")
            self._read(_POLL)

    def shows(self, *texts: str, patience: float = PATIENCE) -> None:
        """Read on until all these texts stand on the screen at once."""
        wanted = [each for each in texts if each]
        self.until(lambda: all(each in self.text for each in wanted), f"{wanted}", patience)

    def hides(self, text: str, patience: float = PATIENCE) -> None:
        """Read on until a text no longer stands on the screen."""
        self.until(lambda: text not in self.text, f"the end of {text!r}", patience)

    def line(self, text: str) -> str:
        """Return the row that holds a text; it has to stand there."""
        return next(each for each in self.lines if text in each)

    # --- acting --------------------------------------------------------------------------------

    def send(self, *keys: str | bytes) -> None:
        """Type, all in one write where the pty takes it, reading meanwhile lest both sides wait."""
        left = b"".join(each.encode() if isinstance(each, str) else each for each in keys)
        late = monotonic() + PATIENCE
        while left:
            assert monotonic() < late, f"the program reads nothing any more:\n{self.text}"
            _, ready, _ = select.select([], [self._end], [], _POLL)
            if ready:
                left = left[self._write(left) :]
            self._read(0)

    def resize(self, columns: int, rows: int) -> None:
        """Give the terminal another size."""
        self._screen.resize(rows, columns)
        self._rows.clear()
        termios.tcsetwinsize(self._end, (rows, columns))

    def overwrite(self) -> None:
        """Wipe the screen, as a shell does that wrote over the program meanwhile."""
        self._stream.feed(b"\x1b[2J")

    def kill(self, how: int = signal.SIGKILL) -> None:
        """Send the program a signal."""
        os.kill(self.pid, how)

    def hang_up(self) -> None:
        """Close the terminal while the program runs."""
        os.close(self._end)
        self._end = -1

    def ended(self, patience: float = PATIENCE) -> int:
        """Read to the end and return the exit code, negative for a signal."""
        late = monotonic() + patience
        while (code := self._program.ended(_POLL)) is None:
            assert monotonic() < late, f"it still runs after {patience} s:\n{self.text}"
            if self._end >= 0:
                self._read(0)
        while self._end >= 0 and self._read(0):
            pass
        return code

    def close(self) -> None:
        """End the program, however it stands, and let go of the terminal."""
        if self._program.ended() is None:
            # It may end by itself just now.
            with suppress(ProcessLookupError):
                self.kill()
            self.ended()
        if self._end >= 0:
            self.hang_up()

    def _write(self, what: bytes) -> int:
        try:
            return os.write(self._end, what)
        except BlockingIOError:
            return 0

    def _read(self, patience: float) -> bool:
        """Take in what was written; False when nothing came within so many seconds."""
        ready, _, _ = select.select([self._end], [], [], patience)
        if not ready:
            return False
        try:
            part = os.read(self._end, _CHUNK)
        except OSError:
            # Linux says so when the program has closed its end.
            return False
        self._take(part)
        return bool(part)

    def _take(self, part: bytes) -> None:
        self.raw += part
        # Colours are most of what is written, and pyte reads them sign by sign.
        at = 0
        for found in _COLOURS.finditer(part):
            self._stream.feed(part[at : found.start()])
            self._screen.select_graphic_rendition(*_numbers(found[1]))
            at = found.end()
        self._stream.feed(part[at:])


class _Screen(pyte.Screen):
    """A screen that passes over signs without width; pyte would drop the rest of the line."""

    def draw(self, data: str) -> None:
        """Draw what a terminal gives cells to, or puts upon the sign before."""
        self.dirty.add(self.cursor.y - 1)  # Where that sign may be the last one of its row.
        if not (data.isascii() and data.isprintable()):
            data = "".join(each for each in data if combining(each) or wcwidth(each) > 0)
        super().draw(data)


@cache
def _numbers(parameters: bytes) -> list[int]:
    return [int(each or b"0") for each in parameters.split(b";")]


def environment(home: Path, lang: str, more: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the environment of a console on the office in a folder."""
    return {
        **os.environ,
        # Some shells export these; the console must see the window change all the same.
        "COLUMNS": "80",
        "LINES": "24",
        "XFCONSOLE_HOME": str(home),
        "XFCONSOLE_LANG": lang,
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        **(more or {}),
    }


@contextmanager
def console(
    home: Path,
    *arguments: str,
    lang: str = "en",
    environ: Mapping[str, str] | None = None,
    columns: int = 80,
    rows: int = 24,
    **how: bool,
) -> Iterator[Terminal]:
    """Run the console on the office in a folder for the length of a block.

    It is started ``how`` is said (see ``tests.programs.start``).
    """
    terminal = Terminal(
        "-m",
        "xfconsole",
        *arguments,
        environ=environment(home, lang, environ),
        columns=columns,
        rows=rows,
        **how,
    )
    try:
        yield terminal
    finally:
        terminal.close()
