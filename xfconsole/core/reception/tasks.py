"""What the office owes about its reception days, and from when on the desk asks for it.

Computed from the sessions like everything that is prompted for. Each task binds the office.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import field
from datetime import UTC, date, datetime, timedelta, tzinfo

from xfconsole.core.incident.prompts import Prompt, prompt_uid
from xfconsole.core.incident.tasks import TaskPlan, standing_tasks, task_plan
from xfconsole.core.policy.pack import Policy, Rule
from xfconsole.core.policy.reception import NOTICE, PLAN, RESULT
from xfconsole.core.reception.sessions import Receptions, Session
from xfconsole.core.roster.roster import DAY_BEGINS
from xfconsole.core.rows import MeetingCalled
from xfconsole.core.words.desk import Contact, PromptKind, Uid
from xfconsole.core.words.frozen import frozen

_DAY = timedelta(days=1)
_MONTH = timedelta(days=31)
"""How far ahead one notice looks; how long a half-year that began is still asked to be planned."""


@frozen
class Owed:
    """What the office owes: asked for from ``due`` on, ``last`` is the last day it is in time.

    It is about a ``session``, a ``meeting``, or a quarter or half a year that begins on ``first``.
    """

    kind: PromptKind
    rule: str
    due: datetime
    until: datetime | None
    last: date | None
    anchor: str
    session: Session | None = None
    first: date | None = None
    meeting: MeetingCalled | None = None


@frozen
class ReceptionView:
    """A task that stands, as its card shows it."""

    prompt: Prompt
    owed: Owed
    rule: Rule | None
    zone: tzinfo = field(compare=False)

    @property
    def uid(self) -> Uid:
        """The prompt's name in the journal."""
        return self.prompt.uid


def half_year(day: date) -> date:
    """Return the first day of a day's half of the year."""
    return date(day.year, 1 if day.month <= 6 else 7, 1)


def next_half_year(day: date) -> date:
    """Return the first day of the half of the year after a day's."""
    return half_year(half_year(day) + timedelta(days=190))


def quarter(day: date) -> date:
    """Return the first day of a day's quarter."""
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def next_quarter(day: date) -> date:
    """Return the first day of the quarter after a day's."""
    return quarter(quarter(day) + timedelta(days=100))


def reception_plan(found: Receptions, policy: Policy, zone: tzinfo) -> TaskPlan[Owed]:
    """Return all that is owed about reception days, at any time."""
    prompts = ((_prompt(found.office, each), each) for each in _all(found, policy, zone))
    return task_plan(found, {prompt.uid: (prompt, each) for prompt, each in prompts})


def owed_at(found: Receptions, policy: Policy, zone: tzinfo, now: datetime) -> tuple[Owed, ...]:
    """Return what is owed at an instant, whatever was put off, the first last day first."""
    standing = (
        each
        for each in _all(found, policy, zone)
        if each.due <= now and (each.until is None or now < each.until)
    )
    return tuple(sorted(standing, key=lambda each: (each.last or date.max, each.due)))


def to_notice(sessions: Iterable[Session], now: datetime) -> list[Session]:
    """Return the sessions whose notice is to be made out by now, and those of a month ahead."""
    ahead = now + _MONTH
    return [
        each
        for each in sessions
        if each.noticed_at is None and now < each.planned.starts_at < ahead
        if each.published or not each.cancelled
    ]


def reception_views(
    found: Receptions, made: TaskPlan[Owed], policy: Policy, zone: tzinfo, now: datetime
) -> tuple[ReceptionView, ...]:
    """Return what stands at ``now`` of what was said to be owed, the first last day first."""
    views = [
        ReceptionView(each, owed, policy.rule(owed.rule), zone)
        for each in standing_tasks(found, made.plan, now)
        for owed in (made.owed[each.uid],)
    ]
    return tuple(sorted(views, key=lambda each: (each.owed.last or date.max, each.prompt.due)))


