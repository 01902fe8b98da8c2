"""Two acts on one entry of an incident, by two desks at once: until one is said to hold, all that
either of them alone would ask for is asked for, at the earlier of both times."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DataObject

from tests.desks import default_policy
from tests.random_nights import Step, incidents, nights, play
from xfconsole.core.facts.corrections import taken_back
from xfconsole.core.facts.event import Event
from xfconsole.core.facts.following import GONE, WHEN, contests, heads_before
from xfconsole.core.facts.of_incident import (
    DeputyNamed,
    EventCorrected,
    HeadcountRecorded,
    IncidentOpened,
    PlaceNamed,
    PostArrived,
    PostRung,
    ReportFiled,
)
from xfconsole.core.incident.fold import fold
from xfconsole.core.incident.plan import Plan, plan
from xfconsole.core.night.outcome import OUTCOMES

CHANGES: Mapping[type, Mapping[str, list[Any]]] = {
    IncidentOpened: {"headcount": [3, 28, 35, 120], "unit": ["", "住建局", "人社局"]},
    HeadcountRecorded: {"value": [3, 28, 35, 120]},
    PostRung: {"outcome": ["answered", "busy", "refused"], "person": ["王强", "孙磊", "林涛"]},
    PostArrived: {"person": ["王强", "孙磊", ""], "post": ["duty_leader", "unit_head"]},
    DeputyNamed: {"person": ["林涛", "唐青"]},
    PlaceNamed: {"name": ["", "住建局"]},
    ReportFiled: {"report": ["first", "follow_up", "final"], "channel": ["phone", "written"]},
}
"""What a correction may make of an entry, as far as something follows from it."""


def act_on(about: Event, way: str, data: DataObject) -> EventCorrected:
    """Return how one desk corrects a field or the time of an entry, or that it takes it back."""
    if way == GONE:
        return EventCorrected(about.uid, {}, "", withdrawn=True)
    if way == WHEN:
        at = about.happened_at + timedelta(minutes=data.draw(st.integers(-40, 40)))
        return EventCorrected(about.uid, {}, "看错", at)
    value = data.draw(st.sampled_from(CHANGES[type(about.fact)][way]))
    return EventCorrected(about.uid, {way: value}, "看错")


def two_ways(about: Event, data: DataObject) -> list[str]:
    """Return two ways to act on an entry that contest each other."""
    way = data.draw(st.sampled_from([*CHANGES.get(type(about.fact), {}), WHEN]))
    other = GONE if isinstance(about.fact, OUTCOMES) and data.draw(st.booleans()) else way
    return data.draw(st.permutations([way, other]))


def written(events: list[Event], fact: EventCorrected, desk: str) -> Event:
    """Return a correction as a desk writes it that has read these events."""
    at, place = events[-1].recorded_at, len(events) + 1
    new = Event(f"by {desk}", events[0].subject, at, at, "李敏", fact, place, ("9", desk, place))
    return replace(new, fact=replace(fact, following=heads_before(events, new)))


def asked(made: Plan) -> dict[object, datetime]:
    """Return all that a plan asks for or waits for, by what it is, with its instant."""
    found: dict[object, datetime] = {each.uid: each.due for each in made.prompts}
    found |= {(each.post, each.rule, each.clock): each.due for each in made.misses}
    found |= {(each.post, each.rule): each.tell_by for each in made.obligations}
    found |= {each.kind: each.limit for each in made.owed}
    found |= {("filed", uid): limit for uid, limit in made.report_limits}
    return found


def open_of(made: Plan, now: datetime) -> set[object]:
    """Return the duties that nobody has met, and the prompts that stand or will."""
    duties = {(each.post, each.rule) for each in made.obligations if not each.done}
    return duties | {e.uid for e in made.prompts if e.until is None or e.until > now}


@given(nights, st.data())
@settings(max_examples=25)
def test_what_either_alone_would_ask_for_is_asked_for(
    night: tuple[int, bool, list[Step]], data: DataObject
) -> None:
    played = play(*night)
    told = data.draw(st.sampled_from([*incidents(played)]))
    events = [replace(each, order=("1", "a", each.seq)) for each in told]
    gone = taken_back(events)
    about = data.draw(st.sampled_from([e for e in events if _says(e) and e.uid not in gone]))
    ways = two_ways(about, data)
    one, two = (
        written(events, act_on(about, way, data), desk)
        for desk, way in zip("ab", ways, strict=True)
    )
    both = [*events, one, two]

    now, roster, policy = events[-1].recorded_at, played.desk.roster(), default_policy()
    alone = [plan(fold([*events, act]), policy, roster, now) for act in (one, two)]
    made = plan(fold(both), policy, roster, now)
    for name in {name for each in alone for name in asked(each)}:
        assert asked(made)[name] == min(asked(e)[name] for e in alone if name in asked(e))
    assert open_of(made, now) >= open_of(alone[0], now) | open_of(alone[1], now)
    assert made.level.rank == max(each.level.rank for each in alone)
    assert made == plan(fold([*both[:-2], two, one]), policy, roster, now)

    (contest,) = contests(both)
    for held, only in zip(contest.branches(), (one, two), strict=True):
        settled, single = fold([*both, held]), fold([*events, only])
        assert settled.headcount == single.headcount
        assert settled.endings == single.endings
        assert not settled.branches


def _says(event: Event) -> bool:
    return isinstance(event.fact, (*CHANGES, *OUTCOMES))
