"""How the lines of a document stand on its page: the marks that a template's lines begin with.

``# `` is the title, ``= `` a line in the middle, ``> `` a line at the right, ``| `` a row of a
form whose cells are parted by ``|``. An indented line belongs to the text, or to the row above it;
a line that begins with a numeral is a heading.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from enum import StrEnum
from itertools import groupby

from xfconsole.core.words.frozen import frozen

CELLS = 72
"""How wide a page of text is: half a sheet's worth of signs, in cells of a terminal."""
FROM_THE_RIGHT = 8
"""A date stands four characters from the right edge (GB/T 9704), a character being two cells."""
APART = "    "
"""Between two cells of a form's row in plain text."""

FIELD = re.compile(r"\{([a-z_]+)\}")
_HEADING = re.compile(r"[一二三四五六七八九十]+、|\d+\. ")


class Place(StrEnum):
    """Where a line stands."""

    TITLE = "#"
    MIDDLE = "="
    RIGHT = ">"
    ROW = "|"
    CELL = "cell"
    """What is written into the row above."""
    HEADING = "heading"
    BODY = "body"
    LINE = "line"
    BLANK = "blank"


@frozen
class Line:
    """A line without its mark and indent; it is left out unless one of ``needs`` says something.

    A line with no ``needs`` always stands.
    """

    place: Place
    text: str
    indent: str = ""
    needs: frozenset[str] = frozenset()

    @property
    def cells(self) -> list[str]:
        """The cells of a form's row."""
        return [each.strip() for each in self.text.split("|")]


def lines_of(template: str, optional: Collection[str] = ()) -> list[Line]:
    """Return a template's lines, each with the optional fields that it stands or falls with.

    Where nothing but optional fields fill a paragraph with its heading, all of it falls together;
    else a line alone. In a form's row a blank is left for them instead.
    """
    found: list[Line] = []
    for blank, group in groupby(_placed(template), key=lambda line: line.place is Place.BLANK):
        lines = list(group)
        found += lines if blank else _with_needs(lines, frozenset(optional))
    return found


def lines_kept(text: str) -> list[Line]:
    """Return the lines of a text that was set out before, each where it stands there."""
    found: list[Line] = []
    for line in text.split("\n"):
        plain = line.strip()
        place = Place.TITLE if plain and not any(each.text for each in found) else None
        place = place or _kept_place(line, plain)
        found.append(Line(place, plain, line[: len(line) - len(line.lstrip())]))
    return found


def _kept_place(line: str, plain: str) -> Place:
    for place in (Place.MIDDLE, Place.RIGHT):
        if line[:1] == " " and line == placed(Line(place, plain), plain):
            return place
    return _unmarked(line, Place.BLANK)


def _placed(template: str) -> Iterator[Line]:
    above = Place.BLANK
    for text in template.split("\n"):
        above = _place(text, above)
        mark = above in (Place.TITLE, Place.MIDDLE, Place.RIGHT, Place.ROW)
        plain = text[1:].strip() if mark else text.strip()
        yield Line(above, plain, text[: len(text) - len(text.lstrip())])


def _place(text: str, above: Place) -> Place:
    if text[:1] and text[0] in "#=>|" and text[1:2] == " ":
        return Place(text[0])
    return _unmarked(text, above)


def _unmarked(text: str, above: Place) -> Place:
    if not text.strip():
        return Place.BLANK
    if text[0].isspace():
        return Place.CELL if above in (Place.ROW, Place.CELL) else Place.BODY
    return Place.HEADING if _HEADING.match(text) else Place.LINE


def _with_needs(lines: Sequence[Line], optional: frozenset[str]) -> Iterator[Line]:
    whole = _fields(lines)
    for line in lines:
        own = _fields([line])
        needs = whole if whole and whole <= optional else own
        if line.place in (Place.ROW, Place.CELL) or not needs or not needs <= optional:
            needs = frozenset()
        yield Line(line.place, line.text, line.indent, needs)


def _fields(lines: Sequence[Line]) -> frozenset[str]:
    return frozenset(name for line in lines for name in FIELD.findall(line.text))


def standing(lines: Sequence[Line], values: Mapping[str, str]) -> Iterator[Line]:
    """Yield the lines that stand where the fields hold these values; never two blanks in a row."""
    above = Place.BLANK
    for line in lines:
        if line.needs and not any(values[name] for name in line.needs):
            continue
        if line.place is Place.BLANK is above:
            continue
        above = line.place
        yield line


def placed(line: Line, text: str) -> str:
    """Return a line's text where it stands on a page of plain text."""
    match line.place:
        case Place.TITLE | Place.MIDDLE:
            return " " * ((CELLS - _width(text)) // 2) + text
        case Place.RIGHT:
            return " " * (CELLS - FROM_THE_RIGHT - _width(text)) + text
        case _:
            return line.indent + text if text else ""


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in text)
