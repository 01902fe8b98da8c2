"""Sets the lines of a document out on a page: its text, or tags that a filling replaces."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.shared import Length, Mm

from xfconsole.core.words.layout import FIELD, Line, Place
from xfconsole.documents.page import LOOKS, Look, dress, write

_LOOK = {
    Place.TITLE: "title",
    Place.MIDDLE: "middle",
    Place.RIGHT: "right",
    Place.HEADING: "heading",
    Place.BODY: "body",
    Place.LINE: "line",
    Place.BLANK: "line",
}
_IN_FORM = (Place.ROW, Place.CELL)
_COLUMNS = (Mm(34), Mm(44), Mm(34), Mm(44))
_COLONS = "：:"
_SHORT = 4
"""Rows of a form that stays on one page."""
_ROW = Mm(9)
"""How high any row of a form is at least: a name is written by hand into it."""
_TO_WRITE_IN = Mm(16)
"""How high the row of a form is that whole sentences go into."""
Tags = Callable[[str], str]
"""Turns a line's fields into tags, or leaves its text alone."""


def set_out(document: Any, lines: Sequence[Line], tags: Tags) -> None:
    """Add the lines to a document: a form's rows as a table, everything else as paragraphs."""
    look = _LOOK
    for row, group in groupby(_close(lines), key=lambda line: line.place in _IN_FORM):
        if row:
            _form(document, list(group), tags)
            # What is remarked below a form is as small as the form: both are on one page.
            look = {**_LOOK, Place.BODY: "small"}
        else:
            _paragraphs(document, list(group), tags, look)
    _tie(document.paragraphs)


def _close(lines: Sequence[Line]) -> Iterator[Line]:
    """Yield the lines without blanks but those below the title and around the signature.

    None ends them: it would take a page of its own.
    """
    for above, line, below in zip([None, *lines], lines, [*lines[1:], None], strict=False):
        apart = above and above.place in (Place.TITLE, Place.MIDDLE, Place.RIGHT)
        if line.place is not Place.BLANK or (below and (apart or below.place is Place.RIGHT)):
            yield line


def _tie(paragraphs: Sequence[Any]) -> None:
    """Keep the last of the text on the page of its signature, so that none stands alone."""
    tied = False
    for paragraph in reversed(paragraphs):
        signed = paragraph.alignment == LOOKS["right"].align or not paragraph.text
        if signed or tied:
            paragraph.paragraph_format.keep_with_next = True
        tied = signed or (tied and paragraph.text.startswith("{%"))


def table_of(document: Any, widths: Sequence[Length]) -> Any:
    """Add an empty table with lines, its columns of these widths: WPS needs them in the grid."""
    table = document.add_table(rows=0, cols=len(widths), style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    return table


def tagged(text: str) -> str:
    """Return a text with the tags of a .docx template in place of its fields."""
    return FIELD.sub(r"{{ \1 }}", text)


def _paragraphs(
    document: Any, lines: Sequence[Line], tags: Tags, looks: Mapping[Place, str]
) -> None:
    for needs, group in groupby(lines, key=lambda line: line.needs):
        if needs:
            _tag(document, f"{{%p if {' or '.join(sorted(needs))} %}}")
        for line in group:
            _line(document, line, tags, LOOKS[looks[line.place]])
        if needs:
            _tag(document, "{%p endif %}")


def _line(document: Any, line: Line, tags: Tags, look: Look) -> None:
    several = tags is tagged and line.indent and FIELD.fullmatch(line.text)
    if several:
        _tag(document, f"{{%p for line in {several[1]}.splitlines() %}}")
    text = "{{ line }}" if several else tags(line.text)
    paragraph = dress(document.add_paragraph(), look)
    leads = line.place is Place.HEADING or line.text.endswith(tuple(_COLONS))
    paragraph.paragraph_format.keep_with_next = leads or None
    write(paragraph, text, look)
    if several:
        _tag(document, "{%p endfor %}")


def _tag(document: Any, text: str) -> None:
    write(document.add_paragraph(), text, LOOKS["line"])


def _form(document: Any, lines: Sequence[Line], tags: Tags) -> None:
    """Add a form: each cell's label beside what is written into it."""
    table = table_of(document, _COLUMNS)
    for line in lines:
        if line.place is Place.ROW:
            written = _row(table, line.cells, tags)
        else:
            table.rows[-1].height = _TO_WRITE_IN
            _write_in(written, line, tags)
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    for row in table.rows[:-1] if len(table.rows) <= _SHORT else ():
        for cell in row.cells:
            cell.paragraphs[0].paragraph_format.keep_with_next = True


def _row(table: Any, cells: Sequence[str], tags: Tags) -> Any:
    """Add a row and return the cell that a line below it goes into."""
    row = table.add_row()
    row.height = _ROW
    for cell, width in zip(row.cells, _COLUMNS, strict=True):
        cell.width = width
    for index, text in enumerate(cells):
        label, colon, value = _parted(text)
        _fill(row.cells[2 * index], label if colon else text, "label", tags)
        written = row.cells[2 * index + 1]
        if len(cells) == 1:
            written = written.merge(row.cells[-1])
        _fill(written, value, "cell", tags)
    return written


def _parted(text: str) -> tuple[str, str, str]:
    at = min((found for each in _COLONS if (found := text.find(each)) >= 0), default=len(text))
    return text[:at], text[at : at + 1], text[at + 1 :].strip()


def _fill(cell: Any, text: str, look: str, tags: Tags) -> None:
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    write(dress(cell.paragraphs[0], LOOKS[look]), tags(text), LOOKS[look])


def _write_in(cell: Any, line: Line, tags: Tags) -> None:
    first = cell.paragraphs[-1]
    paragraph = cell.add_paragraph() if first.text else first
    write(dress(paragraph, LOOKS["cell"]), tags(line.text), LOOKS["cell"])
