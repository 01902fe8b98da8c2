"""What the fields of the intake form can be picked from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from screens.intake_form import topic_text
from screens.widgets.picker_rows import PickRow, answering, exactly, numbered

PickRows = Sequence[PickRow[str]]


def choice_rows(options: Iterable[tuple[str, str]]) -> PickRows:
    """Return the rows of a field with few choices."""
    return [PickRow(value, name) for value, name in options]


def unit_rows(units: Iterable[str]) -> PickRows:
    """Return the responsible units named so far."""
    return [PickRow(unit, unit) for unit in units]


@lru_cache(maxsize=1)
def topic_rows(subjects: tuple[tuple[str, ...], ...]) -> PickRows:
    """Return the subjects of all levels, each after the one above it, with that one beside it."""
    paths = dict.fromkeys(path[:depth] for path in subjects for depth in range(1, len(path) + 1))
    return [PickRow(topic_text(path), path[-1], topic_text(path[:-1])) for path in paths]


def settled(text: str, rows: PickRows) -> str | None:
    """Return what a typed text stands for without asking, or None when it has to be asked.

    A value or the only row of that name stand for themselves, and so does a text to which no row
    answers: refusing words is not for a form.
    """
    wanted = text.strip()
    if not wanted or any(row.value == wanted for row in rows):
        return wanted
    if (row := exactly(wanted, rows)) is not None:
        return row.value
    return None if answering(wanted, numbered(rows)) else wanted
