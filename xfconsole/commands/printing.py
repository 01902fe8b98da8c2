"""The last gate before a terminal: whatever a command prints, no terminal obeys any of it."""

from __future__ import annotations

import codecs
import io
import json
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TextIO

import typer

from xfconsole.core.office.slip import Slip
from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.text import neutral, neutral_line
from xfconsole.core.words.typed import narrow
from xfconsole.ui.text.plain_signs import plain_signs
from xfconsole.ui.words.catalogue import catalogue, say
from xfconsole.ui.words.status import slip_sentences

_ENDS_A_LINE = re.compile("[\x85\u2028\u2029]")
LONGEST_TOLD = 1_000
"""Characters of a sentence on stderr; an argument may have a hundred thousand."""


class Harmless(io.TextIOBase):
    """Standard output with everything neutralised that a terminal would take for a command.

    Texts were neutralised when they came in; paths, folders and arguments come from elsewhere.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=PLAINLY)

    @property
    def taker(self) -> TextIO:
        """What it writes to, for whoever neutralises each piece before it is coloured."""
        return self._stream

    @property
    def encoding(self) -> str:  # type: ignore[override]
        """The encoding of what it writes to."""
        return self._stream.encoding

    def write(self, text: str) -> int:
        """Write a text; returns its length as it came."""
        if not isinstance(text, str):
            raise TypeError("text is written here, no bytes")
        with _no_room_told():
            self._stream.write(neutral(text))
        return len(text)

    def writable(self) -> bool:
        """It is."""
        return True

    def flush(self) -> None:
        """Write out what is buffered."""
        with _no_room_told():
            self._stream.flush()

    def isatty(self) -> bool:
        """Whether a terminal shows it."""
        return self._stream.isatty()

    def fileno(self) -> int:
        """The system's number of what it writes to."""
        return self._stream.fileno()


@contextmanager
def _no_room_told() -> Iterator[None]:
    """Refuse what can't be written where output is redirected to, as on a full disk."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as problem:
        raise Refused("cli.refused.output") from problem


def json_text(value: object) -> str:
    """Return a value as JSON on one line that the gate leaves as it is: no sign in it ends one.

    A sign that the output's encoding lacks is written by its number: to JSON it is the same sign.
    """
    line = _ENDS_A_LINE.sub(lambda sign: _numbers(sign[0]), json.dumps(value, ensure_ascii=False))
    encoding = sys.stdout.encoding or "utf-8"
    # The picture of a control sign is a sign that the encoding may lack as well.
    return neutral(line).encode(encoding, _BY_NUMBER).decode(encoding)


def _numbers(signs: str) -> str:
    """Return signs as JSON escapes; those beyond U+FFFF are pairs."""
    units = signs.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))


def _by_number(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return _numbers(error.object[error.start : error.end]), error.end


def _plainly(error: UnicodeError) -> tuple[str, int]:
    """Return what stands for signs that an encoding lacks; letters by number, rather than not."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    plain = plain_signs(narrow(error.object[error.start : error.end]))
    if not plain.isascii():
        lacking.add(error.encoding)
    return "".join(each if each.isascii() else _numbers(each) for each in plain), error.end


lacking: set[str] = set()
"""Encodings of what was written that lacked letters."""
PLAINLY, _BY_NUMBER = "xfconsole.plainly", "xfconsole.by_number"
codecs.register_error(PLAINLY, _plainly)
codecs.register_error(_BY_NUMBER, _by_number)


def print_lacking() -> None:
    """Say on stderr, in a language that it can be read in, that letters were lacking."""
    for encoding in sorted(lacking):
        sentence = say("cli.letters_lacking", encoding=encoding)
        try:
            sentence.encode(encoding)
        except UnicodeEncodeError:
            sentence = catalogue("en").say("cli.letters_lacking", encoding=encoding)
        typer.echo(sentence, err=True)


def bounded_line(sentence: str) -> str:
    """Return a sentence for stderr: one line, harmless, and no longer than anybody reads."""
    line = neutral_line(sentence)
    return line if len(line) <= LONGEST_TOLD else line[:LONGEST_TOLD] + "…"


def print_slips(slips: Sequence[Slip]) -> None:
    """Say on stderr what is wrong with optional files, one sentence a line."""
    for sentence in slip_sentences(slips):
        typer.echo(bounded_line(sentence), err=True)
