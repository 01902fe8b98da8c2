"""Reads a pack's tables key by key, and notes every fault with its line instead of stopping."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import field
from difflib import get_close_matches
from typing import TypeGuard, TypeVar

from xfconsole.core.policy.pack import Rule
from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.text import neutral_line
from xfconsole.core.words.toml_text import LineIndex, Path
from xfconsole.core.words.two_languages import BothLanguages

_T = TypeVar("_T")
_ID = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,39}")
_EXPECTED: dict[type, tuple[str, str]] = {
    str: ("policy.problem.missing_text", "policy.problem.not_text"),
    int: ("policy.problem.missing_number", "policy.problem.not_number"),
    bool: ("policy.problem.missing_flag", "policy.problem.not_flag"),
    dict: ("policy.problem.missing_table", "policy.problem.not_table"),
    list: ("policy.problem.missing_tables", "policy.problem.not_tables"),
}
"""What is said where a value of a type is missing, and where it is of another."""
_WORDS = ("policy.problem.missing_words", "policy.problem.not_words")
"""The same for a table of ``zh`` and ``en``."""
_NUMBERS = ("policy.problem.missing_numbers", "policy.problem.not_numbers")
_TEXTS = ("policy.problem.missing_texts", "policy.problem.not_texts")
"""The same for a list of whole numbers, and of texts."""


class PackTable:
    """One table being read. A faulty key gives a harmless stand-in, so that reading goes on.

    Whoever reads a table ends with ``done``.
    """

    def __init__(self, faults: Faults, path: Path, values: Mapping[str, object]) -> None:
        self.faults = faults
        self.path = path
        self._values = values
        self._asked: set[str] = set()
        self._missing: dict[str, str] = {}

    def fault(self, key: str, problem: str, **values: str | int) -> None:
        """Note a fault of one key of this table."""
        self.faults.add((*self.path, key), problem, **values)

    def has(self, key: str) -> bool:
        """Whether the optional ``key`` is there."""
        self._asked.add(key)
        return key in self._values

    def string(self, key: str) -> str:
        """Return a text on one line with something to see in it."""
        value = self._get(key, str) or ""
        if neutral_line(value) != value:
            self.fault(key, "policy.problem.control")
        elif key in self._values and not value.strip():
            self.fault(key, "policy.problem.blank")
        return value

    def id(self, key: str = "id") -> str:
        """Return a name of at most 40 letters, digits, dots, dashes and underscores."""
        value = self._get(key, str)
        if value is not None and not _ID.fullmatch(value):
            self.fault(key, "policy.problem.id", value=value)
        return value or ""

    def one_of(self, key: str, allowed: Collection[str], problem: str) -> str:
        """Return a text that is among ``allowed``; else note ``problem``.

        Where nothing is allowed, that was a fault before, and this is none on top of it.
        """
        value = self._get(key, str)
        if value is not None and allowed and value not in allowed:
            known = ", ".join(each or '""' for each in sorted(allowed))
            self.fault(key, problem, value=value, known=known)
        return value or ""

    def whole(self, key: str, least: int, most: int) -> int:
        """Return a whole number from ``least`` to ``most``."""
        value = self._get(key, int)
        if value is not None and not least <= value <= most:
            self.fault(key, "policy.problem.range", least=least, most=most)
        return least if value is None else value

    def wholes(self, key: str, least: int, most: int, *, most_numbers: int) -> tuple[int, ...]:
        """Return a list of 1 to ``most_numbers`` whole numbers from ``least`` to ``most``."""
        values = self._list(key, int, _NUMBERS, 1, most_numbers)
        for number, value in enumerate(values):
            if not least <= value <= most:
                path = (*self.path, key, number)
                self.faults.add(path, "policy.problem.range", least=least, most=most)
        return values

    def strings(self, key: str, most_texts: int) -> tuple[str, ...]:
        """Return a list of up to ``most_texts`` texts, each on one line with something to see."""
        values = self._list(key, str, _TEXTS, 0, most_texts)
        for number, value in enumerate(values):
            if neutral_line(value) != value:
                self.faults.add((*self.path, key, number), "policy.problem.control")
            elif not value.strip():
                self.faults.add((*self.path, key, number), "policy.problem.blank")
        return values

    def flag(self, key: str) -> bool:
        """Return true or false."""
        return bool(self._get(key, bool))

    def words(self, key: str) -> BothLanguages:
        """Return what an inner table says in ``zh`` and ``en``."""
        value = self._get(key, dict, _WORDS)
        if value is None:
            return BothLanguages("", "")
        return PackTable(self.faults, (*self.path, key), value).two_languages()

    def two_languages(self) -> BothLanguages:
        """Return this table's ``zh`` and ``en``; it holds nothing else."""
        words = BothLanguages(self.string("zh"), self.string("en"))
        self.done()
        return words

    def rule(self) -> Rule:
        """Return this table's ``id``, ``source`` and ``reason``."""
        return Rule(self.id(), self.words("source"), self.words("reason"))

    def table(self, key: str) -> PackTable | None:
        """Return an inner table, or None after noting why there is none."""
        value = self._get(key, dict)
        return None if value is None else PackTable(self.faults, (*self.path, key), value)

    def tables(self, key: str) -> list[PackTable]:
        """Return an array of tables, empty after noting why there is none."""
        path = (*self.path, key)
        values = self._get(key, list) or []
        if not all(isinstance(each, dict) for each in values):
            self.fault(key, "policy.problem.not_tables")
            return []
        return [PackTable(self.faults, (*path, number), each) for number, each in enumerate(values)]

    def named(self, key: str) -> dict[str, PackTable]:
        """Return the tables ``[key.NAME]`` by their names, at least one."""
        outer = self.table(key)
        if outer is None:
            return {}
        if not outer._values:
            self.fault(key, "policy.problem.empty_table")
        for name in outer._values:
            if not _ID.fullmatch(name):
                outer.fault(name, "policy.problem.id", value=name)
        inner = ((name, outer.table(name)) for name in outer._values)
        return {name: table for name, table in inner if table is not None}

    def done(self) -> None:
        """Note what is missing and every key nobody asked for, a misspelt one as one fault."""
        for key in self._values:
            if key not in self._asked:
                self._note_unknown(key)
        for key, problem in self._missing.items():
            self.fault(key, problem)

    def _note_unknown(self, key: str) -> None:
        known = sorted(self._asked)
        near = get_close_matches(key, self._missing, 1) or get_close_matches(key, known, 1)
        if near:
            self._missing.pop(near[0], None)
            self.fault(key, "policy.problem.unknown_key_near", near=near[0])
        else:
            self.fault(key, "policy.problem.unknown_key", known=", ".join(known))

    def _list(
        self, key: str, kind: type[_T], problems: tuple[str, str], least: int, most: int
    ) -> tuple[_T, ...]:
        values = self._get(key, list, problems)
        if values is None:
            return ()
        if not all(_is(each, kind) for each in values):
            self.fault(key, problems[1])
            return ()
        if not least <= len(values) <= most:
            self.fault(key, "policy.problem.list_length", least=least, most=most)
        return tuple(values)

    def _get(self, key: str, kind: type[_T], problems: tuple[str, str] | None = None) -> _T | None:
        missing, other = problems or _EXPECTED[kind]
        self._asked.add(key)
        if key not in self._values:
            self._missing[key] = missing
            return None
        value = self._values[key]
        if not _is(value, kind):
            self.fault(key, other)
            return None
        return value


def _is(value: object, kind: type[_T]) -> TypeGuard[_T]:
    # In Python true is a number; in a pack it is not.
    return isinstance(value, kind) and not (kind is int and isinstance(value, bool))


MOST_PROBLEMS = 100
"""A file that is no pack at all is not worth more of the officer's time."""
_MOST_SHOWN = 300


@frozen
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
