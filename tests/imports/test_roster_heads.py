"""Drawn rosters whose columns say a unit or a shift: under a post, in brackets, by the title."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.imports.test_roster_file import SHANGHAI
from tests.imports.test_roster_wide import POSTS, A, B
from tests.sheets import book, saved, write_csv
from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.two_languages import BothLanguages
from xfconsole.imports.roster_file import read_roster

OF_UNITS = POSTS | {"unit_head": BothLanguages("责任单位负责人", "head of the responsible unit")}


def held(path: Path, **columns: str) -> list[str]:
    """Return what was understood, unit and shift included."""
    found = read_roster(path, SHANGHAI, OF_UNITS, columns=columns)
    assert found.problems == ()
    return [
        f"{each.starts_at.astimezone(SHANGHAI):%d %H:%M} {each.post} {each.unit} "
        f"{each.person} {each.phone}".rstrip()
        for each in found.entries
    ]


NIGHTS = [
    "01 08:30 duty_leader  王强",
    "01 17:30 duty_leader  高远",
    "02 08:30 duty_leader  高远",
    "02 17:30 duty_leader  孙磊",
]
TWO_DAYS = [["1", "王强", "高远"], ["2", "高远", "孙磊"]]


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param([["2026年12月带班领导值班表"], ["日期", "白班", "夜班"]], id="title"),
        pytest.param(
            [["2026年12月"], ["日期", "带班领导", ""], ["", "白班", "夜班"]], id="two rows"
        ),
        pytest.param(
            [["带班领导 2026年12月"], ["日期", "12月值班安排", ""], ["", "白班", "夜班"]],
            id="title over the shifts",
        ),
        pytest.param(
            [["2026年12月"], ["日期", "带班领导（白班）", "带班领导（17:30-次日8:30）"]],
            id="brackets",
        ),
        pytest.param([["2026年12月"], ["日期", "白班带班领导", "夜班带班领导"]], id="before it"),
    ],
)
def test_a_column_for_each_shift_is_one_posts(rows: list[list[str]], tmp_path: Path) -> None:
    assert held(write_csv(tmp_path / "n.csv", [*rows, *TWO_DAYS])) == NIGHTS


def test_shifts_without_a_post_are_asked_about_once(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "n.csv", [["2026年12月"], ["日期", "白班", "夜班"], *TWO_DAYS])
    with pytest.raises(Refused) as told:
        read_roster(path, SHANGHAI, OF_UNITS)
    assert told.value.values["asked"] == ("白班", "夜班")
    assert held(path, 白班="duty_leader", 夜班="duty_leader") == NIGHTS
    assert held(path, 白班="", 夜班="duty_leader") == NIGHTS[1::2]
    two = [["带班领导、值班员 2026年12月"], ["日期", "白班", "夜班"], *TWO_DAYS]
    with pytest.raises(Refused, match="columns"):
        read_roster(write_csv(tmp_path / "two.csv", two), SHANGHAI, OF_UNITS)


UNITS = ["01 08:30 unit_head 人社局 高远 " + B, "01 08:30 unit_head 住建局 王强 " + A]


@pytest.mark.parametrize(
    "heads",
    [
        pytest.param(
            [["日期", "责任单位值班", "", "", ""], ["", "住建局", "电话", "人社局", "电话"]],
            id="under a group",
        ),
        pytest.param(
            [["日期", "责任单位负责人（住建局）", "电话", "责任单位负责人(人社局)", "电话"]],
            id="brackets",
        ),
        pytest.param(
            [["日期", "责任单位值班", "住建局", "电话", "人社局", "电话"]], id="beside a label"
        ),
    ],
)
def test_a_column_for_each_unit_is_that_units(heads: list[list[str]], tmp_path: Path) -> None:
    day = ["12月1日", *[""] * (len(heads[0]) - 5), "王强", A, "高远", B]
    rows = [["2026年12月"], *heads, day, ["备注：如有变动，另行通知。"]]
    assert sorted(held(write_csv(tmp_path / "u.csv", rows))) == UNITS
    made = book(("12月", rows))
    if len(heads) > 1:
        made["12月"].merge_cells("B2:E2")
        made["12月"].merge_cells("A2:A3")
    assert sorted(held(saved(made, tmp_path / "u.xlsx"))) == UNITS


def test_a_units_column_alone_is_asked_about_and_never_every_units(tmp_path: Path) -> None:
    rows = [
        ["2026年12月"],
        ["日期", "带班领导", "住建局", "责任单位值班"],
        ["1", "高远", "王强", "孙磊"],
    ]
    path = write_csv(tmp_path / "u.csv", rows)
    with pytest.raises(Refused) as told:
        read_roster(path, SHANGHAI, OF_UNITS)
    assert told.value.values["asked"] == ("住建局", "责任单位值班")
    assert held(path, 住建局="unit_head", 责任单位值班="") == [
        "01 08:30 duty_leader  高远",
        "01 08:30 unit_head 住建局 王强",
    ]


def test_sunday_beside_a_shift_begins_no_table(tmp_path: Path) -> None:
    rows = [
        ["2026年12月"],
        ["日期", "星期", "班次", "带班领导"],
        ["6", "日", "白班", "王强"],
        ["", "日", "夜班", "高远"],
    ]
    assert held(write_csv(tmp_path / "s.csv", rows)) == [
        "06 08:30 duty_leader  王强",
        "06 17:30 duty_leader  高远",
    ]


MENDED = "一中", "团委办公"
"""Units whose names end like no office's."""


