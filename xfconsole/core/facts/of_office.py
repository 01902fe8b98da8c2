"""Facts about the office and its desk: shifts, handover (交接班), roster, blindness.

Their subject is the office.
"""

from __future__ import annotations

from datetime import date, datetime

from xfconsole.core.facts.event import Fact
from xfconsole.core.facts.of_desks import ClocksApart
from xfconsole.core.words.desk import Hearing, ReportChannel, RingOutcome, RosterHow, Uid
from xfconsole.core.words.frozen import frozen


@frozen
class OfficeFounded(Fact, kind="office.founded"):
    """The office was set up on this laptop."""

    name: str
    time_zone: str


@frozen
class ShiftStarted(Fact, kind="shift.started"):
    """An officer took over the desk."""


@frozen
class ShiftEnded(Fact, kind="shift.ended"):
    """The officer left the desk."""

    note: str = ""


@frozen
class BellTried(Fact, kind="bell.tried"):
    """The bell was rung for a trial, and the officer on duty said whether they heard it."""

    answer: Hearing


ADDED = 1000
"""The order of a holder added for a while: after every deputy of a file."""


@frozen
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


@frozen
class RosterImported(Fact, kind="roster.imported"):
    """A roster file came in; how it replaces what was there is said in core.roster."""

    source: str
    entries: tuple[RosterEntry, ...]


@frozen
class RosterReplaced(Fact, kind="roster.replaced"):
    """``by`` takes over what ``person`` held of ``post`` for a while (a swap is two of these)."""

    post: str
    person: str
    by: str
    phone: str
    starts_at: datetime
    ends_at: datetime
    reason: str = ""


@frozen
class RosterAdded(Fact, kind="roster.added"):
    """An official whom the roster does not name was rung or named: they can be rung for a while.

    They hold ``post``, for that unit, after everybody whom the roster names.
    """

    post: str
    person: str
    phone: str
    starts_at: datetime
    ends_at: datetime
    unit: str = ""


@frozen
class LeaveRecorded(Fact, kind="roster.leave"):
    """An official is on leave and counts as holding nothing meanwhile."""

    person: str
    starts_at: datetime
    ends_at: datetime
    reason: str = ""


@frozen
class LeaveEnded(Fact, kind="roster.leave_ended"):
    """An official is not on leave in this stretch after all, whatever was recorded before."""

    person: str
    starts_at: datetime
    ends_at: datetime


@frozen
class RosterStretch:
    """One post, for one unit or the whole office (""), over one stretch (half-open, UTC)."""

    post: str
    unit: str
    starts_at: datetime
    ends_at: datetime


@frozen
class RosterSet(Fact, kind="roster.set"):
    """Within these stretches exactly these entries hold now, and nobody where there are none.

    Leave counts all the same, and whoever was added for a while stays.
    """

    stretches: tuple[RosterStretch, ...]
    entries: tuple[RosterEntry, ...]
    how: RosterHow = RosterHow.EDITED


@frozen
class PostNumber:
    """How many officials are wanted on a post at once."""

    post: str
    number: int


@frozen
class PeriodSet(Fact, kind="roster.period_set"):
    """For a special period (half-open, UTC) the office wants so many officials on these posts.

    One of the same name that was set before is replaced. Reports follow the pack's ``rhythm`` of
    that name, if any, from ``rhythm_from`` on: never from before somebody said so.
    """

    name: str
    starts_at: datetime
    ends_at: datetime
    posts: tuple[PostNumber, ...]
    rhythm: str = ""
    rhythm_from: datetime | None = None


@frozen
class DailyReported(Fact, kind="report.daily"):
    """The office's daily report in a special period went up, owed by ``limit``.

    Its four parts are those of an incident's report; all empty, it says that there is nothing to
    report (零报告). ``again`` is the one that it repeats, to somebody else or by another channel.
    """

    day: date
    limit: datetime
    situation: str = ""
    measures: str = ""
    effect: str = ""
    other: str = ""
    prompt: Uid | None = None
    to: str = ""
    channel: ReportChannel | None = None
    again: Uid = ""


@frozen
class PeriodEnded(Fact, kind="roster.period_ended"):
    """The special period of this name holds no more."""

    name: str


@frozen
class DeskBlind(Fact, kind="desk.blind"):
    """The desk could not prompt between two instants (asleep, stopped, closed)."""

    since: datetime
    until: datetime


@frozen
class DeskLeft(Fact, kind="desk.left"):
    """The officer closed the console; the shift goes on, and nothing prompts until it is opened."""


@frozen
class DeskResumed(Fact, kind="desk.resumed"):
    """The console is open again after an officer had closed it."""


