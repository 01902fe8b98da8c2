"""Rows to pick from, and which of them answer to what was typed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Generic, TypeVar

from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.typed import whole_number
from xfconsole.ui.text.pinyin import rank

T = TypeVar("T")


@frozen
class PickRow(Generic[T]):
    """One choice: what it stands for, its name, and words beside it that are searched too."""

    value: T
    name: str
    beside: str = ""


@frozen
class Numbered(Generic[T]):
    """A row with the number it is called by, which searching does not change."""

    number: int
    row: PickRow[T]


def numbered(rows: Iterable[PickRow[T]]) -> list[Numbered[T]]:
    """Return the rows with their numbers from 1 on."""
    return [Numbered(number, row) for number, row in enumerate(rows, start=1)]


def answering(query: str, rows: Sequence[Numbered[T]]) -> list[Numbered[T]]:
    """Return the rows that answer to a number, to pinyin initials or to text, the best first.

    Every word of the query has to answer, in the name or beside it; a name counts for more.
    """
    asked = query.split()
    if not asked:
        return list(rows)
    wanted = whole_number(query)
    if wanted is not None:
        exact = [each for each in rows if each.number == wanted]
        rest = [each for each in rows if each.number != wanted]
        return exact + [each for _, each in _ranked(asked, rest)]
    return [each for _, each in _ranked(asked, rows)]


def exactly(query: str, rows: Iterable[PickRow[T]]) -> PickRow[T] | None:
    """Return the one row of exactly this name, or None when there is none or several."""
    found = [each for each in rows if each.name == query.strip()]
    return found[0] if len(found) == 1 else None


def _ranked(asked: Sequence[str], rows: Sequence[Numbered[T]]) -> list[tuple[int, Numbered[T]]]:
    ranked = [(_worst(asked, each.row), each) for each in rows]
    return sorted((each for each in ranked if each[0] >= 0), key=lambda each: each[0])


def _worst(asked: Sequence[str], row: PickRow[T]) -> int:
    """Return the rank of the word that answers least, -1 when one does not answer."""
    ranks = [_best(word, row) for word in asked]
    return -1 if min(ranks) < 0 else max(ranks)


def _best(word: str, row: PickRow[T]) -> int:
    in_name = rank(word, row.name)
    if in_name >= 0 or not row.beside:
        return in_name
    beside = rank(word, row.beside)
    return beside + 5 if beside >= 0 else -1
