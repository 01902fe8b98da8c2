"""What was the desk's own: tasks shown late, posts told late, and when it could not prompt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from xfconsole.core.facts.announced import ObligationAdded, ObligationMissed, PromptRaised
from xfconsole.core.facts.event import FACTS, Event
from xfconsole.core.facts.of_incident import EventCorrected
from xfconsole.core.facts.of_office import DeskBlind, ShiftEnded, ShiftStarted
from xfconsole.core.facts.of_procedure import DutyPrompted

KINDS = frozenset(
    {
        *(kind for kind, cls in FACTS.items() if "prompt" in cls.__dataclass_fields__),
        *(each.kind for each in (ObligationAdded, ObligationMissed, DutyPrompted)),
        *(each.kind for each in (DeskBlind, EventCorrected, ShiftStarted, ShiftEnded)),
    }
)
"""The facts that a desk is measured by; of a night's imports there may be a hundred thousand."""


@dataclass(slots=True)
class DeskLateness:
    """How late the desk was, as far as events were ``watched``.

    ``called`` posts had to be told, ``told_late`` were not by their limit; ``shown_late`` tasks
    were shown after they were due, at most ``most_late``. ``blind``: stretches in which the desk
    could not prompt (asleep, stopped, died).
    """

    called: int = 0
    told_late: int = 0
    shown_late: int = 0
    most_late: timedelta = timedelta(0)
    blind: list[tuple[datetime, datetime]] = field(default_factory=list)

    @property
    def blind_for(self) -> timedelta:
        """How long the desk was blind in all."""
        return sum((until - since for since, until in self.blind), timedelta(0))

    def watched(self, events: Iterable[Event]) -> Iterator[Event]:
        """Yield events as they come, counting."""
        for event in events:
            match event.fact:
                case ObligationAdded():
                    self.called += 1
                case ObligationMissed(clock="tell"):
                    self.told_late += 1
                case PromptRaised(late_s=late_s) if late_s:
                    self.shown_late += 1
                    self.most_late = max(self.most_late, timedelta(seconds=late_s))
                case DeskBlind(since=since, until=until):
                    self.blind.append((since, until))
            yield event
