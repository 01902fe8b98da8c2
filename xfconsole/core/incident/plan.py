"""The engine: from one incident's events, its pinned policy and the roster to what is due.

``plan`` gives obligations and prompts with absolute times; it looks at the time only to tell whose
duty turn it is by now, and says until when that holds. ``due`` looks at a plan at one instant. Both
are pure, so a crash, a sleep or a restart changes nothing (sources of the rules: the policy pack).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta, tzinfo
from typing import NamedTuple, TypeAlias

from xfconsole.core.incident.binding import binding
from xfconsole.core.incident.calls import Call, call_for, level_changes
from xfconsole.core.incident.chain import upward
from xfconsole.core.incident.fold import DutyEnding, Incident, NamedDeputy, Step
from xfconsole.core.incident.instructed import instruction_prompts
from xfconsole.core.incident.ladder import Ladder
from xfconsole.core.incident.placing import ASKS_FOR, Placing, place_prompts
from xfconsole.core.incident.prompts import Prompt, cut
from xfconsole.core.incident.reports import OfficeDays, OwedReport, report_prompts
from xfconsole.core.incident.snoozes import snoozed
from xfconsole.core.policy.pack import Attendance, Policy
from xfconsole.core.roster.roster import Roster
from xfconsole.core.words.desk import Contact, DutyState, Level, RingOutcome, Uid
from xfconsole.core.words.frozen import frozen

MISSED_AFTER = timedelta(seconds=1)
"""A limit includes its last second: a clock has run out once that second is over."""


@frozen
class Obligation:
    """One post that has to be told and come, with its two clocks.

    ``tell_by`` binds the desk, from the event ``anchor`` that made the post necessary;
    ``arrive_by`` binds the post, from the moment it was told. ``contact`` is the official on the
    way, or the one to ring now; ``deputy`` is their name if the officer named them for the post.
    ``attempts`` are the rings in vain for the post since the last answer, ``own_attempts`` those
    with ``contact``. ``corrected``: called on a count that was corrected since.
    """

    post: str
    rule: str
    anchor: Uid
    added_at: datetime
    tell_by: datetime
    told_at: datetime | None
    arrive_by: datetime | None
    eta: datetime | None
    ended_at: datetime | None
    person: str
    contact: Contact | None
    attempts: int
    own_attempts: int
    state: DutyState
    corrected: bool
    deputy: str = ""

    @property
    def done(self) -> bool:
        """Whether somebody arrived or the post was stood down (in old journals: relieved)."""
        return self.ended_at is not None

    @property
    def running(self) -> tuple[str, datetime | None]:
        """Whose clock runs, ``tell`` (the desk's) or ``arrive`` (the post's), and its end."""
        return ("tell", self.tell_by) if self.told_at is None else ("arrive", self.arrive_by)

    def expected(self, post: str) -> str:
        """Who it is when ``post`` comes for this duty: who is on the way, or is to be rung first.

        Empty after rings in vain, and where another post is asked: then nobody knows.
        """
        contact = self.contact
        if contact is None or contact.post != post:
            return ""
        if self.deputy:
            return self.deputy
        return contact.person if self.state is DutyState.EN_ROUTE or not self.attempts else ""


@frozen
class Miss:
    """A clock that ran out at ``due``: ``tell`` is the desk's own, ``arrive`` the post's."""

    post: str
    rule: str
    clock: str
    due: datetime
    person: str

    @property
    def known_at(self) -> datetime:
        """When it can be said that the clock ran out."""
        return self.due + MISSED_AFTER


@frozen
class Plan:
    """Everything computed about one incident; ``prompts`` and ``misses`` by due time.

    From ``good_until`` on (None: for ever) it has to be made again, because duty turns change.
    """

    level: Level
    obligations: tuple[Obligation, ...]
    prompts: tuple[Prompt, ...]
    misses: tuple[Miss, ...]
    report_due: datetime | None
    good_until: datetime | None = None
    owed: tuple[OwedReport, ...] = ()
    """The reports not filed yet."""
    report_limits: tuple[tuple[Uid, datetime], ...] = ()
    """By when each report that was filed had to be, where it was owed."""

    def ahead(self, now: datetime) -> Plan:
        """Return it without the prompts that are over: which of those it has, differs by right."""
        left = (each for each in self.prompts if each.until is None or each.until > now)
        return replace(self, prompts=tuple(left))

    def next_change(self, now: datetime) -> datetime | None:
        """Return the first instant after ``now`` at which something begins, ends or is missed."""
        times = [each.due for each in self.prompts]
        times += [each.known_at for each in self.misses]
        times += [each.until for each in self.prompts if each.until is not None]
        times += [self.good_until] if self.good_until else []
        return min((each for each in times if each > now), default=None)


def left_open(incident: Incident, policy: Policy, plan: Plan) -> bool:
    """Whether something of an incident goes on being asked for once it is over."""
    upward = plan.owed or incident.upward.untaken
    return bool(incident.instructed.open or (policy.reporting.after and upward))


def due(plan: Plan, now: datetime) -> list[Prompt]:
    """Return the prompts that stand at this instant, longest due first."""
    return [each for each in plan.prompts if each.standing(now)]


class CachedLadder(NamedTuple):
    """A ladder, what it was walked from, and how many of the incident's steps it has seen.

    An incident's steps are only added to: while the last one seen keeps its place, so do all
    before it.
    """

    ladder: Ladder
    basis: tuple[object, ...]
    seen: int
    last: Step | None

    def walked_from(self, basis: tuple[object, ...], steps: Sequence[Step]) -> bool:
        """Whether this is still so, up to steps that came after those seen."""
        return self.basis == basis and (self.seen == 0 or steps[self.seen - 1] is self.last)


LadderCache: TypeAlias = dict[tuple[str, str], CachedLadder]
"""The ladders walked last, by post and rule: they are gone on with where nothing else changed."""


def plan(
    incident: Incident,
    policy: Policy,
    roster: Roster,
    now: datetime,
    ladders: LadderCache | None = None,
    since: datetime | None = None,
    zone: tzinfo = UTC,
) -> Plan:
    """Compute obligations, prompts and missed clocks of one incident, as known at ``now``.

    ``ladders`` belongs to the incident and saves time only. Prompts that were over by ``since`` may
    be left out, which saves time too: nobody is to look at an instant before it. ``zone`` is the
    office's, for times of day. Of an incident that is contested it is what binds the office.
    """
    if incident.branches:
        branches = [
            plan(each, policy, roster, now, None, since, zone) for each in incident.branches
        ]
        return binding(branches, policy.attendance)
    ladders = {} if ladders is None else ladders
    changes = level_changes(incident, policy)
    placing = Placing(incident, policy, roster)
    obligations: list[Obligation] = []
    prompts: list[Prompt] = []
    good_until: list[datetime] = []
    for attendance in policy.attendance:
        call = call_for(attendance, incident, policy, changes)
        if call is not None:
            call = placing.moved(call)
            call, ladder = _walked(call, placing, now, ladders)
            duty = _duty(call, attendance, placing, ladder)
            obligations.append(duty)
            prompts += cut(_not_over(ladder.prompts(since), since), duty.ended_at)
            good_until += [ladder.good_until] if ladder.good_until and not duty.done else []
    prompts = place_prompts(prompts, incident, policy)
    reports = report_prompts(incident, policy, changes, OfficeDays(zone, roster.periods))
    orders, changing = instruction_prompts(incident, policy, roster, now)
    good_until += changing
    # What is told upward, and what came down, goes on after the end where the office says so.
    prompts = [*cut(prompts, incident.closed_at), *reports.prompts, *orders]
    prompts = snoozed(incident.uid, incident.snoozes, prompts)
    return Plan(
        changes[-1][0] if changes else Level.NONE,
        tuple(obligations),
        tuple(sorted(prompts, key=lambda each: each.due)),
        tuple(sorted(_misses(incident, obligations), key=lambda each: each.due)),
        reports.due,
        min(good_until, default=None),
        reports.owed,
        reports.limits,
    )


# --- one duty ------------------------------------------------------------------------------------


def _walked(
    call: Call, placing: Placing, now: datetime, ladders: LadderCache
) -> tuple[Call, Ladder]:
    """Walk a duty's ladder. Whoever came and was barred since does not count: it begins anew."""
    roster = placing.roster
    ladder = _ladder(call, placing, now, ladders)
    ending = _ending(call, placing, ladder)
    while ending is not None and (barring := roster.barring(ending.person)) is not None:
        call = replace(call, at=barring.since, anchor=barring.event)
        ladder = _ladder(call, placing, now, ladders)
        ending = _ending(call, placing, ladder)
    return call, ladder


