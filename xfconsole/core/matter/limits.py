"""The time limits on a matter: who owes what by when, and how that was counted (docs/rules.md §4).

Every duty that the Regulation puts on the office follows from a matter's events, the table of
holidays and the pack's own numbers; nothing is remembered besides. The statutory last day rolls
past holidays for everybody; the office's control date never rolls.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import accumulate, chain
from typing import NamedTuple

from xfconsole.core.days.day_count import Span, ordered, span
from xfconsole.core.days.workdays import Workdays
from xfconsole.core.matter.journaled import ClockKey
from xfconsole.core.matter.life import MatterLife, Running
from xfconsole.core.matter.transitions import DUTIES
from xfconsole.core.policy.pack import Procedure
from xfconsole.core.words.desk import Channel, Uid
from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.procedure import Act, Clock, Law, Measure, Who


class Limit(NamedTuple):
    """Who owes a duty, how long it takes and why. ``days`` 0: the pack or an order says it."""

    who: Who
    measure: Measure
    days: int
    law: Law


LIMITS: Mapping[Clock, Limit] = {
    Clock.DEAL: Limit(Who.OFFICE, Measure.CALENDAR, 15, Law.TG_22),
    Clock.SPLIT: Limit(Who.OFFICE, Measure.CALENDAR, 0, Law.PLAN),
    Clock.NOTICE: Limit(Who.UNIT, Measure.CALENDAR, 15, Law.TG_23),
    Clock.OBJECT: Limit(Who.UNIT, Measure.WORKING, 5, Law.TG_23),
    Clock.ACCEPT: Limit(Who.UNIT, Measure.CALENDAR, 15, Law.TG_23),
    Clock.REPORT: Limit(Who.UNIT, Measure.ORDERED, 0, Law.TG_22),
    Clock.DECIDE: Limit(Who.UNIT, Measure.CALENDAR, 60, Law.TG_34),
    Clock.SHADOW: Limit(Who.UNIT, Measure.CALENDAR, 60, Law.TG_34),
    Clock.ASK_REVIEW: Limit(Who.COMPLAINANT, Measure.CALENDAR, 30, Law.TG_35),
    Clock.REVIEW: Limit(Who.UPPER, Measure.CALENDAR, 30, Law.TG_35),
    Clock.ASK_FINAL: Limit(Who.COMPLAINANT, Measure.CALENDAR, 30, Law.TG_36),
    Clock.FINAL: Limit(Who.UPPER, Measure.CALENDAR, 30, Law.TG_36),
    Clock.URGENT_PHONE: Limit(Who.OFFICE, Measure.MINUTES, 0, Law.TG_25),
    Clock.URGENT_WRITTEN: Limit(Who.OFFICE, Measure.MINUTES, 0, Law.TG_25),
    Clock.SUGGESTION: Limit(Who.UNIT, Measure.CALENDAR, 30, Law.HABIT),
    Clock.ALLOWANCE: Limit(Who.TOWNSHIP, Measure.WORKING, 0, Law.PLAN),
    Clock.SIMPLE_ACCEPT: Limit(Who.UNIT, Measure.WORKING, 0, Law.TRIAL_2016),
    Clock.LEADER: Limit(Who.OFFICE, Measure.WORKING, 0, Law.PLAN),
    Clock.SIMPLE_DECIDE: Limit(Who.UNIT, Measure.WORKING, 0, Law.TRIAL_2016),
}
"""Every row of the table of time limits."""

PROMISED = (
    *(Clock.DEAL, Clock.NOTICE, Clock.ACCEPT, Clock.SIMPLE_ACCEPT, Clock.DECIDE),
    *(Clock.SIMPLE_DECIDE, Clock.SHADOW, Clock.SUGGESTION, Clock.ALLOWANCE),
    *(Clock.REVIEW, Clock.FINAL),
)
"""Duties that the complainant waits for; what offices owe each other is nobody else's."""
MOST_EXTENSION = 30
"""TG 34: a decision may take up to 30 days more."""


