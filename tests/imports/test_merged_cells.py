"""A merged cell belongs to all its rows; where a blank could mean something else, it is said."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from openpyxl import Workbook

from tests.commanded import TestOffices, throw_away_offices
from tests.sheets import read_table, write_csv
from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.two_languages import BothLanguages
from xfconsole.imports import bounds
from xfconsole.imports.roster_above import NoteKind
from xfconsole.imports.roster_file import RosterFile, read_roster

SHANGHAI = ZoneInfo("Asia/Shanghai")
POSTS = {
    "duty_leader": BothLanguages("带班领导", "duty leader"),
    "unit_head": BothLanguages("责任单位负责人", "head of the responsible unit"),
    "township_head": BothLanguages("街道/乡镇负责人", "head of the township"),
}
HEAD = ["日期", "班次", "岗位", "姓名", "电话", "顺序", "单位"]
DAY, HEADS = "2026-02-20", "责任单位负责人"
LETTERS = ["编号", "来信人", "标题", "来信时间", "内容", "责任单位"]


@pytest.fixture
def offices() -> Iterator[TestOffices]:
    with throw_away_offices() as found:
        yield found


def workbook(path: Path, rows: list[list[Any]], *merged: str) -> Path:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(row)
    for cells in merged:
        sheet.merge_cells(cells)
    book.save(path)
    return path


def roster(path: Path) -> RosterFile:
    found = read_roster(path, SHANGHAI, POSTS)
    assert found.problems == ()
    return found


def places(found: RosterFile) -> dict[str, tuple[str, str, int]]:
    return {each.person: (each.unit, each.shift, each.order) for each in found.entries}


def notes(found: RosterFile) -> list[tuple[NoteKind, tuple[int, ...], tuple[str, ...]]]:
    return [(each.kind, each.rows, each.said) for each in found.notes]


# --- a roster ------------------------------------------------------------------------------------


def test_a_block_whose_first_row_alone_names_the_unit_is_of_that_unit(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        HEAD,
        [DAY, "全天", HEADS, "甲一", "139-0000-0001", "主班", "住建局"],
        ["", "", "", "甲二", "139-0000-0002", "副班", ""],
        [DAY, "全天", HEADS, "乙一", "139-0000-0003", "主班", "教育局"],
        ["", "", HEADS, "乙二", "139-0000-0004", "副班", ""],
    ]
    found = roster(write_csv(tmp_path / "r.csv", rows))
    assert {name: unit for name, (unit, _, _) in places(found).items()} == {
        "甲一": "住建局",
        "甲二": "住建局",
        "乙一": "教育局",
        "乙二": "教育局",
    }
    assert notes(found) == [(NoteKind.CARRIED, (3, 5), ("日期", "班次", "岗位", "单位"))]


@pytest.mark.parametrize("post", [HEADS, "街道/乡镇负责人"])
def test_a_merged_unit_or_township_of_a_workbook_belongs_to_all_its_rows(
    tmp_path: Path, post: str
) -> None:
    rows: list[list[Any]] = [
        HEAD,
        [DAY, "全天", post, "甲一", "139-0000-0001", "主班", "住建局"],
        [DAY, "全天", post, "甲二", "139-0000-0002", "副班", None],
        [DAY, "全天", post, "丙一", "139-0000-0003", "副班2", None],
    ]
    found = roster(workbook(tmp_path / "r.xlsx", rows, "G2:G3"))
    units = {name: unit for name, (unit, _, _) in places(found).items()}
    assert units == {"甲一": "住建局", "甲二": "住建局", "丙一": ""}
    assert notes(found) == [
        (NoteKind.CARRIED, (3,), ("单位",)),
        (NoteKind.EVERY_UNIT, (4,), ()),
    ]


def test_a_merged_shift_post_number_and_name_belong_to_all_their_rows(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        HEAD,
        [DAY, "夜班", "带班领导", "王强", "139-0000-0001", "主班", None],
        [DAY, None, None, "高远", "139-0000-0002", "副班", None],
        [DAY, "全天", HEADS, "孙磊", "139-0000-0003", "主班", "住建局"],
        [DAY, "全天", HEADS, None, None, "主班", "教育局"],
    ]
    merged = ("B2:B3", "C2:C3", "D4:D5", "E4:E5")
    found = roster(workbook(tmp_path / "r.xlsx", rows, *merged))
    said = [(each.post, each.person, each.phone, each.unit, each.shift) for each in found.entries]
    assert sorted(said) == [
        ("duty_leader", "王强", "139-0000-0001", "", "night"),
        ("duty_leader", "高远", "139-0000-0002", "", "night"),
        ("unit_head", "孙磊", "139-0000-0003", "住建局", "all_day"),
        ("unit_head", "孙磊", "139-0000-0003", "教育局", "all_day"),
    ]


def test_where_a_workbook_merges_the_post_only_an_empty_unit_is_every_unit(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        HEAD,
        [DAY, "全天", HEADS, "甲一", "139-0000-0001", "主班", "住建局"],
        [None, None, None, "丙一", "139-0000-0002", "副班", None],
    ]
    found = roster(workbook(tmp_path / "r.xlsx", rows, "A2:A3", "B2:B3", "C2:C3"))
    assert places(found)["丙一"] == ("", "all_day", 2)
    assert NoteKind.EVERY_UNIT in [each.kind for each in found.notes]


def test_the_unit_of_another_post_above_is_not_taken_over(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        HEAD,
        [DAY, "全天", HEADS, "甲一", "139-0000-0001", "主班", "住建局"],
        ["", "", "带班领导", "王强", "139-0000-0002", "主班", ""],
    ]
    assert places(roster(write_csv(tmp_path / "r.csv", rows)))["王强"][0] == ""


def test_an_empty_unit_or_shift_of_a_row_with_its_own_date_is_said(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        HEAD,
        [DAY, "夜班", HEADS, "甲一", "139-0000-0001", "主班", "住建局"],
        [DAY, "", HEADS, "甲二", "139-0000-0002", "副班", ""],
        ["2026-02-21", "", "带班领导", "王强", "139-0000-0003", "主班", ""],
    ]
    found = roster(write_csv(tmp_path / "r.csv", rows))
    assert places(found)["甲二"] == ("", "all_day", 2)
    assert notes(found) == [(NoteKind.EVERY_UNIT, (3,), ()), (NoteKind.ALL_DAY, (3,), ())]


def test_one_man_twice_in_a_shift_is_seen_however_he_is_padded(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        HEAD,
        [DAY, "全天", HEADS, "王强", "139-0000-0001", "主班", "住建局"],
        [DAY, "全天", HEADS, "王　强", "139-0000-0001", "副班", "住建局 "],
    ]
    path = write_csv(tmp_path / "r.csv", rows)
    [problem] = read_roster(path, SHANGHAI, POSTS).problems
    assert (problem.row, problem.reason.key) == (3, "roster.refused.twice")


def test_a_name_of_which_nothing_can_be_seen_is_none(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        HEAD,
        [DAY, "全天", HEADS, "\u200b\u3164", "139-0000-0001", "主班", "住建局"],
    ]
    [problem] = read_roster(write_csv(tmp_path / "r.csv", rows), SHANGHAI, POSTS).problems
    assert problem.reason.key == "roster.refused.no_name"


def test_a_number_copied_with_marks_of_direction_is_taken(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        HEAD,
        [DAY, "全天", HEADS, "王强", "\u202d139-0000-0001\u202c", "主班", "住建局"],
    ]
    [entry] = roster(write_csv(tmp_path / "r.csv", rows)).entries
    assert entry.phone == "139-0000-0001"


# --- a sheet -------------------------------------------------------------------------------------


def test_cells_merged_downwards_hold_in_each_row_what_is_seen_there(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["本月来信", None, None],
        ["编号", "标题", "内容"],
        ["1", "甲", "x"],
        ["2", None, "y"],
        [None, None, None],
        ["4", None, "z"],
        ["5", None, None],
    ]
    path = workbook(tmp_path / "t.xlsx", rows, "A1:C1", "B3:B6", "C6:C7")
    found = [(row.number, row.cells, set(row.carried)) for row in read_table(path, LETTERS).rows]
    assert found == [
        (3, ("1", "甲", "x"), set()),
        (4, ("2", "甲", "y"), {1}),
        (6, ("4", "甲", "z"), {1}),
        (7, ("5", None, "z"), {2}),
    ]


def test_more_merged_cells_than_anybody_makes_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows: list[list[Any]] = [LETTERS, *([str(n), "甲", "乙", DAY, "x", "局"] for n in range(8))]
    path = workbook(tmp_path / "t.xlsx", rows, "F2:F3", "F4:F5", "F6:F7")
    monkeypatch.setattr(bounds, "MAX_MERGED", 2)
    with pytest.raises(Refused, match=r"tabular\.refused\.bomb"):
        list(read_table(path, LETTERS).rows)


# --- letters -------------------------------------------------------------------------------------


def letters(tmp_path: Path) -> Path:
    rows: list[list[Any]] = [
        LETTERS,
        ["M1", "某人", "水压不足一", "2026-01-20 09:32", "a", "水务局"],
        ["M2", "某人", "水压不足二", None, "b", None],
        ["M3", "某人", "水压不足三", "2026-01-21 09:32", "c", None],
    ]
    return workbook(tmp_path / "letters.xlsx", rows, "D2:D3", "F2:F4")


def test_letters_of_merged_cells_keep_their_unit_and_time(
    offices: TestOffices, tmp_path: Path
) -> None:
    path = letters(tmp_path)
    checked = offices.run_json("import", "letters", path, "--dry-run")
    assert checked["carried"] == {"rows": 2, "columns": ["来信时间", "责任单位"]}
    assert offices.run_json("import", "letters", path)["added"] == 3
    found = {each["summary"]: each for each in offices.run_json("matters")}
    assert {each["unit"] for each in found.values()} == {"水务局"}
    assert found["水压不足二"]["received_at"] == found["水压不足一"]["received_at"]
    assert offices.run_json("import", "letters", path)["known"] == 3


def test_the_command_says_what_letters_took_from_merged_cells(
    offices: TestOffices, tmp_path: Path
) -> None:
    said = offices.run("import", "letters", letters(tmp_path), "--dry-run").stdout
    assert "Taken from a merged cell above in 2 rows: 来信时间, 责任单位." in said


def test_one_letter_merged_over_the_rows_of_several_units_is_not_several(
    offices: TestOffices, tmp_path: Path
) -> None:
    rows: list[list[Any]] = [
        LETTERS,
        ["M1", "某人", "水压不足", "2026-01-20 09:32", "a", "水务局"],
        [None, None, None, None, None, "住建局"],
    ]
    path = workbook(tmp_path / "l.xlsx", rows, *(f"{column}2:{column}3" for column in "ABCDE"))
    found = offices.run_json("import", "letters", path)
    assert found["added"] == 1
    assert [(bad["row"], bad["key"]) for bad in found["bad"]] == [(3, "letters.bad.nothing")]


def test_a_text_in_which_some_letters_lost_their_unit_says_so(
    offices: TestOffices, tmp_path: Path
) -> None:
    rows: list[list[Any]] = [
        LETTERS,
        ["M1", "某人", "水压不足一", "2026-01-20 09:32", "a", "水务局"],
        ["M2", "某人", "水压不足二", "2026-01-20 09:33", "b", ""],
    ]
    path = write_csv(tmp_path / "l.csv", rows)
    assert offices.run_json("import", "letters", path, "--dry-run")["without_unit"] == 1
    assert (
        "Rows without a unit, registered without one: 1."
        in offices.run("import", "letters", path, "--dry-run").stdout
    )
