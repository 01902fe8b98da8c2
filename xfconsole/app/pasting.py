"""Keeps pasted text from acting as keys, whether or not the terminal says that it is a paste.

Between the marks of a paste, textual takes an escape for a key. Most terminals take escapes out of
what they paste, but not all do (tmux does not). Textual's parser then types the characters after it
into whatever has the focus, and loses some. Without marks a line end would act as Enter.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module

from textual._xterm_parser import XTermParser
from textual.events import Key, Paste
from textual.message import Message

from xfconsole.app.bursts import Burst, Bursts
from xfconsole.clock import SystemClock

_BEGIN, _END = "\x1b[200~", "\x1b[201~"
_PICTURES = str.maketrans({"\x1b": "\u241b", "\x00": "\u2400"})
"""As core.text.neutral does; textual would drop NUL without a trace."""


class PasteParser(XTermParser):
    """Textual's parser; between the marks of a bracketed paste an escape is its picture."""

    _pasting = False
    _before = ""
    """The beginning of a mark at the end of what came so far."""

    def __init__(self, debug: bool = False, clock: Callable[[], float] | None = None) -> None:
        super().__init__(debug)
        system = SystemClock()
        self._bursts = Bursts(clock or (lambda: system.read().boot))

    def feed(self, data: str) -> Iterator[Message]:
        """Parse what the terminal sent, in pieces of any size; empty data is its end."""
        if not data:
            yield from super().feed(data)
        for text, marked in self._harmless(data):
            yield from self._read((text,) if marked else self._bursts.take(text))

    def tick(self) -> Iterator[Message]:
        """Let go of what waited for more; called at least every tenth of a second."""
        yield from self._read(self._bursts.look())
        yield from super().tick()

    def _read(self, pieces: Iterable[str | Burst]) -> Iterator[Message]:
        for each in pieces:
            if isinstance(each, Burst):
                yield Paste(each.text)
            elif each:
                yield from super().feed(each)

    def _parse_extended_key(  # type: ignore[override]  # textual caches its own
        self, sequence: str
    ) -> list[Key] | None:
        """Read a key as newer terminals write it; one that names no key is none.

        Textual would end on it, and the console with it.
        """
        try:
            return super()._parse_extended_key(sequence)
        except (ValueError, OverflowError):
            return None

    def _harmless(self, data: str) -> Iterator[tuple[str, bool]]:
        """Return texts, and whether each stands between the marks of a paste."""
        while data:
            mark, known = _END if self._pasting else _BEGIN, len(self._before)
            text, found, data = (self._before + data).partition(mark)
            self._before = "" if found else _beginning(text, mark)
            if self._pasting:
                yield text.removesuffix(self._before).translate(_PICTURES) + found, True
            else:
                # Passed on at once: an escape at the end may be the Escape key.
                yield (text + found)[known:], False
            self._pasting ^= bool(found)


def _beginning(text: str, mark: str) -> str:
    """Return the longest beginning of a mark, short of all of it, that a text ends with."""
    sizes = range(len(mark) - 1, 0, -1)
    return next((mark[:size] for size in sizes if text.endswith(mark[:size])), "")


def take_pastes_whole() -> None:
    """Have textual's driver for this system parse with ``PasteParser``."""
    name = "win32" if sys.platform == "win32" else "linux_driver"
    vars(import_module(f"textual.drivers.{name}"))["XTermParser"] = PasteParser
