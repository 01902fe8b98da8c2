"""What the journal already says about a matter's clocks, and which of their prompts rest."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from xfconsole.core.facts.event import Event, taken_from
from xfconsole.core.facts.of_procedure import (
    DeadlineDropped,
    DeadlineMet,
    DeadlineMoved,
    DeadlineSet,
    DutyPrompted,
)
from xfconsole.core.words.desk import Uid
from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.procedure import Clock

ClockKey = tuple[Clock, Uid, int]
"""Which clock, the event that started it, and its part where a rule has several steps."""


@dataclass(slots=True)
class JournaledClock:
    """What the journal already says about a clock; ``prompt`` is the one that stands."""

    started: date
    target: date
    rolled: date
    due_at: datetime
    unit: str
    provisional: bool
    look_at: datetime | None
    control: datetime
    met_at: datetime | None = None
    prompt: Uid = ""


@frozen
class Rest:
    """A chase or a snooze: the prompt it answered is not shown before ``until``."""

    uid: Uid
    prompt: Uid
    until: datetime


@dataclass(slots=True)
class JournaledClocks:
    """The clocks as the journal has them, and the rests in their order.

    ``begun`` counts how often a clock began, or got another control date: each such window has
    prompts of its own. ``latest`` is when the desk last said anything. ``brought_at`` is when a
    file brought the matter, ``taken_at`` when an officer took it up after that.
    """

    clocks: dict[ClockKey, JournaledClock] = field(default_factory=dict)
    rests: list[Rest] = field(default_factory=list)
    begun: dict[ClockKey, int] = field(default_factory=dict)
    latest: datetime | None = None
    brought_at: datetime | None = None
    taken_at: datetime | None = None

    def rings_from(self, due_at: datetime) -> datetime | None:
        """Return from when on a duty over at an instant rings as overdue.

        One that a file brought overdue rings once an officer took the matter up, until then never.
        """
        past = self.brought_at is not None and due_at <= self.brought_at
        return self.taken_at if past else due_at

    def not_before(self, now: datetime) -> datetime:
        """Return an instant, or the latest known: a clock set back takes nothing back."""
        return max(now, self.latest) if self.latest else now

    def window(self, key: ClockKey, control: datetime) -> int:
        """Return which window of a clock it is whose control date ends at an instant, from 1."""
        held, begun = self.clocks.get(key), self.begun.get(key, 0)
        same = held is not None and held.met_at is None and held.control == control
        return begun if same else begun + 1

    def rest(self, uid: Uid, prompt: Uid, until: datetime) -> None:
        """Put a prompt off: it stands no more until then."""
        self.rests.append(Rest(uid, prompt, until))
        for held in self.clocks.values():
            if prompt and held.prompt == prompt:
                held.prompt = ""
                held.look_at = min(held.look_at or until, until)

    def apply(self, event: Event) -> None:
        """Apply what the desk journaled about a clock; other facts change nothing."""
        fact = event.fact
        if not isinstance(
            fact, DeadlineSet | DeadlineMoved | DeadlineMet | DeadlineDropped | DutyPrompted
        ):
            return
        self.latest = self.not_before(event.recorded_at)
        key = fact.clock, fact.anchor, fact.part
        held = self.clocks.get(key)
        match fact:
            case DeadlineSet():
                self._begin(key, fact)
            case DeadlineDropped():
                self.clocks.pop(key, None)
            case DeadlineMoved() if held:
                self._move(key, held, fact)
            case DeadlineMet() if held:
                held.met_at, held.look_at, held.prompt = fact.at, None, ""
            case DutyPrompted() if held:
                held.prompt, held.look_at = fact.prompt, fact.look_at

    def _begin(self, key: ClockKey, fact: DeadlineSet) -> None:
        self.begun[key] = self.window(key, fact.control)
        self.clocks[key] = taken_from(JournaledClock, fact)

    def _move(self, key: ClockKey, held: JournaledClock, fact: DeadlineMoved) -> None:
        self.begun[key] = self.window(key, fact.control)
        # What is asked stays the same as long as the control date is.
        held.prompt = held.prompt if held.control == fact.control else ""
        held.control = fact.control
        held.started, held.target, held.rolled = fact.started, fact.target, fact.rolled
        held.due_at, held.provisional, held.look_at = fact.due_at, fact.provisional, fact.look_at
