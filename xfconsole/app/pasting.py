"""Keeps pasted text from acting as keys, whether or not the terminal says that it is a paste.

Between the marks of a paste, textual takes an escape for a key. Most terminals take escapes out of
what they paste, but not all do (tmux does not). Textual's parser then types the characters after it
into whatever has the focus, and loses some. Without marks a line end would act as Enter.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module

from textual._xterm_parser import XTermParser
from textual.events import Key, Paste
from textual.message import Message

from xfconsole.clock import SystemClock
from xfconsole.core.words.frozen import frozen

_BEGIN, _END = "\x1b[200~", "\x1b[201~"
_PICTURES = str.maketrans({"\x1b": "\u241b", "\x00": "\u2400"})
"""As core.words.text.neutral does; textual would drop NUL without a trace."""


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
        """Pass on what waited for more; called at least every tenth of a second."""
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
    """Make textual's driver for this system parse with ``PasteParser``."""
    name = "win32" if sys.platform == "win32" else "linux_driver"
    vars(import_module(f"textual.drivers.{name}"))["XTermParser"] = PasteParser


TOGETHER = 0.02
"""Seconds within which two reads may be of one paste; no hand types three keys in them."""
GOES_ON = 0.1
"""The same once it is known to be a paste: terminals hand over a long one in pieces."""
STALLED = 0.4
"""Seconds without a look at the keyboard after which keys of a hand may have piled up."""
HAND = 15
"""Keys a second, at most, of a hand."""
STARTING = 3.0
"""Seconds in which keys may have piled up before the first look."""

_ESCAPE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|O[ -~]|[^\[O\]PX^_\x1b])")
_PLAIN = re.compile(r"[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]+")
"""Text, tabs and line ends; whatever else comes is a key."""
_ENDS = "\r\n\t"


@frozen
class Burst:
    """A pasted text, or a piece of one."""

    text: str


class Bursts:
    """Judges what one read after another brought. ``clock`` gives seconds that never go back.

    Several different signs in one read, or a line end or tab between signs that came together, are
    a paste. Line ends after signs are held until it is known whether more follows.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._looked = clock() - STARTING
        self._read_at = float("-inf")
        self._held = ""
        self._signs = 0
        self._lines = self._inside_escape = False

    def look(self) -> Iterator[str | Burst]:
        """Pass on the line ends that nothing followed; to be called when nothing was read."""
        self._looked = self._clock()
        yield from self._ended(self._looked)

    def take(self, data: str) -> Iterator[str | Burst]:
        """Return what a read brought, in pieces: keys as they came, and pastes."""
        now = self._clock()
        asleep, self._looked = now - self._looked, now
        yield from self._ended(now)
        self._read_at = now
        by_hand = asleep > STALLED and len(data) <= asleep * HAND
        yield from self._pieces(data, by_hand)

    def _ended(self, now: float) -> Iterator[str | Burst]:
        """End what came together once nothing of it can follow."""
        if now - self._read_at > GOES_ON:
            self._inside_escape = False
        if now - self._read_at > (GOES_ON if self._lines else TOGETHER):
            yield from self._let_go()
            self._signs, self._lines = 0, False

    def _pieces(self, data: str, by_hand: bool) -> Iterator[str | Burst]:
        at = 0
        while at < len(data):
            found = None if self._inside_escape else _PLAIN.match(data, at)
            if found and not by_hand:
                yield from self._judged(found[0])
            else:
                yield from self._let_go()
                self._signs, self._lines = 0, False
            end = found.end() if found else self._end_of_key(data, at)
            if by_hand or not found:
                yield data[at:end]
            at = end

    def _end_of_key(self, data: str, at: int) -> int:
        """Return where the key ends that begins here, which may be a sequence cut in two."""
        inside, self._inside_escape = self._inside_escape, False
        if inside:
            return len(data)
        if data[at] != "\x1b":
            return at + 1
        if found := _ESCAPE.match(data, at):
            return found.end()
        self._inside_escape = True
        return len(data)

    def _judged(self, plain: str) -> Iterator[str | Burst]:
        signs = [each for each in plain if each not in _ENDS]
        self._signs += len(signs)
        whole = self._held + plain
        core = whole.rstrip(_ENDS)
        self._held = whole[len(core) :]
        self._lines |= self._signs > 1 and any(each in core for each in _ENDS)
        if core:
            yield Burst(core) if self._lines or len(set(signs)) > 1 else core
        if self._lines or not self._signs:
            yield from self._let_go()

    def _let_go(self) -> Iterator[str | Burst]:
        held, self._held = self._held, ""
        if held:
            yield Burst(held) if self._lines else held
