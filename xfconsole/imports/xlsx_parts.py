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
_MAIN = "xl/workbook.xml"
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/")
_USUAL = rb"http://schemas.openxmlformats.org/\1/2006/"
"""What "Strict Open XML" calls its elements, and what all others do."""
_PIECE, _OVERLAP = 64 * 1024, 512
# No pattern runs on across another "<": a remark full of beginnings would be searched for hours.
_BLANK = re.compile(rb'<(?:\w+:)?c\s(?=[^<>]*\br=")[^<>]*/>')
"""A cell that says nothing but where it stands and how it looks."""
_ROW_TAG = re.compile(rb"<(?:\w+:)?row\s[^<>]*>")
_HIDDEN = re.compile(rb"\bhidden=[\"'](?:1|true)[\"']")
_NUMBER = re.compile(rb"\br=[\"'](\d{1,7})[\"']")
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
        if _MAIN not in archive.namelist():
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


class _Usual:
    """A part of a "Strict Open XML" workbook with the usual names of elements."""

    def __init__(self, source: Any) -> None:
        self._source, self._before = source, b""

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes, some more or less than asked for; nothing at the end only."""
        while True:
            piece = self._source.read(size)
            seen = _STRICT.sub(_USUAL, self._before + piece)
            # A name may go on in the next piece.
            kept = len(seen) - _OVERLAP if piece and size >= 0 else len(seen)
            if kept > 0 or not piece:
                self._before = seen[kept:] if kept > 0 else b""
                return seen[:kept] if kept > 0 else seen
            self._before = seen

    def __enter__(self) -> _Usual:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close what it reads from."""
        self._source.close()


class Archive(zipfile.ZipFile):
    """A workbook's parts; none is read as a whole that is larger than what objects are made of."""

    def __init__(self, content: bytes) -> None:
        super().__init__(io.BytesIO(content))
        with super().open(_MAIN) as source:
            self._strict = bool(_STRICT.search(source.read(_PIECE)))

    def open(self, *part: Any, **how: Any) -> Any:
        """Open a part for reading."""
        source = super().open(*part, **how)
        return _Usual(source) if self._strict else source

    def read(self, name: str | zipfile.ZipInfo, pwd: bytes | None = None) -> bytes:
        """Return all of a part. Raises Refused when it is too large."""
        part = name if isinstance(name, zipfile.ZipInfo) else self.getinfo(name)
        if part.file_size > bounds.MAX_BUILT_BYTES:
            raise Refused("tabular.refused.bomb")
        return super().read(part, pwd)


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

    Blank cells are left out: somebody who paints a whole sheet has a million of them. ``hidden``
    are the rows read so far that are not shown.
    """

    def __init__(self, source: Any) -> None:
        super().__init__(source)
        self.hidden: set[int] = set()
        self._before, self._ended = b"", False

    def read(self, size: int = _PIECE) -> bytes:
        """Return the next bytes, with an end in place of everything below the rows."""
        if self._ended:
            return b""
        piece = super().read(size)
        seen = self._before + piece
        tags = (tag for tag in _ROW_TAG.findall(seen) if _HIDDEN.search(tag))
        self.hidden.update(int(found[1]) for tag in tags if (found := _NUMBER.search(tag)))
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
