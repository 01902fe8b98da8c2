"""Every deadline of a random life, against a patient clerk with the file and a wall calendar."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DataObject

from tests.core.days.test_deadlines_properties import tables, works
from tests.desks import ZONE
from tests.lives import FORM, Walk, local
from tests.random_lives import begin, step
from xfconsole.core.days.workdays import Workdays
from xfconsole.core.facts.event import Event
from xfconsole.core.facts.of_matter import MatterRegistered
from xfconsole.core.facts.of_procedure import MatterMoved
from xfconsole.core.matter.limits import Deadline
from xfconsole.core.words.desk import Purpose
from xfconsole.core.words.procedure import Act, Clock, State

DAY = timedelta(days=1)
HANDED = {Act.FORWARD, Act.ASSIGN}
LEFT = {Act.RETURN, Act.RETRIEVE}
OTHERWISE = {Act.ANSWER, Act.DIRECT, Act.LEAD, Act.PASS, Act.DECLINE, Act.CONCLUDE, Act.WITHDRAW,
             Act.REOPEN}  # fmt: skip
"""What ends the office's work on a matter, but for the reply."""
BEGINS: dict[Clock, set[Act]] = {
    Clock.NOTICE: HANDED,
    Clock.ACCEPT: HANDED,
    Clock.OBJECT: HANDED | {Act.PASS_DOWN},
    Clock.REPORT: {Act.ASSIGN},
    Clock.DECIDE: {Act.ACCEPT},
    Clock.REVIEW: {Act.ASK_REVIEW},
    Clock.FINAL: {Act.ASK_FINAL},
    Clock.DEAL: {Act.REOPEN},
    Clock.SUGGESTION: {Act.REOPEN},
    Clock.ALLOWANCE: {Act.REOPEN},
}
ENDS: dict[Clock, set[Act]] = {
    Clock.NOTICE: LEFT | OTHERWISE,
    Clock.ACCEPT: LEFT | OTHERWISE | {Act.ACCEPT},
    Clock.OBJECT: LEFT | OTHERWISE | {Act.ACCEPT, Act.OBJECT},
    Clock.REPORT: LEFT | OTHERWISE | {Act.REPORT_BACK},
    Clock.DECIDE: OTHERWISE | {Act.REPLY},
    Clock.REVIEW: OTHERWISE | {Act.DECIDE_REVIEW},
    Clock.FINAL: OTHERWISE | {Act.DECIDE_FINAL},
    Clock.DEAL: HANDED | OTHERWISE | {Act.SUBMIT},
    Clock.SUGGESTION: OTHERWISE | {Act.REPLY},
    Clock.ALLOWANCE: OTHERWISE | {Act.REPLY},
    Clock.ASK_REVIEW: {Act.ASK_REVIEW, Act.WITHDRAW, Act.REOPEN},
    Clock.ASK_FINAL: {Act.ASK_FINAL, Act.WITHDRAW, Act.REOPEN},
}
SERVED = {Clock.ASK_REVIEW: State.SERVED, Clock.ASK_FINAL: State.REVIEW_SERVED}
DAYS = {Clock.NOTICE: 15, Clock.ACCEPT: 15, Clock.OBJECT: 5, Clock.DECIDE: 60, Clock.REVIEW: 30,
        Clock.FINAL: 30, Clock.DEAL: 15, Clock.SUGGESTION: 30, Clock.ALLOWANCE: 30,
        Clock.ASK_REVIEW: 30, Clock.ASK_FINAL: 30}  # fmt: skip
ONLY_CLAIMS = {Clock.ACCEPT, Clock.DECIDE}


@dataclass
class Slip:
    """What the clerk writes on a slip of paper for each clock."""

    clock: Clock
    began: Event
    ended: datetime | None = None
    more: int = 0
    heard: list[date] = field(default_factory=list)


def slips(clock: Clock, file: list[Event]) -> list[Slip]:
    """Go through the file once for one clock."""
    found: list[Slip] = []
    for event in file:
        fact, last = event.fact, found[-1] if found and found[-1].ended is None else None
        if isinstance(fact, MatterRegistered) and Act.REOPEN in BEGINS.get(clock, ()):
            found.append(Slip(clock, event))
        if not isinstance(fact, MatterMoved):
            continue
        if last and fact.act in ENDS[clock]:
            last.ended, last = event.happened_at, None
        if clock is Clock.DEAL and fact.act in LEFT:
            found[-1].ended = None
        if last and clock is Clock.DECIDE and fact.act is Act.EXTEND:
            last.more += fact.days
        if last and clock is Clock.FINAL and fact.act is Act.HEAR:
            assert fact.since
            assert fact.until
            last.heard += [fact.since + n * DAY for n in range((fact.until - fact.since).days + 1)]
        begins = fact.act in BEGINS.get(clock, ()) or (
            fact.act is Act.SERVE and SERVED.get(clock) is fact.to
        )
        if begins and last and clock is Clock.OBJECT:
            found.remove(last)
        if begins and (last is None or clock is Clock.OBJECT):
            found.append(Slip(clock, event))
    return found


def last_days(slip: Slip, table: Workdays) -> tuple[date, date]:
    """Cross off one day at a time."""
    fact, day = slip.began.fact, slip.began.happened_at.astimezone(ZONE).date()
    if slip.clock is Clock.REPORT:
        assert isinstance(fact, MatterMoved)
        assert fact.on
        day = fact.on
    left = DAYS.get(slip.clock, 0) + slip.more
    while left:
        day += DAY
        working = slip.clock in (Clock.OBJECT, Clock.ALLOWANCE)
        if day not in slip.heard and (not working or works(table, day)):
            left -= 1
    rolled = day
    while not works(table, rolled):
        rolled += DAY
    return day, rolled


def in_the_file(walk: Walk) -> Iterator[tuple[object, ...]]:
    file = walk.journal()
    purpose = walk.life().purpose
    for clock in BEGINS.keys() | SERVED.keys():
        if clock in ONLY_CLAIMS and purpose is Purpose.SUGGESTION:
            continue
        if clock is Clock.SUGGESTION and purpose is not Purpose.SUGGESTION:
            continue
        for slip in slips(clock, file):
            target, rolled = last_days(slip, walk.workdays)
            yield clock, slip.began.uid, target, rolled, slip.ended


def as_found(deadline: Deadline) -> tuple[object, ...]:
    return (
        deadline.clock, deadline.anchor, deadline.target, deadline.rolled, deadline.met_at,
    )  # fmt: skip


@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.data(), tables(), st.sampled_from([Purpose.CLAIM, Purpose.SUGGESTION, None]))
def test_every_deadline_is_the_clerks(
    data: DataObject, table: Workdays, purpose: Purpose | None
) -> None:
    walk = Walk("2024-01-20 09:00", workdays=table, purpose=purpose, topic=("低保",), form=FORM)
    begin(walk, data)
    for _ in range(data.draw(st.integers(0, 10))):
        step(walk, data)
    found = [each for clock in BEGINS.keys() | SERVED.keys() for each in walk.clocks(clock)]
    assert sorted(map(as_found, found), key=str) == sorted(in_the_file(walk), key=str)
    for each in found:
        for end, over in ((each.target, each.control_at), (each.rolled, each.due_at)):
            assert over == local(f"{end} 23:59:59") + timedelta(seconds=1)
