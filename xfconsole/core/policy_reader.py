"""Reads a pack's tables key by key, and notes every fault with its line instead of stopping."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TypeVar

from xfconsole.core.policy import Rule, Words
from xfconsole.core.policy_lines import LineIndex, Path
from xfconsole.core.text import neutral_line

_T = TypeVar("_T")
_ID = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,39}")


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault of a pack: its line (from 1) and the catalogue key and values that say it.

    ``values`` always hold ``table``, the header of the table at fault; they are safe to show.
    """

    line: int
    key: str
    values: Mapping[str, object] = field(default_factory=dict)


class Faults:
    """The faults found so far in one document."""

    def __init__(self, index: LineIndex) -> None:
        self.problems: list[Problem] = []
        self._index = index
        self._paths: list[Path] = []

    def add(self, path: Path, what: str, **values: object) -> None:
        """Note a fault at ``path``; ``what`` completes the key ``policy.problem.<what>``."""
        safe = {k: neutral_line(v) if isinstance(v, str) else v for k, v in values.items()}
        safe["table"] = neutral_line(header(path))
        self.problems.append(Problem(self._index.line(path), f"policy.problem.{what}", safe))
        self._paths.append(path)

    def under(self, *path: str | int) -> bool:
        """Whether anything at or below ``path`` was at fault."""
        return any(each[: len(path)] == path for each in self._paths)


def header(path: Path) -> str:
    """Return the path as an officer reads it: ``attendance.3.post``, tables counted from 1."""
    return ".".join(str(each + 1) if isinstance(each, int) else each for each in path)


class Table:
    """One table being read. A faulty key gives a harmless stand-in, so that reading goes on."""

    def __init__(self, faults: Faults, path: Path, values: Mapping[str, object]) -> None:
        self.faults = faults
        self.path = path
        self._values = values
        self._asked: set[str] = set()

    def has(self, key: str) -> bool:
        """Whether the optional ``key`` is there."""
        self._asked.add(key)
        return key in self._values

    def string(self, key: str) -> str:
        """Return a text of at least one visible character and no control characters."""
        value = self._get(key, str, "text")
        if value is None:
            return ""
        if neutral_line(value) != value:
            self.faults.add((*self.path, key), "control", field=key)
        elif not value.strip():
            self.faults.add((*self.path, key), "blank", field=key)
        return value

    def id(self, key: str = "id") -> str:
        """Return a name made of letters, digits, dot, dash and underscore, at most 40 long."""
        value = self._get(key, str, "text")
        if value is not None and not _ID.fullmatch(value):
            self.faults.add((*self.path, key), "id", field=key, value=value[:40])
        return value or ""

    def one_of(self, key: str, allowed: Collection[str], what: str) -> str:
        """Return a text that is among ``allowed``; else the fault ``unknown_<what>`` names them."""
        value = self._get(key, str, "text")
        if value is not None and value not in allowed:
            known = ", ".join(sorted(each or '""' for each in allowed))
            self.faults.add(
                (*self.path, key), f"unknown_{what}", field=key, value=value[:40], known=known
            )
        return value or ""

    def whole(self, key: str, least: int, most: int) -> int:
        """Return a whole number from ``least`` to ``most``."""
        value = self._get(key, int, "number")
        if value is not None and not least <= value <= most:
            self.faults.add((*self.path, key), "range", field=key, least=least, most=most)
        return least if value is None else value

    def flag(self, key: str) -> bool:
        """Return true or false."""
        return bool(self._get(key, bool, "flag"))

    def words(self, key: str) -> Words:
        """Return a table with ``zh`` and ``en``."""
        inner = self.table(key)
        return Words("", "") if inner is None else read_words(inner)

    def rule(self) -> Rule:
        """Return this table's ``id``, ``source`` and ``reason``."""
        return Rule(self.id(), self.words("source"), self.words("reason"))

    def table(self, key: str) -> Table | None:
        """Return an inner table, or None after noting why there is none."""
        value = self._get(key, dict, "table")
        return None if value is None else Table(self.faults, (*self.path, key), value)

    def tables(self, key: str) -> list[Table]:
        """Return an array of tables, empty after noting why there is none."""
        found = []
        for number, value in enumerate(self._get(key, list, "tables") or []):
            path = (*self.path, key, number)
            if isinstance(value, dict):
                found.append(Table(self.faults, path, value))
            else:
                self.faults.add(path, "not_tables", field=key)
        return found

    def named(self, key: str) -> dict[str, Table]:
        """Return the inner tables of ``[key.NAME]`` by their names."""
        outer = self.table(key)
        if outer is None:
            return {}
        inner = {name: outer.table(name) for name in outer._values}
        return {name: table for name, table in inner.items() if table is not None}

    def done(self) -> None:
        """Note every key nobody asked for, with the nearest one that exists."""
        for key in self._values:
            if key in self._asked:
                continue
            near = get_close_matches(key, self._asked, 1)
            what = "unknown_key_near" if near else "unknown_key"
            known = ", ".join(sorted(self._asked))
            self.faults.add(
                (*self.path, key), what, field=key[:40], near="".join(near), known=known
            )

    def _get(self, key: str, kind: type[_T], expected: str) -> _T | None:
        self._asked.add(key)
        if key not in self._values:
            self.faults.add(self.path, f"missing_{expected}", field=key)
            return None
        value = self._values[key]
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            self.faults.add((*self.path, key), f"not_{expected}", field=key)
            return None
        return value


def read_words(table: Table) -> Words:
    """Read a table that holds ``zh`` and ``en`` and nothing else."""
    words = Words(table.string("zh"), table.string("en"))
    table.done()
    return words
