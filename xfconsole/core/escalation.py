"""The engine: from one incident's events, its pinned policy and the roster to what is due.

``plan`` does not know what time it is: it gives obligations and prompts with absolute times.
``due`` looks at a plan at one instant. Both are pure, so a crash, a sleep or a restart changes
nothing (sources of the rules: the policy pack).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from xfconsole.core.incident import Ending, Incident
from xfconsole.core.ladder import Call, Ladder, Prompt, cut, prompt_uid
from xfconsole.core.model import Contact, DutyState, Level, PromptKind, ReportKind, Uid
from xfconsole.core.policy import Attendance, Policy
from xfconsole.core.roster import Roster


@dataclass(frozen=True, slots=True)
class Obligation:
    """One post that has to be told and come, with its two clocks.

    ``tell_by`` binds the desk, from the event ``anchor`` that made the post necessary;
    ``arrive_by`` binds the post, from the moment it was told. ``contact`` is the official on the
    way, or the one to ring now. ``corrected``: called on a count that was corrected since.
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
    state: DutyState
    corrected: bool

    @property
    def done(self) -> bool:
        """Whether the post arrived, was relieved or was stood down."""
        return self.ended_at is not None


@dataclass(frozen=True, slots=True)
class Miss:
    """A clock that ran out at ``due``: ``tell`` is the desk's own, ``arrive`` the post's."""

    post: str
    rule: str
    clock: str
    due: datetime
    person: str


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything computed about one incident; ``prompts`` and ``misses`` by due time."""

    level: Level
    obligations: tuple[Obligation, ...]
    prompts: tuple[Prompt, ...]
    misses: tuple[Miss, ...]
    report_due: datetime | None

    def next_change(self, now: datetime) -> datetime | None:
        """Return the first instant after ``now`` at which something begins, ends or is missed."""
        times = [each.due for each in self.prompts] + [each.due for each in self.misses]
        times += [each.until for each in self.prompts if each.until is not None]
        return min((each for each in times if each > now), default=None)


def due(plan: Plan, now: datetime) -> list[Prompt]:
    """Return the prompts that stand at this instant, longest due first."""
    return [each for each in plan.prompts if each.standing(now)]


def plan(incident: Incident, policy: Policy, roster: Roster) -> Plan:
    """Compute obligations, prompts and missed clocks of one incident, for all time."""
    changes = level_changes(incident, policy)
    level = changes[-1][0] if changes else Level.NONE
    obligations: list[Obligation] = []
    prompts: list[Prompt] = []
    for attendance in policy.attendance:
        call = _call(attendance, incident, policy, changes)
        if call is not None:
            obligation, asked = _duty(call, attendance, incident, policy, roster)
            obligations.append(obligation)
            prompts += asked
    reports, report_due = _reports(incident, policy, changes)
    prompts = _snoozed(incident, cut(prompts + reports, incident.closed_at))
    return Plan(
        level,
        tuple(obligations),
        tuple(sorted(prompts, key=lambda each: each.due)),
        tuple(sorted(_misses(incident, obligations), key=lambda each: each.due)),
        report_due,
    )


# --- level and attendance ------------------------------------------------------------------------


def level_changes(incident: Incident, policy: Policy) -> list[tuple[Level, datetime, Uid]]:
    """Return each rise of the level with its time and the event behind it.

    A lower count never lowers it; a corrected count does, because it was never true.
    """
    grounds = [(_band(policy, peak.value), peak.at, peak.uid) for peak in incident.peaks]
    grounds += incident.raises
    rises: list[tuple[Level, datetime, Uid]] = []
    level = Level.NONE
    for ground in sorted(grounds, key=lambda each: each[1]):
        if ground[0].rank > level.rank:
            level = ground[0]
            rises.append(ground)
    return rises


def _band(policy: Policy, people: int) -> Level:
    reached = [band.level for band in policy.bands if people >= band.at_least]
    return max(reached, key=lambda level: level.rank, default=Level.NONE)


def _call(
    rule: Attendance,
    incident: Incident,
    policy: Policy,
    changes: list[tuple[Level, datetime, Uid]],
) -> Call | None:
    """Return why the post has to come, or None. A ground corrected away still counts, marked."""
    if rule.assigned:
        if not incident.opened.assigned_leader:
            return None
        return Call(rule.post, rule.rule.id, incident.opened_event.uid, incident.opened_at, False)
    for at, uid, corrected in _grounds(rule, incident, policy, changes):
        return Call(rule.post, rule.rule.id, uid, at, corrected)
    return None


def _grounds(
    rule: Attendance,
    incident: Incident,
    policy: Policy,
    changes: list[tuple[Level, datetime, Uid]],
) -> Iterator[tuple[datetime, Uid, bool]]:
    if rule.level is not None:
        for level, at, uid in changes:
            if level.rank >= rule.level.rank:
                yield at, uid, False
    for peak in incident.peaks + incident.wrong_peaks:
        if rule.at_least is not None and peak.value >= rule.at_least:
            yield peak.at, peak.uid, peak.corrected
        elif (
            rule.level is not None
            and peak.corrected
            and _band(policy, peak.value).rank >= rule.level.rank
        ):
            yield peak.at, peak.uid, True


def _duty(
    call: Call, rule: Attendance, incident: Incident, policy: Policy, roster: Roster
) -> tuple[Obligation, list[Prompt]]:
    opened = incident.opened
    scopes = {"unit": opened.unit, "township": opened.township}
    unit_of = {post.id: scopes.get(post.scope, "") for post in policy.posts.values()}
    ladder = Ladder(incident.uid, unit_of, call, incident.rings, policy, roster)
    ending = _ending(incident, call, ladder)
    told_at = ladder.told_at
    if ending and ending.state is not DutyState.STOOD_DOWN:
        told_at = min(told_at or ending.at, ending.at)
    obligation = Obligation(
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
        state=_state(ladder, ending),
        corrected=call.corrected,
    )
    return obligation, cut(ladder.prompts, ending.at if ending else None)


def _ending(incident: Incident, call: Call, ladder: Ladder) -> Ending | None:
    """Return what ended the duty: the post itself, or whoever answered for it from further up."""
    endings = list(incident.endings.get(call.post, ()))
    if ladder.en_route and ladder.contact and ladder.contact.post != call.post:
        endings += incident.endings.get(ladder.contact.post, ())
    valid = [
        each for each in endings if each.state is not DutyState.STOOD_DOWN or each.at >= call.at
    ]
    return min(valid, key=lambda each: each.at, default=None)


def _person(ladder: Ladder, ending: Ending | None) -> str:
    if ending and ending.person:
        return ending.person
    return ladder.contact.person if ladder.contact else ""


def _state(ladder: Ladder, ending: Ending | None) -> DutyState:
    if ending:
        return ending.state
    if ladder.en_route:
        return DutyState.EN_ROUTE
    if ladder.unheld:
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


# --- reports and snoozes -------------------------------------------------------------------------


def _reports(
    incident: Incident, policy: Policy, changes: list[tuple[Level, datetime, Uid]]
) -> tuple[list[Prompt], datetime | None]:
    rules = policy.reporting
    if not changes:
        return [], None
    if not incident.reports:
        at = incident.opened_at + timedelta(minutes=rules.first_minutes)
        first = _report(incident, PromptKind.REPORT_FIRST, rules.first.id, at)
        return [first], at
    prompts = []
    filed = sorted(each[1] for each in incident.reports)
    first_due = incident.opened_at + timedelta(minutes=rules.first_minutes)
    first = _report(incident, PromptKind.REPORT_FIRST, rules.first.id, first_due)
    prompts += cut([first], filed[0])
    at = first_due
    for index, (kind, filed_at, uid) in enumerate(sorted(incident.reports, key=lambda r: r[1])):
        if kind is ReportKind.FINAL:
            return prompts, None
        until = filed[index + 1] if index + 1 < len(filed) else None
        follow_up, at = _follow_up(incident, policy, changes, filed_at, uid)
        prompts += cut([follow_up], until)
    return prompts, at


def _follow_up(
    incident: Incident,
    policy: Policy,
    changes: list[tuple[Level, datetime, Uid]],
    filed_at: datetime,
    uid: Uid,
) -> tuple[Prompt, datetime]:
    """Return the follow-up after one report: by rhythm, or sooner because the level changed."""
    rules = policy.reporting
    at, rule, anchor = filed_at + timedelta(minutes=rules.every_minutes), rules.follow_up.id, uid
    for _, changed_at, change in changes[1:]:
        soon = changed_at + timedelta(minutes=rules.band_change_minutes)
        if filed_at < changed_at and soon < at:
            at, rule, anchor = soon, rules.band_change.id, change
    return _report(incident, PromptKind.REPORT_FOLLOW_UP, rule, at, anchor), at


def _report(
    incident: Incident, kind: PromptKind, rule: str, at: datetime, anchor: Uid = ""
) -> Prompt:
    uid = prompt_uid(incident.uid, rule, anchor or incident.opened_event.uid, kind)
    return Prompt(uid, kind, rule, "", None, at, None)


def _snoozed(incident: Incident, prompts: list[Prompt]) -> list[Prompt]:
    """Split each snoozed prompt: it rests from the snooze on and comes back, anchored in it."""
    return [part for prompt in prompts for part in _rested(incident, prompt)]


def _rested(incident: Incident, prompt: Prompt) -> Iterator[Prompt]:
    snooze = incident.snoozes.get(prompt.uid)
    if snooze is None:
        yield prompt
        return
    at, until, event = snooze
    yield from cut([prompt], at)
    back = replace(prompt, uid=prompt_uid(incident.uid, prompt.rule, event), due=until, until=None)
    for part in cut([back], prompt.until):
        yield from _rested(incident, part)
