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