@pytest.mark.parametrize("unit", MENDED)
@pytest.mark.parametrize(
    "heads",
    [
        pytest.param([["日期", "责任单位值班", ""], ["", "{}", "人社局"]], id="under a group"),
        pytest.param([["日期", "责任单位负责人（{}）", "责任单位负责人(人社局)"]], id="brackets"),
    ],
)
def test_a_unit_that_the_office_knows_needs_no_usual_ending(
    unit: str, heads: list[list[str]], tmp_path: Path
) -> None:
    named = [[cell.format(unit) for cell in row] for row in heads]
    rows = [["2026年12月"], *named, ["12月1日", "王强", "高远"]]
    path = write_csv(tmp_path / "u.csv", rows)
    found = read_roster(path, SHANGHAI, OF_UNITS, units=[unit.replace("中", " 中")])
    assert {(each.unit, each.person) for each in found.entries} == {
        (unit, "王强"),
        ("人社局", "高远"),
    }
    with pytest.raises(Refused, match="columns"):
        read_roster(path, SHANGHAI, OF_UNITS)


def asked_about(path: Path) -> object:
    with pytest.raises(Refused) as told:
        read_roster(path, SHANGHAI, OF_UNITS)
    return told.value.values["asked"]


def test_one_text_over_several_columns_is_asked_about_once(tmp_path: Path) -> None:
    rows = [
        ["2026年12月"],
        ["日期", "总值班", "电话", "总 值班", "电话", "带班领导"],
        ["1", "李敏", A, "孙磊", B, "王强"],
    ]
    path = write_csv(tmp_path / "n.csv", rows)
    assert asked_about(path) == ("总值班",)
    assert held(path, 总值班="duty_officer") == [
        "01 08:30 duty_leader  王强",
        f"01 08:30 duty_officer  李敏 {A}",
        f"01 08:30 duty_officer  孙磊 {B}",
    ]


def test_what_stands_over_shifts_is_asked_about_and_not_each_shift(tmp_path: Path) -> None:
    rows = [["2026年12月"], ["日期", "司机", ""], ["", "白班", "夜班"], *TWO_DAYS]
    two_rows = write_csv(tmp_path / "n.csv", rows)
    heads = ["日期", "司机（白班）", "司机（夜班）"]
    brackets = write_csv(tmp_path / "b.csv", [["2026年12月"], heads, *TWO_DAYS])
    for path in (two_rows, brackets):
        assert asked_about(path) == ("司机",)
        assert held(path, 司机="duty_leader") == NIGHTS


def test_a_post_before_the_day_is_read_and_any_other_column_there_is_told(tmp_path: Path) -> None:
    rows = [
        ["2026年12月"],
        ["序号", "值班员", "电话", "日期", "带班领导"],
        ["1", "李敏", B, "12月1日", "王强"],
    ]
    path = write_csv(tmp_path / "n.csv", rows)
    assert held(path) == [
        "01 08:30 duty_leader  王强",
        f"01 08:30 duty_officer  李敏 {B}",
    ]
    assert read_roster(path, SHANGHAI, OF_UNITS).unused == ("序号",)
    rows[1][0] = "科室"
    assert asked_about(write_csv(tmp_path / "m.csv", rows)) == ("科室",)


def test_a_shift_in_the_row_has_to_be_that_of_the_column(tmp_path: Path) -> None:
    heads = ["日期", "班次", "带班领导（白班）", "带班领导（夜班）"]
    rows = [["2026年12月"], heads, ["1", "白班", "王强", ""], ["", "17:30-8:30", "", "高远"]]
    assert held(write_csv(tmp_path / "n.csv", rows)) == NIGHTS[:2]
    for said in ("夜班", "白班 夜班", "正常"):
        wrong = [["2026年12月"], heads, ["1", said, "王强", "高远"]]
        found = read_roster(write_csv(tmp_path / "w.csv", wrong), SHANGHAI, OF_UNITS)
        (problem,) = found.problems
        assert (problem.row, problem.reason.key) == (3, "roster.refused.two_shifts")
        assert problem.reason.values["row"] == said


def test_a_second_column_of_shifts_is_told_as_not_read(tmp_path: Path) -> None:
    rows = [["2026年12月"], ["日期", "班次", "时段", "带班领导"], ["1", "夜班", "晚上", "王强"]]
    path = write_csv(tmp_path / "n.csv", rows)
    assert held(path) == ["01 17:30 duty_leader  王强"]
    assert read_roster(path, SHANGHAI, OF_UNITS).unused == ("时段",)


def test_a_column_of_the_list_under_a_grid_that_is_not_read_is_told(tmp_path: Path) -> None:
    rows = [
        ["2026年12月"],
        ["日期", "带班领导", "", ""],
        ["1", "王强", "", ""],
        ["日期", "岗位", "姓名", "车牌"],
        ["2026-12-02", "值班员", "李敏", "浙A"],
    ]
    found = read_roster(write_csv(tmp_path / "n.csv", rows), SHANGHAI, OF_UNITS)
    assert [each.person for each in found.entries] == ["王强", "李敏"]
    assert found.unused == ("车牌",)
