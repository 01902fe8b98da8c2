"""Collects what is wrong with a pack, to be told line by line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from xfconsole.core.policy_lines import LineIndex, Path
from xfconsole.core.text import neutral_line

MOST_PROBLEMS = 100
"""A file that is no pack at all is not worth more of the officer's time."""
_MOST_SHOWN = 300


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault of a pack: its line (from 1) and the catalogue key and values that say it.

    ``values`` are texts and whole numbers that are safe to show; ``where`` among them is the path
    of the key at fault, such as ``attendance.3.post``, wherever there is one.
    """

    line: int
    key: str
    values: Mapping[str, str | int] = field(default_factory=dict)


class TooMany(Exception):
    """So many faults were found that reading on would tell nothing new."""


class Faults:
    """The faults found so far in one document."""

    def __init__(self) -> None:
        self._found: list[tuple[Path, str, dict[str, str | int]]] = []
        self._touched: set[Path] = set()

    def __bool__(self) -> bool:
        return bool(self._found)

    def add(self, path: Path, problem: str, **values: str | int) -> None:
        """Note a fault at ``path``; ``problem`` is the key of its sentence.

        Raises TooMany after noting the last one of a hundred.
        """
        values["where"] = _dotted(path)
        shown = {name: _shown(each) for name, each in values.items()}
        self._found.append((path, problem, shown))
        self._touched.update(path[:length] for length in range(len(path) + 1))
        if len(self._found) == MOST_PROBLEMS:
            raise TooMany

    def under(self, *path: str | int) -> bool:
        """Whether anything at or below ``path`` was at fault."""
        return path in self._touched

    def problems(self, index: LineIndex) -> list[Problem]:
        """Return the faults with their lines, in the order of these."""
        found = [Problem(index.line(path), key, values) for path, key, values in self._found]
        return sorted(found, key=lambda problem: problem.line)


def _shown(value: str | int) -> str | int:
    if isinstance(value, int):
        return value
    harmless = neutral_line(value)
    return harmless if len(harmless) <= _MOST_SHOWN else harmless[:_MOST_SHOWN] + "…"


def _dotted(path: Path) -> str:
    # An officer counts from one.
    return ".".join(str(each + 1) if isinstance(each, int) else each for each in path)
