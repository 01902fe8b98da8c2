"""The journal's facts: one frozen dataclass for each kind of event, and their JSON form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from types import UnionType
from typing import Any, ClassVar, Union, get_args, get_origin, get_type_hints

from xfconsole.core.model import (
    Channel,
    CountSource,
    EmergencyService,
    Level,
    PromptKind,
    Purpose,
    ReportKind,
    RingOutcome,
    Uid,
)

JsonValue = Any
"""What ``json`` can carry: the body of an event."""


@dataclass(frozen=True, slots=True)
class Fact:
    """Base of all facts; ``kind`` is the event's kind in the journal."""

    kind: ClassVar[str]


# --- the office and its desk (subject: the office) ---------------------------------------------


@dataclass(frozen=True, slots=True)
class OfficeFounded(Fact):
    """The office was set up on this laptop."""

    kind: ClassVar[str] = "office.founded"
    name: str
    time_zone: str


@dataclass(frozen=True, slots=True)
class ShiftStarted(Fact):
    """An officer took over the desk."""

    kind: ClassVar[str] = "shift.started"


@dataclass(frozen=True, slots=True)
class ShiftEnded(Fact):
    """The officer left the desk."""

    kind: ClassVar[str] = "shift.ended"
    note: str = ""


@dataclass(frozen=True, slots=True)
class RosterEntry:
    """One post held by one official over one stretch of time (half-open, UTC).

    ``order`` 1 is the primary holder, 2 and up are deputies. ``unit`` limits the entry to one
    unit or township; empty means the whole office.
    """

    post: str
    person: str
    phone: str
    starts_at: datetime
    ends_at: datetime
    order: int = 1
    unit: str = ""
    shift: str = ""


@dataclass(frozen=True, slots=True)
class RosterImported(Fact):
    """A roster file came in; its entries replace overlapping future ones of the same post and unit."""

    kind: ClassVar[str] = "roster.imported"
    source: str
    entries: tuple[RosterEntry, ...]


@dataclass(frozen=True, slots=True)
class RosterReplaced(Fact):
    """``by`` takes over what ``person`` held of ``post`` within a stretch of time (a swap is two)."""

    kind: ClassVar[str] = "roster.replaced"
    post: str
    person: str
    by: str
    phone: str
    starts_at: datetime
    ends_at: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True)
class LeaveRecorded(Fact):
    """An official is on leave and counts as holding nothing meanwhile."""

    kind: ClassVar[str] = "roster.leave"
    person: str
    starts_at: datetime
    ends_at: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True)
class DeskBlind(Fact):
    """The desk could not prompt between two instants (asleep, stopped, closed)."""

    kind: ClassVar[str] = "desk.blind"
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class ClockJumped(Fact):
    """The laptop's wall clock was moved by ``seconds`` (negative: set back)."""

    kind: ClassVar[str] = "clock.jumped"
    seconds: int


# --- a matter (subject: the matter) ------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class MatterRegistered(Fact):
    """A matter (信访事项) was registered. ``sealed`` is the identity's ciphertext, or empty."""

    kind: ClassVar[str] = "matter.registered"
    number: str
    channel: Channel
    summary: str
    text: str = ""
    purpose: Purpose | None = None
    topic: tuple[str, ...] = ()
    unit: str = ""
    township: str = ""
    headcount: int | None = None
    anonymous: bool = False
    confidential: bool = False
    read_back: bool = False
    sealed: str = ""
    source: str = ""
    source_ref: str = ""


@dataclass(frozen=True, slots=True)
class RequestRecorded(Fact):
    """Something the people ask for; the event's uid is the request's."""

    kind: ClassVar[str] = "request.recorded"
    text: str


@dataclass(frozen=True, slots=True)
class RequestAnswered(Fact):
    """A request got its answer on the spot."""

    kind: ClassVar[str] = "request.answered"
    request: Uid
    answer: str


@dataclass(frozen=True, slots=True)
class NextStepSet(Fact):
    """A request got a reason and a dated next step instead of an answer."""

    kind: ClassVar[str] = "request.next_step"
    request: Uid
    step: str
    on: date


@dataclass(frozen=True, slots=True)
class ReplyRecorded(Fact):
    """The responsible unit replied; happened when the reply was given."""

    kind: ClassVar[str] = "matter.replied"
    text: str


# --- a live incident (subject: the incident) ---------------------------------------------------


@dataclass(frozen=True, slots=True)
class IncidentOpened(Fact):
    """A live incident (现场) began; ``policy`` is the digest of the pinned pack."""

    kind: ClassVar[str] = "incident.opened"
    number: str
    matter: Uid
    topic: str
    channel: Channel
    headcount: int
    source: CountSource
    policy: str
    policy_label: str
    unit: str = ""
    township: str = ""
    assigned_leader: bool = False


@dataclass(frozen=True, slots=True)
class HeadcountRecorded(Fact):
    """How many people are there now."""

    kind: ClassVar[str] = "headcount.recorded"
    value: int
    source: CountSource


@dataclass(frozen=True, slots=True)
class LevelRaised(Fact):
    """The officer raised the level by hand."""

    kind: ClassVar[str] = "level.raised"
    level: Level
    reason: str


