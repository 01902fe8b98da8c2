"""Text measured in terminal cells: fitted, cut and wrapped without splitting what is one sign.

Everything that comes from outside goes through ``plain`` on its way to the screen, and never
through markup.
"""

from __future__ import annotations

from collections.abc import Iterator

from rich.cells import cell_len, split_graphemes

from xfconsole.core.words.text import neutral
from xfconsole.ui.text.glyphs import glyph

TAB = 4
_JOINER = "\u200d"
_NOT_FIRST = frozenset("，。、；：？！）》〉」』】〕…—·,.;:?!)]}")
"""Signs that may not start a line."""


def width(text: str) -> int:
    """Return how many cells the text takes."""
    return cell_len(text)


def plain(text: str) -> str:
    """Return one line that can neither drive the terminal nor run into its neighbours.

    Line ends become single spaces, tabs move to the next multiple of four cells. What would join
    with the text before or after it (a leading accent, a trailing joiner) is left out.
    """
    line = _expanded(neutral(text).replace("\n", " "))
    return _loose(line)


def graphemes(text: str) -> Iterator[tuple[str, int]]:
    """Yield each sign as it is seen, with its width in cells; the two halves of a flag are one."""
    spans, _ = split_graphemes(text)
    held, held_width = "", 0
    for start, end, cells in spans:
        sign = text[start:end]
        if held:
            yield held + sign, held_width + cells
            held = ""
        elif "\U0001f1e6" <= sign <= "\U0001f1ff" and _half_flag(text[end : end + 1]):
            held, held_width = sign, cells
        else:
            yield sign, cells


def truncate(text: str, cells: int) -> str:
    """Return the text in at most this many cells; an ellipsis shows that something is missing."""
    line = plain(text)
    if width(line) <= cells:
        return line
    mark = glyph("ellipsis")
    head = _head(line, cells - width(mark))
    return head + mark if cells >= width(mark) else ""


def fit(text: str, cells: int, *, align: str = "left") -> str:
    """Return the text in exactly this many cells; ``align`` is ``left`` or ``right``."""
    cut = truncate(text, cells)
    blank = " " * (cells - width(cut))
    return blank + cut if align == "right" else cut + blank


def wrap(text: str, cells: int) -> list[str]:
    """Return the text in lines of at most this many cells (at least 2), cut where one may.

    Lines break at spaces and between wide signs, never before closing punctuation if a word can
    go along; a word wider than the line is broken anywhere. Line ends of the text stay.
    """
    return [line for row in neutral(text).split("\n") for line in _wrapped(row, max(2, cells))]


def _half_flag(sign: str) -> bool:
    return "\U0001f1e6" <= sign <= "\U0001f1ff"


def _expanded(line: str) -> str:
    if "\t" not in line:
        return line
    done = ""
    for part in line.split("\t")[:-1]:
        done += part
        done += " " * (TAB - width(done) % TAB)
    return done + line.rpartition("\t")[2]


def _loose(line: str) -> str:
    line = line.rstrip(_JOINER)
    while line and width(line[0]) == 0:
        line = line[1:]
    return line


def _head(line: str, cells: int) -> str:
    taken, used = [], 0
    for sign, wide in graphemes(line):
        if used + wide > cells:
            break
        taken.append(sign)
        used += wide
    return _loose("".join(taken))


def _wrapped(row: str, cells: int) -> list[str]:
    lines, line, used = [], "", 0
    for word, wide in _words(_loose(_expanded(row)), cells):
        if used + wide > cells and line:
            lines.append(line.rstrip(" "))
            line, used = "", 0
            word = word.lstrip(" ")
            wide = width(word)
        line += word
        used += wide
    return [*lines, line.rstrip(" ")]


def _words(row: str, cells: int) -> Iterator[tuple[str, int]]:
    """Yield pieces that stay together on a line, none wider than the line."""
    word, used, before = "", 0, 0
    for sign, wide in graphemes(row):
        breaks = sign not in _NOT_FIRST and (wide == 2 or before == 2 or word.endswith(" "))
        if word and ((breaks and sign != " ") or used + wide > cells):
            yield word, used
            word, used = "", 0
        word += sign
        used += wide
        before = wide
    if word:
        yield word, used
