"""Duty rosters as offices write them: all of a file comes in, or every bad row is named."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from openpyxl import Workbook

from tests.hostile import HOSTILE, assert_harmless
from xfconsole.core.facts.of_office import RosterEntry
from xfconsole.core.roster.roster import Roster
from xfconsole.core.roster.shifts import SHIFTS, Hours
from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.two_languages import BothLanguages
from xfconsole.imports.roster_cells import days_of, order_of, phone_of, shift_of
from xfconsole.imports.roster_file import COLUMNS, RosterFile, read_roster
from xfconsole.ui.words.catalogue import catalogue

SHANGHAI = ZoneInfo("Asia/Shanghai")
POSTS = {
    "duty_leader": BothLanguages("带班领导", "duty leader"),
    "unit_head": BothLanguages("责任单位负责人", "head of the responsible unit"),
}
HEAD = "日期,班次,岗位,姓名,电话,顺序,单位\n"


def read(path: Path, content: str, zone: ZoneInfo = SHANGHAI) -> RosterFile:
    path = path / "roster.csv"
    path.write_text(content, encoding="utf-8")
    return read_roster(path, zone, POSTS)


def local(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=SHANGHAI).astimezone(UTC)  # type: ignore[arg-type, misc]


def brief(entries: tuple[RosterEntry, ...]) -> list[tuple[str, str, int]]:
    return [
        (entry.person, f"{entry.starts_at.astimezone(SHANGHAI):%d %H:%M}", entry.order)
        for entry in entries
    ]


# --- what comes in -----------------------------------------------------------------------------


def test_a_chinese_file_comes_in(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "二月值班表,,,,,,\n"
        + HEAD
        + "2026-02-20,白班,带班领导,王强,139-0000-0001,主班,\n"
        + "2026-02-20,夜班,责任单位负责人,孙磊,１３９00000002,副班,住建局\n",
    )
    assert found.problems == ()
    assert found.entries == (
        RosterEntry(
            "duty_leader", "王强", "139-0000-0001",
            local(2026, 2, 20, 8, 30), local(2026, 2, 20, 17, 30), 1, "", "day",
        ),
        RosterEntry(
            "unit_head", "孙磊", "13900000002",
            local(2026, 2, 20, 17, 30), local(2026, 2, 21, 8, 30), 2, "住建局", "night",
        ),
    )  # fmt: skip


def test_an_english_file_comes_in_alike(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "Date,Shift,Post,Name,Phone,Order,Unit,Remarks\n"
        "2026-02-20,day,duty leader,王强,139-0000-0001,primary,,x\n"
        "20 Feb 2026,Night,unit_head,孙磊,13900000002,deputy,住建局,\n",
    )
    assert found.unused == ("Remarks",)
    assert brief(found.entries) == [("王强", "20 08:30", 1), ("孙磊", "20 17:30", 2)]


def test_a_workbook_with_real_dates_numbers_and_merged_cells_comes_in(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    rows: list[list[Any]] = [
        ["日期", "班次", "岗位", "姓名", "电话"],
        [date(2026, 2, 20), "白班", "带班领导", "王强", 13900000001],
        [None, None, None, "高远", 13900000002],
        [None, "夜班", "带班领导", "李敏", 13900000003],
        [datetime(2026, 2, 21), None, "带班领导", "周平", 13900000004],  # noqa: DTZ001 - as in a cell
    ]
    for row in rows:
        sheet.append(row)
    sheet.merge_cells("A2:A4")
    book.save(tmp_path / "roster.xlsx")
    found = read_roster(tmp_path / "roster.xlsx", SHANGHAI, POSTS)
    assert brief(found.entries) == [
        ("王强", "20 08:30", 1),
        ("高远", "20 08:30", 2),
        ("李敏", "20 17:30", 1),
        ("周平", "21 08:30", 1),
    ]
    assert [entry.phone for entry in found.entries][:1] == ["13900000001"]
    assert found.entries[-1].shift == "all_day"


def test_a_range_of_days_is_one_turn_a_day(tmp_path: Path) -> None:
    found = read(tmp_path, HEAD + "2026-02-27~2026-03-01,全天,带班领导,王强,1390000,,\n")
    assert [entry.starts_at for entry in found.entries] == [
        local(2026, 2, 27, 8, 30),
        local(2026, 2, 28, 8, 30),
        local(2026, 3, 1, 8, 30),
    ]
    needed, since, until = (
        {"duty_leader": "office"},
        local(2026, 2, 27, 8, 30),
        local(2026, 3, 2, 8, 30),
    )
    assert Roster(found.entries).holes(needed, since, until) == []


def test_without_an_order_people_follow_each_other_as_written(tmp_path: Path) -> None:
    row = "2026-02-20,白班,带班领导,{},1390000,{},\n"
    people = [("甲", ""), ("乙", ""), ("丙", "副班"), ("丁", "副班"), ("戊", "9")]
    found = read(tmp_path, HEAD + "".join(row.format(*each) for each in people))
    assert [(each.person, each.order) for each in found.entries] == [
        ("甲", 1), ("乙", 2), ("丙", 3), ("丁", 4), ("戊", 9),
    ]  # fmt: skip


def test_a_missing_number_comes_in_and_is_a_hole(tmp_path: Path) -> None:
    found = read(tmp_path, HEAD + "2026-02-20,白班,带班领导,王强,,,\n")
    [hole] = Roster(found.entries).holes({}, local(2026, 2, 20), local(2026, 2, 21))
    assert hole.kind == "no_phone"


def test_hostile_text_is_neutralised(tmp_path: Path) -> None:
    found = read(
        tmp_path, HEAD + "2026-02-20,白班,责任单位负责人,王\x1b[31m强,139000,,住\u202e建局\n"
    )
    assert [(each.person, each.unit) for each in found.entries] == [("王␛[31m强", "住\ufffd建局")]


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_no_hostile_text_gets_through_in_an_entry_or_in_a_reason(tmp_path: Path, text: str) -> None:
    cell = '"' + text.encode("utf-8", "replace").decode("utf-8").replace('"', '""') + '"'
    unit_row = f"2026-02-20,白班,责任单位负责人,甲,139000,,{cell}\n"
    name_row = f"2026-02-20,白班,责任单位负责人,{cell},139000,,\n"
    for rows in (unit_row, name_row, GOOD + ",".join([cell] * 7) + "\n"):
        found = read(tmp_path, HEAD + rows)
        for entry in found.entries:
            for each in (entry.person, entry.unit, entry.phone):
                assert_harmless(each)
                assert "\n" not in each
        for problem in found.problems:
            assert_harmless(catalogue("zh").say(problem.reason.key, **problem.reason.values))


def test_an_office_has_its_own_shifts(tmp_path: Path) -> None:
    path = tmp_path / "roster.csv"
    path.write_text(HEAD + "2026-02-20,早班,带班领导,王强,139000,,\n", encoding="utf-8")
    early = Hours("early", ("早班",), time(6), time(14))
    [entry] = read_roster(path, SHANGHAI, POSTS, [early]).entries
    assert (entry.starts_at, entry.ends_at) == (local(2026, 2, 20, 6), local(2026, 2, 20, 14))


# --- cells -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "cell",
    [
        "2026-02-20", "2026/2/20", "2026.2.20", "2026年2月20日", "20260220", 20260220,
        "２０２６－０２－２０",
        "2026-02-20（周五）", "2026年2月20日 星期五", "2026-02-20 Fri", "2026-02-20 00:00:00",
        "20 February 2026", "Feb 20, 2026", date(2026, 2, 20), datetime(2026, 2, 20, 9),  # noqa: DTZ001
    ],
)  # fmt: skip
def test_a_date_is_read_in_every_usual_form(cell: Any) -> None:
    assert days_of(cell) == [date(2026, 2, 20)]


@pytest.mark.parametrize(
    "cell",
    [
        "2026-02-20~2026-02-22", "2026-02-20 至 2026-02-22", "2026/2/20-2026/2/22", "2026-02-20~22",
        "2026年2月20日—22日", "2026年2月20日到2月22日", "2026.2.20–2.22", "20260220-20260222",
        "2026-02-20 to 2026-02-22", "2026-02-20（周五）～2026-02-22（周日）",
    ],
)  # fmt: skip
def test_a_range_is_read_in_every_usual_form(cell: str) -> None:
    assert days_of(cell) == [date(2026, 2, day) for day in (20, 21, 22)]


@pytest.mark.parametrize(
    "cell",
    [
        "2月20日", "20/02/2026", "2026-02-30", "2026-13-01", "2026-02", "明天", "46073",
        "2026-02-22~20",
        "2026-01-01~2027-01-02", "2026-02-20~2026-02-30", "0000-01-01", None, 0.5,
    ],
)  # fmt: skip
def test_a_date_that_could_be_another_is_refused(cell: Any) -> None:
    with pytest.raises(Refused, match=r"roster\.refused\.date"):
        days_of(cell)


@pytest.mark.parametrize(
    ("cell", "hours"),
    [
        ("白班", ("08:30", "17:30")), ("Day", ("08:30", "17:30")), ("夜班", ("17:30", "08:30")),
        ("24小时", ("08:30", "08:30")), ("All day", ("08:30", "08:30")),
        ("17:30-08:30", ("17:30", "08:30")), ("17：30 — 次日 8：30", ("17:30", "08:30")),
        ("17.30~08.30(+1)", ("17:30", "08:30")), ("0:00-24:00", ("00:00", "00:00")),
    ],
)  # fmt: skip
def test_a_shift_is_a_name_or_its_hours(cell: str, hours: tuple[str, str]) -> None:
    shift = shift_of(cell, SHIFTS)
    assert (f"{shift.starts:%H:%M}", f"{shift.ends:%H:%M}") == hours


def test_a_shift_to_midnight_ends_the_next_day() -> None:
    starts, ends = shift_of("0:00-24:00", SHIFTS).on(date(2025, 12, 31), SHANGHAI)
    assert (starts, ends) == (local(2025, 12, 31), local(2026, 1, 1))


@pytest.mark.parametrize(
    ("cell", "order"),
    [
        ("主班", 1),
        ("Deputy", 0),
        (2, 2),
        (3.0, 3),
        ("第2", 2),
        ("副班2", 3),
        ("deputy 1", 2),
        ("", None),
        (None, None),
    ],
)
def test_the_order_is_a_number_or_a_word(cell: Any, order: int | None) -> None:
    assert order_of(cell) == order


@pytest.mark.parametrize(
    "cell", ["139-0000-0001", 13900000001, "0591-0000000 转 12", "+86 139 0000 0001", "", None]
)
def test_numbers_are_taken_as_they_are_dialled(cell: Any) -> None:
    assert phone_of(cell) == ("" if cell is None else str(cell))


@pytest.mark.parametrize("cell", ["1.39E+10", "请问总机", "12", "1" * 41])
def test_what_cannot_be_dialled_is_refused_without_repeating_it(cell: str) -> None:
    with pytest.raises(Refused) as refused:
        phone_of(cell)
    assert refused.value.values == {}


# --- what does not come in ---------------------------------------------------------------------

GOOD = "2026-02-20,白班,带班领导,王强,139-0000-0001,1,\n"


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("2月20日,白班,带班领导,甲,139-1234-5678,1,", "date"),
        ("2026-02-22~20,白班,带班领导,甲,139-1234-5678,1,", "date_range"),
        ("2026-02-20,午班,带班领导,甲,139-1234-5678,1,", "shift"),
        ("2026-02-20,25:00-26:00,带班领导,甲,139-1234-5678,1,", "shift"),
        ("2026-02-20,白班,,甲,139-1234-5678,1,", "no_post"),
        ("2026-02-20,白班,门卫,甲,139-1234-5678,1,", "post"),
        ("2026-02-20,白班,带班领导,,139-1234-5678,1,", "no_name"),
        ("2026-02-20,白班,带班领导,甲、乙,139-1234-5678,1,", "several_names"),
        (f"2026-02-20,白班,带班领导,{'甲' * 41},139-1234-5678,1,", "long_name"),
        ("2026-02-20,白班,带班领导,甲,139-1234-5678号,1,", "phone"),
        ("2026-02-20,白班,带班领导,甲,139-1234-5678,末位,", "order"),
        (f"2026-02-20,白班,带班领导,甲,139-1234-5678,1,{'局' * 61}", "long_unit"),
        ("2026-02-20,白班,带班领导,王强,139-1234-5678,2,", "twice"),
    ],
)
def test_a_bad_row_is_named_with_its_reason_and_nothing_comes_in(
    tmp_path: Path, row: str, reason: str
) -> None:
    found = read(tmp_path, HEAD + GOOD + "\n" + row + "\n")
    assert found.entries == ()
    [problem] = found.problems
    assert (problem.row, problem.reason.key) == (4, f"roster.refused.{reason}")
    for language in ("zh", "en"):
        said = catalogue(language).say(problem.reason.key, **problem.reason.values)
        assert "5678" not in said
        assert "{" not in said


def test_every_bad_row_is_named(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        HEAD + ",白班,带班领导,甲,1,1,\n" + GOOD + '2026-02-20,"白"班,门卫,,,,\n,,门卫,,,,\n',
    )
    assert [problem.row for problem in found.problems] == [2, 4, 5]


@pytest.mark.parametrize("missing", ["日期", "岗位", "姓名"])
def test_a_file_without_a_needed_column_is_refused(tmp_path: Path, missing: str) -> None:
    with pytest.raises(Refused) as refused:
        read(tmp_path, HEAD.replace(missing, "备注") + GOOD)
    assert refused.value.key == "roster.refused.no_column"
    assert missing in str(refused.value.values["column"])


def test_a_file_with_headers_only_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="no_rows"):
        read(tmp_path, HEAD)


def test_the_manual_names_every_column_and_header() -> None:
    manual = Path(__file__).parents[2].joinpath("docs", "roster.md").read_text(encoding="utf-8")
    assert [name for names in COLUMNS.values() for name in names if name not in manual] == []
