"""What the rules need from the outside about the desks of an office, as protocols."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Protocol

from xfconsole.core.words.desk import Uid


class DesksWork(Protocol):
    """What a transaction can say of the desks, and of what came in from them."""

    def desks(self) -> tuple[str, ...]:
        """Return this desk, then those that it goes on from since a backup was put back."""
        ...

    def several(self) -> bool:
        """Whether lines of another desk are here."""
        ...

    def kept_by(self, desks: Collection[str]) -> dict[Uid, tuple[Uid, ...]]:
        """Return what desks keep and may ask about, with the take-overs that made them keepers.

        An opening is no take-over: of what nobody took over there are none.
        """
        ...

    def contested(self, own: Collection[str]) -> list[Uid]:
        """Return the matters that desks keep of which nobody settled what was done at once."""
        ...

    def newest(self) -> dict[str, datetime]:
        """Return when the last line was recorded that the journal has of each desk."""
        ...

    def subjects_since(self, seq: int) -> set[Uid]:
        """Return what the events are about that came to this journal after one."""
        ...

    def look_at(self, matters: Collection[Uid]) -> None:
        """Have the engine look at matters, whose clocks may be others by now."""
        ...

    def looked_at(self, matters: Collection[Uid]) -> None:
        """Note that it did."""
        ...
