"""Which backups stay: something of every hour, day and month, and never more than that."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xfconsole.core.office.backups import DAY, MONTH, NEWEST, YEAR, times_to_keep

NOW = datetime(2026, 2, 19, 18, 0, tzinfo=UTC)
ZONES = [ZoneInfo(name) for name in ("Asia/Shanghai", "Europe/Berlin", "Asia/Kathmandu", "UTC")]
TIMES = st.sets(st.integers(-3 * 3600, 800 * 86400), max_size=80).map(
    lambda ages: {NOW - timedelta(seconds=age) for age in ages}
)
"""Some lie up to three hours ahead, as after a clock that was set back."""
zones = st.sampled_from(ZONES)


@given(TIMES, zones)
def test_it_keeps_some_of_them_and_the_newest(times: set[datetime], zone: ZoneInfo) -> None:
    stay = times_to_keep(times, NOW, zone)
    assert stay <= times
    assert set(sorted(times)[-NEWEST:]) <= stay


@given(TIMES, zones)
def test_every_hour_day_and_month_keeps_its_last(times: set[datetime], zone: ZoneInfo) -> None:
    stay = {at.astimezone(zone) for at in times_to_keep(times, NOW, zone)}
    for at in (each.astimezone(zone) for each in times):
        later = [each for each in stay if each >= at]
        if NOW - at <= DAY:
            assert any(e - at < timedelta(hours=1) and e.hour == at.hour for e in later)
        if NOW - at <= MONTH:
            assert any(each.date() == at.date() for each in later)
        if NOW - at <= YEAR:
            assert any((each.year, each.month) == (at.year, at.month) for each in later)


@given(TIMES, zones)
def test_thinned_again_nothing_more_goes(times: set[datetime], zone: ZoneInfo) -> None:
    stay = times_to_keep(times, NOW, zone)
    assert times_to_keep(stay, NOW, zone) == stay


@given(TIMES, zones, st.integers(0, 500 * 86400))
def test_what_goes_early_would_have_gone_later(
    times: set[datetime], zone: ZoneInfo, seconds: int
) -> None:
    later = NOW + timedelta(seconds=seconds)
    assert times_to_keep(times_to_keep(times, NOW, zone), later, zone) == times_to_keep(
        times, later, zone
    )


@pytest.mark.parametrize("zone", ZONES, ids=str)
def test_two_years_of_hourly_backups_leave_a_few_dozen(zone: ZoneInfo) -> None:
    times = {NOW - timedelta(hours=each) for each in range(2 * 366 * 24)}
    hours, days, months = 25, 32, 13
    assert len(times_to_keep(times, NOW, zone)) <= hours + days + months


@pytest.mark.parametrize(
    ("age", "stays"),
    [
        pytest.param(DAY, True, id="a day old"),
        pytest.param(DAY + timedelta(seconds=1), False, id="a second older"),
        pytest.param(YEAR, True, id="a year old"),
        pytest.param(YEAR + timedelta(seconds=1), False, id="a second older than a year"),
    ],
)
def test_both_sides_of_a_limit(age: timedelta, stays: bool) -> None:
    """The one looked at is the last of its hour and, where it is old, of its month."""
    at = NOW - age
    newer = {NOW - timedelta(minutes=each) for each in range(NEWEST)}
    others = {at + timedelta(hours=1)} if age < MONTH else set()
    assert (at in times_to_keep({at} | newer | others, NOW, ZoneInfo("UTC"))) is stays


def test_two_hours_that_a_clock_put_back_shows_alike_both_stay() -> None:
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)  # 02:30 in summer time
    second = first + timedelta(hours=1)  # 02:30 again
    newer = {first + timedelta(hours=each) for each in range(3, 3 + NEWEST)}
    assert {first, second} <= times_to_keep(
        {first, second} | newer, max(newer), ZoneInfo("Europe/Berlin")
    )


def test_a_clock_far_ahead_does_not_take_all() -> None:
    times = {NOW - timedelta(hours=each) for each in range(48)}
    ahead = NOW + timedelta(days=4000)
    assert times_to_keep(times | {ahead}, ahead, ZoneInfo("UTC")) == {
        ahead,
        NOW,
        NOW - timedelta(hours=1),
    }
