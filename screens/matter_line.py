"""One line of a matter on screen, and how texts become lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from xfconsole.core.events import Event
from xfconsole.core.matter_said import ClockKey
from xfconsole.ui.cells import width, wrap
from xfconsole.ui.glyphs import glyph
from xfconsole.ui.i18n import say


@dataclass(frozen=True, slots=True)
class MatterLine:
    """A line on screen.

    ``event`` is the entry it tells of, ``clock`` the clock, ``number`` the other matter, if any.
    """

    text: str
    style: str = ""
    event: Event | None = None
    clock: ClockKey | None = None
    number: str = ""


def section(key: str, lines: Iterable[MatterLine], cells: int) -> list[MatterLine]:
    """Return lines under a title."""
    title = f"{glyph('rule') * 2} {say(key)} "
    rule = glyph("rule") * max(0, cells - width(title))
    return [MatterLine(title + rule, "row--title"), *lines]


def wrapped(text: str, cells: int, style: str = "", indent: str = "") -> Iterator[MatterLine]:
    """Yield a text in lines of at most so many cells, each set in."""
    for line in wrap(text, cells - width(indent)):
        yield MatterLine(indent + line, style)
