"""One night's entries, noon to noon at the office, read once and from then on only what is new."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from zoneinfo import ZoneInfo

from screens.shared.event_lines import LogLine, log_lines
from xfconsole.core.days.night import night_hours
from xfconsole.core.facts.event import Event
from xfconsole.core.facts.of_incident import ContestSettled, EventCorrected, IncidentOpened
from xfconsole.core.facts.of_matter import MatterRegistered
from xfconsole.core.ports import Views
from xfconsole.core.words.desk import Uid
from xfconsole.core.words.frozen import frozen

_PAGE = 1000
_MOST_SUBJECTS = 500
"""Of that many subjects of a past night, corrections made later are looked for."""


@frozen
class NightLog:
    """A night's lines, the numbers of what they are about, and how the desks are told of that wrote
    them, where these are several."""

    lines: list[LogLine]
    numbers: Mapping[Uid, str]
    desks: Mapping[str, str]


UNREAD = NightLog([], {}, {})


class PastNight:
    """The entries recorded between two noons. ``read`` runs on any thread, one at a time."""

    def __init__(self, begins: date, zone: ZoneInfo) -> None:
        self.begins = begins
        self.since, self.until = night_hours(begins, zone)
        self._events: list[Event] = []
        self._known: dict[Uid, list[Event]] = {}
        self._numbers: dict[Uid, str] = {}

    def read(self, views: Views) -> NightLog:
        """Return the lines as of now."""
        new: list[Event] = []
        last = self._events[-1].seq if self._events else 0
        while page := views.log(
            since=self.since, until=self.until, after_seq=last, limit=_PAGE
        ):  # fmt: skip
            new += page
            last = page[-1].seq
        self._events += new
        self._numbers |= views.numbers(list({each.subject for each in new} - set(self._numbers)))
        self._look_around(views, new)
        known = [event for events in self._known.values() for event in events]
        lines = log_lines(self._events, self.since, known=known)
        settled = any(each.settles for each in lines)
        several = settled or len({each.desk for each in self._events}) > 1
        return NightLog(lines, dict(self._numbers), views.desk_names() if several else {})

    def _look_around(self, views: Views, new: list[Event]) -> None:
        """Read what corrections of this night are about, what was settled, and what was corrected
        since."""
        here = {each.uid for each in self._events}
        wanted = {
            each.subject
            for each in new
            if (isinstance(each.fact, EventCorrected) and each.fact.of not in here)
            or isinstance(each.fact, ContestSettled)
        }
        told = {each.subject for each in new if not _imported(each)}
        if len(told) <= _MOST_SUBJECTS:
            wanted |= told
        for subject in wanted & set(self._numbers):
            self._known[subject] = views.events_of(subject)


def matter_of(views: Views, subject: Uid) -> Uid:
    """Return the matter that a matter's or incident's uid leads to, or nothing."""
    events = views.events_of(subject)
    first = events[0].fact if events else None
    if isinstance(first, IncidentOpened):
        return first.matter
    return subject if isinstance(first, MatterRegistered) else ""


def _imported(event: Event) -> bool:
    return isinstance(event.fact, MatterRegistered) and bool(event.fact.source)
