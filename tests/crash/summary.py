"""Counts what was killed, cut off, failed and done at once, and what was lost by it, over a run.

The counts travel in the tests' own reports, so they come together from several workers, too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

PROPERTY = "crash"
KINDS = {
    "kills": "consoles killed on a terminal",
    "deaths": "desks killed without one",
    "night": "desks killed that meet at a hub",
    "hub": "hubs killed that desks meet at",
    "acts": "acts of desks that meet at a hub",
    "cuts": "connections cut from a hub",
    "sticks": "files lost or damaged",
    "back": "desks and hubs put back",
    "forks": "laptops copied, and found",
    "sides": "sides contested, and listed",
    "quiet": "ms until desks had the same",
    "images": "disks after a power cut",
    "faults": "writes and syncs that failed",
    "verbs": "verbs of two desks at once",
}


class Tally:
    """Counts of one test: by kind, how many there were and after how many something was lost."""

    def __init__(self, item: pytest.Item) -> None:
        self._counts: dict[str, list[int]] = {}
        item.user_properties.append((PROPERTY, self._counts))

    @contextmanager
    def count(self, kind: str, number: int = 1) -> Iterator[None]:
        """Count what happens in a block; an assertion that fails in it means that it lost."""
        counts = self._counts.setdefault(kind, [0, 0])
        counts[0] += number
        try:
            yield
        except BaseException:
            counts[1] += number
            raise

    def more(self, kind: str, number: int) -> None:
        """Count what has happened without a loss."""
        with self.count(kind, number):
            pass


def table(reports: Iterable[Any]) -> list[str]:
    """Return the lines of the table over these reports; none when nothing was counted."""
    sums: dict[str, list[int]] = {}
    for report in reports:
        for name, counts in getattr(report, "user_properties", ()):
            if name == PROPERTY and report.when == "call":
                for kind, (number, lost) in counts.items():
                    total = sums.setdefault(kind, [0, 0])
                    total[0] += number
                    total[1] += lost
    return [
        f"{words:<32}{sums[kind][0]:>7}   lost {sums[kind][1]}"
        for kind, words in KINDS.items()
        if kind in sums
    ]
