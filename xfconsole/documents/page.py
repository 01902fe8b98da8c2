"""An empty page by GB/T 9704-2012: A4, its margins, fonts and pitch, and the foot of every page.

Fonts are named, not shipped. Every style names its East Asian font and no theme's, else WPS shows
"missing font"; nothing hangs on a theme.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from xfconsole.core.words.frozen import frozen
from xfconsole.ui.words.catalogue import say

FANGSONG, TITLE, HEI, KAI, SONG = "仿宋", "方正小标宋简体", "黑体", "楷体", "宋体"
LATIN = "Times New Roman"
BODY = Pt(16)
"""3号."""
PITCH = Pt(28.95)
"""Of 22 lines on 225 mm."""
WIDTH = Mm(156)
"""Of the text: 28 signs a line."""
_CLOSER = "-5"
"""In twentieths of a point: 28 signs of 16 pt take 448 pt, and 156 mm are 442."""


@frozen
class Look:
    """A paragraph's font and place; sizes and indents as lengths, ``first`` of the first line.

    ``exact`` is the pitch of the body's lines; all others are as high as their text needs.
    """

    font: str = FANGSONG
    size: Any = BODY
    align: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.LEFT
    first: Any = None
    right: Any = None
    exact: bool = True
    above: Any = Pt(0)


TWO_SIGNS = Pt(32)
LOOKS = {
    "title": Look(TITLE, Pt(22), WD_ALIGN_PARAGRAPH.CENTER, exact=False),
    "middle": Look(align=WD_ALIGN_PARAGRAPH.CENTER),
    "right": Look(align=WD_ALIGN_PARAGRAPH.RIGHT, right=Pt(64)),
    "heading": Look(HEI, first=TWO_SIGNS),
    "body": Look(first=TWO_SIGNS, align=WD_ALIGN_PARAGRAPH.JUSTIFY),
    "line": Look(),
    "cell": Look(size=Pt(12), exact=False),
    "label": Look(HEI, Pt(12), WD_ALIGN_PARAGRAPH.CENTER, exact=False),
    "section": Look(HEI, Pt(14), exact=False, above=Pt(8)),
    "small": Look(size=Pt(12), exact=False),
    "tiny": Look(size=Pt(9), exact=False),
    "number": Look(SONG, Pt(14), WD_ALIGN_PARAGRAPH.CENTER, exact=False),
    "head": Look(SONG, Pt(9), WD_ALIGN_PARAGRAPH.CENTER, exact=False),
}


def new_page(head: str, page: str, of: str, end: str) -> Any:
    """Return an empty document whose foot says ``page`` m ``of`` n ``end``, and below ``head``."""
    document = Document()
    _without_themes(document)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.left_margin = Mm(37), Mm(28)
    section.right_margin, section.bottom_margin = Mm(26), Mm(35)
    section.footer_distance = Mm(18)
    _grid(section)
    number = section.footer.paragraphs[0]
    dress(number, LOOKS["number"])
    for text, field in ((f"— {page}", "PAGE"), (of, "NUMPAGES")):
        write(number, text, LOOKS["number"])
        _counted(number, field)
    write(number, f"{end} —", LOOKS["number"])
    below = section.footer.add_paragraph()
    write(dress(below, LOOKS["head"]), head, LOOKS["head"])
    return document


def numbered_page(head: str, say: Callable[..., str] = say) -> Any:
    """Return an empty document with the journal's head and the words of a language at its foot."""
    page, _, rest = say("document.page", page="\0", pages="\1").partition("\0")
    of, _, end = rest.partition("\1")
    return new_page(say("document.head", head=head), page, of, end)


def saved(document: Any) -> bytes:
    """Return a document as the bytes of its file."""
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def dress(paragraph: Any, look: Look) -> Any:
    """Give a paragraph its place and its pitch; returns it."""
    shape = paragraph.paragraph_format
    shape.alignment = look.align
    shape.space_before, shape.space_after = look.above, Pt(0)
    if look.first is not None:
        shape.first_line_indent = look.first
    if look.right is not None:
        shape.right_indent = look.right
    if look.exact:
        shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, PITCH
    else:
        shape.line_spacing = 1.2
        # Small text would stand as far apart as the body's lines do.
        apart = OxmlElement("w:snapToGrid")
        apart.set(qn("w:val"), "0")
        paragraph._p.pPr.insert_element_before(apart, "w:spacing", "w:ind", "w:jc", "w:rPr")
    return paragraph


def write(paragraph: Any, text: str, look: Look) -> None:
    """Add a run of text in a paragraph's font."""
    run = paragraph.add_run(text)
    run.font.size = look.size
    properties = run._element.get_or_add_rPr()
    _name(properties.get_or_add_rFonts(), look.font)
    if look.exact:
        closer = OxmlElement("w:spacing")
        closer.set(qn("w:val"), _CLOSER)
        properties.insert_element_before(closer, "w:w", "w:kern", "w:position", "w:sz")


def _name(fonts: Any, font: str) -> None:
    for kind in ("w:ascii", "w:hAnsi", "w:cs"):
        fonts.set(qn(kind), LATIN)
    fonts.set(qn("w:eastAsia"), font)


def _without_themes(document: Any) -> None:
    """Take every font of a theme out of the styles, and name the body's in all of them."""
    for fonts in list(document.styles.element.iter(qn("w:rFonts"))):
        fonts.attrib.clear()
        _name(fonts, FANGSONG)
    normal = document.styles["Normal"]
    normal.font.size = BODY
    _name(normal.element.get_or_add_rPr().get_or_add_rFonts(), FANGSONG)


def _grid(section: Any) -> None:
    grid = section._sectPr.find(qn("w:docGrid"))
    if grid is None:
        grid = OxmlElement("w:docGrid")
        section._sectPr.append(grid)
    # Not of signs: the programs reckon such a grid from different fonts.
    grid.set(qn("w:type"), "lines")
    grid.set(qn("w:linePitch"), str(round(PITCH.pt * 20)))


def _counted(paragraph: Any, field: str) -> None:
    """Add a field of our own that counts pages; nothing else in a paper is one."""
    look = LOOKS["number"]
    for kind, text in (("begin", ""), ("", field), ("separate", ""), ("shown", "1"), ("end", "")):
        write(paragraph, "", look)
        run = paragraph.runs[-1]._element
        if kind == "shown":
            paragraph.runs[-1].text = text
        elif text:
            code = OxmlElement("w:instrText")
            code.text = f" {text} "
            run.append(code)
        else:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run.append(mark)
