"""Sets sheets of the office out as .docx: a title, sections of lines and tables, signatures."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.oxml import OxmlElement
from docx.shared import Length, Mm

from xfconsole.core.words.documents import SheetKind
from xfconsole.core.words.layout import Line, Place, lines_kept
from xfconsole.core.words.text import neutral_line
from xfconsole.documents.blocks import set_out, table_of
from xfconsole.documents.page import LOOKS, WIDTH, dress, numbered_page, saved, write
from xfconsole.ui.papers import Section, SheetPaper, Signing
from xfconsole.ui.words.catalogue import say

UPRIGHT = 6
"""So many columns stand on an upright page."""
_WIDE = Mm(225)
_SIGNED = ("label", "cell", "label", "cell")


def sheet_docx(sheet: SheetPaper, head: str) -> bytes:
    """Return a sheet by the built-in form. What stands in it is text, whatever it says."""
    found = list(sheet.sections)
    page = numbered_page(head)
    columns = max((len(each.heads) for each in found), default=0)
    width = _laid_across(page) if columns > UPRIGHT else WIDTH
    _text(page, "title", sheet.title)
    for each in sheet.under:
        _text(page, "middle", each)
    for section in found:
        _section(page, section, width)
    if sheet.signed:
        date = say("document.sheet.date")
        rows = [_line_to_sign(each, date) for each in sheet.signed]
        _text(page, "small", "")
        set_out(page, rows, str)
    return saved(page)


def sheet_values(sheet: SheetPaper) -> dict[str, object]:
    """Return what a template of a sheet can name: texts of one line each."""
    return {
        "title": neutral_line(sheet.title),
        "under": _lines(sheet.under),
        "sections": [
            {
                "heading": neutral_line(each.heading),
                "lines": _lines(each.lines),
                "heads": _lines(each.heads),
                "rows": [_lines(row) for row in each.rows],
            }
            for each in sheet.sections
        ],
        "signed": [
            {"who": neutral_line(e.who), "name": neutral_line(e.name), "at": neutral_line(e.at)}
            for e in sheet.signed
        ],
    }


def kept_values(text: str) -> dict[str, object]:
    """Return the same of a text that was kept as it was set out."""
    title, under, found = "", [], [Section()]
    for line in lines_kept(text):
        if line.place is Place.TITLE:
            title = line.text
        elif line.place is Place.MIDDLE:
            under.append(line.text)
        elif line.place is Place.HEADING:
            found.append(Section(line.text))
        elif line.text:
            found[-1] = Section(found[-1].heading, [*found[-1].lines, line.text])
    return sheet_values(SheetPaper(SheetKind.RECEPTION, title, found, under))


def sheet_template(kind: SheetKind) -> bytes:
    """Return the built-in form of a sheet as a template, in the language spoken."""
    page = numbered_page("{{ head }}")
    width = _laid_across(page) if kind is SheetKind.ROSTER else WIDTH
    _text(page, "title", "{{ title }}")
    _repeated(page, "each in under", "middle", "{{ each }}")
    for tag in ("for section in sections", "if section.heading"):
        _text(page, "small", f"{{%p {tag} %}}")
    _text(page, "section", "{{ section.heading }}").paragraph_format.keep_with_next = True
    _text(page, "small", "{%p endif %}")
    _repeated(page, "line in section.lines", "small", "{{ line }}")
    _text(page, "small", "{%p if section.rows %}")
    table = table_of(page, [Length(width // 3)] * 3)
    _across(table, "cell in section.heads", "label", Length(width // 3))
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    _row(table, "{%tr for row in section.rows %}")
    _across(table, "cell in row", "small", Length(width // 3))
    _row(table, "{%tr endfor %}")
    for tag in ("endif", "endfor"):
        _text(page, "small", f"{{%p {tag} %}}")
    _to_sign(page)
    return saved(page)


def _repeated(page: Any, loop: str, look: str, text: str) -> None:
    _text(page, "small", f"{{%p for {loop} %}}")
    _text(page, look, text)
    _text(page, "small", "{%p endfor %}")


def _across(table: Any, loop: str, look: str, width: Length) -> None:
    """Add a row with a cell for each of a list, which a filling makes of three."""
    row = table.add_row()
    row._tr.get_or_add_trPr().insert(0, OxmlElement("w:cantSplit"))
    for cell, text in zip(
        row.cells, (f"{{%tc for {loop} %}}", "{{ cell }}", "{%tc endfor %}"), strict=True
    ):
        cell.width = width
        write(dress(cell.paragraphs[0], LOOKS[look]), text, LOOKS[look])


def _row(table: Any, tag: str) -> None:
    write(table.add_row().cells[0].paragraphs[0], tag, LOOKS["small"])


def _to_sign(page: Any) -> None:
    date = say("document.sheet.date")
    _text(page, "small", "{%p if signed %}")
    _text(page, "small", "")
    widths = (Mm(34), Mm(44), Mm(34), Mm(44))
    table = table_of(page, widths)
    _row(table, "{%tr for each in signed %}")
    row = table.add_row()
    row.height = Mm(9)
    texts = ("{{ each.who }}", "{{ each.name }}", date, "{{ each.at }}")
    for cell, width, look, text in zip(row.cells, widths, _SIGNED, texts, strict=True):
        cell.width, cell.vertical_alignment = width, WD_CELL_VERTICAL_ALIGNMENT.CENTER
        write(dress(cell.paragraphs[0], LOOKS[look]), text, LOOKS[look])
    _row(table, "{%tr endfor %}")
    _text(page, "small", "{%p endif %}")


def _lines(texts: Iterable[object]) -> list[str]:
    return [neutral_line(str(each)) for each in texts]


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
