"""Puts hostile bytes where a sound workbook has its worksheet, or its sheets."""

from __future__ import annotations

import io
import zipfile
from functools import cache

from openpyxl import Workbook

SHEET = "xl/worksheets/sheet1.xml"


@cache
def _sound() -> dict[str, bytes]:
    book = Workbook()
    book.worksheets[0].append(["留言时间", "留言主题", "留言详情"])
    packed = io.BytesIO()
    book.save(packed)
    with zipfile.ZipFile(packed) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def workbook_around(sheet: bytes, **others: bytes) -> bytes:
    """Return a workbook whose only worksheet is these bytes; ``others`` replace further parts."""
    parts = {**_sound(), SHEET: sheet, **others}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return packed.getvalue()


_OPEN = "".join(
    f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "table", "text", "style")
).encode()


def opendocument(sheets: bytes) -> bytes:
    """Return an OpenDocument spreadsheet whose sheets are these bytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", b"<a" + _OPEN + b">" + sheets + b"</a>")
    return packed.getvalue()
