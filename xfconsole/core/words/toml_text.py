"""Reads TOML that anybody may have written: in little time, or the line that is at fault."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from enum import Enum, auto
from typing import Any, TypeAlias

from xfconsole.core.words.text import neutral

MAX_LINE = 1_000
"""Characters; tomllib takes minutes over one endless dotted key."""
_AT_LINE = re.compile(r"\(at line (\d+), column \d+\)")
_TOO_DEEP = re.compile(
    r"""(?<![\w-])(?:(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){16}""", re.ASCII
)
"""A key of more parts than any of ours; tomllib takes the square of them."""


class Fault(Enum):
    """Why a file is not read."""

    TOO_LARGE = auto()
    NOT_UTF8 = auto()
    CONTROL = auto()
    LONG_LINE = auto()
    SYNTAX = auto()


class NotToml(Exception):
    """A file is not read; ``line`` is where, from 1."""

    def __init__(self, line: int, fault: Fault) -> None:
        super().__init__(line, fault)
        self.line, self.fault = line, fault


def read_toml(
    data: bytes, most: int, *, most_in_line: int = MAX_LINE, plain: bool = False
) -> tuple[dict[str, Any], str]:
    """Return what a file's bytes, ``most`` of them, say, and their text.

    ``plain`` allows no control characters. Raises NotToml for the first fault.
    """
    text = decoded(data, most)
    for line, fault in faults_of_lines(text, most_in_line):
        if plain or fault is not Fault.CONTROL:
            raise NotToml(line, fault)
    try:
        return tomllib.loads(text), text
    # A number of too many digits is a ValueError, nesting without end a RecursionError.
    except (ValueError, RecursionError) as error:
        raise NotToml(line_at_fault(error, text), Fault.SYNTAX) from None


def decoded(data: bytes, most: int) -> str:
    """Return the text of ``most`` bytes; raises NotToml for more, and for what is no UTF-8."""
    if len(data) > most:
        raise NotToml(1, Fault.TOO_LARGE)
    try:
        return unified(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise NotToml(data.count(b"\n", 0, error.start) + 1, Fault.NOT_UTF8) from None


def unified(text: str) -> str:
    """Return a text as every system would save it; a pack keeps its digest by that."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n")


def faults_of_lines(text: str, most: int = MAX_LINE) -> Iterator[tuple[int, Fault]]:
    """Yield the lines, from 1, that nothing should go on to read."""
    for number, line in enumerate(text.split("\n"), start=1):
        if len(line) > most:
            yield number, Fault.LONG_LINE
        elif _TOO_DEEP.search(line):
            yield number, Fault.SYNTAX
        elif neutral(line) != line:
            yield number, Fault.CONTROL


def line_at_fault(error: Exception, text: str) -> int:
    """Return the line that tomllib names in its message; "at end of document" is the last one."""
    found = _AT_LINE.search(str(error))
    last = text.count("\n") + (not text.endswith("\n"))
    return min(int(found[1]), last) if found else last


Path: TypeAlias = tuple[str | int, ...]
"""Keys from the root down; the tables of an array are numbered from 0."""

_DEPTH = 8
"""Deeper than any key a pack may have."""

# Strings and comments may hold brackets and line ends that mean nothing to the statement.
_TOKEN = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}(?!")'
    r"|'''.*?'{3,5}(?!')"
    r'|"(?:\\.|[^"\\\n])*"'
    r"|'[^'\n]*'"
    r"|#[^\n]*"
    r"|[\[\]{}\n]"
    r"""|[^"'#\[\]{}\n]+|.""",
    re.DOTALL,
)


class LineIndex:
    """Line numbers, from 1, of the tables and keys of a document that tomllib accepts."""

    def __init__(self, text: str) -> None:
        self._lines: dict[Path, int] = {}
        self._tables: dict[Path, int] = {}
        self._here: Path = ()
        for line, statement in _statements(text):
            self._note(line, statement)

    def line(self, path: Path) -> int:
        """Return where ``path`` stands, or else the nearest table above it, or else 1."""
        while path:
            if path in self._lines:
                return self._lines[path]
            path = path[:-1]
        return 1

    def _note(self, line: int, statement: str) -> None:
        found = tomllib.loads(statement)
        if not statement.startswith("["):
            for path in _paths(found):
                self._lines.setdefault(self._here + path, line)
            return
        self._here = self._header(found, repeated=statement.startswith("[["))
        for length in range(1, len(self._here) + 1):
            self._lines.setdefault(self._here[:length], line)

    def _header(self, found: Mapping[str, object], *, repeated: bool) -> Path:
        keys = max(_paths(found), key=len)
        path: Path = ()
        for key in keys[:-1]:
            path = self._newest((*path, key))
        last = (*path, keys[-1])
        if not repeated:
            return last
        self._tables[last] = self._tables.get(last, -1) + 1
        return (*last, self._tables[last])

    def _newest(self, path: Path) -> Path:
        return (*path, self._tables[path]) if path in self._tables else path


def _statements(text: str) -> Iterator[tuple[int, str]]:
    line, start, depth, parts = 1, 1, 0, list[str]()
    for token in _TOKEN.findall(text + "\n"):
        if token == "\n" and depth == 0:
            statement = "".join(parts).strip()
            if statement and not statement.startswith("#"):
                yield start, statement
            parts, start = [], line + 1
        else:
            depth += (token in ("[", "{")) - (token in ("]", "}"))
            parts.append(token)
        line += token.count("\n")


def _paths(found: Mapping[str, object], above: Path = ()) -> Iterator[Path]:
    for key, value in found.items():
        yield (path := (*above, key))
        # A header [[a]] reads as a list of one empty table.
        inner = value[0] if isinstance(value, list) and len(value) == 1 else value
        if isinstance(inner, dict) and len(path) < _DEPTH:
            yield from _paths(inner, path)
