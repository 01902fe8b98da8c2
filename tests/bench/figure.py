"""What one measurement found: medians with their spread, beside the bare side and the limit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Spread:
    """The median of some rounds with the least and the greatest of them."""

    median: float
    least: float
    most: float

    @classmethod
    def of(cls, values: Sequence[float]) -> Spread:
        """Return the spread of at least one value."""
        return cls(median(values), min(values), max(values))


@dataclass(frozen=True, slots=True)
class Figure:
    """One row of the table: times in seconds, one a round, the bare side's in the same order.

    Without ``bare`` the limit is one on our own time, in seconds; without ``limit`` there is none.
    With a ``unit`` they are no times but amounts of that.
    """

    what: str
    ours: Sequence[float]
    bare: Sequence[float] = ()
    limit: float | None = None
    unit: str = ""

    @classmethod
    def of(cls, what: str, sides: Sequence[Sequence[float]], limit: float) -> Figure:
        """Return the row of two sides, ours and the bare one, with a limit on their ratio."""
        ours, bare = sides
        return cls(what, ours, bare, limit)

    @property
    def ratios(self) -> list[float]:
        """Ours to bare, round by round: both sides of a round met the same machine."""
        return [ours / bare for ours, bare in zip(self.ours, self.bare, strict=True)]

    @property
    def judged(self) -> float:
        """What the limit is about: the median ratio, or the median time."""
        return median(self.ratios if self.bare else self.ours)

    @property
    def kept(self) -> bool:
        """Whether the limit is kept; without one it is."""
        return self.limit is None or self.judged <= self.limit


def interleaved(rounds: int, *sides: Callable[[], T]) -> list[list[T]]:
    """Return each side's results of so many rounds, the sides taking turns within a round.

    Who comes first changes from round to round, so that none always profits from a warm cache.
    """
    found: list[list[T]] = [[] for _ in sides]
    for turn in range(rounds):
        order = range(len(sides)) if turn % 2 else reversed(range(len(sides)))
        for at in order:
            found[at].append(sides[at]())
    return found


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value that so large a share of the values does not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