@dataclass(frozen=True, slots=True)
class PostRung(Fact):
    """A post was rung. ``post`` is the post of the person rung; ``eta`` the promised arrival."""

    kind: ClassVar[str] = "post.rung"
    post: str
    person: str
    outcome: RingOutcome
    eta: datetime | None = None
    prompt: Uid | None = None


@dataclass(frozen=True, slots=True)
class PostArrived(Fact):
    """A post's holder is on the scene."""

    kind: ClassVar[str] = "post.arrived"
    post: str
    person: str = ""
    prompt: Uid | None = None


@dataclass(frozen=True, slots=True)
class PostRelieved(Fact):
    """A named deputy stands in for the post on the scene."""

    kind: ClassVar[str] = "post.relieved"
    post: str
    by: str
    prompt: Uid | None = None


@dataclass(frozen=True, slots=True)
class PostStoodDown(Fact):
    """A post called on a count that was corrected since is told not to come."""

    kind: ClassVar[str] = "post.stood_down"
    post: str
    reason: str
    prompt: Uid | None = None


@dataclass(frozen=True, slots=True)
class EmergencyCalled(Fact):
    """110, 119 or 120 was rung for danger to life."""

    kind: ClassVar[str] = "emergency.called"
    service: EmergencyService
    reason: str


@dataclass(frozen=True, slots=True)
class NoteAdded(Fact):
    """A line the officer wrote down."""

    kind: ClassVar[str] = "note.added"
    text: str


@dataclass(frozen=True, slots=True)
class ReportFiled(Fact):
    """An information report with its four parts (domain.md §3)."""

    kind: ClassVar[str] = "report.filed"
    report: ReportKind
    situation: str = ""
    measures: str = ""
    effect: str = ""
    other: str = ""
    prompt: Uid | None = None


@dataclass(frozen=True, slots=True)
class EventCorrected(Fact):
    """An earlier event was wrong: ``changes`` replace fields of its body.

    ``happened_at`` moves its time. The corrected event keeps its place, its uid and, in the
    journal, its original content.
    """

    kind: ClassVar[str] = "event.corrected"
    of: Uid
    changes: Mapping[str, JsonValue]
    reason: str
    happened_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PromptSnoozed(Fact):
    """The officer put a prompt off until a given instant, and said why."""

    kind: ClassVar[str] = "prompt.snoozed"
    prompt: Uid
    until: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class PolicyAccepted(Fact):
    """The officer accepted the shown difference: the incident follows another pack from now on."""

    kind: ClassVar[str] = "policy.accepted"
    policy: str
    policy_label: str


@dataclass(frozen=True, slots=True)
class IncidentClosed(Fact):
    """The incident is over."""

    kind: ClassVar[str] = "incident.closed"
    summary: str = ""


# --- what the engine announced (subject: the incident) -----------------------------------------


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


ANNOUNCEMENTS: frozenset[str] = frozenset(
    cls.kind
    for cls in (
        LevelChanged,
        ObligationAdded,
        ObligationMet,
        ObligationMissed,
        PromptRaised,
        PromptCleared,
        PromptMoved,
    )
)
"""Kinds that the engine writes; everything else is a primary fact."""

FACTS: dict[str, type[Fact]] = {cls.kind: cls for cls in Fact.__subclasses__()}


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the journal. Both times are aware UTC; ``seq`` is 0 until stored.

    ``subject`` is the matter, incident or office the fact is about. ``happened_at`` may lie
    before ``recorded_at``: back-dating is legitimate and visible.
    """

    uid: Uid
    subject: Uid
    happened_at: datetime
    recorded_at: datetime
    officer: str
    fact: Fact
    seq: int = 0

    @property
    def kind(self) -> str:
        """The fact's kind, such as ``post.rung``."""
        return self.fact.kind


def body_of(fact: Fact) -> dict[str, JsonValue]:
    """Return the fact as JSON-ready values, leaving out what equals its default."""
    return {
        f.name: _encode(value) for f in fields(fact) if (value := getattr(fact, f.name)) != f.default
    }


def fact_of(kind: str, body: Mapping[str, JsonValue]) -> Fact:
    """Build the fact that ``body_of`` wrote. Raises ValueError for an unknown kind or key."""
    cls = FACTS.get(kind)
    if cls is None:
        raise ValueError(f"unknown kind of event: {kind}")
    return _build(cls, body)  # type: ignore[no-any-return]


def _encode(value: object) -> JsonValue:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_encode(each) for each in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: _encode(getattr(value, f.name)) for f in fields(value)}
    return value


@cache
def _hints(cls: type) -> dict[str, Any]:
    return {k: v for k, v in get_type_hints(cls).items() if k in {f.name for f in fields(cls)}}


def _build(cls: type, body: Mapping[str, JsonValue]) -> Any:
    hints = _hints(cls)
    unknown = set(body) - set(hints)
    if unknown:
        raise ValueError(f"{cls.__name__} has no field {sorted(unknown)[0]}")
    return cls(**{name: _decode(hints[name], value) for name, value in body.items()})


def _decode(hint: Any, value: JsonValue) -> Any:
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        inner = [each for each in get_args(hint) if each is not type(None)]
        return None if value is None else _decode(inner[0], value)
    if origin is tuple:
        return tuple(_decode(get_args(hint)[0], each) for each in value)
    if hint is datetime:
        return datetime.fromisoformat(value)
    if hint is date:
        return date.fromisoformat(value)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint(value)
    if is_dataclass(hint):
        return _build(hint, value)
    return value
