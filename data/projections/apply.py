"""Keeps the tables in step with the journal: each kind of fact, and what it does to them.

Every projected row follows from the events of one subject alone. So a correction is projected by
clearing the rows of the corrected subject and playing its events again with corrections applied.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

import sqlalchemy as sa

from data.journal.journal import events_of
from data.projections import incident, matter, office, procedure
from data.tables.statements import Write, carry_out, change
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
from xfconsole.core.facts.corrections import effective
from xfconsole.core.facts.event import Event, Fact
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

Projection: TypeAlias = Callable[[Event, Any], list[Write]]


def _snoozed(event: Event, fact: PromptSnoozed) -> list[Write]:
    """A prompt is an incident's or a matter's; its uid tells which row it is."""
    writes = incident.prompt_snoozed(event, fact)
    return [*writes, *procedure.rested(event, fact.prompt, fact.until)]


PROJECTIONS: dict[type[Fact], Projection] = {
    OfficeFounded: office.founded,
    RosterImported: office.roster_imported,
    RosterReplaced: office.roster_replaced,
    RosterAdded: office.roster_added,
    LeaveRecorded: office.leave_recorded,
    MatterRegistered: matter.registered,
    ReplyRecorded: matter.replied,
    RequestRecorded: matter.requested,
    RequestAnswered: matter.answered,
    NextStepSet: matter.next_step,
    IncidentOpened: incident.opened,
    HeadcountRecorded: incident.counted,
    PostRung: incident.rung,
    PlaceNamed: incident.place_named,
    PolicyAccepted: incident.policy_accepted,
    IncidentClosed: incident.closed,
    LevelChanged: incident.level_changed,
    ObligationAdded: incident.obligation_added,
    ObligationMet: incident.obligation_met,
    ObligationMissed: incident.obligation_missed,
    PromptRaised: incident.prompt_raised,
    PromptSnoozed: _snoozed,
    PromptCleared: incident.prompt_cleared,
    PromptMarked: incident.prompt_marked,
    PromptMoved: incident.prompt_moved,
    MatterMoved: procedure.moved,
    MatterLinked: procedure.linked,
    MatterUnlinked: procedure.unlinked,
    PartyBarred: procedure.barred,
    MatterChased: procedure.chased,
    DocumentIssued: procedure.taken_up,
    DeadlineSet: procedure.deadline_set,
    DeadlineMoved: procedure.deadline_moved,
    DeadlineMet: procedure.deadline_met,
    DeadlineDropped: procedure.deadline_dropped,
    DutyPrompted: procedure.duty_prompted,
    ErasureProposed: office.proposed,
    ErasureApproved: office.approved,
    ErasureCancelled: office.cancelled,
    IdentityErased: office.erased,
}

JOURNAL_ONLY: frozenset[type[Fact]] = frozenset(
    {
        ShiftStarted,
        ShiftEnded,
        ShiftHandedOver,
        ClocksAccepted,
        ReliefRung,
        BellTried,
        DeskBlind,
        DeskLeft,
        DeskResumed,
        ClockJumped,
        LevelRaised,
        PostArrived,
        DeputyNamed,
        PostRelieved,
        PostStoodDown,
        EmergencyCalled,
        NoteAdded,
        ReportFiled,
        EventCorrected,
        AccessBlocked,
        LettersImported,
        CalendarAdopted,
        AlarmPassed,
        OfficeRestored,
        JournalSalvaged,
        JournalEndMissed,
        IdentityRead,
        GlassReviewed,
        OfficerAdded,
        OfficerRevoked,
        OfficersKept,
        PassphraseChanged,
        PassphraseRecovered,
        RecoveryCodeRenewed,
    }
)
"""Facts that change no row by themselves: they are read from the journal."""

_CLEAR = [
    change(f"DELETE FROM {table} WHERE {column} = :subject")
    for table, column in (
        ("matter", "uid"),
        ("reply", "matter"),
        ("request", "matter"),
        ("incident", "uid"),
        ("obligation", "incident"),
        ("call", "incident"),
        ("prompt", "incident"),
        ("roster_entry", "subject"),
        ("leave", "subject"),
        ("deadline", "matter"),
        ("linked", "matter"),
        ("barred", "matter"),
        ("erasure", "matter"),
    )
]


def writes_of(event: Event) -> list[Write]:
    """Return what an event, taken at its word, does to the tables."""
    project = PROJECTIONS.get(type(event.fact))
    return project(event, event.fact) if project else []


def project(connection: sa.Connection, events: Sequence[Event]) -> None:
    """Bring the tables up to date with events just journaled, within their transaction.

    Raises ValueError for a correction that names another subject's event, or does not fit it.
    """
    corrected = {event.subject for event in events if isinstance(event.fact, EventCorrected)}
    plain = [event for event in events if event.subject not in corrected]
    carry_out(connection, (write for event in plain for write in writes_of(event)))
    for subject in sorted(corrected):
        _project_again(connection, subject)


def _project_again(connection: sa.Connection, subject: Uid) -> None:
    events = events_of(connection, subject)
    own = {event.uid for event in events}
    if any(isinstance(e.fact, EventCorrected) and e.fact.of not in own for e in events):
        raise ValueError("a correction belongs to the subject of what it corrects")
    for clear in _CLEAR:
        clear.run(connection, [{"subject": subject}])
    meant = effective(events)
    carry_out(connection, (write for event in meant for write in writes_of(event)))
