"""Finds which styles of a workbook show numbers as dates or as stretches of time."""

from __future__ import annotations

import re
import zipfile
from typing import Any
from xml.etree.ElementTree import iterparse

from openpyxl.styles.numbers import builtin_format_code, is_timedelta_format
from openpyxl.xml.constants import ARC_STYLE, SHEET_MAIN_NS

from xfconsole.core.words.refusal import Refused
from xfconsole.imports.bounds import MAX_STYLE_ELEMENTS
from xfconsole.imports.xlsx_parts import RowSource

_FORMAT = f"{{{SHEET_MAIN_NS}}}numFmt"
_STYLES, _STYLE = f"{{{SHEET_MAIN_NS}}}cellXfs", f"{{{SHEET_MAIN_NS}}}xf"
_LONGEST_CODE = 255
"""Characters of a number format, as a spreadsheet has it."""
_EASTERN = {*range(27, 37), *range(50, 59), *range(71, 82)}
"""Built-in formats of East Asian and Thai spreadsheets: dates and times, written nowhere."""
_NO_CODE = re.compile(r'"[^"]*"|\\.|[_*].|\[(?!(?:h+|m+|s+)\])[^\]]*\]|General|G/通用格式', re.I)
"""What a format shows as it is, blanks, colours and conditions."""
_DATE_CODE = re.compile(r"[dmhysb]|e(?![+-])|aaa", re.I)
"""``e`` is a year and ``aaa`` a weekday where Chinese or Japanese is written."""


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
    shown = [codes.get(number) or _builtin(number) for number in numbers]
    return (
        {at for at, code in enumerate(shown) if code and _shows_date(code)},
        {at for at, code in enumerate(shown) if is_timedelta_format(code)},
    )


def _builtin(number: int) -> str | None:
    code: str | None = builtin_format_code(number)
    return code or ("yyyy" if number in _EASTERN else None)


def _shows_date(code: str) -> bool:
    return bool(_DATE_CODE.search(_NO_CODE.sub("", code).partition(";")[0]))
