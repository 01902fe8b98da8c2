"""Times as spreadsheets write them."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xfconsole.core.words.refusal import Refused
from xfconsole.imports.table import Cell
from xfconsole.imports.times import read_day_and_time, read_time

SHANGHAI = ZoneInfo("Asia/Shanghai")
BERLIN = ZoneInfo("Europe/Berlin")


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type, misc]


@pytest.mark.parametrize(
    ("cell", "moment"),
    [
        ("2019/4/25 9:32:09", utc(2019, 4, 25, 1, 32, 9)),
        ("2017-06-08 17:31:20", utc(2017, 6, 8, 9, 31, 20)),
        ("2019/4/25 9:32", utc(2019, 4, 25, 1, 32)),
        ("2019/4/25", utc(2019, 4, 24, 16)),
        ("2019.4.25", utc(2019, 4, 24, 16)),
        ("2019年4月25日", utc(2019, 4, 24, 16)),
        ("2019年04月25日 9时32分", utc(2019, 4, 25, 1, 32)),
        ("2019年4月25日9时32分9秒", utc(2019, 4, 25, 1, 32, 9)),
        ("2019年4月25日 09:32", utc(2019, 4, 25, 1, 32)),
        ("２０１９／４／２５　９：３２", utc(2019, 4, 25, 1, 32)),
        ("20190425", utc(2019, 4, 24, 16)),
        ("20190425153200", utc(2019, 4, 25, 7, 32)),
        ("2019/4/25 下午 3:32", utc(2019, 4, 25, 7, 32)),
        ("2019年4月25日下午3时32分", utc(2019, 4, 25, 7, 32)),
        ("2019/4/25 3:32 PM", utc(2019, 4, 25, 7, 32)),
        ("2019/4/25 12:32 am", utc(2019, 4, 24, 16, 32)),
        ("2019/4/25 中午 12:32", utc(2019, 4, 25, 4, 32)),
        ("2019年4月25日 15点32分", utc(2019, 4, 25, 7, 32)),
        ("2019年4月25日15点", utc(2019, 4, 25, 7)),
        ("2019年4月25号下午三点半", utc(2019, 4, 25, 7, 30)),
        ("2019-04-25（星期四） 9:32", utc(2019, 4, 25, 1, 32)),
        ("二〇一九年四月二十五日", utc(2019, 4, 24, 16)),
        ("\n 2019/4/25 9:32:09.500\t", utc(2019, 4, 25, 1, 32, 9)),
        ("2019-04-25T09:32:09", utc(2019, 4, 25, 1, 32, 9)),
        ("2019-04-25T09:32:09+09:00", utc(2019, 4, 25, 0, 32, 9)),
        ("2019-04-25T09:32:09Z", utc(2019, 4, 25, 9, 32, 9)),
        (datetime(2019, 4, 25, 9, 32, 9), utc(2019, 4, 25, 1, 32, 9)),  # noqa: DTZ001 - as in cells
        (datetime(2019, 4, 25, 9, 32, 8, 999_000), utc(2019, 4, 25, 1, 32, 9)),  # noqa: DTZ001
        (date(2019, 4, 25), utc(2019, 4, 24, 16)),
    ],
)
def test_local_time_becomes_utc(cell: Cell, moment: datetime) -> None:
    assert read_time(cell, SHANGHAI) == moment


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("2019/2/29", "impossible"),
        ("2019/13/1 0:00", "impossible"),
        ("2019/4/25 24:00", "impossible"),
        ("2019/4/25 9:60", "impossible"),
        ("0219/4/25", "impossible"),
        ("9999-12-31", "impossible"),
        (datetime(1899, 12, 31), "impossible"),  # noqa: DTZ001 - as in cells
        (datetime(9999, 12, 31, 23, 59, 59, 999_999), "impossible"),  # noqa: DTZ001
        ("03/04/2019", "ambiguous"),
        ("25.12.2019 9:00", "ambiguous"),
        ("19-4-25", "ambiguous"),
        ("43580.397", "unreadable"),
        (43580.397, "unreadable"),
        ("2019-04-25 9", "unreadable"),
        ("2019-04-25 下午", "unreadable"),
        ("2019-04-25 上午 12:05", "ambiguous"),
        ("2019-04-25 晚上 12:05", "ambiguous"),
        ("2019-04-25 晚上 1:05", "ambiguous"),
        ("2019-04-25 上午 13:05", "impossible"),
        ("2019-04-25 9:32 AM PM", "unreadable"),
        ("二〇一九年十三月一日", "impossible"),
        ("2019/4-25", "unreadable"),
        ("昨天", "unreadable"),
        ("", "unreadable"),
        (None, "unreadable"),
        (True, "unreadable"),
    ],
)
def test_no_usable_time_is_refused_with_its_reason(cell: Cell, reason: str) -> None:
    with pytest.raises(Refused) as refused:
        read_time(cell, SHANGHAI)
    assert refused.value.key == f"letters.bad.time_{reason}"


@pytest.mark.parametrize(
    ("cell", "reason"),
    [("2024-03-31 02:30", "impossible"), ("2024-10-27 02:30", "ambiguous")],
)
def test_the_hours_at_a_change_of_clocks_are_refused(cell: str, reason: str) -> None:
    with pytest.raises(Refused) as refused:
        read_time(cell, BERLIN)
    assert refused.value.key == f"letters.bad.time_{reason}"


def test_a_date_alone_is_taken_on_the_day_that_clocks_change() -> None:
    assert read_time("2024-10-27", BERLIN) == utc(2024, 10, 26, 22)


@given(
    st.datetimes(datetime(1992, 1, 1), datetime(2100, 1, 1)),  # noqa: DTZ001 - local
    st.sampled_from(["%Y/%m/%d %H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y年%m月%d日 %H时%M分%S秒"]),
)
def test_every_form_of_a_time_is_the_same_time(local: datetime, form: str) -> None:
    written = local.strftime(form)
    assert read_time(written, SHANGHAI) == read_time(local.replace(microsecond=0), SHANGHAI)
    assert read_time(written, SHANGHAI) == local.replace(microsecond=0, tzinfo=UTC) - timedelta(
        hours=8
    )


@given(st.text() | st.text("0129/-:. T年月日时分"))
def test_any_text_is_a_time_or_refused(text: str) -> None:
    with suppress(Refused):
        assert read_time(text, SHANGHAI).tzinfo is UTC


@pytest.mark.parametrize(
    ("cells", "moment"),
    [
        ((time(9, 32), datetime(2019, 4, 25)), utc(2019, 4, 25, 1, 32)),  # noqa: DTZ001
        (("09:32", "2019-04-25"), utc(2019, 4, 25, 1, 32)),
        (("2019-04-25", "下午3点"), utc(2019, 4, 25, 7)),
        (("2019-04-25 08:00", "09:32"), utc(2019, 4, 25, 0)),
        (("2019-04-25 08:00", "2019-04-26"), utc(2019, 4, 25, 0)),
        ((None, "2019-04-25"), utc(2019, 4, 24, 16)),
    ],
)
def test_day_and_time_of_day_in_two_cells(cells: tuple[Cell, ...], moment: datetime) -> None:
    assert read_day_and_time(cells, SHANGHAI) == moment


@pytest.mark.parametrize("clock", ["0930", "上午", "9ish", 0.3958, 930, "-", "25:00"])
def test_a_time_of_day_that_cannot_be_read_is_not_midnight(clock: Cell) -> None:
    for cells in (("2019-04-25", clock), (clock, date(2019, 4, 25))):
        with pytest.raises(Refused, match="unreadable"):
            read_day_and_time(cells, SHANGHAI)


def test_a_time_of_day_alone_is_no_time_of_receipt() -> None:
    with pytest.raises(Refused, match="unreadable"):
        read_day_and_time(["09:32", None], SHANGHAI)
