"""Reads TOML that anybody may have written: in little time, or the line that is at fault."""

from __future__ import annotations

import re
import tomllib
from typing import Any

MAX_LINE = 1_000
"""Characters; tomllib takes minutes over one endless dotted key."""
_AT_LINE = re.compile(r"\(at line (\d+), column \d+\)")


_DEEP = re.compile(
    r"""(?<![\w-])(?:(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){16}""", re.ASCII
)


def too_deep(line: str) -> bool:
    """Whether a line has a key of more parts than any of ours; tomllib takes the square of them."""
    return bool(_DEEP.search(line))


class NotToml(Exception):
    """A text is no TOML; ``line`` is where, from 1."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


def read_toml(data: bytes) -> tuple[dict[str, Any], str]:
    """Return what a file's bytes say, and their text. Raises NotToml with the line at fault."""
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise NotToml(data.count(b"\n", 0, error.start) + 1) from None
    for number, line in enumerate(text.split("\n"), start=1):
        if len(line) > MAX_LINE or too_deep(line):
            raise NotToml(number)
    try:
        return tomllib.loads(text), text
    # A number of too many digits is a ValueError, nesting without end a RecursionError.
    except (ValueError, RecursionError) as error:
        raise NotToml(line_at_fault(error, text)) from None


def line_at_fault(error: Exception, text: str) -> int:
    """Return the line that tomllib names in its message; "at end of document" is the last one."""
    found = _AT_LINE.search(str(error))
    last = max(1, len(text.splitlines()))
    return min(int(found[1]), last) if found else last
