"""How much room the office has left to save in, as the screens tell it."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from xfconsole.core.words.frozen import frozen

SHOWN = 3
"""So many things to delete are named."""


@frozen
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


class RoomStage(StrEnum):
    """How bad it is; each is told once when it begins."""

    ROOMY = "roomy"
    SHORT = "short"
    """Everything is saved still, from the reserve."""
    UNSTORED = "unstored"
    """What is typed is kept, but nothing can be registered."""
    LOST = "lost"
    """Not even what is typed is on disk."""
    FAILING = "failing"
    """There is room, but the disk takes nothing."""


@frozen
class Room:
    """``left`` bytes can still be saved; ``short``: there is no room for the whole reserve.

    ``drafts_kept``: everything typed is on disk. ``leftovers`` are what the officer may delete,
    what is missed least first; looked up where there is little room only.
    """

    left: int = 0
    short: bool = False
    drafts_kept: bool = True
    leftovers: tuple[Leftover, ...] = ()

    def stage(self, *, stored: bool) -> RoomStage:
        """Return how bad it is; ``stored``: the journal takes what happens."""
        if not self.short:
            return RoomStage.ROOMY if stored and self.drafts_kept else RoomStage.FAILING
        if not self.drafts_kept:
            return RoomStage.LOST
        return RoomStage.SHORT if stored else RoomStage.UNSTORED


ROOMY = Room()
"""Where nobody looks: a throw-away office."""