@frozen
class Deadline:
    """One clock of one matter, with the count that led to its dates.

    ``days`` is the limit in ``measure`` (minutes for MINUTES). ``target`` is the last day as
    counted, the office's control date (控制期限), which is over at ``control_at``. ``rolled`` is
    the statutory last day (法定期限), rolled to the next working day by civil code 203; at
    ``due_at`` it is over, and a duty not done is overdue. ``span`` is None for minutes, which have
    one end. Days are days at the office.
    """

    clock: Clock
    anchor: Uid
    part: int
    who: Who
    unit: str
    law: Law
    measure: Measure
    days: int
    started_at: datetime
    started: date
    span: Span | None
    target: date
    rolled: date
    control_at: datetime
    due_at: datetime
    met_at: datetime | None
    met_by: Act | None

    @property
    def key(self) -> ClockKey:
        """What the journal calls it."""
        return self.clock, self.anchor, self.part

    @property
    def duty(self) -> bool:
        """Whether somebody in office owes it; else it says until when something may be asked."""
        return self.clock in DUTIES

    @property
    def provisional(self) -> bool:
        """Whether it was counted over a year for which there is no table of holidays yet."""
        return self.span is not None and self.span.provisional

    def open(self, now: datetime) -> bool:
        """Whether it still waits for something at ``now``."""
        return self.met_at is None and (self.duty or now < self.due_at)

    def overdue(self, now: datetime) -> bool:
        """Whether a duty was not done, or was done, after its statutory last day."""
        return self.duty and (self.met_at or now) >= self.due_at

    def past_control(self, now: datetime) -> bool:
        """Whether a duty was not done, or was done, after the control date: overdue or not yet."""
        return self.duty and (self.met_at or now) >= self.control_at


class Rules(NamedTuple):
    """What dates are computed from, besides a matter's own events."""

    procedure: Procedure
    workdays: Workdays
    zone: tzinfo


def deadlines(life: MatterLife, rules: Rules, now: datetime) -> list[Deadline]:
    """Return every clock that a matter has started by ``now``, in the order they started.

    The shadow clock begins when the statutory day ends without acceptance (超期未受理). Of a life
    that is contested each clock is the one that binds the office (see ``_binding``).
    """
    if life.branches:
        return _binding([deadlines(each, rules, now) for each in life.branches])
    found: list[Deadline] = []
    for running in life.clocks_in_force():
        if running.clock is Clock.ALLOWANCE and not _is_allowance(life, rules.procedure):
            continue
        if running.clock is Clock.LEADER and not _asks_for_leader(life, rules.procedure):
            continue
        deadline = deadline_of(running, rules)
        found.append(deadline)
        if running.clock is Clock.ACCEPT and deadline.overdue(now):
            found.append(_shadow(life, running, deadline, rules))
    return found


def _binding(branches: Iterable[Sequence[Deadline]]) -> list[Deadline]:
    """Return the clocks of lives of which any may hold: what runs in one runs, and a duty ends
    when it first would; what somebody may ask for, when it last would."""
    found: dict[ClockKey, Deadline] = {}
    for each in chain.from_iterable(branches):
        found[each.key] = _stricter(found.get(each.key, each), each)
    running: dict[tuple[Clock, int], Deadline] = {}
    for each in found.values():
        if each.met_at is None:
            kind = each.clock, each.part
            running[kind] = _stricter(running.get(kind, each), each)
    kept = {each.key for each in running.values()}
    return [each for each in found.values() if each.met_at is not None or each.key in kept]


def _stricter(one: Deadline, two: Deadline) -> Deadline:
    """Return which of two readings of a clock binds the office; of two that ended, the later."""
    if one.met_at is None and two.met_at is None:
        return two if (two.due_at < one.due_at) is one.duty and two.due_at != one.due_at else one
    if one.met_at is None or two.met_at is None:
        return one if one.met_at is None else two
    return two if two.met_at > one.met_at else one


