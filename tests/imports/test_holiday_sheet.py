"""The office's holidays from a spreadsheet, in columns or as the notice has them."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.notices import NOTICES
from tests.sheets import book, rewrite, saved, write_csv, write_xlsx
from xfconsole import cli
from xfconsole.core.policy.holiday_file import MAX_BYTES, OwnDays
from xfconsole.core.words.refusal import Refused
from xfconsole.imports.holiday_sheet import read_holidays
from xfconsole.office_files.in_force import published_workdays, slips, workdays_in_force
from xfconsole.ui.words.catalogue import LANGUAGES, catalogue

NOTICE = """国务院办公厅关于2026年部分节假日安排的通知
国办发明电〔2025〕7号
经国务院批准，现将2026年元旦、春节放假调休日期的具体安排通知如下。
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
节假日期间，各地区、各部门要妥善安排好值班和安全等工作，联系电话 010-12345678。
国务院办公厅
2025年11月4日"""
TABLE = [
    ["2041年放假安排"],
    ["节日", "放假时间", "调休上班日期", "放假天数"],
    ["元旦", "1月1日至3日", "无", "3天"],
    ["国庆节", "10月1日（周二）至7日（周一），共7天", "9月28日（周六）、10月12日上班", "7天"],
    ["备注：以通知为准"],
]


def days(path: Path) -> OwnDays:
    return read_holidays(path.read_bytes(), path.name)


def test_a_years_notice_pasted_into_a_sheet_gives_the_published_days(tmp_path: Path) -> None:
    lines = [[line] for line in NOTICE.splitlines()]
    for path in (write_xlsx(tmp_path / "通知.xlsx", lines), write_csv(tmp_path / "n.csv", lines)):
        found = days(path)
        year = [on for on in NOTICES.holidays if on.year == 2026]
        assert sorted(found.holidays) == sorted(year)
        assert sorted(found.working) == sorted(on for on in NOTICES.working if on.year == 2026)
        assert found.holidays[date(2026, 2, 20)] == "春节"
        assert found.covers == {2026}
    whole = days(write_xlsx(tmp_path / "whole.xlsx", [[NOTICE]]))
    assert (whole.holidays, whole.working) == (found.holidays, found.working)


def test_the_days_stand_in_columns(tmp_path: Path) -> None:
    found = days(write_xlsx(tmp_path / "a.xlsx", TABLE))
    assert len(found.holidays) == 10
    assert found.holidays[date(2041, 10, 7)] == "国庆节"
    assert found.working == {date(2041, 9, 28), date(2041, 10, 12)}
    rows: list[list[Any]] = [
        ["日期", "类型", "节日"],
        [datetime(2041, 10, 1), "休", "国庆节"],  # noqa: DTZ001 - as a sheet has it
        ["2041年10月2日至3日", "放假", ""],
        ["20410928", "班", ""],
        ["12月31日至1月1日", "放假", "元旦"],
    ]
    for path in (
        write_xlsx(tmp_path / "2041.xlsx", rows),
        write_csv(tmp_path / "holidays2041.csv", rows, "gb18030"),
    ):
        found = days(path)
        assert {on.isoformat(): name for on, name in found.holidays.items()} == {
            "2041-10-01": "国庆节",
            "2041-10-02": "放假",
            "2041-10-03": "放假",
            "2041-12-31": "元旦",
            "2042-01-01": "元旦",
        }
        assert found.working == {date(2041, 9, 28)}
        assert found.covers == {2041}


HEAD = ["日期", "类型", "节日"]


@pytest.mark.parametrize(
    ("rows", "fault", "named"),
    [
        ([HEAD, ["10月1日", "休", "国庆节"]], "date", "2"),
        ([HEAD, ["2041-02-29", "休", "元旦"], ["2041-13-01", "休", ""]], "date", "2、3"),
        ([HEAD, ["2041-10-01", "休", "国庆节"], ["", "休", "元旦"]], "date", "3"),
        ([HEAD, ["初一", "休", "春节"]], "date", "2"),
        ([HEAD, ["2041年10月7日至1日", "休", "国庆节"]], "date", "2"),
        ([["2041年"], ["1日至3日放假"]], "date", "2"),
        ([HEAD, ["2041-10-01（周三）", "休", "国庆节"]], "weekday", "2"),
        ([["2041年"], ["10月1日至7日放假，共8天"]], "count", "2"),
        ([["2041年"], ["10月1日起放假7天"]], "count", "2"),
        ([HEAD, ["2041-10-01", "", "国庆节"]], "kind", "2"),
        ([HEAD, ["2041-10-01", "调休", "国庆节"]], "kind", "2"),
        ([["2041年"], ["放假：1月1日，上班：1月4日"]], "kind", "2"),
        ([["2041年放假安排"], ["9月28日"]], "kind", "2"),
        ([HEAD, ["2041-10-01", "休", "x"], ["2041年10月1日", "班", ""]], "both", "3"),
        ([["通知"], ["无"]], "empty", ""),
        ([['10"月', "x"]], "empty", ""),
    ],
)
def test_a_row_that_leaves_something_open_is_named(
    rows: list[list[str]], fault: str, named: str, tmp_path: Path
) -> None:
    with pytest.raises(Refused) as refused:
        days(write_csv(tmp_path / "h.csv", rows))
    told = refused.value
    assert told.key == f"holidays.refused.sheet_{fault}"
    assert told.values.get("rows", "") == named
    for each in LANGUAGES:
        assert "h.csv" in catalogue(each).say(told.key, **told.values)


def with_hidden(path: Path) -> Path:
    """Two sheets of days with a hidden row each, one without any, and one that is hidden."""
    made = book(
        ("春节", [HEAD, ["2041-02-01", "休", "春节"], ["2041-02-04", "休", ""]]),
        ("国庆", [HEAD, ["2041-10-01", "休", "国庆节"]]),
        ("通讯录", [["姓名", "电话"]]),
        ("旧表", [HEAD, ["2041-12-25", "休", "x"]]),
    )
    made["春节"].row_dimensions[3].hidden = True
    made["国庆"].row_dimensions[2].hidden = True
    made["旧表"].sheet_state = "hidden"
    return saved(made, path)


def test_hidden_sheets_are_not_read_and_hidden_rows_are_and_both_are_told(tmp_path: Path) -> None:
    found = days(with_hidden(tmp_path / "h.xlsx"))
    assert len(found.holidays) == 3
    assert found.others == ("通讯录", "旧表")
    assert found.hidden == (("春节", 3), ("国庆", 2))
    one = book(("a", [HEAD, ["2041-10-01", "休", "国庆节"]]))
    one["a"].row_dimensions[2].hidden = True
    assert days(saved(one, tmp_path / "one.xlsx")).hidden == (("", 2),)


def test_a_workbook_of_hidden_sheets_alone_says_no_day(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", [HEAD, ["2041-10-01", "休", "国庆节"]])
    assert days(path).holidays
    rewrite(path, "xl/workbook.xml", lambda part: part.replace(b'"visible"', b'"hidden"'))
    with pytest.raises(Refused, match="sheet_empty"):
        days(path)


@pytest.mark.parametrize("own", [True, False])
def test_the_command_names_hidden_rows_and_sheets(
    own: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = with_hidden(tmp_path / "holidays.xlsx")
    asked = ["--home", str(tmp_path), "--lang", "en", "holidays", "--year", "2041"]
    asked += [] if own else ["--file", str(path)]
    assert cli.run(asked) == 0
    said = capsys.readouterr().out
    assert "通讯录, 旧表" in said
    assert "春节" in said
    assert "Row 3: hidden in the workbook" in said
    assert cli.run([*asked, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["others"], told["hidden"]) == (["通讯录", "旧表"], ["春节!3", "国庆!2"])


def test_a_sheet_in_the_offices_folder_counts_like_the_text_and_after_it(tmp_path: Path) -> None:
    own = write_csv(tmp_path / "holidays.csv", TABLE)
    found = workdays_in_force(tmp_path)
    assert found.covers(2041)
    assert [found.works(date(2041, 9, day)) for day in (27, 28)] == [True, True]
    assert slips(tmp_path) == ()
    own.write_text("日期,类型\n2041-10-01,?\n", encoding="utf-8")
    assert [each.why.values["rows"] for each in slips(tmp_path)] == ["2"]
    own.write_bytes(b"x" * (MAX_BYTES + 1))
    assert [each.why.key for each in slips(tmp_path)] == ["holidays.refused.too_large"]
    (tmp_path / "holidays.toml").write_text("working = []", encoding="utf-8")
    assert workdays_in_force(tmp_path) == published_workdays()


def test_a_slip_in_a_workbook_of_subjects_is_told_too(tmp_path: Path) -> None:
    write_xlsx(tmp_path / "subjects.xlsx", [["甲", "乙"]])
    assert [each.why.key for each in slips(tmp_path)] == ["subjects.refused.header"]
