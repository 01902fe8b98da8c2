"""The time-line of one incident: which events it has, in which order, and what was corrected."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from threading import Lock

from screens.live.correct import correctable
from screens.shared.event_lines import standings_of
from xfconsole.core.facts.announced import (
    LevelChanged,
    ObligationAdded,
    ObligationMet,
    PromptCleared,
    PromptRaised,
    told_once,
)
from xfconsole.core.facts.corrections import meant_by, taken_back
from xfconsole.core.facts.event import Event
from xfconsole.core.facts.following import Standing
from xfconsole.core.facts.of_incident import (
    ContestSettled,
    EventCorrected,
    HeadcountRecorded,
    IncidentOpened,
    LevelRaised,
    SubjectTakenOver,
)
from xfconsole.core.facts.of_matter import MatterRegistered
from xfconsole.core.facts.of_procedure import DATES
from xfconsole.core.night.situation import IncidentView
from xfconsole.core.ports import Views
from xfconsole.core.reader.withheld import Withheld
from xfconsole.core.words.desk import Level, Uid
from xfconsole.core.words.frozen import frozen

_UNSAID = (
    MatterRegistered,
    ObligationAdded,
    ObligationMet,
    PromptCleared,
    PromptRaised,
    Withheld,
)
"""What the table and the band above say already."""
_RAISING = (IncidentOpened, HeadcountRecorded, LevelRaised, EventCorrected)
_SINCE, _UNTIL = datetime(1970, 1, 1, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC)
_PAGE = 1000


@frozen
class TimeLine:
    """One line: an event, or a correction under what it corrects.

    ``level`` is the level that the event led to, if it changed. ``meant`` is, for a correction,
    the event as it reads by now. ``standing`` is what it comes to that two desks did at once.
    """

    event: Event
    level: Level | None = None
    meant: Event | None = None
    standing: Standing | None = None


def time_lines(events: Sequence[Event], stand: Mapping[Uid, Standing]) -> list[TimeLine]:
    """Return the lines for events (in journal order) by when they happened, the newest last;
    ``stand`` is what they come to (screens.shared.event_lines)."""
    heads: list[TimeLine] = []
    corrections: dict[Uid, list[TimeLine]] = {}
    for event in told_once(events):
        match event.fact:
            case EventCorrected(of=of):
                line = TimeLine(event, standing=stand.get(event.uid))
                corrections.setdefault(of, []).append(line)
            case LevelChanged(level=level) if heads and _led_to(heads[-1], event):
                heads[-1] = replace(heads[-1], level=level)
            case fact if not isinstance(fact, _UNSAID) and fact.kind not in DATES:
                heads.append(TimeLine(event, standing=stand.get(event.uid)))
    heads.sort(key=lambda line: line.event.happened_at)
    if not corrections:
        return heads
    return [line for head in heads for line in _with_corrections(head, corrections)]


def _led_to(head: TimeLine, change: Event) -> bool:
    return isinstance(head.event.fact, _RAISING) and head.event.recorded_at == change.recorded_at


def _with_corrections(head: TimeLine, corrections: dict[Uid, list[TimeLine]]) -> Sequence[TimeLine]:
    lines, meant = [head], head.event
    for line in corrections.get(head.event.uid, ()):
        fact = line.event.fact
        assert isinstance(fact, EventCorrected)
        corrected = meant_by(meant, fact)
        lines.append(replace(line, meant=corrected))
        meant = meant if line.standing is Standing.LEFT_OUT else corrected
    return lines


class IncidentEvents:
    """One incident's events with its matter's, read once and from then on only what is new.

    ``entries`` are those that can be corrected: what was taken back cannot, once that holds.
    ``desks`` are letters by desk, once one settled what several did at once.
    """

    def __init__(self, view: IncidentView) -> None:
        self.uid = view.uid
        self._subjects = frozenset((view.uid, view.matter))
        self.events: list[Event] = []
        self.entries: list[Event] = []
        self.desks: Mapping[str, str] = {}
        self._last = 0
        self._lock = Lock()

    def read(self, views: Views) -> list[TimeLine]:
        """Return the lines as of now. Runs on any thread."""
        with self._lock:
            return self._read(views)

    def _read(self, views: Views) -> list[TimeLine]:
        if not self.events:
            for subject in self._subjects:
                self._take(views.events_of(subject))
            self.events.sort(key=lambda each: each.place)
        else:
            self._read_on(views)
        stand = standings_of(self.events)
        if any(isinstance(each.fact, ContestSettled) for each in self.events):
            self.desks = views.desk_names()
        gone = taken_back(each for each in self.events if each.uid not in stand)
        self.entries = [each for each in self.events if correctable(each) and each.uid not in gone]
        return time_lines(self.events, stand)

    def _read_on(self, views: Views) -> None:
        while True:
            new = views.log(since=_SINCE, until=_UNTIL, after_seq=self._last, limit=_PAGE)
            self._take(each for each in new if each.subject in self._subjects)
            if new:
                self._last = new[-1].seq
            if len(new) < _PAGE:
                return

    def _take(self, events: Iterable[Event]) -> None:
        for event in events:
            self._last = max(self._last, event.seq)
            # One act takes a matter over with its incident: that of the incident says it.
            if event.subject == self.uid or not isinstance(event.fact, SubjectTakenOver):
                self.events.append(event)
