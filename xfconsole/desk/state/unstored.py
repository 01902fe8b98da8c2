"""What the desk showed while the disk took nothing: prompts go on, and are journaled afterwards."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from xfconsole.core.due.load import NEW
from xfconsole.core.facts.event import Event, Fact
from xfconsole.core.night.situation import Situation
from xfconsole.core.words.desk import Uid
from xfconsole.core.words.refusal import NotStored

AGAIN = timedelta(seconds=3)
"""How long after a vain attempt the next one comes, unless something is due before."""


class RolledBack(Exception):
    """Rolls back a transaction that was only looked into."""


@dataclass(slots=True)
class Unstored:
    """``situation`` is what is shown while nothing can be stored, None while all is well.

    ``facts`` about the clock wait with the time they were noticed; ``shown`` tells when each prompt
    was first shown, so that the journal will say so.
    """

    situation: Situation | None = None
    again_at: datetime | None = None
    facts: list[tuple[Fact, datetime]] = field(default_factory=list)
    shown: dict[Uid, datetime] = field(default_factory=dict)

    def note(self, observed: Iterable[Fact], events: Iterable[Event], now: datetime) -> None:
        """Remember what was noticed and shown in a look that left nothing in the journal."""
        self.facts += ((fact, now) for fact in observed)
        for event in events:
            if isinstance(event.fact, NEW):
                self.shown.setdefault(event.fact.prompt, event.happened_at)

    def show(self, situation: Situation, why: NotStored, next_change: datetime | None) -> bool:
        """Show this from now on; returns whether it is another than before."""
        before = self.situation
        self.situation = replace(situation, unstored=why)
        again_at = situation.at + AGAIN
        self.again_at = min(again_at, next_change or again_at)
        return before is None or before != replace(
            situation, at=before.at, revision=before.revision
        )

    def stored(self) -> None:
        """Forget it all: the journal has it now."""
        self.situation = self.again_at = None
        self.facts.clear()
        self.shown.clear()


def as_shown(fact: Fact, shown: Mapping[Uid, datetime]) -> tuple[Fact, datetime | None]:
    """Return a prompt as it was first shown, and when that was; None for what was not shown yet."""
    if not isinstance(fact, NEW) or fact.prompt not in shown:
        return fact, None
    at = shown[fact.prompt]
    return replace(fact, late_s=int((at - fact.due).total_seconds())), at
