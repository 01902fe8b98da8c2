"""Special periods: fewer on a post than the office wants for some days is a gap."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rosters import START, at, file, turn
from xfconsole.core.facts.of_office import PeriodEnded, PeriodSet, PostNumber
from xfconsole.core.roster.holes import Hole, HoleKind
from xfconsole.core.roster.periods import numbers_named, period_at, periods_of
from xfconsole.core.roster.roster import Roster
from xfconsole.core.words.refusal import Refused

POSTS = {"带班领导": "duty_leader", "值班员": "duty_officer"}
TWO = (PostNumber("duty_leader", 2),)


def period(since: float, until: float, name: str = "国庆", *wanted: PostNumber) -> PeriodSet:
    return PeriodSet(name, at(since), at(until), wanted or TWO)


def too_few(roster: Roster, until: float = 100, **needed: str) -> list[tuple[float, float, int]]:
    """Return from which hour to which how many hold what a period wants more of."""
    holes = roster.holes(needed or {"duty_leader": "office"}, START, at(until))
    assert all(each.wanted == 2 for each in holes if each.kind is HoleKind.TOO_FEW)
    hour = timedelta(hours=1)
    return [
        ((each.starts_at - START) / hour, (each.ends_at - START) / hour, each.held)
        for each in holes
        if each.kind is HoleKind.TOO_FEW
    ]


def test_whoever_is_missing_while_a_period_lasts_is_one_gap_whoever_relieves_whom() -> None:
    facts = file(
        *(turn("duty_leader", name, 12 * n, 12 * n + 12) for n, name in enumerate("甲乙丙丁戊")),
        turn("duty_leader", "己", 24, 36, order=2),
        turn("duty_leader", "丙", 24, 36, unit="住建局"),
    )
    assert too_few(Roster.of([facts])) == []
    found = Roster.of([facts, period(6, 54)])
    # One man under two names of a unit counts once; from 36 on one is missing again.
    assert too_few(found) == [(6, 24, 1), (36, 54, 1)]
    assert too_few(found, until=20) == [(6, 20, 1)]
    assert found != Roster.of([facts])
    [hole, *_] = (h for h in found.holes({}, START, at(100)) if h.kind is HoleKind.TOO_FEW)
    assert hole == Hole(
        HoleKind.TOO_FEW, "duty_leader", "", (), ("duty_leader",), at(6), at(24), 1, 2
    )


def test_nobody_at_all_is_told_once() -> None:
    found = Roster.of([file(turn("duty_leader", "甲", 0, 12)), period(0, 24)])
    assert too_few(found, until=24) == [(0, 12, 1)]
    kinds = [each.kind for each in found.holes({"duty_leader": "office"}, START, at(24))]
    assert kinds == [HoleKind.TOO_FEW, HoleKind.UNHELD]
    # A post that the pack never calls is a gap by the period alone.
    assert too_few(found, until=24, hall_safety="office") == [(0, 12, 1), (12, 24, 0)]


def test_a_name_is_one_period_and_an_ended_one_wants_nobody() -> None:
    facts = [period(0, 24), period(48, 72, "两会"), period(24, 48, " 国庆")]
    assert [each.name for each in periods_of(facts)] == [" 国庆", "两会"]
    assert periods_of([*facts, PeriodEnded("国　庆")]) == (facts[1],)
    assert period_at(periods_of(facts), at(24)) == facts[2]
    assert period_at(periods_of(facts), at(72)) is None


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 20)), max_size=8), st.integers(1, 4))
def test_an_instant_is_in_a_gap_exactly_where_too_few_are_there(
    turns: list[tuple[int, int]], wanted: int
) -> None:
    entries = [
        turn("duty_leader", f"人{n}", since, since + hours)
        for n, (since, hours) in enumerate(turns)
    ]
    number = PostNumber("duty_leader", wanted)
    roster = Roster.of([file(*entries), period(10, 30, "国庆", number)])
    holes = [h for h in roster.holes({}, START, at(60)) if h.kind is HoleKind.TOO_FEW]
    for hour in range(60):
        now = at(hour)
        there = sum(each.starts_at <= now < each.ends_at for each in entries)
        told = [each.held for each in holes if each.starts_at <= now < each.ends_at]
        assert told == ([there] if 10 <= hour < 30 and there < wanted else [])


def test_posts_and_numbers_are_read_as_they_are_written() -> None:
    wanted = (PostNumber("duty_leader", 2), PostNumber("duty_officer", 3))
    for text in ("带班领导2、值班员3", "带班领导 ２人，值班员：3", "duty_leader=2;值班员=3名"):
        assert numbers_named(text, POSTS) == wanted
    assert numbers_named(" ", POSTS) == ()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("带班领导", "period_number"),
        ("带班领导0", "period_number"),
        ("带班领导-1", "period_number"),
        ("带班领导51", "period_number"),
        ("门卫2", "post"),
        ("2", "post"),
    ],
)
def test_what_is_no_post_or_no_number_is_refused(text: str, reason: str) -> None:
    with pytest.raises(Refused, match=rf"roster\.refused\.{reason}$"):
        numbers_named(text, POSTS)
