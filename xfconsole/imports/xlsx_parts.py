"""Looks a workbook's parts over before anything of them is believed, and hands them out bounded."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from xml.parsers import expat

from xfconsole.core.words.refusal import Refused
from xfconsole.imports import bounds

_ENTRY = b"PK\x01\x02"
MAIN = "xl/workbook.xml"
_PIECE, _OVERLAP = 64 * 1024, 512
# No pattern runs on across another "<": a remark full of beginnings would be searched for hours.
_BLANK = re.compile(rb'<(?:\w+:)?c\s(?=[^<>]*\br=")[^<>]*/>')
"""A cell that says nothing but where it stands and how it looks."""
_ROWS_END = re.compile(rb"</(\w+:)?sheetData\s*>")
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""The others unpack any amount at a time, whatever one asks for."""


def check_parts(content: bytes, shown: str) -> None:
    """Raise Refused for a workbook that is locked, none at all, or unpacks to an absurd size."""
    # Reading the list of parts takes half a kilobyte for each, so they are counted before.
    if content.count(_ENTRY) > bounds.MAX_PARTS:
        raise Refused("tabular.refused.bomb", file=shown)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
        if any(part.flag_bits & 1 for part in parts):
            raise Refused("tabular.refused.encrypted", file=shown)
        if MAIN not in archive.namelist():
            raise Refused("tabular.refused.not_a_table", file=shown)
        if any(part.compress_type not in _METHODS for part in parts):
            raise Refused("tabular.refused.damaged", file=shown)
        if _swollen(parts):
            raise Refused("tabular.refused.bomb", file=shown)
        if any(_declares(archive, part) for part in parts):
            raise Refused("tabular.refused.damaged", file=shown)


def _swollen(parts: list[zipfile.ZipInfo]) -> bool:
    # zipfile never unpacks more of a part than its entry says, so the entries can be held to.
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts) or 1
    thin = unpacked > bounds.RATIO_FROM_BYTES and unpacked > bounds.MAX_RATIO * packed
    return thin or len(parts) > bounds.MAX_PARTS or unpacked > bounds.MAX_UNPACKED_BYTES


class _Seen(Exception):
    """The first element of a part began."""


def _declares(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """Whether a part declares a document type: only that can make entities of entities.

    Any part may turn out to be read as XML, whatever it is called; a picture is none.
    """
    found: list[bool] = []

    def root(*_: Any) -> None:
        raise _Seen

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = lambda *_: found.append(True)
    parser.StartElementHandler = root
    try:
        with archive.open(part) as source:
            while not found and (piece := source.read(_PIECE)):
                parser.Parse(piece, False)
    except (_Seen, expat.ExpatError):
        pass
    return bool(found)


class Archive(zipfile.ZipFile):
    """A workbook's parts; none is read as a whole that is larger than what trees are made of."""

    def read(self, name: str | zipfile.ZipInfo, pwd: bytes | None = None) -> bytes:
        """Return all of a part. Raises Refused when it is too large."""
        part = name if isinstance(name, zipfile.ZipInfo) else self.getinfo(name)
        if part.file_size > bounds.MAX_BUILT_BYTES:
            raise Refused("tabular.refused.bomb")
        return super().read(part, pwd)


def local(node: Any) -> str:
    """Return an element's name without the address in front of it."""
    name: str = node.tag
    return name.rpartition("}")[2]


class RowSource:
    """A part's bytes as they are read, of which no row may take too many; see ``row_done``."""

    def __init__(self, source: Any) -> None:
        self._source = source
        self._taken = 0

    def read(self, size: int = _PIECE) -> bytes:
        """Return the next bytes. Raises Refused when a row takes too many."""
        piece: bytes = self._source.read(size)
        self._taken += len(piece)
        if self._taken > bounds.MAX_ROW_BYTES:
            raise Refused("tabular.refused.bomb")
        return piece

    def row_done(self) -> None:
        """Begin to count anew."""
        self._taken = 0

    def close(self) -> None:
        """Close what it reads from."""
        self._source.close()

    def __enter__(self) -> RowSource:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class SheetSource(RowSource):
    """A worksheet's bytes up to its last row: nothing is wanted of what comes after that.

    Blank cells are left out: somebody who paints a whole sheet has a million of them.
    """

    def __init__(self, source: Any) -> None:
        super().__init__(source)
        self._before, self._ended = b"", False

    def read(self, size: int = _PIECE) -> bytes:
        """Return the next bytes, with an end in place of everything below the rows."""
        if self._ended:
            return b""
        piece = super().read(size)
        seen = self._before + piece
        if found := _ROWS_END.search(seen):
            self._ended = True
            rows = piece[: found.end() - len(self._before)]
            return _BLANK.sub(b"", rows) + b"</" + (found[1] or b"") + b"worksheet>"
        self._before = seen[-_OVERLAP:]
        # Nothing is the end, whether or not the rows have one; a piece of blanks is none.
        return _BLANK.sub(b"", piece) or (b" " if piece else b"")


@contextmanager
def pieces_of(source: Any) -> Iterator[Iterator[bytes]]:
    """Yield a part piece by piece, each with the end of the one before."""

    def overlapping() -> Iterator[bytes]:
        before = b""
        while piece := source.read(_PIECE):
            yield before + piece
            before = piece[-_OVERLAP:]

    with source:
        yield overlapping()
