"""Which night a shift belongs to: its duty daily is the one that a handover signs."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from xfconsole.core.days.night import shift_night

ZONE = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    ("since", "until", "day"),
    [
        pytest.param("20T17:30", "21T08:30", 20, id="a night"),
        pytest.param("20T20:00", "21T12:05", 20, id="relieved after noon"),
        pytest.param("20T08:30", "20T17:30", 20, id="a day"),
        pytest.param("20T08:30", "21T08:30", 20, id="a day and a night"),
        pytest.param("20T08:00", "20T12:00", 19, id="a morning"),
        pytest.param("02T08:30", "21T08:30", 20, id="weeks without a handover"),
        pytest.param("", "21T08:30", 20, id="nobody was on shift"),
        pytest.param("20T12:00", "20T12:00", 20, id="at noon"),
        pytest.param("20T11:59", "20T11:59", 19, id="before noon"),
    ],
)
def test_a_shift_is_of_the_night_in_its_middle(since: str, until: str, day: int) -> None:
    begun, ended = (_at(each) if each else None for each in (since, until))
    assert ended is not None
    assert shift_night(begun, ended, ZONE) == date(2026, 2, day)


def _at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-02-{text}").replace(tzinfo=ZONE)
