"""What one night came to, in figures: read from the views for a report or a screen.

Every time and limit is a post's or the desk's; of people who came there is the head-count that an
incident was opened or counted with, and nothing else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta, timezone, tzinfo

from xfconsole.core.days.night import night_hours
from xfconsole.core.due.load import Load, desk_load
from xfconsole.core.facts.announced import counted_once
from xfconsole.core.facts.event import Event
from xfconsole.core.facts.of_office import ShiftStarted
from xfconsole.core.figures.desk import KINDS, DeskLateness
from xfconsole.core.incident.fold import Incident, fold
from xfconsole.core.incident.instructed import Instruction
from xfconsole.core.incident.plan import Obligation, plan
from xfconsole.core.incident.upward import FiledReport
from xfconsole.core.night.daily import Signature, signatures
from xfconsole.core.night.logged import logged
from xfconsole.core.night.shift import of_these_desks
from xfconsole.core.policy.load import parse
from xfconsole.core.policy.pack import Alarm, Policy
from xfconsole.core.ports import Views
from xfconsole.core.roster.parties import bars_of
from xfconsole.core.roster.roster import Roster
from xfconsole.core.words.desk import Channel, Level, Uid
from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.procedure import Act


@frozen
class NightIncident:
    """One incident: its number, level and head-count by the end, its posts and its reports.

    ``limits``: by when a report was owed, where it was.
    """

    uid: Uid
    number: str
    level: Level
    people: int
    opened_at: datetime
    closed_at: datetime | None
    policy: Policy
    duties: Sequence[Obligation]
    reports: Sequence[FiledReport]
    limits: Mapping[Uid, datetime]
    instructions: Sequence[Instruction]


@frozen
class NightFigures:
    """A night, noon to noon. ``shifts``: who took the desk, and when.

    ``received`` counts matters by the hour of receipt, as the instant it began, and channel;
    ``acts`` what was done to matters. ``signed``: each handover at which its daily was signed.
    ``earlier`` are incidents that ended before, of which a report, a receipt or an instruction is
    still open.
    """

    begins: date
    since: datetime
    until: datetime
    shifts: Sequence[tuple[datetime, str]]
    received: Mapping[tuple[datetime, Channel], int]
    acts: Mapping[Act, int]
    incidents: Sequence[NightIncident]
    load: Load | None
    lateness: DeskLateness
    signed: Sequence[Signature] = ()
    earlier: Sequence[NightIncident] = ()

    @property
    def channels(self) -> Mapping[Channel, int]:
        """How many matters came in by each channel, in the channels' own order."""
        found: Counter[Channel] = Counter()
        for (_, channel), count in self.received.items():
            found[channel] += count
        return {channel: found[channel] for channel in Channel if found[channel]}


def night_figures(
    views: Views, begins: date, zone: tzinfo, now: datetime, policy: Policy, roster: Roster
) -> NightFigures:
    """Return what the night that began on a day came to, as known ``now``.

    ``policy`` is the pack in force: incidents are measured by those that they were pinned to.
    """
    since, until = night_hours(begins, zone)
    lateness = DeskLateness()
    events = list(lateness.watched(desk_events(views, since, until)))
    pinned = _Pinned(views, policy)
    return NightFigures(
        begins,
        since,
        until,
        [
            (each.recorded_at, each.officer)
            for each in events
            if isinstance(each.fact, ShiftStarted)
        ],
        views.received_by_hour(since, until),
        views.acts_between(since, until),
        list(_incidents(views, views.incidents_between(since, until), now, pinned, roster)),
        _load(events, since, policy.alarm),
        lateness,
        signatures(views, begins, zone),
        earlier=list(_incidents(views, views.incidents_followed(since), now, pinned, roster)),
    )


def desk_events(views: Views, since: datetime, until: datetime) -> Iterator[Event]:
    """Yield the recorded facts that a desk is measured by, oldest first.

    What two desks announced alike is one; another desk's shifts and blindness are not this one's.
    """
    return counted_once(_recorded(views, since, until))


def _recorded(views: Views, since: datetime, until: datetime) -> Iterator[Event]:
    own = views.desks()
    for page in logged(views, since, until, KINDS):
        yield from of_these_desks(page, own)


def _incidents(
    views: Views,
    uids: Iterable[Uid],
    now: datetime,
    pinned: Callable[[str], Policy],
    roster: Roster,
) -> Iterator[NightIncident]:
    for uid in uids:
        incident = fold(views.events_of(uid))
        held = roster.without(bars_of(views.events_of(incident.opened.matter)))
        yield _told(incident, pinned(incident.policy), held, now)


def _told(incident: Incident, policy: Policy, roster: Roster, now: datetime) -> NightIncident:
    found = plan(incident, policy, roster, incident.closed_at or now)
    return NightIncident(
        incident.uid,
        incident.opened.number,
        found.level,
        incident.headcount,
        incident.opened_at,
        incident.closed_at,
        policy,
        found.obligations,
        incident.upward.reports,
        dict(found.report_limits),
        incident.instructed.all,
    )


class _Pinned:
    """Packs by their digest, each read once; the one in force for one that is not kept."""

    def __init__(self, views: Views, policy: Policy) -> None:
        self._views, self._known, self._policy = views, {policy.digest: policy}, policy

    def __call__(self, digest: str) -> Policy:
        if digest not in self._known:
            text = self._views.policy_text(digest)
            self._known[digest] = parse(text, "journal") if text else self._policy
        return self._known[digest]


def _load(events: Sequence[Event], since: datetime, alarm: Alarm) -> Load | None:
    """Return what the desk asked for, None for nothing: days that begin at noon are nights."""
    offset = since.utcoffset()
    assert offset is not None
    days = desk_load(events, timezone(offset - timedelta(hours=12)), alarm).days
    return days[0].load if days else None
