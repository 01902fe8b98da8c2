"""A terminal that shows whole frames only, as those do that take part in synchronised output."""

from __future__ import annotations

from typing import Any

from tests.tty.terminal import Terminal

_BEGINS, _ENDS = b"\x1b[?2026h", b"\x1b[?2026l"
TAKES_PART = "\x1b[?2026;2$y"
"""What such a terminal answers when it is asked."""


class FramedTerminal(Terminal):
    """Of a frame that the program's death cut off nothing reaches the screen.

    ``frames`` counts those that were shown.
    """

    def __init__(self, *arguments: Any, **options: Any) -> None:
        self._unfinished, self.frames = b"", 0
        super().__init__(*arguments, **options)

    def _take(self, part: bytes) -> None:
        self._unfinished += part
        end = self._unfinished.rfind(_ENDS)
        if self._unfinished.rfind(_BEGINS) <= end or _BEGINS not in self._unfinished:
            whole, self._unfinished = self._unfinished, b""
        else:
            end += len(_ENDS) if end >= 0 else 1 + self._unfinished.find(_BEGINS)
            whole, self._unfinished = self._unfinished[:end], self._unfinished[end:]
        self.frames += whole.count(_ENDS)
        super()._take(whole)
