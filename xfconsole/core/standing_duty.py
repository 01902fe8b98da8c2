"""Due work as the store keeps it: what stands of one matter's duty, and who is asked about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from xfconsole.core.life_words import Clock, Who
from xfconsole.core.model import Channel, PromptKind, Uid
from xfconsole.core.official import name_key


@dataclass(frozen=True, slots=True)
class StandingDuty:
    """Due work on one matter that is prompted for now; who was barred from it must not be rung.

    ``who`` owes it; ``post`` and ``person`` are asked about it, ``step`` ranks above who does.
    ``barred`` and ``barred_units`` hold names as ``name_key`` folds them.
    """

    matter: Uid
    number: str
    summary: str
    channel: Channel
    township: str
    supervised: bool
    clock: Clock
    anchor: Uid
    part: int
    who: Who
    unit: str
    target: date
    rolled: date
    due_at: datetime
    prompt: Uid
    what: PromptKind
    step: int
    post: str
    person: str
    prompt_due: datetime
    prompted_at: datetime
    barred: frozenset[str] = frozenset()
    barred_units: frozenset[str] = frozenset()
    taken_at: datetime | None = None
    """When an officer took up what a file had brought overdue: it climbs from then on."""

    def bars(self, person: str) -> bool:
        """Return whether an official may have no hand in the matter, by name."""
        return name_key(person) in self.barred
