"""Special periods at the desk: set, changed, ended, and beside what else changes the roster."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.desk.test_roster_changes import facts_of, held_by
from tests.desks import START, ZONE, Night
from xfconsole.core.facts.of_office import PeriodEnded, PeriodSet, PostNumber, RosterSet
from xfconsole.core.roster.holes import HoleKind
from xfconsole.core.roster.periods import days_of
from xfconsole.core.words.refusal import Refused

TODAY = START.astimezone(ZONE).date()
TWO = (PostNumber("duty_leader", 3),)


def day(number: int) -> date:
    return TODAY + timedelta(days=number)


def gaps(night: Night) -> list[tuple[int, int]]:
    """Return held and wanted of every gap that a period makes, of five days."""
    needed = night.desk.policy.needed_posts()
    holes = night.desk.roster().holes(needed, START, START + timedelta(days=5))
    return sorted({(e.held, e.wanted) for e in holes if e.kind is HoleKind.TOO_FEW})


def test_a_period_is_set_changed_under_another_name_and_ended() -> None:
    night = Night()
    night.desk.change_roster(held_by("王强"))
    night.desk.set_period(" 国庆\n", day(-1), day(2), TWO)
    [period] = night.desk.roster().periods
    assert (period.name, days_of(period, ZONE)) == ("国庆", (day(-1), day(2)))
    local = period.starts_at.astimezone(ZONE), period.ends_at.astimezone(ZONE)
    assert {f"{each:%H:%M}" for each in local} == {"08:30"}
    assert (1, 3) in gaps(night)
    night.desk.set_period("国庆中秋", day(-1), day(3), (PostNumber("duty_leader", 1),), "国庆")
    assert [each.name for each in night.desk.roster().periods] == ["国庆中秋"]
    assert gaps(night) == []
    night.desk.end_period("国庆 中秋")
    assert night.desk.roster().periods == ()
    told = [e for e in facts_of(night) if isinstance(e, PeriodSet | PeriodEnded)]
    assert [type(each) for each in told] == [PeriodSet, PeriodEnded, PeriodSet, PeriodEnded]


def test_undoing_the_last_change_of_the_roster_leaves_the_periods() -> None:
    night = Night()
    night.desk.change_roster(held_by("王强"))
    night.desk.set_period("国庆", day(0), day(2), TWO)
    night.desk.undo_roster()
    assert isinstance(facts_of(night)[-1], RosterSet)
    assert [each.name for each in night.desk.roster().periods] == ["国庆"]


def test_what_cannot_be_is_refused_and_nothing_is_stored() -> None:
    night = Night()
    night.desk.set_period("国庆", day(3), day(5), TWO)
    before = facts_of(night)
    refused = {
        "period_overlaps": ("两会", day(5), day(6), TWO),
        "period_order": ("两会", day(2), day(1), TWO),
        "period_past": ("两会", day(-9), day(-2), TWO),
        "period_posts": ("两会", day(8), day(9), ()),
        "period_name": (" \u200b", day(8), day(9), TWO),
        "no_post": ("两会", day(8), day(9), (PostNumber("gate", 1),)),
    }
    for reason, (name, first, last, posts) in refused.items():
        with pytest.raises(Refused, match=reason):
            night.desk.set_period(name, first, last, posts)
    with pytest.raises(Refused, match="period_unknown"):
        night.desk.end_period("两会")
    assert facts_of(night) == before
    night.desk.set_period("两会", day(6), day(6), TWO)
