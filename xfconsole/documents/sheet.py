"""Sets sheets of the office out as .docx: a title, sections of lines and tables, signatures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.shared import Length, Mm

from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.layout import Line, Place
from xfconsole.core.words.text import neutral_line
from xfconsole.documents.blocks import set_out, table_of
from xfconsole.documents.page import LOOKS, WIDTH, dress, numbered_page, saved, write
from xfconsole.ui.papers import Signing
from xfconsole.ui.words.catalogue import say

UPRIGHT = 6
"""So many columns stand on an upright page."""
_WIDE = Mm(225)


@frozen
class Section:
    """A part of a sheet: its heading, lines, and a table where it has ``heads``."""

    heading: str = ""
    lines: Sequence[str] = ()
    heads: Sequence[str] = ()
    rows: Sequence[Sequence[object]] = ()


def sheet_docx(
    title: str,
    sections: Iterable[Section],
    head: str,
    *,
    under: Sequence[str] = (),
    signed: Sequence[Signing] = (),
) -> bytes:
    """Return a sheet; ``under`` stands below its title, ``signed`` is who signs, each with a date.

    What stands in it is text, whatever it says.
    """
    found = list(sections)
    page = numbered_page(head)
    columns = max((len(each.heads) for each in found), default=0)
    width = _laid_across(page) if columns > UPRIGHT else WIDTH
    _text(page, "title", title)
    for each in under:
        _text(page, "middle", each)
    for section in found:
        _section(page, section, width)
    if signed:
        date = say("document.sheet.date")
        rows = [_line_to_sign(each, date) for each in signed]
        _text(page, "small", "")
        set_out(page, rows, str)
    return saved(page)


def _line_to_sign(signing: Signing, date: str) -> Line:
    # A bar would part the cells.
    who, name, at = (
        neutral_line(each).replace("|", "｜") for each in (signing.who, signing.name, signing.at)
    )
    return Line(Place.ROW, f"{who}：{name}| {date}：{at}")


def _section(page: Any, section: Section, width: Length) -> None:
    if section.heading:
        _text(page, "section", section.heading).paragraph_format.keep_with_next = True
    for each in section.lines:
        _text(page, "small", each)
    if section.heads and section.rows:
        _table(page, section, width)


def _table(page: Any, section: Section, width: Length) -> None:
    share = Length(width // len(section.heads))
    body = "tiny" if len(section.heads) > UPRIGHT else "small"
    table = table_of(page, [share] * len(section.heads))
    for number, row in enumerate((section.heads, *section.rows)):
        cells = table.add_row().cells
        for cell, text in zip(cells, row, strict=True):
            cell.width = share
            look = LOOKS["label" if number == 0 else body]
            write(dress(cell.paragraphs[0], look), neutral_line(str(text)), look)
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for row in table.rows:
        row._tr.get_or_add_trPr().insert(0, OxmlElement("w:cantSplit"))


def _text(page: Any, look: str, text: str) -> Any:
    paragraph = dress(page.add_paragraph(), LOOKS[look])
    write(paragraph, neutral_line(text), LOOKS[look])
    return paragraph


def _laid_across(page: Any) -> Length:
    """Turn the page: the binding edge is above then; returns how wide the text is."""
    section = page.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    section.top_margin, section.right_margin = Mm(28), Mm(37)
    section.bottom_margin, section.left_margin = Mm(26), Mm(35)
    section.footer_distance = Mm(12)
    return _WIDE