def deadline_of(running: Running, rules: Rules) -> Deadline:
    """Count one clock out."""
    limit = LIMITS[running.clock]
    if limit.measure is Measure.MINUTES:
        return _in_minutes(running, limit, rules)
    started = running.started_at.astimezone(rules.zone).date()
    days = _days(running, limit, rules.procedure)
    if limit.measure is Measure.ORDERED:
        assert running.on is not None
        counted = ordered(running.on, rules.workdays)
    else:
        counted = span(
            started,
            days,
            limit.measure,
            rules.workdays,
            extended=running.extended,
            excluded=running.excluded,
        )
    return Deadline(
        running.clock,
        running.anchor,
        running.part,
        _owes(running, limit),
        running.unit,
        limit.law,
        limit.measure,
        days,
        running.started_at,
        started,
        counted,
        counted.target,
        counted.rolled,
        midnight_after(counted.target, rules.zone),
        midnight_after(counted.rolled, rules.zone),
        running.stopped_at,
        running.stopped_by,
    )


def _owes(running: Running, limit: Limit) -> Who:
    """Return who owes a duty: what a unit owes is the office's while no unit has the matter."""
    return Who.OFFICE if limit.who is Who.UNIT and not running.unit else limit.who


def midnight_after(day: date, zone: tzinfo) -> datetime:
    """Return the instant at which a day at the office is over, in UTC."""
    return midnight(day + timedelta(days=1), zone)


def midnight(day: date, zone: tzinfo) -> datetime:
    """Return the instant at which a day at the office begins, in UTC."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


def _days(running: Running, limit: Limit, procedure: Procedure) -> int:
    match running.clock:
        case Clock.SPLIT:
            shares = list(accumulate(procedure.split_days))
            return shares[min(running.part, len(shares)) - 1]
        case Clock.ALLOWANCE:
            return procedure.allowance_workdays
        case Clock.LEADER:
            return procedure.leader_workdays
        case Clock.SIMPLE_ACCEPT:
            return procedure.simple_accept_workdays
        case Clock.SIMPLE_DECIDE:
            return procedure.simple_decide_workdays
        case _:
            return limit.days


def _in_minutes(running: Running, limit: Limit, rules: Rules) -> Deadline:
    phone = running.clock is Clock.URGENT_PHONE
    numbers = rules.procedure
    minutes = numbers.urgent_phone_minutes if phone else numbers.urgent_written_minutes
    due_at = running.started_at + timedelta(minutes=minutes)
    started, last = (at.astimezone(rules.zone).date() for at in (running.started_at, due_at))
    return Deadline(
        running.clock,
        running.anchor,
        running.part,
        limit.who,
        running.unit,
        limit.law,
        limit.measure,
        minutes,
        running.started_at,
        started,
        None,
        last,
        last,
        due_at,
        due_at,
        running.stopped_at,
        running.stopped_by,
    )


def _shadow(life: MatterLife, accept: Running, late: Deadline, rules: Rules) -> Deadline:
    """Return the sixty days from the statutory day 15 of a matter that nobody accepted by then."""
    started_at = midnight(late.rolled, rules.zone)
    if accept.ended is None:
        return deadline_of(
            Running(Clock.SHADOW, accept.anchor, started_at, unit=life.holder), rules
        )
    at, act = accept.ended
    return deadline_of(
        Running(
            Clock.SHADOW, accept.anchor, started_at, 0, accept.unit, stopped_at=at, stopped_by=act
        ),
        rules,
    )


def _is_allowance(life: MatterLife, procedure: Procedure) -> bool:
    return any(word in each for word in procedure.allowance_topics for each in life.topic)


def _asks_for_leader(life: MatterLife, procedure: Procedure) -> bool:
    """Whether so many signed that a leader is to be assigned to the matter."""
    signed = life.headcount or 0
    return life.channel is Channel.JOINT_LETTER and signed >= procedure.leader_signatures
