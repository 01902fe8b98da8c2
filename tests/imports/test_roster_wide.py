"""Rosters as offices draw them, layout by layout, each with the grid that is understood."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from tests.commanded import TestOffices, throw_away_offices
from tests.imports.test_other_formats import xls
from tests.imports.test_roster_file import SHANGHAI
from tests.sheets import book, saved, write_csv
from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.two_languages import BothLanguages
from xfconsole.imports.roster_above import NoteKind
from xfconsole.imports.roster_file import RosterFile, read_roster
from xfconsole.office_files.kept_columns import ROSTER_FILE

POSTS = {
    "duty_leader": BothLanguages("带班领导", "duty leader"),
    "duty_officer": BothLanguages("值班员", "duty officer"),
    "leader_in_charge": BothLanguages("分管领导", "leader in charge"),
}
A, B, C, D = (f"139-0000-000{n}" for n in range(1, 5))


@pytest.fixture
def offices() -> Iterator[TestOffices]:
    with throw_away_offices() as found:
        yield found


def read(path: Path, **columns: str) -> RosterFile:
    return read_roster(path, SHANGHAI, POSTS, columns=columns)


def grid(found: RosterFile) -> list[str]:
    """Return what was understood: a line for each turn and post, primary holder first."""
    turns: dict[tuple[str, str], list[str]] = {}
    for each in sorted(found.entries, key=lambda each: (each.starts_at, each.post, each.order)):
        starts = each.starts_at.astimezone(SHANGHAI)
        turns.setdefault((f"{starts:%m-%d %H:%M}", each.post), []).append(
            f"{each.person} {each.phone}".rstrip()
        )
    return [f"{at} {post}: {'、'.join(held)}" for (at, post), held in turns.items()]


def refused(path: Path, **columns: str) -> list[tuple[int, str]]:
    found = read(path, **columns)
    assert found.entries == ()
    return [(each.row, each.reason.key.rpartition(".")[2]) for each in found.problems]


def title_day_row(tmp_path: Path) -> Path:
    """A title over merged cells, a row a day, numbers beside the names, notes below."""
    made = book(
        (
            "Sheet1",
            [
                ["信访局二〇二六年十二月值班安排表"],
                ["日期", "星期", "带班领导", "联系电话", "值班人员", "联系电话", "备注"],
                ["12月1日", "二", "王强", 13900000001, "李敏、高远", f"{B}、{C}", ""],
                ["12月2日", "周三", "王 强", 13900000001.0, "高远\n李敏", f"{C}\n{B}", "培训"],
                ["备注：值班电话 139-0000-0000，请保持畅通。"],
                ["制表：办公室", "", "", "", "审核：某某"],
            ],
        )
    )
    made["Sheet1"].merge_cells("A1:G1")
    return saved(made, tmp_path / "a.xlsx")


def two_rows_a_day(tmp_path: Path) -> Path:
    """The header in two rows, two rows a day with the date merged, bare day numbers."""
    made = book(
        (
            "12月",
            [
                ["2026年值班表"],
                ["日期", "", "带班领导", "", "值班员", ""],
                ["", "", "姓名", "电话", "姓名", "电话"],
                [1, "白班", "王强", A, "李敏", B],
                ["", "夜班", "高远", C, "孙磊", D],
                [2, "白班", "王强", A, "李敏", B],
                ["", "夜班", "高远", C, "孙磊", D],
            ],
        )
    )
    for cells in ("A2:A3", "C2:D2", "E2:F2", "A4:A5", "A6:A7"):
        made["12月"].merge_cells(cells)
    return saved(made, tmp_path / "b.xlsx")


def two_tables_beside(tmp_path: Path) -> Path:
    """The second half of the month beside the first, numbers within the cells of names."""
    rows = [
        ["十二月份值班表（2026年）"],
        ["日期", "带班领导", "值班员", "电话", "", "日期", "带班领导", "值班员", "电话"],
        ["1日（周二）", "王强", "李敏", B, "", "16日", "王强", f"高远（{C}）", ""],
        ["2日（周三）", f"王强 {A}", "李敏", B, "", "17日-18日", "—", "高远", C],
    ]
    return write_csv(tmp_path / "c.csv", rows, "gb18030")


def a_second_table_below(tmp_path: Path) -> Path:
    """A table for the holidays below the first, under its own title."""
    rows: list[list[Any]] = [
        ["2026年12月值班表", "", "", None, None],
        ["日期", "带班领导", "值班员", None, None],
        ["12.31", "王强", "李敏", None, None],
        ["2027年1月元旦值班表", "", "", None, None],
        ["日期", "班次", "带班领导", "值班员", None],
        ["1月1日", "早8:30-晚5:30", "高远", "孙磊", None],
        ["", "夜班（17:30-次日8:30）", "王强", "李敏", None],
    ]
    return write_csv(tmp_path / "d.csv", [[cell or "" for cell in row] for row in rows])


LAYOUTS = {
    title_day_row: [
        "12-01 08:30 duty_leader: 王强 13900000001",
        f"12-01 08:30 duty_officer: 李敏 {B}、高远 {C}",
        "12-02 08:30 duty_leader: 王 强 13900000001",
        f"12-02 08:30 duty_officer: 高远 {C}、李敏 {B}",
    ],
    two_rows_a_day: [
        f"12-01 08:30 duty_leader: 王强 {A}",
        f"12-01 08:30 duty_officer: 李敏 {B}",
        f"12-01 17:30 duty_leader: 高远 {C}",
        f"12-01 17:30 duty_officer: 孙磊 {D}",
        f"12-02 08:30 duty_leader: 王强 {A}",
        f"12-02 08:30 duty_officer: 李敏 {B}",
        f"12-02 17:30 duty_leader: 高远 {C}",
        f"12-02 17:30 duty_officer: 孙磊 {D}",
    ],
    two_tables_beside: [
        "12-01 08:30 duty_leader: 王强",
        f"12-01 08:30 duty_officer: 李敏 {B}",
        f"12-02 08:30 duty_leader: 王强 {A}",
        f"12-02 08:30 duty_officer: 李敏 {B}",
        "12-16 08:30 duty_leader: 王强",
        f"12-16 08:30 duty_officer: 高远 {C}",
        f"12-17 08:30 duty_officer: 高远 {C}",
        f"12-18 08:30 duty_officer: 高远 {C}",
    ],
    a_second_table_below: [
        "12-31 08:30 duty_leader: 王强",
        "12-31 08:30 duty_officer: 李敏",
        "01-01 08:30 duty_leader: 高远",
        "01-01 08:30 duty_officer: 孙磊",
        "01-01 17:30 duty_leader: 王强",
        "01-01 17:30 duty_officer: 李敏",
    ],
}


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda each: each.__name__)
def test_a_layout_in_use_is_recognised_without_being_told(tmp_path: Path, layout: Any) -> None:
    found = read(layout(tmp_path))
    assert found.problems == ()
    assert found.drawn
    assert grid(found) == LAYOUTS[layout]


def test_notes_are_named_and_so_is_what_was_understood(tmp_path: Path) -> None:
    found = read(title_day_row(tmp_path))
    assert [(each.kind, each.rows) for each in found.notes] == [(NoteKind.NO_ROW, (5, 6))]
    assert (found.rows, found.unused) == (2, ("备注",))
    assert found.understood == {"值班人员": "duty_officer"}


def test_a_sheet_a_month_in_an_old_workbook(tmp_path: Path) -> None:
    made = Workbook()
    made.remove(made.worksheets[0])
    for month, day in ((11, 30), (12, 31)):
        sheet = made.create_sheet(f"{month}月")
        for row in (["2026年值班表"], ["日期", "带班领导"], [day, "王强"]):
            sheet.append(row)
    made.create_sheet("通讯录").append(["姓名", "电话"])
    found = read(saved(made, tmp_path / "a.xlsx"))
    assert grid(found) == ["11-30 08:30 duty_leader: 王强", "12-31 08:30 duty_leader: 王强"]
    assert (found.sheets, found.others) == (("11月", "12月"), ("通讯录",))
    rows: list[list[Any]] = [
        ["日期", "星期", "带班领导", "电话", None],
        ["2026年12月1日", "二", "王强", 13900000001, "x"],
        ["2026-12-02", "三", "王强", A, None],
    ]
    old = xls(tmp_path / "a.xls", rows)
    assert len(read(old).entries) == 2


@pytest.mark.parametrize(
    ("row", "key"),
    [
        (["12月1日", "三", "王强", A], "weekday"),
        (["12月1日（周一）", "", "王强", A], "weekday"),
        (["12月32日", "", "王强", A], "date"),
        (["11月1日", "", "王强", A], "date"),
        (["元旦", "", "王强", A], "date"),
        (["", "", "王强", A], "date"),
        (["12月1日", "二", "王强、李敏、高远", f"{A}、{B}"], "numbers"),
        (["12月1日", "二", "王强", f"{A}/{B}"], "numbers"),
        (["12月1日", "二", "王强", "1.39E+10"], "phone"),
        (["12月1日", "二", "", A, "李敏"], "number_alone"),
    ],
)
def test_what_could_be_read_in_two_ways_is_refused_with_its_row(
    tmp_path: Path, row: list[str], key: str
) -> None:
    head = ["日期", "星期", "带班领导", "电话", "值班员"]
    path = write_csv(tmp_path / "a.csv", [["2026年12月值班表"], head, row])
    assert refused(path) == [(3, key)]


def test_a_year_or_month_that_stands_nowhere_is_asked_for(tmp_path: Path) -> None:
    for title, day in (("值班表", "12月1日"), ("2026年值班表", "1日")):
        path = write_csv(tmp_path / "a.csv", [[title], ["日期", "带班领导"], [day, "王强"]])
        assert refused(path) == [(3, "no_month")]


def test_a_january_below_a_december_needs_its_weekday(tmp_path: Path) -> None:
    rows = [["2026年12月值班表"], ["日期", "星期", "带班领导"], ["1月1日", "五", "王强"]]
    (entry,) = read(write_csv(tmp_path / "a.csv", rows)).entries
    assert entry.starts_at.astimezone(SHANGHAI).year == 2027


def test_numbers_go_with_the_names_before_them(tmp_path: Path) -> None:
    head = ["日期", "带班领导", "值班员", "电话", "电话"]
    row = ["2026-12-01", "王强", "李敏", A, B]
    found = read(write_csv(tmp_path / "a.csv", [head, row]))
    assert grid(found) == [
        f"12-01 08:30 duty_leader: 王强 {A}",
        f"12-01 08:30 duty_officer: 李敏 {B}",
    ]
    three = [["日期", "带班领导", "值班员", "分管领导", "电话", "电话"], [*row[:3], "高远", A, B]]
    with pytest.raises(Refused, match="phone_columns"):
        read(write_csv(tmp_path / "b.csv", three))


def test_a_post_over_several_columns_and_a_day_over_several_rows(tmp_path: Path) -> None:
    rows = [
        ["2026年12月"],
        ["日期", "值班员", "", "电话", "", "带班领导"],
        ["1日", "李敏", "高远", C, "另行通知", "王强"],
        ["", "孙磊", "", "", "", ""],
    ]
    made = book(("a", rows))
    made["a"].merge_cells("B2:C2")
    for path in (saved(made, tmp_path / "a.xlsx"), write_csv(tmp_path / "a.csv", rows)):
        found = read(path)
        assert grid(found) == [
            "12-01 08:30 duty_leader: 王强",
            f"12-01 08:30 duty_officer: 李敏、高远 {C}、孙磊",
        ]
        assert found.unused == ("E",)


def test_a_hidden_row_counts_and_is_named(tmp_path: Path) -> None:
    made = book(("a", [["日期", "带班领导"], ["2026-12-01", "王强"], ["2026-12-02", "高远"]]))
    made["a"].row_dimensions[3].hidden = True
    found = read(saved(made, tmp_path / "a.xlsx"))
    assert len(found.entries) == 2
    assert [(each.kind, each.rows) for each in found.notes] == [(NoteKind.HIDDEN, (3,))]


# --- at the office -------------------------------------------------------------------------------


def drawn(tmp_path: Path, post: str = "值班员") -> Path:
    rows = [
        ["2026年3月值班表"],
        ["日期", "带班领导", "电话", post, "电话"],
        ["3月1日", "王强", A, "李敏", B],
    ]
    return write_csv(tmp_path / "三月.csv", rows)


def holders(offices: TestOffices) -> list[str]:
    day = offices.desk.now()
    entries = offices.desk.roster().entries(day, day.replace(month=4))
    return [each.person for each in entries if each.starts_at.astimezone(SHANGHAI).month == 3]


def test_a_drawn_roster_is_shown_and_stored_only_with_a_yes(
    offices: TestOffices, tmp_path: Path
) -> None:
    before = holders(offices)
    shown = offices.run("import", "roster", drawn(tmp_path))
    assert shown.exit_code == 1
    assert "Read as this table; check it:" in shown.output
    assert "王强 139-0000-0001" in shown.output
    assert "run this again with --yes" in shown.output
    assert holders(offices) == before
    assert offices.run("import", "roster", drawn(tmp_path), "--yes").exit_code == 0
    assert {"王强", "李敏"} <= set(holders(offices))


def test_a_column_that_is_no_post_is_asked_for_once(offices: TestOffices, tmp_path: Path) -> None:
    path = drawn(tmp_path, "总值班")
    with pytest.raises(Refused) as asked:
        offices.run("import", "roster", path, "--yes")
    assert (asked.value.key, asked.value.values["columns"]) == ("roster.refused.columns", "总值班")
    answer = ("--post", "总值班=duty_officer")
    assert (
        "总值班 read as the post duty officer"
        in offices.run("import", "roster", path, "--dry-run", *answer).output
    )
    assert not (offices.home / ROSTER_FILE).exists()
    assert offices.run("import", "roster", path, "--yes", *answer).exit_code == 0
    assert (offices.home / ROSTER_FILE).read_text() == "column,post\n总值班,duty_officer\n"
    assert offices.run("import", "roster", path, "--yes").exit_code == 0
    assert offices.run("import", "roster", path, "--yes", "--post", "总值班=").exit_code == 0
    assert "Columns not used: 总值班" in offices.run("import", "roster", path, "--dry-run").output


@pytest.mark.parametrize(
    ("option", "key"), [("总值班", "no_post_named"), ("=x", "no_post_named"), ("总值班=x", "post")]
)
def test_a_wrong_answer_is_refused(
    offices: TestOffices, tmp_path: Path, option: str, key: str
) -> None:
    with pytest.raises(Refused, match=rf"roster\.refused\.{key}$"):
        offices.run("import", "roster", drawn(tmp_path, "总值班"), "--post", option)
