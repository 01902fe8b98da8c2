"""A hand at the keyboard whose console is killed at a moment drawn before."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from typing import Never

from tests.crash.frames import FramedTerminal
from tests.tty.keyboard import a_second_later

MOST_KEYS = 70
_MOST_FRAMES = 3
_LOG_PATIENCE = 0.3
"""Seconds to wait at most for the database's log to grow."""


class Death(Exception):
    """The console was killed."""


class After(Enum):
    """What the last key is followed by before the kill."""

    NOTHING = auto()
    FRAMES = auto()
    """So many frames drawn: the key has been taken, and may or may not have been acted upon."""
    LOG = auto()
    """The first byte that changes in the database's log: a commit is under way."""


@dataclass(frozen=True, slots=True)
class Moment:
    """When to kill: after so many keys, and then."""

    keys: int
    after: After
    frames: int

    @classmethod
    def drawn(cls, chance: random.Random) -> Moment:
        """Draw one; now and then the console dies while it is being opened."""
        keys = chance.choice([0, 1, *[chance.randint(2, MOST_KEYS)] * 8])
        return cls(keys, chance.choice(list(After)), chance.randint(1, _MOST_FRAMES))


class Mortal:
    """Types, and looks at the screen, until the moment has come; raises Death then."""

    def __init__(self, terminal: FramedTerminal, moment: Moment, log: Path) -> None:
        self.terminal, self._moment, self._log = terminal, moment, log
        self._left = moment.keys

    @property
    def text(self) -> str:
        """The screen as it stands."""
        return self.terminal.text

    def press(self, *keys: str) -> None:
        """Send keys one after the other; the last one that is left is followed by the end."""
        for key in keys:
            if self._left == 1:
                before = self._stamp()
                self.terminal.send(key)
                self._die(before)
            self.terminal.send(key)
            self._left -= 1

    def type(self, text: str) -> None:
        """Send a text sign by sign."""
        self.press(*text)

    def until(self, awaited: Callable[[], bool], what: str) -> None:
        """Wait until something is so."""
        self.terminal.until(awaited, what)

    def shows(self, *texts: str) -> None:
        """Wait until all these texts stand on the screen."""
        self.terminal.shows(*texts)

    def hides(self, text: str) -> None:
        """Wait until a text is gone."""
        self.terminal.hides(text)

    def a_second_later(self) -> None:
        """Wait until the clock moves on: by then a card that stands was drawn, and takes keys."""
        a_second_later(self.terminal)

    def born(self, asked: str) -> None:
        """Die if not one key is to be typed: at once, or when the first screen asks for this."""
        if self._left:
            return
        if self._moment.after is After.FRAMES:
            # Frames are marked only once the terminal said that it takes part, which nobody did
            # yet; and a screen that waits for the first key draws none.
            self.terminal.shows(asked)
            self._end()
        self._die(self._stamp())

    def _die(self, before: tuple[int, int]) -> None:
        terminal, frames = self.terminal, self.terminal.frames
        if self._moment.after is After.FRAMES:
            # Every key is followed by some: what it changed, the cursor that blinks, the clock.
            wanted = frames + self._moment.frames
            terminal.until(lambda: terminal.frames >= wanted, f"{self._moment.frames} frames")
        elif self._moment.after is After.LOG:
            # Not every key is written down.
            with suppress(AssertionError):
                terminal.until(lambda: self._stamp() != before, "a commit", _LOG_PATIENCE)
        self._end()

    def _end(self) -> Never:
        self.terminal.kill()
        self.terminal.ended()
        raise Death

    def _stamp(self) -> tuple[int, int]:
        try:
            found = self._log.stat()
        except FileNotFoundError:
            return 0, 0
        return found.st_size, found.st_mtime_ns
