"""How much room the office has left to save in, as the screens tell it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

SHOWN = 3
"""So many things to delete are named."""


@dataclass(frozen=True, slots=True)
class Leftover:
    """Something in the office's folder that the office can do without; ``size`` in bytes."""

    name: str
    size: int


def listed(leftovers: Sequence[Leftover]) -> str:
    """Return what may be deleted in one line, such as ``replaced-… (12 MB), backups/… (9 MB)``.

    What comes after the first few is summed up: ``+ 4 (31 MB)``.
    """
    first, more = leftovers[:SHOWN], leftovers[SHOWN:]
    said = [f"{each.name} ({_mebibytes(each.size)})" for each in first]
    if more:
        said.append(f"+ {len(more)} ({_mebibytes(sum(each.size for each in more))})")
    return ", ".join(said)


def _mebibytes(size: int) -> str:
    return f"{max(1, round(size / (1 << 20)))} MB"


@dataclass(frozen=True, slots=True)
class Room:
    """``left`` bytes of the reserve are left; ``short``: there is no room for the whole of it.

    ``drafts_kept``: everything typed is on disk. ``leftovers`` are what the officer may delete,
    what is missed least first; looked up where there is little room only.
    """

    left: int = 0
    short: bool = False
    drafts_kept: bool = True
    leftovers: tuple[Leftover, ...] = ()

    @property
    def mebibytes(self) -> int:
        """What is left of the reserve in MB, rounded down."""
        return self.left >> 20


ROOMY = Room()
"""Where nobody looks: a throw-away office."""
