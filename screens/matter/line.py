"""One line of a matter on screen, and how texts become lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from xfconsole.core.facts.event import Event
from xfconsole.core.matter.journaled import ClockKey
from xfconsole.core.reader.highlights import Mark
from xfconsole.core.words.desk import Uid
from xfconsole.core.words.frozen import frozen
from xfconsole.ui.text.cells import width, wrap
from xfconsole.ui.text.glyphs import glyph
from xfconsole.ui.text.marked import Source, wrapped_sources
from xfconsole.ui.words.catalogue import say


@frozen
class MatterLine:
    """A line on screen.

    ``event`` is the entry it tells of, ``clock`` the clock, ``matter`` the other one, if any;
    ``source`` the text of the matter that it comes from.
    """

    text: str
    style: str = ""
    event: Event | None = None
    clock: ClockKey | None = None
    matter: Uid = ""
    source: Source | None = None


def section(key: str, lines: Iterable[MatterLine], cells: int) -> list[MatterLine]:
    """Return lines under a title."""
    title = f"{glyph('rule') * 2} {say(key)} "
    rule = glyph("rule") * max(0, cells - width(title))
    return [MatterLine(title + rule, "row--title"), *lines]


def wrapped(text: str, cells: int, style: str = "", indent: str = "") -> Iterator[MatterLine]:
    """Yield a text in lines of at most so many cells, each set in."""
    for line in wrap(text, cells - width(indent)):
        yield MatterLine(indent + line, style)


def own_text(
    text: str, cells: int, style: str = "", indent: str = "", skip: int = 0
) -> Iterator[MatterLine]:
    """Yield the same for a text of the matter's own, in which words are found.

    The first ``skip`` characters are the console's.
    """
    for line, source in wrapped_sources(text, cells - width(indent), len(indent), skip):
        yield MatterLine(indent + line, style, source=source)


def found_in(line: MatterLine, words: Sequence[str]) -> Sequence[Mark]:
    """Return where folded words stand in a line, those broken over two lines included."""
    return line.source.marks(line.text, words) if line.source is not None else ()
