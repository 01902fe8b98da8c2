"""Facts about the office and its desk: shifts, handover (交接班), roster, blindness.

Their subject is the office.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from xfconsole.core.facts.base import Fact
from xfconsole.core.words.desk import Hearing, RingOutcome, Uid


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
class BellTried(Fact):
    """The bell was rung for a trial, and the officer on duty said whether they heard it."""

    kind: ClassVar[str] = "bell.tried"
    answer: Hearing


ADDED = 1000
"""The order of a holder added for a while: after every deputy of a file."""


@dataclass(frozen=True, slots=True)
class RosterEntry:
    """One post held by one official over one stretch of time (half-open, UTC).

    ``order`` 1 is the primary holder, 2 and up are deputies, ADDED comes last. ``unit`` limits the
    entry to one unit or township; empty means the whole office.
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
    """A roster file came in; how it replaces what was there is said in core.roster."""

    kind: ClassVar[str] = "roster.imported"
    source: str
    entries: tuple[RosterEntry, ...]


@dataclass(frozen=True, slots=True)
class RosterReplaced(Fact):
    """``by`` takes over what ``person`` held of ``post`` for a while (a swap is two of these)."""

    kind: ClassVar[str] = "roster.replaced"
    post: str
    person: str
    by: str
    phone: str
    starts_at: datetime
    ends_at: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True)
class RosterAdded(Fact):
    """An official whom the roster does not name was rung or named: they can be rung for a while.

    They hold ``post``, for that unit, after everybody whom the roster names.
    """

    kind: ClassVar[str] = "roster.added"
    post: str
    person: str
    phone: str
    starts_at: datetime
    ends_at: datetime
    unit: str = ""


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
class DeskLeft(Fact):
    """The officer closed the console; the shift goes on, and nothing prompts until it is opened."""

    kind: ClassVar[str] = "desk.left"


@dataclass(frozen=True, slots=True)
class DeskResumed(Fact):
    """The console is open again after an officer had closed it."""

    kind: ClassVar[str] = "desk.resumed"


@dataclass(frozen=True, slots=True)
class ClockJumped(Fact):
    """The laptop's wall clock was moved by ``seconds`` (negative: set back)."""

    kind: ClassVar[str] = "clock.jumped"
    seconds: int


@dataclass(frozen=True, slots=True)
class OfficerAdded(Fact):
    """Somebody got a passphrase of their own, typed by themselves at the desk."""

    kind: ClassVar[str] = "officer.added"
    name: str


@dataclass(frozen=True, slots=True)
class OfficerRevoked(Fact):
    """Somebody's passphrase does not open the office any more."""

    kind: ClassVar[str] = "officer.revoked"
    name: str


@dataclass(frozen=True, slots=True)
class OfficersKept(Fact):
    """An older journal was put back and the key slots were not: these officers have one now."""

    kind: ClassVar[str] = "officers.kept"
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PassphraseChanged(Fact):
    """The officer took another passphrase; the old one was typed for it."""

    kind: ClassVar[str] = "passphrase.changed"


@dataclass(frozen=True, slots=True)
class PassphraseRecovered(Fact):
    """The officer took another passphrase by the recovery code."""

    kind: ClassVar[str] = "passphrase.recovered"


@dataclass(frozen=True, slots=True)
class RecoveryCodeRenewed(Fact):
    """There is a new recovery code; the one before opens nothing any more."""

    kind: ClassVar[str] = "recovery_code.renewed"


@dataclass(frozen=True, slots=True)
class OfficeRestored(Fact):
    """The office was put back as a backup has it; from here on another incarnation writes.

    ``seq`` and ``mac`` are the head of the journal in the backup, ``made_at`` when that was made,
    ``replaced`` the name of the folder in which what was there before is kept.
    """

    kind: ClassVar[str] = "office.restored"
    made_at: datetime
    seq: int
    mac: str
    replaced: str = ""


@dataclass(frozen=True, slots=True)
class JournalSalvaged(Fact):
    """The journal up to here was read out of a damaged file; what was missing stays missing.

    ``gaps`` names the missing lines by their old numbers, such as ``3-5 9``. Every line after the
    first of them was numbered and signed anew; its uid is the old one.
    """

    kind: ClassVar[str] = "journal.salvaged"
    saved: int
    lost: int
    gaps: str = ""


@dataclass(frozen=True, slots=True)
class JournalEndMissed(Fact):
    """The journal ended at ``last`` when it was opened, though line ``seq`` had been saved before.

    An older file was put in its place, or its end was cut off. Told once for each ``seq``.
    """

    kind: ClassVar[str] = "journal.end_missed"
    seq: int
    last: int


@dataclass(frozen=True, slots=True)
class ShiftHandedOver(Fact):
    """The officer gave the desk to ``to``, who accepted some of the running clocks.

    ``accepted`` and ``kept`` are live incidents and matters with due work; what is ``kept`` stays
    with whoever answered for it before. ``head`` is where the journal ended until then, as it was
    shown for paper (core.office.journal_head).
    """

    kind: ClassVar[str] = "shift.handed_over"
    to: str
    note: str = ""
    accepted: tuple[Uid, ...] = ()
    kept: tuple[Uid, ...] = ()
    head: str = ""


@dataclass(frozen=True, slots=True)
class ClocksAccepted(Fact):
    """The officer on duty took over clocks that had stayed with somebody before."""

    kind: ClassVar[str] = "clocks.accepted"
    clocks: tuple[Uid, ...]


@dataclass(frozen=True, slots=True)
class ReliefRung(Fact):
    """Somebody was rung because the relief had not come. ``eta``: when they promised it.

    ``phone`` is the number dialled where the roster did not give it.
    """

    kind: ClassVar[str] = "relief.rung"
    post: str
    person: str
    outcome: RingOutcome
    eta: datetime | None = None
    prompt: Uid | None = None
    phone: str = ""
