"""Tables of letters as offices have them: months on sheets, painted cells, filters, odd dates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl.styles import PatternFill

from tests.commanded import TestOffices, throw_away_offices
from tests.imports.test_tabular import SHEET
from tests.sheets import book, read_table, rewrite, saved
from xfconsole.core.words.refusal import Refused
from xfconsole.imports import bounds

LETTERS = ["编号", "标题", "来信时间", "内容"]


@pytest.fixture
def offices() -> Iterator[TestOffices]:
    with throw_away_offices() as found:
        yield found


# --- what is a date ------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [14, 22, *range(27, 37), *range(50, 59)])
def test_a_date_is_one_in_every_built_in_format(tmp_path: Path, number: int) -> None:
    made = book(("a", [["日期", "姓名"], [date(2026, 2, 20), "甲"]]))
    made["a"]["A2"].number_format = "mm-dd-yy"
    path = saved(made, tmp_path / "a.xlsx")
    other = b'numFmtId="%d"' % number
    rewrite(path, "xl/styles.xml", lambda xml: xml.replace(b'numFmtId="14"', other))
    (row,) = read_table(path, ["日期", "姓名"]).rows
    assert row.cells[0] == datetime(2026, 2, 20)  # noqa: DTZ001 - as in cells


@pytest.mark.parametrize(
    "code",
    [
        'yyyy"年"m"月"d"日";@',
        "[DBNum1][$-804]yyyy/m/d",
        '[$-404]e"年"',
        "[$-804]aaaa",
        "[$-F800]dddd\\,\\ mmmm",
        "yyyy\\-mm\\-dd\\ hh:mm",
    ],
)
def test_a_date_is_one_in_every_custom_format(tmp_path: Path, code: str) -> None:
    made = book(("a", [["日期", "姓名"], [date(2026, 2, 20), "甲"]]))
    made["a"]["A2"].number_format = code
    (row,) = read_table(saved(made, tmp_path / "a.xlsx"), ["日期", "姓名"]).rows
    assert row.cells[0] == datetime(2026, 2, 20)  # noqa: DTZ001


@pytest.mark.parametrize(
    "code", ['#,##0"月"', "[Red]0", "0.00E+00", "0\\d", "General", "G/通用格式", '"日期"0', "_d0"]
)
def test_a_number_stays_a_number(tmp_path: Path, code: str) -> None:
    made = book(("a", [["日期", "姓名"], [46073, "甲"]]))
    made["a"]["A2"].number_format = code
    (row,) = read_table(saved(made, tmp_path / "a.xlsx"), ["日期", "姓名"]).rows
    assert row.cells[0] == 46073


# --- letters -------------------------------------------------------------------------------------


def months(tmp_path: Path) -> Path:
    made = book(
        ("一月", [LETTERS, ["1", "甲", "2026-01-05 09:00", "x"]]),
        ("二月", [LETTERS, ["2", "乙", "2026-02-05 09:00", "x"], ["3", "丙", "昨天", "x"]]),
        ("合计", [["月份", "件数"], ["一月", 1]]),
        ("旧", [LETTERS, ["9", "旧", "2025-01-05 09:00", "x"]]),
        ("空", []),
    )
    made["旧"].sheet_state = "hidden"
    return saved(made, tmp_path / "months.xlsx")


def test_every_sheet_of_letters_comes_in_and_the_others_are_named(
    offices: TestOffices, tmp_path: Path
) -> None:
    said = offices.run("import", "letters", months(tmp_path))
    assert {each["summary"] for each in offices.run_json("matters")} == {"甲", "乙"}
    assert "Sheets read: 一月, 二月." in said.output
    assert "hidden: 合计, 旧." in said.output
    assert "Sheet 二月: Row 3 can't come in" in said.output


def test_a_damaged_hidden_sheet_keeps_no_letter_out(offices: TestOffices, tmp_path: Path) -> None:
    path = months(tmp_path)
    hidden = "xl/worksheets/sheet4.xml"
    rewrite(path, hidden, lambda xml: xml.partition(b"<row")[0] + b"<<")
    said = offices.run("import", "letters", path)
    assert "hidden: 合计, 旧." in said.output
    assert len(offices.run_json("matters")) == 2


def test_the_sheets_in_json(offices: TestOffices, tmp_path: Path) -> None:
    found = offices.run_json("import", "letters", months(tmp_path), "--dry-run")
    assert found["sheets"] == {"read": ["一月", "二月"], "passed_over": ["合计", "旧"]}
    assert [(each["sheet"], each["row"]) for each in found["bad"]] == [("二月", 3)]
    assert (found["rows"], found["added"]) == (3, 2)


def test_equal_letters_without_a_number_are_as_many_on_two_sheets(
    offices: TestOffices, tmp_path: Path
) -> None:
    rows = [LETTERS, ["", "甲", "2026-01-05 09:00", "x"]]
    path = saved(book(("一", rows), ("二", rows)), tmp_path / "a.xlsx")
    assert offices.run_json("import", "letters", path)["added"] == 2
    assert offices.run_json("import", "letters", path)["added"] == 0


def test_hidden_rows_come_in_and_are_counted(offices: TestOffices, tmp_path: Path) -> None:
    rows = [[str(n), f"第{n}封", "2026-01-05 09:00", "x"] for n in (1, 2, 3)]
    made = book(("a", [LETTERS, *rows]))
    made["a"].row_dimensions[3].hidden = True
    path = saved(made, tmp_path / "a.xlsx")
    assert "1 of them are hidden in the workbook" in offices.run("import", "letters", path).output
    assert offices.run_json("import", "letters", path)["hidden"] == 1
    assert len(offices.run_json("matters")) == 3


def test_painted_cells_cost_nothing(
    offices: TestOffices, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = book(("a", [LETTERS, ["1", "甲", "2026-01-05 09:00", "x"]]))
    for row in range(1, 60):
        for column in range(1, 40):
            made["a"].cell(row, column).fill = PatternFill("solid", fgColor="FFFF00")
    path = saved(made, tmp_path / "a.xlsx")
    monkeypatch.setattr(bounds.Budget, "__init__", _little)
    assert offices.run_json("import", "letters", path)["added"] == 1


def test_a_sheet_that_breaks_off_is_told_as_damaged(tmp_path: Path) -> None:
    made = book(("a", [LETTERS, ["1", "甲", "2026-01-05 09:00", "x"]]))
    path = saved(made, tmp_path / "a.xlsx")
    rewrite(path, SHEET, lambda xml: xml.partition(b'<row r="2"')[0])
    with pytest.raises(Refused, match="damaged"):
        list(read_table(path, LETTERS).rows)


def _little(budget: bounds.Budget, shown: str) -> None:
    budget.shown, budget.cells, budget.characters = shown, 100, 1_000


@pytest.mark.parametrize("first", ["000123", 123, "0123", 123.0])
@pytest.mark.parametrize("then", ["000123", 123, "00000123"])
def test_zeros_in_front_of_a_number_make_no_other_letter(
    offices: TestOffices, tmp_path: Path, first: Any, then: Any
) -> None:
    added = []
    for n, number in enumerate((first, then)):
        rows = [LETTERS, [number, "同一封信", "2026-02-20 09:32", "x"]]
        path = saved(book(("a", rows)), tmp_path / f"{n}.xlsx")
        assert offices.run_json("import", "letters", path, "--dry-run")["added"] == 1 - n
        added.append(offices.run_json("import", "letters", path)["added"])
    assert added == [1, 0]
    (matter,) = offices.run_json("matters")
    assert matter["source_ref"].startswith(f"{first:g}" if isinstance(first, float) else f"{first}")


@pytest.mark.parametrize(
    ("headers", "day", "clock"),
    [
        (("来信日期", "来信时间"), date(2026, 2, 20), time(9, 32)),
        (("来信时间", "来信日期"), "9:32", "2026-02-20"),
        (("登记日期", "登记时间"), "2026年2月20日", "上午9时32分"),
        (("date", "time"), "2026-02-20", "09:32"),
        (("日期", "时间"), "二〇二六年二月二十日", timedelta(hours=9, minutes=32)),
    ],
)
def test_date_and_time_in_two_columns_are_one_time(
    offices: TestOffices, tmp_path: Path, headers: tuple[str, str], day: Any, clock: Any
) -> None:
    rows = [["标题", *headers, "内容"], ["甲", day, clock, "x"]]
    path = saved(book(("a", rows)), tmp_path / "a.xlsx")
    assert offices.run("import", "letters", path).exit_code == 0
    (matter,) = offices.run_json("matters")
    assert matter["received_at"] == "2026-02-20T09:32:00+08:00"


def test_a_time_of_day_that_cannot_be_read_is_a_bad_row(
    offices: TestOffices, tmp_path: Path
) -> None:
    rows = [["标题", "来信日期", "来信时间", "内容"], ["甲", "2026-02-20", "0930", "x"]]
    said = offices.run("import", "letters", saved(book(("a", rows)), tmp_path / "a.xlsx"))
    assert said.exit_code == 1
    assert "Row 2 can't come in: the column 来信时间 / 来信日期 holds no time" in said.output
    assert offices.run_json("matters") == []


@pytest.mark.parametrize("number", ["", "12"])
def test_a_letter_that_came_in_by_its_day_is_known_by_its_time_too(
    offices: TestOffices, tmp_path: Path, number: str
) -> None:
    rows = [["no", "title", "date", "time", "text"], [number, "甲", "2026-02-20", "9:32", "x"]]
    # Read by its day alone, as both columns once were.
    by_day = [[cell for at, cell in enumerate(row) if at != 3] for row in rows]
    first = saved(book(("a", by_day)), tmp_path / "first.xlsx")
    again = saved(book(("a", [*rows, rows[1]])), tmp_path / "again.xlsx")
    assert offices.run_json("import", "letters", first)["added"] == 1
    assert offices.run_json("import", "letters", again)["added"] == (1 if not number else 0)
    assert offices.run_json("import", "letters", again)["added"] == 0


def test_equal_letters_of_one_day_are_as_many_as_their_times(
    offices: TestOffices, tmp_path: Path
) -> None:
    rows = [["title", "date", "time", "text"]]
    rows += [["甲", "2026-02-20", clock, "x"] for clock in ("9:32", "", "9:32", "10:00")]
    path = saved(book(("a", rows)), tmp_path / "a.xlsx")
    assert offices.run_json("import", "letters", path)["added"] == 4
    assert offices.run_json("import", "letters", path)["added"] == 0


def test_a_strict_workbook_is_read_as_an_ordinary_one(tmp_path: Path) -> None:
    rows = [[str(n), f"第{n}封", datetime(2026, 2, 20, 9, 32), "x"] for n in range(3)]  # noqa: DTZ001
    path = saved(book(("a", [LETTERS, *rows])), tmp_path / "a.xlsx")
    for part in ("xl/workbook.xml", "xl/styles.xml", SHEET, "xl/_rels/workbook.xml.rels"):
        rewrite(path, part, _strict)
    assert [list(row.cells) for row in read_table(path, LETTERS).rows] == rows


def _strict(xml: bytes) -> bytes:
    usual = rb"http://schemas\.openxmlformats\.org/(spreadsheetml|officeDocument)/2006/"
    return re.sub(usual, rb"http://purl.oclc.org/ooxml/\1/", xml)
