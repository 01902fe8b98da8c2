"""Keeps the tables in step with the journal.

Every projected row follows from the events of one subject alone. So a correction is projected by
clearing the rows of the corrected subject and playing its events again with corrections applied;
and so is what another desk wrote before something that is here already.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import itemgetter

from data.file.connection import Connection
from data.journal.departures import acted_on_by
from data.journal.desks import OPENING
from data.journal.journal import events_of
from data.projections.by_fact import PROJECTIONS
from data.projections.contested import contested
from data.tables.statements import Write, carry_out, change
from xfconsole.core.facts.corrections import corrected_fact, effective, from_opening
from xfconsole.core.facts.event import Event
from xfconsole.core.facts.of_desks import DeskDeparted
from xfconsole.core.facts.of_incident import ContestSettled, EventCorrected
from xfconsole.core.facts.of_procedure import MatterMoved
from xfconsole.core.words.desk import Uid

_CLEAR = [
    change(f"DELETE FROM {table} WHERE {column} = :subject")
    for table, column in (
        ("matter", "uid"),
        ("request", "matter"),
        ("incident", "uid"),
        ("roster_entry", "subject"),
        ("leave", "subject"),
        ("deadline", "matter"),
        ("linked", "matter"),
        ("received", "matter"),
        ("barred", "matter"),
        ("erasure", "matter"),
        ("keeper", "subject"),
        ("contested", "subject"),
    )
]
_LAST_PLACE = """
    SELECT coalesce(stamp, recorded_at), desk, dseq FROM event WHERE subject = ? AND seq <= ?
    ORDER BY 1 DESC, 2 DESC, 3 DESC LIMIT 1
"""
_LAST_ACT = f"""
    SELECT desk FROM event
    WHERE subject = ? AND seq <= ? AND kind IN ('{MatterMoved.kind}', '{ContestSettled.kind}')
    ORDER BY coalesce(stamp, recorded_at) DESC, desk DESC, dseq DESC LIMIT 1
"""
_CONTESTED = "SELECT 1 FROM contested WHERE subject = ? LIMIT 1"


def writes_of(event: Event) -> list[Write]:
    """Return what an event, taken at its word, does to the tables."""
    project = PROJECTIONS.get(type(event.fact))
    return project(event, event.fact) if project else []


def project(connection: Connection, events: Sequence[Event]) -> None:
    """Bring the tables up to date with events just journaled, within their transaction.

    Raises ValueError for a correction that names another subject's event, or does not fit it.
    """
    corrected: dict[Uid, list[EventCorrected]] = defaultdict(list)
    for event in events:
        if isinstance(event.fact, ContestSettled):
            corrected[event.subject] += ()
        if isinstance(event.fact, EventCorrected):
            corrected[event.subject].append(event.fact)
    plain = [event for event in events if event.subject not in corrected]
    carry_out(connection, ((event.subject, writes_of(event)) for event in plain))
    for subject, wrong in sorted(corrected.items(), key=itemgetter(0)):
        told = events_of(connection, subject)
        _check(wrong, {event.uid: event for event in told})
        _play_again(connection, subject, told)


def _check(corrections: Sequence[EventCorrected], told: Mapping[Uid, Event]) -> None:
    """Raise ValueError unless corrections fit; one from elsewhere says nothing then."""
    for each in corrections:
        if each.of not in told:
            raise ValueError("a correction belongs to the subject of what it corrects")
        corrected_fact(told[each.of].fact, each)


def _play_again(connection: Connection, subject: Uid, events: Sequence[Event]) -> None:
    for clear in _CLEAR:
        clear.run(connection, [{"subject": subject}])
    carry_out(connection, told_anew(subject, events))


def told_anew(subject: Uid, events: Sequence[Event]) -> Iterator[tuple[Uid, list[Write]]]:
    """Yield what all events of a subject, in the order of all desks, do to tables without it."""
    told = from_opening(events)
    yield from ((subject, writes_of(event)) for event in effective(told))
    yield subject, list(contested(told))


def project_from_elsewhere(
    connection: Connection, events: Sequence[Event], before: int, office: Uid
) -> list[Uid]:
    """Bring the tables up to date with events of another desk, journaled after ``seq`` ``before``.

    What is late plays its subject again; a subject whose opening is not here waits, and so does a
    correction of what is not. Raises ValueError for what no table takes, now or once it is told:
    what waits must not stop what it waited for.

    Returns what is told anew besides: what a copy acted on of which these say what it had read.
    """
    told: dict[Uid, list[Event]] = defaultdict(list)
    for event in events:
        told[event.subject].append(event)
    here = {each: new for each, new in told.items() if each == office or _opened(connection, each)}
    # Most of the office's are read from the journal alone, and there are many before them.
    shown = {each: new for each, new in here.items() if each != office or _shows(new)}
    late = {each for each, new in shown.items() if _is_late(connection, new, before)}
    writes = [(each.subject, writes_of(each)) for each in events]
    carry_out(connection, (each for each in writes if each[0] in here.keys() - late))
    for subject in sorted(late):
        _play_again(connection, subject, events_of(connection, subject))
    copies = [each.fact.as_desk for each in events if isinstance(each.fact, DeskDeparted)]
    anew = [subject for each in copies for subject in acted_on_by(connection, each)]
    project_again(connection, {*anew}, office)
    return anew


def project_again(connection: Connection, subjects: Iterable[Uid], office: Uid) -> None:
    """Make the tables anew about subjects whose lines are told under another desk's name now."""
    for each in sorted(subjects):
        if each == office or _opened(connection, each):
            _play_again(connection, each, events_of(connection, each))


def _shows(events: Sequence[Event]) -> bool:
    """Whether events change any row."""
    return any(type(each.fact) in {EventCorrected, *PROJECTIONS} for each in events)


def _opened(connection: Connection, subject: Uid) -> bool:
    return connection.execute(OPENING, (subject,)).first() is not None


def _is_late(connection: Connection, new: Sequence[Event], before: int) -> bool:
    """Whether a subject's new events, in their order, do not simply follow those that were here.

    A correction changes what was projected before it, and so does what settles a contest. An act
    may have followed another one than the last.
    """
    if any(isinstance(event.fact, EventCorrected | ContestSettled) for event in new):
        return True
    known = new[0].subject, before
    last = connection.execute(_LAST_PLACE, known).first()
    if last is not None and tuple(last) > new[0].order:
        return True
    moving = any(isinstance(event.fact, MatterMoved) for event in new)
    return moving and _may_part(connection, known, new[0].desk)


def _may_part(connection: Connection, known: tuple[Uid, int], desk: str) -> bool:
    """Whether acts of a desk may have followed others than what is known of a subject."""
    if connection.execute(_CONTESTED, known[:1]).first() is not None:
        return True
    return connection.execute(_LAST_ACT, known).scalar() not in (None, desk)
