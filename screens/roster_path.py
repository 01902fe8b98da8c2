"""Completes the name of a roster file while it is typed."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

SUFFIXES = (".xlsx", ".csv")


@dataclass(frozen=True, slots=True)
class Completion:
    """The text as far as it is certain, and the names that go on from there, if several do."""

    text: str
    names: tuple[str, ...] = ()


def path_of(text: str) -> Path:
    """Return the path that was typed, pasted or dragged in: quotes go, ``~`` is the home folder."""
    return Path(text.strip().strip("'\"")).expanduser()


def complete(text: str) -> Completion:
    """Return what the text can go on to: folders, and files that can be a roster."""
    typed = text.strip().strip("'\"")
    folder, begun = os.path.split(typed)
    names = _names(Path(folder or ".").expanduser(), begun)
    if not names:
        return Completion(text)
    common = os.path.commonprefix(names)  # noqa: RUF071 - of letters is what is wanted
    whole = os.path.join(folder, common) if folder else common
    return Completion(whole, tuple(names) if len(names) > 1 else ())


def _names(folder: Path, begun: str) -> list[str]:
    try:
        with os.scandir(folder) as found:
            entries = [each for each in found if each.name.startswith(begun)]
            names = [
                each.name + (os.sep if each.is_dir() else "")
                for each in entries
                if each.is_dir() or each.name.lower().endswith(SUFFIXES)
            ]
    except OSError:
        return []
    return sorted(name for name in names if begun or not name.startswith("."))
