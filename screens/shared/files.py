"""Which folders and tables a path that is being typed can go on to."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.text import neutral_line
from xfconsole.ui.text.pinyin import rank

HOME = os.path.join("~", "")
_BEFORE = re.compile(r".*/(?=/|~/)")
SUFFIXES = (".xlsx", ".xls", ".et", ".ods", ".csv")
"""Of what can be a table; another file can be named in full."""


@frozen
class Entry:
    """A folder or a file. ``text`` is its path as it stands in the field, a folder's with ``/``.

    ``changed`` is when its content last was, in seconds of POSIX, 0 where that can't be said.
    """

    path: Path
    text: str
    folder: bool
    changed: float = 0.0

    @property
    def name(self) -> str:
        """What it is called in the list."""
        return neutral_line(self.path.name) + (os.sep if self.folder else "")


def path_of(text: str) -> Path:
    """Return the path that was typed, pasted or dragged in: quotes go, ``~`` is the home folder."""
    return Path(_bare(text)).expanduser()


def entries(text: str) -> list[Entry]:
    """Return what answers to a path so far: folders by name, then tables, the newest first.

    What is named exactly comes before all others, then what begins so, by letters or by pinyin.
    """
    folder, begun = os.path.split(_bare(text) or HOME)
    base = Path(folder or ".").expanduser()
    found = [(_rank(begun, each.name), each) for each in _within(base, folder, begun)]
    order = sorted(
        ((rank, each) for rank, each in found if rank >= 0),
        key=lambda one: (one[0], not one[1].folder, -one[1].changed, one[1].name),
    )
    return [each for _, each in order]


def above(text: str) -> str:
    """Return the folder above the one that a path stands in; the path itself at the root."""
    whole = str(Path(_bare(text)).expanduser())
    return os.path.join(os.path.dirname(os.path.abspath(whole)), "")


def _bare(text: str) -> str:
    # A whole path typed behind the folder that stood there is what is meant.
    return _BEFORE.sub("", text.strip().strip("'\""))


def _within(base: Path, folder: str, begun: str) -> Iterator[Entry]:
    try:
        with os.scandir(base) as found:
            for each in found:
                inside = each.is_dir()
                listed = inside or each.name.lower().endswith(SUFFIXES)
                shown = begun.startswith(".") or not each.name.startswith(".")
                if each.name == begun or (listed and shown):
                    text = os.path.join(folder, each.name) + (os.sep if inside else "")
                    yield Entry(Path(each.path), text, inside, 0.0 if inside else _changed(each))
    except OSError:
        return


def _changed(each: os.DirEntry[str]) -> float:
    try:
        return each.stat().st_mtime
    except OSError:
        return 0.0


def _rank(begun: str, name: str) -> int:
    return rank(begun, name) if begun and name != begun else 0