@frozen
class ClockJumped(Fact, kind="clock.jumped"):
    """The laptop's wall clock was moved by ``seconds`` (negative: set back)."""

    seconds: int


@frozen
class OfficerAdded(Fact, kind="officer.added"):
    """Somebody got a passphrase of their own, typed by themselves at the desk."""

    name: str


@frozen
class OfficerRevoked(Fact, kind="officer.revoked"):
    """Somebody's passphrase does not open the office any more."""

    name: str


@frozen
class OfficersKept(Fact, kind="officers.kept"):
    """An older journal was put back and the key slots were not: these officers have one now."""

    names: tuple[str, ...]


@frozen
class PassphraseChanged(Fact, kind="passphrase.changed"):
    """The officer took another passphrase; the old one was typed for it."""


@frozen
class PassphraseRecovered(Fact, kind="passphrase.recovered"):
    """The officer took another passphrase by the recovery code."""


@frozen
class RecoveryCodeRenewed(Fact, kind="recovery_code.renewed"):
    """There is a new recovery code; the one before opens nothing any more."""


@frozen
class OfficeRestored(Fact, kind="office.restored"):
    """The office was put back as a backup has it; from here on another incarnation writes.

    ``seq`` and ``mac`` are the head of the journal in the backup, ``made_at`` when that was made,
    ``replaced`` the name of the folder in which what was there before is kept.
    """

    made_at: datetime
    seq: int
    mac: str
    replaced: str = ""


@frozen
class JournalSalvaged(Fact, kind="journal.salvaged"):
    """The journal up to here was read out of a damaged file; what was missing stays missing.

    ``gaps`` names the missing lines by their old numbers, such as ``3-5 9``. Every line after the
    first of them was numbered and signed anew; its uid is the old one.
    """

    saved: int
    lost: int
    gaps: str = ""


@frozen
class DeskLettered(Fact, kind="desk.lettered"):
    """The numbers that this desk gives carry a letter from here on: the office has another desk.

    ``policy`` is the digest of the pack that it went by until then; empty where another stood in
    for a file with a slip, and in what an older version wrote. ``goes_on_from`` are the names that
    it had before a backup was put back, the latest first.
    """

    letter: str
    policy: str = ""
    goes_on_from: tuple[str, ...] = ()


@frozen
class PolicyKept(Fact, kind="policy.kept"):
    """The text of a pack that an incident follows, so that every desk of the office has it."""

    digest: str
    label: str
    text: str


@frozen
class PolicyAdopted(Fact, kind="policy.adopted"):
    """An officer made a pack the one that every desk of the office goes by (core.office.adopted).

    Its text is told by a ``PolicyKept``.
    """

    digest: str
    label: str


@frozen
class JournalEndMissed(Fact, kind="journal.end_missed"):
    """The journal ended at ``last`` when it was opened, though line ``seq`` had been saved before.

    An older file was put in its place, or its end was cut off. Told once for each ``seq``.
    """

    seq: int
    last: int


@frozen
class ShiftHandedOver(Fact, kind="shift.handed_over"):
    """The officer gave the desk to ``to``, who accepted some of the running clocks.

    ``accepted`` and ``kept`` are live incidents and matters with due work; what is ``kept`` stays
    with whoever answered for it before. ``head`` is where the journal ended until then, as it was
    shown for paper (core.office.journal_head). ``daily`` is the night whose duty daily both signed
    with it, as the journal told it up to ``head``; None in what an older version wrote.
    """

    to: str
    note: str = ""
    accepted: tuple[Uid, ...] = ()
    kept: tuple[Uid, ...] = ()
    head: str = ""
    daily: date | None = None


@frozen
class ClocksAccepted(Fact, kind="clocks.accepted"):
    """The officer on duty took over clocks that had stayed with somebody before."""

    clocks: tuple[Uid, ...]


@frozen
class ReliefRung(Fact, kind="relief.rung"):
    """Somebody was rung because the relief had not come. ``eta``: when they promised it.

    ``phone`` is the number dialled where the roster did not give it.
    """

    post: str
    person: str
    outcome: RingOutcome
    eta: datetime | None = None
    prompt: Uid | None = None
    phone: str = ""


OF_ONE_DESK = (
    *(ShiftStarted, ShiftEnded, ShiftHandedOver, ClocksAccepted, ReliefRung, BellTried),
    *(DeskBlind, DeskLeft, DeskResumed, ClockJumped, ClocksApart, JournalEndMissed),
)
"""What a desk tells of itself: whose shift it is there, its own clock, its own file. All else of
the office holds on every desk."""
