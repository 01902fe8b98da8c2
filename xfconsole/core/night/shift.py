"""The running shift: who is on duty since when, and what was done and asked meanwhile."""

from __future__ import annotations

from bisect import insort
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from xfconsole.core.facts.announced import (
    PromptCleared,
    PromptMoved,
    PromptRaised,
    about_office,
)
from xfconsole.core.facts.event import Event, Fact
from xfconsole.core.facts.of_incident import PromptSnoozed
from xfconsole.core.facts.of_office import (
    OF_ONE_DESK,
    BellTried,
    DeskLeft,
    DeskResumed,
    ReliefRung,
    RosterImported,
    ShiftEnded,
    ShiftStarted,
)
from xfconsole.core.incident.fold import Announced, Ring, Snooze
from xfconsole.core.words.desk import Hearing, Uid

ASK_AGAIN = timedelta(minutes=10)
"""How long the question about the bell rests once it was put off."""
_SAID = (PromptRaised, PromptCleared, PromptMoved)


@dataclass(slots=True)
class Shift:
    """The running shift as the office's events tell it, and what was said about its relief."""

    office: Uid
    officer: str = ""
    since: datetime | None = None
    rings: list[Ring] = field(default_factory=list)
    snoozes: dict[Uid, Snooze] = field(default_factory=dict)
    imports: set[datetime] = field(default_factory=set)
    """When a roster came in: a turn under way then begins in it, and did not begin then."""
    announced: Announced = field(default_factory=Announced)
    heard: bool | None = None
    """Whether the officer hears the bell; None where they did not say so yet."""
    ask_bell: datetime | None = None
    """As of when to ask that; None where it was answered, or nobody is on duty."""
    left: bool = False
    """Whether the console was closed on purpose, and not opened since."""

    def apply(self, event: Event) -> None:
        """Apply one event of the office; others are passed over."""
        at = event.happened_at
        match event.fact:
            case ShiftStarted():
                self.officer, self.since = event.officer, at
                self.heard, self.ask_bell = None, at
                self.rings.clear()
            case ShiftEnded():
                self.officer, self.since = "", None
                self.heard, self.ask_bell = None, None
            case DeskLeft() | DeskResumed() as fact:
                self.left = isinstance(fact, DeskLeft)
            case RosterImported():
                self.imports.add(at)
            case BellTried(answer=Hearing.LATER):
                self.ask_bell = at + ASK_AGAIN
            case BellTried(answer=answer):
                self.heard, self.ask_bell = answer is Hearing.HEARD, None
            case ReliefRung() as rung:
                ring = Ring(
                    at, event.uid, rung.post, rung.person, rung.outcome, rung.eta, rung.phone
                )
                insort(self.rings, ring, key=lambda each: each.at)
            case PromptSnoozed(prompt=prompt, until=until):
                self.snoozes[prompt] = at, until, event.uid
            case fact if isinstance(fact, _SAID) and not about_office(fact):
                self.announced.apply(event)


def of_these_desks(events: Iterable[Event], desks: Collection[str]) -> list[Event]:
    """Return the office's events without what other desks told of themselves and their relief."""
    return [each for each in events if each.desk in desks or not _of_one_desk(each.fact)]


def _of_one_desk(fact: Fact) -> bool:
    relief = isinstance(fact, _SAID) and not about_office(fact)
    return relief or isinstance(fact, OF_ONE_DESK)


def shift_of(office: Uid, events: Iterable[Event]) -> Shift:
    """Fold the office's events as they are meant by now, oldest first."""
    shift = Shift(office)
    for event in events:
        shift.apply(event)
    return shift
