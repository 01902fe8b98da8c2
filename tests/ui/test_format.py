"""Times as the officer reads them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xfconsole.ui.text.cells import width
from xfconsole.ui.words import catalogue as i18n
from xfconsole.ui.words import times as shown

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
        pytest.param(1440, "剩24分", "24m left", id="left"),
        pytest.param(1439, "剩23分", "23m left", id="whole minutes only"),
        pytest.param(59.9, "剩<1分", "<1m left", id="less than a minute"),
        pytest.param(0, "超<1分", "<1m late", id="due now"),
        pytest.param(-59, "超<1分", "<1m late", id="late by less than a minute"),
        pytest.param(-380, "超6分", "6m late", id="late"),
        pytest.param(3600, "剩1小时", "1 h left", id="an hour"),
        pytest.param(-4260, "超1小时11分", "1 h 11 min late", id="hours and minutes"),
        pytest.param(-93_600, "超1天2小时", "1 d 2 h late", id="days and hours"),
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
        (0.9, "<1分", "<1m"),
        (99, "99分", "99m"),
        (100, "1小时", "1h"),
        (23 * 60 + 59, "23小时", "23h"),
        (24 * 60, "1天", "1d"),
    ],
)
def test_a_column_has_six_cells_for_a_stretch_of_time(minutes: float, zh: str, en: str) -> None:
    for language, said in (("zh", zh), ("en", en)):
        i18n.use(language)
        assert shown.brief(timedelta(minutes=minutes)) == said
        assert width(said) <= 6


@given(
    seconds=st.integers(-(10**8), 10**8),
    language=st.sampled_from(i18n.LANGUAGES),
)
def test_no_stretch_of_time_is_written_like_a_time_of_day(seconds: int, language: str) -> None:
    due = NOW + timedelta(seconds=seconds)
    i18n.use(language)
    for told in (shown.countdown(due, NOW), shown.brief_countdown(due, NOW)):
        assert ":" not in told
        assert not re.search(r"[0-9](?![0-9]| ?[天小分dhm])", told)


@pytest.mark.parametrize(("count", "zh", "en"), [(1, "1 天", "1 day"), (4, "4 天", "4 days")])
def test_one_day_is_no_days(count: int, zh: str, en: str) -> None:
    for language, said in (("zh", zh), ("en", en)):
        i18n.use(language)
        assert shown.day_count(count) == said


def test_a_day_of_another_year_shows_the_year() -> None:
    assert shown.short_day(date(2026, 2, 19), date(2026, 12, 31)) == "02-19"
    assert shown.short_day(date(2025, 12, 31), date(2026, 1, 1)) == "2025-12-31"


@pytest.mark.parametrize(
    ("minutes", "zh", "en"),
    [
        (12, "12分", "12 min"),
        (59.9, "59分", "59 min"),
        (0.5, "<1分", "<1 min"),
        (60, "1小时", "1 h"),
        (65, "1小时5分", "1 h 5 min"),
        (1500, "1天1小时", "1 d 1 h"),
        (2880, "2天", "2 d"),
    ],
)
def test_a_stretch_of_time_is_short(minutes: float, zh: str, en: str) -> None:
    for language, said in (("zh", zh), ("en", en)):
        i18n.use(language)
        assert shown.duration(timedelta(minutes=minutes)) == said