def _ladder(call: Call, placing: Placing, now: datetime, ladders: LadderCache) -> Ladder:
    incident, policy, roster = placing.incident, placing.policy, placing.roster
    told_anew, steps = _told_anew(call, incident), incident.steps
    basis = call, told_anew, len(incident.namings), len(incident.excused), policy, roster
    cached = ladders.get((call.post, call.rule))
    ladder = None
    if cached and cached.walked_from(basis, steps):
        new = _steps(steps[cached.seen :], call, told_anew, placing)
        ladder = _gone_on(cached.ladder, new, call.at, now)
    if ladder is None:
        found = _steps(steps, call, told_anew, placing)
        ladder = Ladder(incident.uid, incident.places, call, found, policy, roster, now)
    last = steps[-1] if steps else None
    ladders[call.post, call.rule] = CachedLadder(ladder, basis, len(steps), last)
    return ladder


def _gone_on(ladder: Ladder, new: list[Step], since: datetime, now: datetime) -> Ladder | None:
    """Walk a ladder on through new steps; None where it has to be walked from the start."""
    earliest = max(ladder.walked_to, since)
    if now < ladder.walked_to or any(each.at < earliest for each in new):
        return None
    if new or (ladder.good_until is not None and ladder.good_until <= now):
        ladder.go_on(new, now)
    return ladder


