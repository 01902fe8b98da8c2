"""Tables as Excel 97, WPS, LibreOffice and web systems write them are the same tables."""

from __future__ import annotations

import resource
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import odswriter  # type: ignore[import-untyped]
import pytest
import xlwt  # type: ignore[import-untyped]

from tests.commanded import TestOffices, throw_away_offices
from tests.fuzz.sheets import opendocument
from tests.imports.test_tabular import cells, refusal
from tests.sheets import book, read_table, rewrite, saved
from xfconsole.core.words.refusal import Refused
from xfconsole.imports import apart
from xfconsole.imports.tabular import read_tables

KNOWN = ["编号", "标题", "来信时间", "内容"]
HEAD: list[Any] = [*KNOWN, "责任单位"]
AT = datetime(2026, 2, 20, 9, 32, 9)  # noqa: DTZ001 - as in a cell
MIDNIGHT = datetime(2026, 2, 20)  # noqa: DTZ001 - as in a cell
LETTERS = [
    HEAD,
    ["000123", "路灯不亮", AT, "甲\n乙", "住建局"],
    [13900000001, "水压不足", date(2026, 2, 20), " x ", None],
    [7.5, "噪声", time(15, 5), True, None],
]
READ = [
    ("000123", "路灯不亮", AT, "甲\n乙", "住建局"),
    (13900000001, "水压不足", MIDNIGHT, " x ", "住建局"),
    (7.5, "噪声", time(15, 5), "TRUE"),
]


@pytest.fixture
def offices() -> Iterator[TestOffices]:
    with throw_away_offices() as found:
        yield found


def xls(path: Path, rows: list[list[Any]], code: str = "yyyy-mm-dd hh:mm:ss") -> Path:
    """Write an Excel 97 workbook: the third row hidden, the last column of row 2 and 3 merged."""
    made = xlwt.Workbook(encoding="utf-8")
    sheet = made.add_sheet("来信")
    for at, row in enumerate(rows):
        for column, value in enumerate(row):
            dated = isinstance(value, date | time)
            style = xlwt.easyxf(num_format_str=code) if dated else xlwt.Style.default_style
            if value is not None and (at, column) != (1, 4):
                sheet.write(at, column, value, style)
    sheet.write_merge(1, 2, 4, 4, rows[1][4])
    sheet.row(2).hidden = True
    other = made.add_sheet("藏")
    other.visibility = 1
    other.write(0, 0, "编号")
    made.save(str(path))
    return path


def ods(path: Path, rows: list[list[Any]]) -> Path:
    """Write the same as an OpenDocument spreadsheet; odswriter hides and merges nothing."""
    with path.open("wb") as file, odswriter.writer(file) as made:
        made.new_sheet("来信").writerows(rows)
        made.new_sheet("藏").writerow(["编号"])
    rewrite(path, "content.xml", _merged_and_hidden)
    return path


def _merged_and_hidden(xml: bytes) -> bytes:
    head, *rows = xml.split(b"<table:table-row>")
    rows[1] = rows[1][::-1].replace(b"<table:table-cell"[::-1], SPANNED[::-1], 1)[::-1]
    hidden = b'<table:table-row table:visibility="filter">'.join((b"", rows[2]))
    body = b"<table:table-row>".join((head, *rows[:2])) + hidden
    body += b"".join(b"<table:table-row>" + row for row in rows[3:])
    style = b'<style:style style:name="off" style:family="table">'
    style += b'<style:table-properties table:display="false"/></style:style>'
    body = body.replace(b"</office:automatic-styles>", style + b"</office:automatic-styles>")
    first, _, second = body.rpartition(b'table:style-name="ta1"')
    return first + b'table:style-name="off"' + second


SPANNED = b'<table:table-cell table:number-rows-spanned="2"'


@pytest.mark.parametrize("name", ["来信.xls", "来信.et", "来信.ods"])
def test_a_workbook_of_another_program_is_read_cell_by_cell(tmp_path: Path, name: str) -> None:
    write = ods if name.endswith("ods") else xls
    found = read_tables(write(tmp_path / name, LETTERS), KNOWN)
    assert found.others == ("藏",)
    (table,) = found.tables
    rows = list(table.rows)
    assert [row.cells for row in rows] == READ
    assert [(row.number, row.hidden, row.carried) for row in rows] == [
        (2, False, frozenset()),
        (3, True, {4}),
        (4, False, frozenset()),
    ]


