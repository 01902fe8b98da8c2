"""A plan of turns, and days copied forward, as an office counts them."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rosters import names
from xfconsole.core.facts.of_office import ADDED, RosterEntry, RosterImported, RosterSet
from xfconsole.core.roster import adding_up
from xfconsole.core.roster.changes import difference, taking_back
from xfconsole.core.roster.planning import (
    DutyPlan,
    Holder,
    copied,
    holders,
    month_before,
    planned,
    week_before,
)
from xfconsole.core.roster.roster import Roster
from xfconsole.core.roster.shifts import SHIFTS, Hours
from xfconsole.core.roster.spelled import people_named, weekdays_named
from xfconsole.core.words.refusal import Refused

SHANGHAI, BERLIN = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin")
DAY, NIGHT, ALL_DAY = SHIFTS
FIRST = date(2026, 12, 1)
PEOPLE = [Holder("王强", "139-0000-0001"), Holder("李敏"), Holder("高远"), Holder("周平")]
PLANS = st.builds(
    DutyPlan,
    st.just("duty_leader"),
    st.sampled_from(["", "住建局"]),
    st.sampled_from(SHIFTS),
    st.just(FIRST),
    st.integers(6, 70).map(lambda days: FIRST + timedelta(days=days)),
    st.lists(
        st.lists(st.sampled_from(PEOPLE), min_size=1, max_size=2, unique=True).map(tuple),
        max_size=4,
        unique=True,
    ).map(tuple),
    st.frozensets(st.integers(0, 6), min_size=1),
    st.integers(0, 3),
    st.booleans(),
)


@given(PLANS, st.sampled_from([SHANGHAI, BERLIN]))
def test_each_day_has_exactly_the_turn_that_was_asked_for(plan: DutyPlan, zone: ZoneInfo) -> None:
    change = planned(plan, zone)
    days = [plan.first + timedelta(days=n) for n in range((plan.last - plan.first).days + 1)]
    wanted = [plan.shift.on(day, zone) for day in days if day.weekday() in plan.weekdays]
    firsts = [(each.starts_at, each.ends_at) for each in change.entries if each.order == 1]
    assert firsts == (wanted if plan.groups else [])
    assert all(one[1] <= other[0] for one, other in pairwise(wanted))
    assert sum((s.ends_at - s.starts_at for s in change.stretches), timedelta()) == sum(
        (ends - starts for starts, ends in wanted), timedelta()
    )
    for starts, ends in wanted:
        [around] = [s for s in change.stretches if s.starts_at <= starts < s.ends_at]
        assert around.ends_at >= ends
        told = [(e.person, e.phone) for e in change.entries if e.starts_at == starts]
        assert told == [] if not plan.groups else tuple(told) in plan.groups


@given(PLANS.filter(lambda plan: bool(plan.groups and plan.every)))
def test_a_rotation_is_fair_and_goes_in_the_order_of_the_list(plan: DutyPlan) -> None:
    entries = [each for each in planned(plan, SHANGHAI).entries if each.order == 1]
    firsts = [each.person for each in entries]
    if plan.weeks:
        weeks = {
            ((each.starts_at.astimezone(SHANGHAI).date() - FIRST).days // 7): each.person
            for each in entries
        }
        firsts = [weeks[week] for week in sorted(weeks)]
    blocks = [firsts[n : n + plan.every] for n in range(0, len(firsts), plan.every)]
    assert all(len(set(block)) == 1 for block in blocks)
    order = [group[0].person for group in plan.groups]
    assert [block[0] for block in blocks] == [order[n % len(order)] for n in range(len(blocks))]
    if len(set(order)) == len(order):
        counts = Counter(block[0] for block in blocks)
        assert max(counts.values()) - min(counts[person] for person in order) <= 1


def test_a_night_in_which_clocks_change_is_an_hour_shorter() -> None:
    plan = DutyPlan("p", "", NIGHT, date(2026, 3, 28), date(2026, 3, 28), ((PEOPLE[0],),))
    [entry] = planned(plan, BERLIN).entries
    assert entry.ends_at - entry.starts_at == timedelta(hours=14)
    assert entry.shift == "night"


def test_dates_without_a_turn_are_refused() -> None:
    plan = DutyPlan("p", "", NIGHT, FIRST, FIRST - timedelta(days=1), ())
    with pytest.raises(Refused, match="date_range"):
        planned(plan, SHANGHAI)
    tuesday = DutyPlan("p", "", NIGHT, FIRST, FIRST, (), frozenset({0}))
    with pytest.raises(Refused, match="no_weekday"):
        planned(tuesday, SHANGHAI)


def turns(first: date, *people: str, shift: Hours = ALL_DAY) -> list[RosterEntry]:
    return [
        RosterEntry("p", person, "1", *shift.on(first + timedelta(days=n), SHANGHAI), 1, "", "x")
        for n, person in enumerate(people)
    ]


def test_a_week_is_copied_with_its_weekdays_and_replaces_who_was_there() -> None:
    week = turns(date(2026, 11, 23), *"甲乙丙丁戊己庚") + turns(date(2026, 11, 30), *"子丑寅")
    added = RosterEntry("p", "临", "2", *ALL_DAY.on(date(2026, 11, 24), SHANGHAI), ADDED)
    change = copied([*week, added], week_before(date(2026, 11, 30)), SHANGHAI)
    roster = Roster.of([RosterImported("x", tuple(week)), change])
    noon = datetime.combine(date(2026, 11, 30), time(12), SHANGHAI)
    for n, person in enumerate("甲乙丙丁戊己庚"):
        assert names(roster.holders("p", None, noon + timedelta(days=n))) == [person]
        assert names(roster.holders("p", None, noon + timedelta(days=n - 7))) == [person]
    assert roster.holders("p", None, noon + timedelta(days=7)) == ()
    assert roster.holes({"p": "office"}, week[0].starts_at, noon + timedelta(days=6)) == []


@pytest.mark.parametrize(
    ("target", "days", "alone"),
    [
        pytest.param(date(2026, 12, 5), 30, ["2026-12-31"], id="no 31st to copy from"),
        pytest.param(date(2026, 2, 1), 28, ["2026-01-29", "2026-01-30", "2026-01-31"], id="to 28"),
        pytest.param(date(2026, 8, 1), 31, [], id="both have 31"),
        pytest.param(date(2027, 1, 1), 31, [], id="over the year"),
    ],
)
def test_a_month_is_copied_by_its_days(target: date, days: int, alone: list[str]) -> None:
    run, left = month_before(target)
    assert (run.days, [str(day) for day in left]) == (days, alone)
    source = turns(run.source, *(f"{n}号" for n in range(1, days + 1)), shift=NIGHT)
    change = copied(source, run, SHANGHAI)
    roster = Roster.of([change])
    for n in range(days):
        at = datetime.combine(run.target + timedelta(days=n), time(23), SHANGHAI).astimezone(UTC)
        assert names(roster.holders("p", None, at)) == [f"{n + 1}号"]
    assert isinstance(change, RosterSet)


def test_a_turn_whose_file_came_while_it_ran_is_copied_whole_and_a_gap_is_not_copied() -> None:
    monday, target = date(2026, 11, 23), date(2026, 11, 30)
    late = turns(monday, "甲", shift=NIGHT)[0]
    late = replace(late, starts_at=late.starts_at + timedelta(hours=3), shift="night")
    there = turns(target, *"子丑寅", shift=NIGHT)
    roster = Roster.of(
        [RosterImported("x", (late, *there)), copied([late], week_before(target), SHANGHAI)]
    )
    evening = datetime.combine(target, time(18), SHANGHAI)
    assert names(roster.holders("p", None, evening)) == ["甲"]
    assert names(roster.holders("p", None, evening + timedelta(days=1))) == ["丑"]
    taken = [
        replace(late, person="己", starts_at=late.starts_at - timedelta(hours=3)),
        late,
    ]
    taken[0] = replace(taken[0], ends_at=late.starts_at)
    change = copied(taken, week_before(target), SHANGHAI)
    assert [(each.person, each.ends_at - each.starts_at) for each in change.entries] == [
        ("己", timedelta(hours=3)),
        ("甲", timedelta(hours=12)),
    ]


@pytest.mark.parametrize(
    ("text", "turns_", "expected"),
    [
        ("王强 139-0000-0001、高远", False, [[("王强", "139-0000-0001"), ("高远", "88")]]),
        ("王强；高远", False, [[("王强", ""), ("高远", "88")]]),
        ("王强，高远", True, [[("王强", "")], [("高远", "88")]]),
        ("王强、高远; 周平", True, [[("王强", ""), ("高远", "88")], [("周平", "")]]),
        ("", False, []),
        ("无", True, []),
    ],
)
def test_holders_are_read_for_each_turn_with_the_numbers_that_are_known(
    text: str, turns_: bool, expected: list[list[tuple[str, str]]]
) -> None:
    found = holders(text, {"高远": "88"}, turns=turns_)
    assert [[tuple(each) for each in group] for group in found] == expected


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        *(("139-0000-0001、王强", "number_alone"), ("139-0000-0001", "number_alone")),
        *(("王强 1390000000七", "number_beside"), ("王强13900000001高远", "number_beside")),
        *(("王强 110", "number_beside"), ("王强、王 强", "named_twice"), ("王" * 41, "long_name")),
    ],
)
def test_what_is_no_holder_is_refused(text: str, reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        holders(text, {}, turns=False)


def test_a_week_without_anybody_gives_no_change() -> None:
    assert copied([], week_before(FIRST), SHANGHAI).stretches == ()


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("", "0123456"),
        ("一三五", "024"),
        ("周一至周五", "01234"),
        ("１－５", "01234"),
        ("Mon, wed", "02"),
        ("saturday 日", "56"),
        ("五至一", "4560"),
        ("隔天", None),
        ("8", None),
    ],
)
def test_weekdays_are_read(text: str, days: str | None) -> None:
    assert weekdays_named(text) == (None if days is None else frozenset(map(int, days)))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("王强 139-0000-0001、高远", ["王强 139-0000-0001", "高远"]),
        ("王强 139-0000-0001 高远 139-0000-0002", ["王强 139-0000-0001", "高远 139-0000-0002"]),
        ("王强（139-0000-0001）高远", ["王强 139-0000-0001", "高远"]),
        ("电话139-0000-0001 王强", ["王强 139-0000-0001"]),
        ("139-0000-0001 王强", ["王强 139-0000-0001"]),
    ],
)
def test_people_are_read_with_the_numbers_beside_them(text: str, found: list[str]) -> None:
    assert [" ".join(each).strip() for each in people_named(text)] == found


def test_a_year_of_turns_is_compared_by_looking_at_each_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looks: list[RosterEntry] = []
    cut = adding_up.outside

    def counted(each: RosterEntry, starts: datetime, ends: datetime) -> list[RosterEntry]:
        looks.append(each)
        return cut(each, starts, ends)

    monkeypatch.setattr(adding_up, "outside", counted)
    year = DutyPlan("p", "", NIGHT, FIRST, FIRST + timedelta(days=365), ((PEOPLE[0],),))
    facts = [planned(year, SHANGHAI), planned(replace(year, groups=((PEOPLE[1],),)), SHANGHAI)]
    since = facts[0].entries[0].starts_at
    found = difference(Roster.of(facts[:1]), Roster.of(facts), {"p": "office"}, since)
    [back] = taking_back(facts[:1], facts, since)
    assert isinstance(back, RosterSet)
    assert len(found.on) == len(found.off) == len(back.entries) == 366
    assert len(looks) < 10 * 366
