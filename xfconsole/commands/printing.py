"""The last gate before a terminal: whatever a command prints, no terminal obeys any of it."""

from __future__ import annotations

import io
from typing import TextIO

from xfconsole.core.text import neutral, neutral_line

LONGEST_TOLD = 1_000
"""Characters of a sentence on stderr; an argument may have a hundred thousand."""


class Harmless(io.TextIOBase):
    """Standard output with everything neutralised that a terminal would take for a command.

    Texts were neutralised when they came in; paths, folders and arguments come from elsewhere. A
    sign that the terminal's encoding lacks is written by its number rather than not at all.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")

    @property
    def encoding(self) -> str:  # type: ignore[override]
        """The encoding of what it writes to."""
        return self._stream.encoding

    def write(self, text: str) -> int:
        """Write a text; returns its length as it came."""
        if not isinstance(text, str):
            raise TypeError("text is written here, no bytes")
        self._stream.write(neutral(text))
        return len(text)

    def writable(self) -> bool:
        """It is."""
        return True

    def flush(self) -> None:
        """Have it written."""
        self._stream.flush()

    def isatty(self) -> bool:
        """Whether a terminal shows it."""
        return self._stream.isatty()

    def fileno(self) -> int:
        """The system's number of what it writes to."""
        return self._stream.fileno()


def told(sentence: str) -> str:
    """Return a sentence for stderr: one line, harmless, and no longer than anybody reads."""
    line = neutral_line(sentence)
    return line if len(line) <= LONGEST_TOLD else line[:LONGEST_TOLD] + "…"
