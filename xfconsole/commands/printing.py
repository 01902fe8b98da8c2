"""The last gate before a terminal: whatever a command prints, no terminal obeys any of it."""

from __future__ import annotations

import codecs
import io
import json
import re
from collections.abc import Sequence
from typing import TextIO

import typer

from xfconsole.core.slip import Slip
from xfconsole.core.text import neutral, neutral_line
from xfconsole.ui.slip_words import slip_sentences

_ENDS_A_LINE = re.compile("[\x85\u2028\u2029]")
LONGEST_TOLD = 1_000
"""Characters of a sentence on stderr; an argument may have a hundred thousand."""


class Harmless(io.TextIOBase):
    """Standard output with everything neutralised that a terminal would take for a command.

    Texts were neutralised when they came in; paths, folders and arguments come from elsewhere. A
    sign that the terminal's encoding lacks is written by its number rather than not at all, the
    way JSON writes it: within a JSON string it stays the same sign.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=_BY_NUMBER)

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


def json_text(value: object) -> str:
    """Return a value as JSON on one line that the gate leaves as it is: no sign in it ends one."""
    return _ENDS_A_LINE.sub(
        lambda sign: f"\\u{ord(sign[0]):04x}", json.dumps(value, ensure_ascii=False)
    )


def _by_number(error: UnicodeError) -> tuple[str, int]:
    """Return the signs that an encoding lacks as JSON escapes; those beyond U+FFFF are pairs."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    units = error.object[error.start : error.end].encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4)), error.end


_BY_NUMBER = "xfconsole.by_number"
codecs.register_error(_BY_NUMBER, _by_number)


def told(sentence: str) -> str:
    """Return a sentence for stderr: one line, harmless, and no longer than anybody reads."""
    line = neutral_line(sentence)
    return line if len(line) <= LONGEST_TOLD else line[:LONGEST_TOLD] + "…"


def tell_slips(slips: Sequence[Slip]) -> None:
    """Say on stderr what is wrong with optional files, one sentence a line."""
    for sentence in slip_sentences(slips):
        typer.echo(told(sentence), err=True)
