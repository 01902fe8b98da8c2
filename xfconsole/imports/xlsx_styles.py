"""Finds which styles of a workbook show numbers as dates or as stretches of time."""

from __future__ import annotations

import zipfile
from typing import Any
from xml.etree.ElementTree import iterparse

from openpyxl.styles.numbers import builtin_format_code, is_timedelta_format
from openpyxl.xml.constants import ARC_STYLE

from xfconsole.core.words.refusal import Refused
from xfconsole.imports.bounds import MAX_STYLE_ELEMENTS
from xfconsole.imports.date_formats import shows_date
from xfconsole.imports.xlsx_parts import RowSource, local

_LONGEST_CODE = 255
"""Characters of a number format, as a spreadsheet has it."""


def date_styles(archive: zipfile.ZipFile) -> tuple[set[int], set[int]]:
    """Return the numbers of the styles for dates, and of those for stretches of time.

    Whatever else a style has is passed over. Raises Refused for more styles than there can be.
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
            if (name := local(node)) == "cellXfs":
                inside = event == "start"
            elif event == "end" and name == "numFmt":
                codes[int(node.get("numFmtId"))] = node.get("formatCode")[:_LONGEST_CODE]
            elif event == "end" and name == "xf" and inside:
                numbers.append(int(node.get("numFmtId", 0)))
            if event == "end":
                node.clear()
                source.row_done()
    shown = [(number, codes.get(number) or builtin_format_code(number)) for number in numbers]
    return (
        {at for at, (number, code) in enumerate(shown) if shows_date(number, code or "")},
        {at for at, (_, code) in enumerate(shown) if is_timedelta_format(code)},
    )
