"""Lines of a log: events as they happened, corrections under what they correct."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from xfconsole.core.facts.announced import (
    ANNOUNCEMENTS,
    LevelChanged,
    ObligationMissed,
    told_once,
)
from xfconsole.core.facts.corrections import OPENINGS, meant_by, taken_back
from xfconsole.core.facts.event import Event
from xfconsole.core.facts.following import ACTS, Standing, standings
from xfconsole.core.facts.of_incident import ContestSettled, EventCorrected
from xfconsole.core.facts.of_matter import LettersImported, MatterRegistered, ReplyRecorded
from xfconsole.core.facts.of_procedure import SERVED_IN_FILE
from xfconsole.core.reader.withheld import Withheld
from xfconsole.core.words.desk import Uid
from xfconsole.core.words.frozen import frozen

LATER = timedelta(minutes=1)
"""An entry recorded later than this after it happened shows both times."""
_ALWAYS = frozenset({LevelChanged.kind, ObligationMissed.kind})
"""What the engine says that nobody may miss."""


@frozen
class LogLine:
    """One line. ``at`` is where it stands in the night.

    ``meant`` is, for a correction, the entry as it reads by now, and ``corrects`` as it read before
    it; ``corrected`` marks an entry that was. ``taken_back``: the entry did not happen after all.
    ``count`` is above 1 for a run of imported rows; ``standing`` says what it comes to that two
    desks did at once. Of one that settles that, ``settles`` are all events of its subject.
    """

    event: Event
    at: datetime
    corrected: bool = False
    taken_back: bool = False
    corrects: Event | None = None
    meant: Event | None = None
    count: int = 1
    standing: Standing | None = None
    settles: Sequence[Event] = ()

    @property
    def back_dated(self) -> bool:
        """Whether it was recorded noticeably later than it happened."""
        return self.event.recorded_at - self.event.happened_at >= LATER

    @property
    def machine(self) -> bool:
        """Whether the engine wrote it and it may be left out."""
        if isinstance(self.event.fact, Withheld):
            return self.event.fact.machine
        return self.event.kind in ANNOUNCEMENTS and self.event.kind not in _ALWAYS


def log_lines(
    events: Iterable[Event], since: datetime, *, known: Iterable[Event] = ()
) -> list[LogLine]:
    """Return the lines for events in journal order, by when they happened.

    What happened before ``since`` stands where it was recorded. ``known`` are further events of the
    same subjects: corrections made later, and what corrections are about.
    """
    here = told_once(list(events))
    uids = {each.uid for each in here}
    others = {each.uid: each for each in known if each.uid not in uids}
    corrections: dict[Uid, list[Event]] = defaultdict(list)
    for event in sorted((*here, *others.values()), key=lambda each: each.place):
        if isinstance(event.fact, EventCorrected):
            corrections[event.fact.of].append(event)
    stand = standings_of((*here, *others.values()))
    lines: list[LogLine] = []
    for event in here:
        if not isinstance(event.fact, EventCorrected):
            line_of = corrections.get(event.uid, ())
            lines.append(_headed(event, _place(event, since), line_of, stand))
        elif event.fact.of not in uids:
            lines += _apart(event, corrections[event.fact.of], others, stand)
    lines.sort(key=lambda line: line.at)
    found = [each for line in lines for each in _with_corrections(line, corrections)]
    if not stand:
        return found
    told = (*here, *others.values())
    return [
        replace(each, standing=stand.get(each.event.uid), settles=_settled_by(each.event, told))
        for each in found
    ]


def _settled_by(event: Event, told: Iterable[Event]) -> Sequence[Event]:
    if not isinstance(event.fact, ContestSettled):
        return ()
    found = (each for each in told if each.subject == event.subject)
    return sorted(found, key=lambda each: each.place)


def standings_of(events: Iterable[Event]) -> dict[Uid, Standing]:
    """Return what is contested, and what counts no more, of what is known from its opening on."""
    desks: dict[Uid, set[str]] = {}
    for event in events:
        if isinstance(event.fact, ACTS):
            desks.setdefault(event.subject, set()).add(event.desk)
    told: dict[Uid, list[Event]] = {uid: [] for uid, by in desks.items() if len(by) > 1}
    for event in events:
        if event.subject in told:
            told[event.subject].append(event)
    found: dict[Uid, Standing] = {}
    for all_told in told.values():
        if any(isinstance(each.fact, OPENINGS) for each in all_told):
            found |= standings(sorted(all_told, key=lambda each: each.place))
    return found


def without_machine(lines: Iterable[LogLine]) -> list[LogLine]:
    """Return the lines an officer wrote; a run of imported rows is one line."""
    kept: list[LogLine] = []
    for line in lines:
        if line.machine:
            continue
        last = kept[-1] if kept else None
        if last is not None and _same_import(last, line):
            kept[-1] = replace(last, count=last.count + 1)
        elif not (last is not None and _import_of(last) and _told_by_run(line)):
            kept.append(line)
    return kept


def _place(event: Event, since: datetime) -> datetime:
    return event.happened_at if event.happened_at >= since else event.recorded_at


def _headed(
    event: Event, at: datetime, corrections: Sequence[Event], stand: Mapping[Uid, Standing]
) -> LogLine:
    gone = taken_back(each for each in corrections if each.uid not in stand)
    return LogLine(event, at, bool(corrections), bool(gone))


def _apart(
    event: Event,
    line_of: Sequence[Event],
    others: dict[Uid, Event],
    stand: Mapping[Uid, Standing],
) -> list[LogLine]:
    """Return a correction of something that happened in another stretch."""
    assert isinstance(event.fact, EventCorrected)
    about = others.get(event.fact.of)
    if about is None:
        return [LogLine(event, event.recorded_at)]
    for line in _corrected_lines(_headed(about, event.recorded_at, line_of, stand), line_of):
        if line.event.uid == event.uid:
            return [line]
    return []


def _with_corrections(line: LogLine, corrections: dict[Uid, list[Event]]) -> list[LogLine]:
    if not line.corrected:
        return [line]
    return [line, *_corrected_lines(line, corrections[line.event.uid])]


def _corrected_lines(line: LogLine, corrections: Iterable[Event]) -> list[LogLine]:
    found, meant = [], line.event
    for event in corrections:
        fact = event.fact
        assert isinstance(fact, EventCorrected)
        before = meant
        meant = meant_by(before, fact)
        gone = line.taken_back
        found.append(LogLine(event, line.at, taken_back=gone, corrects=before, meant=meant))
    return found


def _import_of(line: LogLine) -> str:
    fact = line.event.fact
    return fact.source if isinstance(fact, MatterRegistered) and not line.corrected else ""


def _same_import(last: LogLine, line: LogLine) -> bool:
    return bool(_import_of(last)) and _import_of(last) == _import_of(line)


def _told_by_run(line: LogLine) -> bool:
    """Whether the line of imported rows says it: their count, or a reply that stood in the file."""
    reply = isinstance(line.event.fact, ReplyRecorded) or line.event.fact == SERVED_IN_FILE
    return isinstance(line.event.fact, LettersImported) or (reply and not line.corrected)
