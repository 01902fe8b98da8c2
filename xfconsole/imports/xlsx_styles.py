"""Finds which styles of a workbook show numbers as dates or as stretches of time."""

from __future__ import annotations

import zipfile
from typing import Any
from xml.etree.ElementTree import iterparse

from openpyxl.styles.numbers import builtin_format_code, is_timedelta_format
from openpyxl.xml.constants import ARC_STYLE, SHEET_MAIN_NS

from xfconsole.core.words.refusal import Refused
from xfconsole.imports.bounds import MAX_STYLE_ELEMENTS
from xfconsole.imports.date_formats import shows_date
from xfconsole.imports.xlsx_parts import RowSource

_FORMAT = f"{{{SHEET_MAIN_NS}}}numFmt"
_STYLES, _STYLE = f"{{{SHEET_MAIN_NS}}}cellXfs", f"{{{SHEET_MAIN_NS}}}xf"
_LONGEST_CODE = 255
"""Characters of a number format, as a spreadsheet has it."""


def date_styles(archive: zipfile.ZipFile) -> tuple[set[int], set[int]]:
    """Return the numbers of the styles for dates, and of those for stretches of time.

    openpyxl's own reader makes objects of every font and border first, which takes a minute where
    somebody wrote a million of them. Raises Refused for more styles than there can be.
    """
    codes: dict[int, str] = {}
    numbers: list[int] = []
    if ARC_STYLE not in archive.namelist():
        return set(), set()
    with RowSource(archive.open(ARC_STYLE)) as source:
        inside = False
        node: Any
        for count, (event, node) in enumerate(iterparse(source, events=("start", "end"))):
            if count > 2 * MAX_STYLE_ELEMENTS:
                raise Refused("tabular.refused.bomb")
            if node.tag == _STYLES:
                inside = event == "start"
            elif event == "end" and node.tag == _FORMAT:
                codes[int(node.get("numFmtId"))] = node.get("formatCode")[:_LONGEST_CODE]
            elif event == "end" and node.tag == _STYLE and inside:
                numbers.append(int(node.get("numFmtId", 0)))
            if event == "end":
                node.clear()
                source.row_done()
    shown = [(number, codes.get(number) or builtin_format_code(number)) for number in numbers]
    return (
        {at for at, (number, code) in enumerate(shown) if shows_date(number, code or "")},
        {at for at, (_, code) in enumerate(shown) if is_timedelta_format(code)},
    )
