"""Tonight's holes: until when, and when they are in sight."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.rosters import file
from xfconsole.core.facts.of_office import RosterEntry
from xfconsole.core.roster.roster import Roster
from xfconsole.core.roster.tonight import holes_tonight, in_sight

SHANGHAI = ZoneInfo("Asia/Shanghai")


def on(day: int, clock: str, zone: ZoneInfo = SHANGHAI, month: int = 2) -> datetime:
    hour, minute = map(int, clock.split(":"))
    return datetime(2026, month, day, hour, minute, tzinfo=zone).astimezone(UTC)


@pytest.mark.parametrize(
    ("clock", "seen"),
    [
        *(("15:59", False), ("16:00", True), ("23:59", True), ("00:00", True)),
        *(("08:29", True), ("08:30", False)),
    ],
)
def test_they_are_in_sight_from_four_until_the_day_ends(clock: str, seen: bool) -> None:
    assert in_sight(on(20, clock), SHANGHAI) is seen


def held(*spans: tuple[datetime, datetime]) -> Roster:
    return Roster.of([file(*(RosterEntry("p", "甲", "139-0000-0001", *span) for span in spans))])


@pytest.mark.parametrize(
    ("now", "ends"),
    [
        ((20, "15:59"), [(21, "02:00"), (21, "08:30")]),
        ((21, "01:59"), [(21, "02:00"), (21, "08:30")]),
        ((21, "02:00"), [(21, "08:30")]),
        ((21, "08:29"), [(21, "08:30")]),
        ((21, "08:30"), [(22, "08:30")]),
    ],
)
def test_those_count_that_are_not_over_and_begin_before_the_next_morning(
    now: tuple[int, str], ends: list[tuple[int, str]]
) -> None:
    roster = held((on(19, "08:30"), on(21, "01:00")), (on(21, "02:00"), on(21, "07:00")))
    found = holes_tonight(roster, {"p": "office"}, on(*now), SHANGHAI)
    assert [hole.ends_at for hole in found] == [on(*each) for each in ends]


def test_a_hole_under_way_began_when_it_began() -> None:
    [hole] = holes_tonight(held(), {"p": "office"}, on(20, "23:00"), SHANGHAI)
    assert (hole.starts_at, hole.ends_at) == (on(20, "08:30"), on(21, "08:30"))


@pytest.mark.parametrize(("month", "day", "hours"), [(3, 29, 23), (10, 25, 25)])
def test_a_day_on_which_the_clocks_change_is_whole(month: int, day: int, hours: int) -> None:
    berlin = ZoneInfo("Europe/Berlin")
    now = on(day, "06:00", berlin, month)
    [hole] = holes_tonight(held(), {"p": "office"}, now, berlin)
    assert hole.ends_at - hole.starts_at == timedelta(hours=hours)
