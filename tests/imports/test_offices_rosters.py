"""Rosters as offices have them: months on sheets, notes below, filters, shifts in many words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.commanded import TestOffices, throw_away_offices
from tests.sheets import book, saved
from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.two_languages import BothLanguages
from xfconsole.imports.bounds import MAX_BAD_DUTY
from xfconsole.imports.roster_file import read_roster

DUTY = ["日期", "班次", "岗位", "姓名", "电话"]
POSTS = {"duty_leader": BothLanguages("带班领导", "duty leader")}
ZONE = ZoneInfo("Asia/Shanghai")
NIGHT = ["2026-12-01", "夜班", "带班领导", "王强", "139-0000-0001"]


@pytest.fixture
def offices() -> Iterator[TestOffices]:
    with throw_away_offices() as found:
        yield found


REMARKS: list[list[Any]] = [
    ["备注：值班电话 139-0000-0000，请保持畅通。"],
    ["制表：办公室", None, None, "审核：某某"],
    ["2026年12月值班表（续）"],
    ["请各值班人员按时到岗并保持通讯畅通"],
    ["第 2 页"],
    ["Prepared by the office"],
]


@pytest.mark.parametrize("remark", REMARKS, ids=[str(each[0])[:6] for each in REMARKS])
def test_a_remark_under_a_roster_is_no_duty(
    offices: TestOffices, tmp_path: Path, remark: list[Any]
) -> None:
    path = saved(book(("a", [DUTY, NIGHT, remark])), tmp_path / "a.xlsx")
    said = offices.run("import", "roster", path)
    assert said.exit_code == 0, said.output
    assert "Row 3: a remark, no duty." in said.output


@pytest.mark.parametrize(
    "row",
    [
        ["12月2日", None, None, "高远"],
        ["12月2日", "夜班", "带班领导", "高远", "139-0000-0002"],
        ["备注：", "夜班", "带班领导", "高远", "139-0000-0002"],
        ["待定", None, "带班领导"],
    ],
)
def test_a_row_that_puts_somebody_on_is_never_passed_over(
    offices: TestOffices, tmp_path: Path, row: list[Any]
) -> None:
    path = saved(book(("a", [DUTY, NIGHT, row])), tmp_path / "a.xlsx")
    said = offices.run("import", "roster", path)
    assert said.exit_code == 1
    assert "Row 3: The date" in said.output


def test_every_month_of_a_roster_is_read(offices: TestOffices, tmp_path: Path) -> None:
    january = ["2027-01-01", *NIGHT[1:]]
    made = book(("12月", [DUTY, NIGHT]), ("1月", [DUTY, january]), ("通讯录", [["姓名", "电话"]]))
    said = offices.run("import", "roster", saved(made, tmp_path / "a.xlsx"))
    assert "Sheets read: 12月, 1月." in said.output
    assert "hidden: 通讯录." in said.output
    assert "rows 2, shifts 2" in said.output


def test_a_post_held_for_one_unit_on_another_sheet_is_told_where_no_unit_is(
    offices: TestOffices, tmp_path: Path
) -> None:
    plain = ["2027-01-01", "夜班", "责任单位负责人", "高远", "139-0000-0002"]
    of_a_unit = ["2026-12-01", "夜班", "责任单位负责人", "王强", "139-0000-0001", "住建局"]
    made = book(("1月", [DUTY, plain]), ("12月", [[*DUTY, "单位"], of_a_unit]))
    said = offices.run("import", "roster", saved(made, tmp_path / "a.xlsx"))
    assert "Sheet 1月: Row 2: no unit, so for every unit" in said.output


def test_where_reading_ends_at_too_many_bad_rows_the_sheet_is_named(tmp_path: Path) -> None:
    bad = [["2027-01-01", "夜班", "无此岗位", "高远"]] * (MAX_BAD_DUTY + 1)
    made = book(("12月", [DUTY, NIGHT]), ("1月", [DUTY, *bad]))
    with pytest.raises(Refused, match="too_many_bad") as refused:
        read_roster(saved(made, tmp_path / "a.xlsx"), ZONE, POSTS)
    assert refused.value.values["row"] == f"1月!{len(bad) + 1}"


def test_a_bad_row_names_its_sheet(offices: TestOffices, tmp_path: Path) -> None:
    bad = ["2027-01-01", "夜班", "无此岗位", "高远"]
    made = book(("12月", [DUTY, NIGHT]), ("1月", [DUTY, bad]))
    said = offices.run("import", "roster", saved(made, tmp_path / "a.xlsx"))
    assert said.exit_code == 1
    assert "Sheet 1月: Row 2: " in said.output


def test_the_same_turn_on_two_sheets_is_told_with_its_place(
    offices: TestOffices, tmp_path: Path
) -> None:
    made = book(("甲", [DUTY, NIGHT]), ("乙", [DUTY, NIGHT]))
    said = offices.run("import", "roster", saved(made, tmp_path / "a.xlsx"))
    assert "甲!2" in said.output


def test_a_hidden_row_of_a_roster_counts_and_is_told(offices: TestOffices, tmp_path: Path) -> None:
    made = book(("a", [DUTY, NIGHT]))
    made["a"].row_dimensions[2].hidden = True
    said = offices.run("import", "roster", saved(made, tmp_path / "a.xlsx"))
    assert "Row 2: hidden in the workbook" in said.output


SHIFTS = {
    "夜": "17:30-08:30",
    "白": "08:30-17:30",
    "夜间": "17:30-08:30",
    "全日": "08:30-08:30",
    "全天24小时": "08:30-08:30",
    "值班（全天）": "08:30-08:30",
    "夜班（17:30-次日8:30）": "17:30-08:30",
    "夜班(17:30～08:30)": "17:30-08:30",
    "8:30-17:30（白班）": "08:30-17:30",
    "当日8:30-次日8:30": "08:30-08:30",
    "值夜班": "17:30-08:30",
    "带班（全天）": "08:30-08:30",
    "早8:30-晚17:30": "08:30-17:30",
    "早8:30-晚5:30": "08:30-17:30",
    "晚17:30—次日早8:30": "17:30-08:30",
    "17:30-8:30（次日）": "17:30-08:30",
    "下午5:30-次日上午8:30": "17:30-08:30",
    "8点半-17点半": "08:30-17:30",
    "早八点半至晚五点三十分": "08:30-17:30",
    "晚六点-第二天早八点": "18:00-08:00",
    "8时30分至17时30分": "08:30-17:30",
    "晚8点-晚12点": "20:00-00:00",
    "0-24时": "00:00-00:00",
    "5:30pm-8:30am": "17:30-08:30",
    "中午1:00-晚8:00": "13:00-20:00",
    "早8:30-中午12:00": "08:30-12:00",
    "中午11:30-下午5:30": "11:30-17:30",
    "凌晨12:00-上午8:00": "00:00-08:00",
    "12:00am-8:00am": "00:00-08:00",
    "上午8:00-12:00": "08:00-12:00",
    "8:30-晚5:30": "08:30-17:30",
    "晚8:00-次日8:00": "20:00-08:00",
    "17:30-早8:30": "17:30-08:30",
}


@pytest.mark.parametrize("written", SHIFTS)
def test_a_shift_is_understood_as_offices_write_it_and_the_import_says_how(
    offices: TestOffices, tmp_path: Path, written: str
) -> None:
    row = [NIGHT[0], written, *NIGHT[2:]]
    path = saved(book(("a", [DUTY, row])), tmp_path / "a.xlsx")
    said = offices.run("import", "roster", path, "--dry-run")
    assert said.exit_code == 0, said.output
    assert f"{written} = {SHIFTS[written]} (row 2)" in said.output
    first, last = SHIFTS[written].split("-")
    (entry,) = read_roster(path, ZONE, POSTS).entries
    assert f"{entry.starts_at.astimezone(ZONE):%H:%M}" == first
    assert f"{entry.ends_at.astimezone(ZONE):%H:%M}" == last


@pytest.mark.parametrize(
    "written",
    [
        "上午", "大夜班", "8-17", "白班夜班", "25:00-8:00", "8:30起",
        "上午8:00-上午12:00", "下午2:00-6:00", "早8:30-5:30", "晚6:00-12:00", "8:00pm-8:00",
        "1:00-下午5:00", "8:30-晚9:00",
    ],
)  # fmt: skip
def test_a_shift_that_could_be_another_is_asked_for(
    offices: TestOffices, tmp_path: Path, written: str
) -> None:
    row = [NIGHT[0], written, *NIGHT[2:]]
    said = offices.run("import", "roster", saved(book(("a", [DUTY, row])), tmp_path / "a.xlsx"))
    assert said.exit_code == 1
    assert "Row 2: The shift" in said.output
