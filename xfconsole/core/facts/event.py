"""The journal's line and the facts it can carry, with their JSON form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from xfconsole.core.facts.announced import (
    AlarmPassed,
    LevelChanged,
    ObligationAdded,
    ObligationMet,
    ObligationMissed,
    PromptCleared,
    PromptMarked,
    PromptMoved,
    PromptRaised,
)
from xfconsole.core.facts.base import Fact, JsonValue
from xfconsole.core.facts.of_identity import (
    ErasureApproved,
    ErasureCancelled,
    ErasureProposed,
    GlassReviewed,
    IdentityErased,
    IdentityRead,
)
from xfconsole.core.facts.of_incident import (
    DeputyNamed,
    EmergencyCalled,
    EventCorrected,
    HeadcountRecorded,
    IncidentClosed,
    IncidentOpened,
    LevelRaised,
    NoteAdded,
    PlaceNamed,
    PolicyAccepted,
    PostArrived,
    PostRelieved,
    PostRung,
    PostStoodDown,
    PromptSnoozed,
    ReportFiled,
)
from xfconsole.core.facts.of_matter import (
    LettersImported,
    MatterRegistered,
    NextStepSet,
    ReplyRecorded,
    RequestAnswered,
    RequestRecorded,
)
from xfconsole.core.facts.of_office import (
    BellTried,
    ClockJumped,
    ClocksAccepted,
    DeskBlind,
    DeskLeft,
    DeskResumed,
    JournalEndMissed,
    JournalSalvaged,
    LeaveRecorded,
    OfficeFounded,
    OfficerAdded,
    OfficeRestored,
    OfficerRevoked,
    OfficersKept,
    PassphraseChanged,
    PassphraseRecovered,
    RecoveryCodeRenewed,
    ReliefRung,
    RosterAdded,
    RosterEntry,
    RosterImported,
    RosterReplaced,
    ShiftEnded,
    ShiftHandedOver,
    ShiftStarted,
)
from xfconsole.core.facts.of_procedure import (
    AccessBlocked,
    CalendarAdopted,
    DeadlineDropped,
    DeadlineMet,
    DeadlineMoved,
    DeadlineSet,
    DocumentIssued,
    DutyPrompted,
    MatterChased,
    MatterLinked,
    MatterMoved,
    MatterUnlinked,
    PartyBarred,
)
from xfconsole.core.words.desk import Uid

__all__ = [
    "ANNOUNCEMENTS",
    "DATES",
    "FACTS",
    "AccessBlocked",
    "AlarmPassed",
    "BellTried",
    "CalendarAdopted",
    "ClockJumped",
    "ClocksAccepted",
    "DeadlineDropped",
    "DeadlineMet",
    "DeadlineMoved",
    "DeadlineSet",
    "DeputyNamed",
    "DeskBlind",
    "DeskLeft",
    "DeskResumed",
    "DocumentIssued",
    "DutyPrompted",
    "EmergencyCalled",
    "ErasureApproved",
    "ErasureCancelled",
    "ErasureProposed",
    "Event",
    "EventCorrected",
    "Fact",
    "GlassReviewed",
    "HeadcountRecorded",
    "IdentityErased",
    "IdentityRead",
    "IncidentClosed",
    "IncidentOpened",
    "JournalEndMissed",
    "JournalSalvaged",
    "JsonValue",
    "LeaveRecorded",
    "LettersImported",
    "LevelChanged",
    "LevelRaised",
    "MatterChased",
    "MatterLinked",
    "MatterMoved",
    "MatterRegistered",
    "MatterUnlinked",
    "NextStepSet",
    "NoteAdded",
    "ObligationAdded",
    "ObligationMet",
    "ObligationMissed",
    "OfficeFounded",
    "OfficeRestored",
    "OfficerAdded",
    "OfficerRevoked",
    "OfficersKept",
    "PartyBarred",
    "PassphraseChanged",
    "PassphraseRecovered",
    "PlaceNamed",
    "PolicyAccepted",
    "PostArrived",
    "PostRelieved",
    "PostRung",
    "PostStoodDown",
    "PromptCleared",
    "PromptMarked",
    "PromptMoved",
    "PromptRaised",
    "PromptSnoozed",
    "RecoveryCodeRenewed",
    "ReliefRung",
    "ReplyRecorded",
    "ReportFiled",
    "RequestAnswered",
    "RequestRecorded",
    "RosterAdded",
    "RosterEntry",
    "RosterImported",
    "RosterReplaced",
    "ShiftEnded",
    "ShiftHandedOver",
    "ShiftStarted",
    "body_of",
    "fact_of",
]

DATES: frozenset[str] = frozenset(
    cls.kind for cls in (DeadlineSet, DeadlineMoved, DeadlineMet, DeadlineDropped, DutyPrompted)
)
"""Kinds that tell of a matter's own time limits: no business of a night on the scene."""

ANNOUNCEMENTS: frozenset[str] = (
    frozenset(
        cls.kind
        for cls in (
            LevelChanged,
            ObligationAdded,
            ObligationMet,
            ObligationMissed,
            PromptRaised,
            PromptCleared,
            PromptMarked,
            PromptMoved,
        )
    )
    | DATES
)
"""Kinds that the engine writes; everything else is a primary fact."""

FACTS: dict[str, type[Fact]] = {cls.kind: cls for cls in Fact.__subclasses__()}
"""Every kind of fact by its name in the journal."""


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
        f.name: _encode(value)
        for f in fields(fact)
        if (value := getattr(fact, f.name)) != f.default
    }


def fact_of(kind: str, body: Mapping[str, JsonValue]) -> Fact:
    """Build the fact that ``body_of`` wrote.

    Raises ValueError for an unknown kind or key, ValueError or TypeError for a value that is none
    of its field's.
    """
    cls = FACTS.get(kind)
    if cls is None:
        raise ValueError(f"unknown kind of event: {kind}")
    return _build(cls, body)  # type: ignore[no-any-return]


def _encode(value: object) -> JsonValue:
    if value is None or type(value) is str:
        return value  # Most of what a roster holds.
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
        if not isinstance(value, list):
            raise ValueError(f"{value!r} is no list")
        return tuple(_decode(get_args(hint)[0], each) for each in value)
    if hint is datetime:
        return _instant(value)
    if hint is date:
        return date.fromisoformat(value)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint(value)
    if isinstance(hint, type) and is_dataclass(hint):
        return _build(hint, value)
    if isinstance(hint, type) and type(value) is not hint:
        raise ValueError(f"{value!r} is no {hint.__name__}")
    return value


def _instant(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    if at.utcoffset() is None:
        raise ValueError(f"{text} lacks its offset from UTC")
    return at
