"""Facts the engine announces: levels, obligations and prompts (subject: the incident).

Of prompts about the relief, and of the budget that new prompts passed, it is the office.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from xfconsole.core.facts.base import Fact
from xfconsole.core.words.desk import Level, PromptKind, Uid


@dataclass(frozen=True, slots=True)
class LevelChanged(Fact):
    """The level computed from the facts became another."""

    kind: ClassVar[str] = "level.changed"
    level: Level


@dataclass(frozen=True, slots=True)
class ObligationAdded(Fact):
    """A post has to be told and come. ``anchor`` is the event that made it so."""

    kind: ClassVar[str] = "obligation.added"
    post: str
    rule: str
    anchor: Uid
    person: str
    tell_by: datetime


@dataclass(frozen=True, slots=True)
class ObligationMet(Fact):
    """The post arrived, was relieved, or was stood down. ``how`` is the duty state reached."""

    kind: ClassVar[str] = "obligation.met"
    post: str
    rule: str
    how: str
    person: str


@dataclass(frozen=True, slots=True)
class ObligationMissed(Fact):
    """A clock ran out: ``clock`` is ``tell`` (the desk's own) or ``arrive`` (the post's)."""

    kind: ClassVar[str] = "obligation.missed"
    post: str
    rule: str
    clock: str
    due: datetime
    person: str


@dataclass(frozen=True, slots=True)
class PromptRaised(Fact):
    """A prompt was shown, ``late_s`` seconds after it was due."""

    kind: ClassVar[str] = "prompt.raised"
    prompt: Uid
    what: PromptKind
    rule: str
    post: str
    duty: str
    person: str
    due: datetime
    late_s: int
    attempt: int = 0
    corrected: bool = False


@dataclass(frozen=True, slots=True)
class PromptCleared(Fact):
    """A prompt shown earlier no longer asks for anything."""

    kind: ClassVar[str] = "prompt.cleared"
    prompt: Uid
    what: PromptKind
    rule: str
    post: str
    person: str
    due: datetime


@dataclass(frozen=True, slots=True)
class PromptMarked(Fact):
    """A prompt that stands was raised on a head-count that has been corrected since."""

    kind: ClassVar[str] = "prompt.marked"
    prompt: Uid
    what: PromptKind
    rule: str
    post: str
    person: str
    due: datetime


@dataclass(frozen=True, slots=True)
class PromptMoved(Fact):
    """A correction moved the deadline of a prompt shown earlier."""

    kind: ClassVar[str] = "prompt.moved"
    prompt: Uid
    what: PromptKind
    rule: str
    post: str
    person: str
    old_due: datetime
    due: datetime


@dataclass(frozen=True, slots=True)
class AlarmPassed(Fact):
    """More prompts were new than the pack's budget: ``ten`` in ten minutes, ``hour`` in an hour."""

    kind: ClassVar[str] = "alarm.passed"
    ten: int
    hour: int
    per_ten_minutes: int
    per_hour: int