def _prompt(office: Uid, owed: Owed) -> Prompt:
    session, meeting = owed.session, owed.meeting
    leader = Contact(session.planned.post, session.planned.leader, "") if session else None
    if meeting is not None and meeting.leader:
        leader = Contact(meeting.post, meeting.leader, "")
    uid = prompt_uid(office, owed.rule, owed.anchor, owed.kind.value)
    return Prompt(uid, owed.kind, owed.rule, "", leader, owed.due, owed.until)


def _all(found: Receptions, policy: Policy, zone: tzinfo) -> Iterator[Owed]:
    sessions = found.sessions
    for session in sessions:
        yield from _of_session(found, session, policy, zone)
    for first in sorted({quarter(each.day(zone)) for each in sessions}):
        yield from _result(found, first, policy, zone)
    if left := [each.day(zone) for each in sessions if not each.cancelled]:
        yield _next_plan(max(left), policy, zone)
    for meeting in found.meetings:
        yield _to_meet(meeting, policy, zone)


def _of_session(
    found: Receptions, session: Session, policy: Policy, zone: tzinfo
) -> Iterator[Owed]:
    planned, numbers = session.planned, policy.reception
    starts, day = planned.starts_at, session.day(zone)
    # One event plans many sessions.
    of = f"{session.event}|{session.uid}"
    last = day - numbers.notice_days * _DAY
    if session.noticed_at is None and (session.published or not session.cancelled):
        # What was published and is no longer so is put right at once.
        kind, asked = PromptKind.RECEPTION_NOTICE_AGAIN, session.since
        if not session.published:
            kind = PromptKind.RECEPTION_NOTICE
            asked = max(_morning(day - numbers.remind_days * _DAY, zone), session.since)
        yield Owed(kind, NOTICE, asked, starts, last, of, session)
    if session.cancelled:
        return
    away = found.away(session)
    if away is not None and session.held_at is None:
        since, gone = max(away.happened_at, session.since), f"{away.uid}|{session.uid}"
        yield Owed(PromptKind.RECEPTION_AWAY, NOTICE, since, starts, last, gone, session)
    if session.untold:
        since = max(_morning(last, zone), session.since)
        yield Owed(PromptKind.RECEPTION_UNITS, NOTICE, since, starts, last, of, session)
    if session.held_at is None:
        since = max(planned.ends_at, session.since)
        yield Owed(PromptKind.RECEPTION_HELD, RESULT, since, None, None, of, session)


def _to_meet(meeting: MeetingCalled, policy: Policy, zone: tzinfo) -> Owed:
    """Return what is owed of a meeting: who meets is told as early as who comes to a session."""
    ahead = _morning(meeting.on - policy.reception.notice_days * _DAY, zone)
    anchor = f"{meeting.matter}|{meeting.session}|{meeting.on.isoformat()}"
    asked, kind = max(ahead, meeting.since), PromptKind.RECEPTION_MEETING
    return Owed(kind, RESULT, asked, None, meeting.on, anchor, meeting=meeting)


def _result(found: Receptions, first: date, policy: Policy, zone: tzinfo) -> Iterator[Owed]:
    over = next_quarter(first)
    if first not in found.reported:
        last = over + (policy.reception.result_days - 1) * _DAY
        asked, anchor = _morning(over, zone), first.isoformat()
        yield Owed(PromptKind.RECEPTION_RESULT, RESULT, asked, None, last, anchor, first=first)


def _next_plan(last_held: date, policy: Policy, zone: tzinfo) -> Owed:
    first = next_half_year(last_held)
    last = first - policy.reception.plan_days * _DAY
    asked, ends = _morning(last, zone), _morning(first, zone) + _MONTH
    anchor = first.isoformat()
    return Owed(PromptKind.RECEPTION_PLAN, PLAN, asked, ends, last, anchor, first=first)


def _morning(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, DAY_BEGINS, zone).astimezone(UTC)
