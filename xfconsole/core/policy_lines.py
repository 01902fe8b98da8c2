"""Finds the line on which each key of a TOML document stands, which tomllib does not tell."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import TypeAlias

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
