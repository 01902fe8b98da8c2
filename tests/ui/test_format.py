"""Times as the officer reads them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from xfconsole.ui import format as shown
from xfconsole.ui import i18n

NOW = datetime(2026, 2, 19, 18, 41, 7, tzinfo=UTC)
OFFICE = ZoneInfo("Asia/Shanghai")


@pytest.fixture(autouse=True)
def _english_again() -> Iterator[None]:
    yield
    i18n.use("en")


def test_times_are_shown_at_the_office() -> None:
    assert shown.clock_time(NOW, OFFICE) == "02:41"
    assert shown.clock_time(NOW, OFFICE, seconds=True) == "02:41:07"
    assert shown.moment(NOW, OFFICE, date(2026, 2, 20)) == "02:41"
    assert shown.moment(NOW, OFFICE, date(2026, 2, 19)) == "2026-02-20 02:41"


@pytest.mark.parametrize(
    ("seconds", "zh", "en"),
    [
        pytest.param(473, "剩 07:53", "7:53 left", id="left"),
        pytest.param(0.2, "剩 00:01", "0:01 left", id="the last second counts in full"),
        pytest.param(0, "超 00:00", "0:00 late", id="due now"),
        pytest.param(-190, "超 03:10", "3:10 late", id="late"),
        pytest.param(3600, "剩 1:00:00", "1:00:00 left", id="an hour"),
    ],
)
def test_a_countdown_says_left_or_late(seconds: float, zh: str, en: str) -> None:
    due = NOW + timedelta(seconds=seconds)
    for language, said in (("zh", zh), ("en", en)):
        i18n.use(language)
        assert shown.countdown(due, NOW) == said


@pytest.mark.parametrize(
    ("minutes", "zh", "en"),
    [
        (12, "12分", "12 min"),
        (59.9, "59分", "59 min"),
        (65, "1时05分", "1 h 05"),
        (1500, "1天1时", "1 d 1 h"),
    ],
)
def test_a_stretch_of_time_is_short(minutes: float, zh: str, en: str) -> None:
    for language, said in (("zh", zh), ("en", en)):
        i18n.use(language)
        assert shown.duration(timedelta(minutes=minutes)) == said