def _told_anew(call: Call, incident: Incident) -> datetime | None:
    """Return when the post was last stood down before the call: from then on it is told anew."""
    return max(
        (
            each.at
            for each in incident.endings.get(call.post, ())
            if each.state is DutyState.STOOD_DOWN and each.at < call.at
        ),
        default=None,
    )


def _steps(
    steps: Sequence[Step], call: Call, told_anew: datetime | None, placing: Placing
) -> list[Step]:
    """Return the rings and namings that count for a call.

    A refusal counts whatever post it was for: nobody is asked twice to come to one incident.
    """
    posts = upward(call.post, placing.policy)
    return [
        each
        for each in steps
        if (told_anew is None or each.at > told_anew) and _concerns(each, call, posts, placing)
    ]


def _concerns(step: Step, call: Call, posts: tuple[str, ...], placing: Placing) -> bool:
    if isinstance(step, NamedDeputy):
        return step.post == call.post and placing.names(step)
    if step.post in posts:
        return placing.counts(step.post, step.person, step.at)
    return step.outcome is RingOutcome.REFUSED


def _not_over(prompts: list[Prompt], since: datetime | None) -> list[Prompt]:
    """Leave out what was over by an instant. What asks for a place stays: what follows joins it."""
    if since is None:
        return prompts
    return [
        each
        for each in prompts
        if each.until is None or each.until > since or each.kind in ASKS_FOR
    ]


def _duty(call: Call, rule: Attendance, placing: Placing, ladder: Ladder) -> Obligation:
    ending = _ending(call, placing, ladder)
    told_at = ladder.told_at
    if ending and ending.state is not DutyState.STOOD_DOWN:
        told_at = min(told_at or ending.at, ending.at)
    return Obligation(
        post=call.post,
        rule=call.rule,
        anchor=call.anchor,
        added_at=call.at,
        tell_by=call.at + timedelta(minutes=rule.tell_minutes),
        told_at=told_at,
        arrive_by=ladder.arrive_by,
        eta=ladder.eta,
        ended_at=ending.at if ending else None,
        person=_person(ladder, ending),
        contact=ladder.contact,
        attempts=ladder.attempts,
        own_attempts=ladder.own_attempts,
        state=_state(ladder, ending),
        corrected=call.corrected,
        deputy="" if ending else ladder.deputy,
    )


def _ending(call: Call, placing: Placing, ladder: Ladder) -> DutyEnding | None:
    """Return what ended the duty: the post itself, or whoever answered for it from further up.

    Nobody who was barred before the duty began ends it, nor whoever came for another unit.
    """
    incident, roster = placing.incident, placing.roster
    valid = [
        each
        for each in incident.endings.get(call.post, ())
        if (
            each.state is not DutyState.STOOD_DOWN
            and placing.counts(call.post, each.person, each.at)
        )
        or (each.state is DutyState.STOOD_DOWN and each.at >= call.at)
    ]
    for post, endings in incident.endings.items():
        valid += [
            each
            for each in endings
            if each.state is not DutyState.STOOD_DOWN and ladder.stood_in(post, each.at)
        ]
    valid = [each for each in valid if not _barred_before(each, call, roster)]
    return min(valid, key=lambda each: each.at, default=None)


def _barred_before(ending: DutyEnding, call: Call, roster: Roster) -> bool:
    barring = roster.barring(ending.person)
    return barring is not None and barring.since <= max(call.at, ending.at)


def _person(ladder: Ladder, ending: DutyEnding | None) -> str:
    if ending and ending.state is not DutyState.STOOD_DOWN:
        return ending.person
    return ladder.contact.person if ladder.contact else ""


def _state(ladder: Ladder, ending: DutyEnding | None) -> DutyState:
    if ending:
        return ending.state
    if ladder.en_route:
        return DutyState.EN_ROUTE
    if ladder.unnamed:
        return ladder.unnamed
    if ladder.contact is None:
        return DutyState.UNHELD
    return DutyState.NOT_REACHED if ladder.attempts else DutyState.UNTOLD


def _misses(incident: Incident, obligations: list[Obligation]) -> Iterator[Miss]:
    closed = incident.closed_at
    for duty in obligations:
        for clock, limit, done in (
            ("tell", duty.tell_by, duty.told_at or duty.ended_at),
            ("arrive", duty.arrive_by, duty.ended_at),
        ):
            over = min((t for t in (done, closed) if t is not None), default=None)
            if limit is not None and (over is None or over > limit):
                yield Miss(duty.post, duty.rule, clock, limit, duty.person)