def page(path: Path) -> Path:
    """Write a web page as a system hands it out under the name of a workbook."""
    text = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head>
      <meta http-equiv=Content-Type content="text/html; charset=gb2312">
      <style>td {color:red}</style>
      </head><body><table border=1>
      <tr><td colspan=5>来信登记表</td></tr>
      <tr><th>编号<th>标题<th>来信时间<th>内容<th>责任单位</tr>
      <tr><td>000123</td><td>路灯&nbsp;不亮</td><td>2026-02-20 09:32</td><td>甲<br>乙</td>
          <td rowspan=2>住建局</td></tr>
      <tr style='display:none'><td>13900000001<td>水压不足<td>2026/2/20<td> 一  <b>二</b> </tr>
      <tr><td></td></tr>
      <tr><td>3</td><td>噪声<td>2026年2月20日 下午3:05<td><p>x</p><p>y</p></tr>
      </table></body></html>"""
    path.write_bytes(text.encode("gb18030"))
    return path


def test_a_web_page_that_calls_itself_a_workbook_is_read(tmp_path: Path) -> None:
    rows = list(read_table(page(tmp_path / "a.xls"), KNOWN).rows)
    assert [(row.number, row.cells, row.hidden, row.carried) for row in rows] == [
        (3, ("000123", "路灯 不亮", "2026-02-20 09:32", "甲\n乙", "住建局"), False, frozenset()),
        (4, ("13900000001", "水压不足", "2026/2/20", "一 二", "住建局"), True, {4}),
        (6, ("3", "噪声", "2026年2月20日 下午3:05", "x\ny"), False, frozenset()),
    ]


def test_text_that_calls_itself_a_workbook_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.xls"
    path.write_bytes("编号\t标题\t来信时间\n000123\t路灯不亮\t2026-02-20\n".encode("gb18030"))
    assert cells(read_table(path, KNOWN)) == [("000123", "路灯不亮", "2026-02-20")]


@pytest.mark.parametrize(
    "code", ['yyyy"年"m"月"d"日";@', "[DBNum1][$-804]yyyy/m/d", "[$-804]aaaa", "m/d/yy", "e.m.d"]
)
def test_a_date_is_one_in_every_format_of_the_old_workbooks(tmp_path: Path, code: str) -> None:
    found = read_table(xls(tmp_path / "a.xls", LETTERS, code), KNOWN)
    assert [row.cells[2] for row in found.rows] == [AT, MIDNIGHT, time(15, 5)]


def test_an_error_in_a_cell_is_a_flaw_of_its_row(tmp_path: Path) -> None:
    rows = [KNOWN, ["1", "甲", "2026-02-20", "x"], ["2", "乙", "#N/A", "y"]]
    made = xlwt.Workbook()
    sheet = made.add_sheet("a")
    for at, row in enumerate(rows):
        for column, value in enumerate(row):
            sheet.write(at, column, value)
    sheet.row(1).set_cell_error(4, "#REF!")
    made.save(str(tmp_path / "a.xls"))
    of_ods = [[*rows[0], None], [*rows[1], odswriter.Formula("=1+1")], [*rows[2], None]]
    path = ods(tmp_path / "a.ods", of_ods)
    flaws = [
        [row.flaw and row.flaw.key.rpartition(".")[2] for row in read_table(each, KNOWN).rows]
        for each in (tmp_path / "a.xls", path)
    ]
    assert flaws == [["error_value", "error_value"], ["formula", "error_value"]]


def test_letters_come_in_from_every_format_and_are_the_same_letters(
    offices: TestOffices, tmp_path: Path
) -> None:
    rows = [HEAD, *([*row[:2], AT, *row[3:]] for row in LETTERS[1:])]
    as_xlsx = saved(book(("来信", rows)), tmp_path / "来信.xlsx")
    first = offices.run_json("import", "letters", xls(tmp_path / "来信.xls", rows))
    assert (first["added"], first["hidden"], first["sheets"]["passed_over"]) == (3, 1, ["藏"])
    for path in (ods(tmp_path / "来信.ods", rows), as_xlsx):
        assert offices.run_json("import", "letters", path)["added"] == 0


# --- how much such a table may cost ---------------------------------------------------------------


def _ods(inside: str) -> bytes:
    return opendocument(f'<table:table table:name="a">{inside}</table:table>'.encode())


CELL = '<table:table-cell office:value-type="string"><text:p>编号</text:p></table:table-cell>'
ROW = '<table:table-row table:number-rows-repeated="1048576">'
HOSTILE: dict[str, Callable[[], bytes]] = {
    "rows said once.ods": lambda: _ods(f"{ROW}{CELL * 40}</table:table-row>"),
    "one long text.ods": lambda: _ods(
        ROW + CELL.replace("编号", "x" * 90_000) + "</table:table-row>"
    ),
    "sheets.ods": lambda: opendocument(b"<table:table></table:table>" * 300),
    "wide row.ods": lambda: _ods("<table:table-row>" + CELL * 1_000_000),
    "deep row.ods": lambda: _ods("<table:table-row>" + "<a>" * 5_000_000),
    "blanks.ods": lambda: _ods(" " * 300_000_000),
    "tables.html": lambda: b"<table>" * 1_000,
    "attributes.xls": lambda: b"<table><tr " + b'a="' * 2_000_000,
    "remarks.xls": lambda: b"<table>" + b"<!--" * 2_000_000,
}
LONG = {"wide row.ods", "deep row.ods", "blanks.ods", "remarks.xls"}


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=pytest.mark.torture if name in LONG else ()) for name in HOSTILE],
)
def test_a_table_made_to_hurt_ends_in_one_sentence(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(HOSTILE[name]())
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert refusal(tmp_path / name) == "tabular.refused.bomb"
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < apart.SECONDS + 2


def test_painted_cells_of_an_old_workbook_cost_nothing(tmp_path: Path) -> None:
    made = xlwt.Workbook()
    sheet, yellow = made.add_sheet("a"), xlwt.easyxf("pattern: pattern solid, fore_colour yellow")
    for column, header in enumerate(KNOWN):
        sheet.write(0, column, header)
    for row in range(1, 500):
        for column in range(30):
            sheet.row(row).set_cell_blank(column, yellow)
    made.save(str(tmp_path / "a.xls"))
    assert list(read_table(tmp_path / "a.xls", KNOWN).rows) == []


def test_a_reader_that_ends_without_a_word_is_a_file_of_an_absurd_size(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apart, "READ_APART", "--no-such-option")
    with pytest.raises(Refused, match="bomb"):
        read_table(xls(tmp_path / "a.xls", LETTERS), KNOWN)
