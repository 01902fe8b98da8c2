"""Tables from outside: read faithfully, or refused in one sentence; never trusted."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from tests.sheets import read_table, rewrite
from xfconsole.core.words.refusal import Refused
from xfconsole.imports import csv_grid, tabular, xlsx_grid
from xfconsole.imports.table import Table
from xfconsole.ui.words.catalogue import catalogue

KNOWN = ["日期", "姓名", "电话", "date", "name"]


def written(path: Path, content: str | bytes, encoding: str = "utf-8") -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path


def workbook(path: Path, *rows: list[Any], also: Callable[[Workbook], None] | None = None) -> Path:
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    if also:
        also(book)
    book.save(path)
    return path


def cells(table: Table) -> list[tuple[Any, ...]]:
    return [row.cells for row in table.rows]


def refusal(path: Path) -> str:
    with pytest.raises(Refused) as refused:
        list(read_table(path, KNOWN).rows)
    for language in ("zh", "en"):
        assert path.name in catalogue(language).say(refused.value.key, **refused.value.values)
    return refused.value.key


# --- text --------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_text_in_any_usual_encoding_and_delimiter(
    tmp_path: Path, encoding: str, delimiter: str
) -> None:
    text = f"日期{delimiter}姓名\r\n2026-02-20{delimiter}李敏，䶮𠮷\r\n"
    table = read_table(written(tmp_path / "a.csv", text, encoding), KNOWN)
    assert table.headers == ("日期", "姓名")
    assert table.encoding == encoding
    assert cells(table) == [("2026-02-20", "李敏，䶮𠮷")]


def test_rows_are_numbered_as_a_spreadsheet_shows_them(tmp_path: Path) -> None:
    text = '值班表\n\n日期,姓名\n1,"李\n敏"\n\n,\n2,王强\n'
    table = read_table(written(tmp_path / "a.csv", text), KNOWN)
    assert table.header_row == 3
    assert [(row.number, row.cells) for row in table.rows] == [
        (4, ("1", "李\n敏")),
        (7, ("2", "王强")),
    ]


def test_a_semicolon_within_commas_splits_nothing(tmp_path: Path) -> None:
    table = read_table(written(tmp_path / "a.csv", "日期,姓名,说明\n1,李敏,a;b;c\n"), KNOWN)
    assert cells(table) == [("1", "李敏", "a;b;c")]


def test_headers_are_recognised_despite_width_case_and_blanks(tmp_path: Path) -> None:
    table = read_table(written(tmp_path / "a.csv", " ＤＡＴＥ ：,N ame*\n1,2\n"), KNOWN)
    assert (table.column("date"), table.column("name"), table.column("phone")) == (0, 1, None)


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ('"李"敏,1', "tabular.refused.quotes"),
        ("李敏,1,2", "tabular.refused.extra_cells"),
        ("x" * 100_001 + ",1", "tabular.refused.cell_too_long"),
        ("1," * 256 + "1", "tabular.refused.too_many_columns"),
    ],
)
def test_a_bad_line_of_text_is_a_flaw_of_its_row_only(tmp_path: Path, line: str, key: str) -> None:
    path = written(tmp_path / "a.csv", f"姓名,日期\n王强,1\n{line}\n孙磊,3\n")
    rows = list(read_table(path, KNOWN).rows)
    assert [(row.number, row.flaw and row.flaw.key) for row in rows] == [
        (2, None),
        (3, key),
        (4, None),
    ]
    assert rows[2].cells == ("孙磊", "3")


def test_a_quotation_mark_that_never_closes_is_reported_where_it_opens(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", '姓名,日期\n王强,1\n"孙磊,2\n周平,3\n')
    rows = list(read_table(path, KNOWN).rows)
    assert [(row.number, row.flaw is None) for row in rows] == [(2, True), (3, False)]


@given(
    st.lists(
        st.lists(
            st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8),
            min_size=2,
            max_size=2,
        ),
        max_size=8,
    )
)
def test_quoted_text_comes_back_character_for_character(rows: list[list[str]]) -> None:
    body = "".join(
        ",".join('"' + cell.replace('"', '""') + '"' for cell in row) + "\n" for row in rows
    )
    grids = csv_grid.csv_grids(("日期,姓名\n" + body).encode(), "a.csv")
    found = [tuple(cell or "" for cell in row.cells) for row in grids[0].rows()][1:]
    assert found == [tuple(row) for row in rows if any(row)]


# --- workbooks ---------------------------------------------------------------------------------


def test_cells_of_a_workbook_keep_their_kind(tmp_path: Path) -> None:
    moment, day = datetime(2026, 2, 20, 17, 30), date(2026, 2, 20)  # noqa: DTZ001 - as in a cell
    path = workbook(
        tmp_path / "a.xlsx", ["日期", "姓名"], [moment, day, time(8, 30), 13, 1.5, " 李敏 ", True]
    )
    midnight = datetime(2026, 2, 20)  # noqa: DTZ001 - as in a cell
    assert cells(read_table(path, KNOWN)) == [
        (moment, midnight, time(8, 30), 13, 1.5, " 李敏 ", "TRUE")
    ]


def test_the_header_row_is_found_below_titles_on_a_later_sheet(tmp_path: Path) -> None:
    def more(book: Workbook) -> None:
        book.create_sheet("藏").append(["日期", "姓名"])
        book["藏"].sheet_state = "hidden"
        sheet = book.create_sheet("二月")
        sheet["A3"], sheet["A5"], sheet["B5"], sheet["A9"] = "值班表", "日期", "姓名", "李敏"

    table = read_table(workbook(tmp_path / "a.xlsx", ["说明"], also=more), KNOWN)
    assert (table.sheet, table.header_row) == ("二月", 5)
    assert [(row.number, row.cells) for row in table.rows] == [(9, ("李敏",))]


def test_spreadsheet_escapes_are_decoded_once(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", ["日期", "姓名"], ["a_x000D_b", "\t一\n二　[b]"])
    assert cells(read_table(path, KNOWN)) == [("a\rb", "\t一\n二　[b]")]
    assert xlsx_grid._unescaped("_x005F_x000D_") == "_x000D_"
    assert xlsx_grid._unescaped("_xD83D__xDE00_") == "😀"


def test_a_literal_escape_in_shared_strings_survives(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", ["日期", "姓名"], [0, "李敏"])
    rewrite(path, SHEET, lambda xml: xml.replace(b'<c r="A2" t="n">', b'<c r="A2" t="s">'))
    rewrite(path, "[Content_Types].xml", lambda xml: xml.replace(b"</Types>", SHARED_TYPE))
    rewrite(path, SHARED, lambda _: SHARED_STRINGS)
    assert cells(read_table(path, KNOWN)) == [("_x000D_", "李敏")]


SHARED = "xl/sharedStrings.xml"
SHARED_TYPE = (
    b'<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-'
    b'officedocument.spreadsheetml.sharedStrings+xml"/></Types>'
)
SHARED_STRINGS = (
    b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    b"<si><t>_x005F_x000D_</t></si></sst>"
)


SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    ("stored", "read"),
    [
        pytest.param(b'<c r="A2"><f>1+1</f><v>2</v></c>', (2, "李敏"), id="a number"),
        pytest.param(b'<c r="A2" t="str"><f>"x"</f><v>x</v></c>', ("x", "李敏"), id="a text"),
        pytest.param(b'<c r="A2" t="str"><f>""</f><v></v></c>', (None, "李敏"), id="empty text"),
    ],
)
def test_a_formula_gives_the_value_stored_with_it(
    tmp_path: Path, stored: bytes, read: tuple[Any, ...]
) -> None:
    path = workbook(tmp_path / "a.xlsx", ["日期", "姓名"], ["=1+1", "李敏"])
    # What writes a workbook ends an empty element one way or the other.
    cell = re.compile(rb'<c r="A2"><f>1\+1</f><v(?: />|></v>)</c>')
    rewrite(path, SHEET, lambda xml: cell.sub(lambda _: stored, xml))
    assert cells(read_table(path, KNOWN)) == [read]


def test_a_formula_without_a_value_or_with_an_error_is_a_flaw_of_its_row(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "a.xlsx", ["日期", "姓名"], ["=1+1", "甲"], ["#REF!", "乙"], ["3", "丙"]
    )
    flaws = [(row.number, row.flaw and row.flaw.key) for row in read_table(path, KNOWN).rows]
    assert flaws == [
        (2, "tabular.refused.formula"),
        (3, "tabular.refused.error_value"),
        (4, None),
    ]


@pytest.mark.parametrize("error", ["#REF!", "#SPILL!", "#N/A"])
def test_an_error_of_any_name_is_a_flaw_of_its_row(tmp_path: Path, error: str) -> None:
    path = workbook(tmp_path / "a.xlsx", ["日期", "姓名"], [1, "李敏"])
    wrong = f'<c r="A2" t="e"><v>{error}</v></c>'.encode()
    rewrite(path, SHEET, lambda xml: xml.replace(b'<c r="A2" t="n"><v>1</v></c>', wrong))
    (row,) = read_table(path, KNOWN).rows
    assert row.flaw is not None
    assert row.flaw.key == "tabular.refused.error_value"


def test_rows_that_go_back_are_a_damaged_sheet(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", ["日期", "姓名"], ["1", "李敏"], ["2", "王强"])
    rewrite(path, SHEET, lambda xml: xml.replace(b'<row r="3">', b'<row r="2">'))
    assert refusal(path) == "tabular.refused.damaged"


def test_a_wrong_size_written_into_the_sheet_cuts_nothing_off(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", ["日期", "姓名"], ["1", "李敏"], ["2", "王强"])
    rewrite(path, SHEET, lambda xml: xml.replace(b'ref="A1:B3"', b'ref="A1"'))
    assert len(cells(read_table(path, KNOWN))) == 2


def test_a_row_of_more_columns_than_a_table_has_is_a_flaw(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", ["日期", "姓名"], [1] * 257, [1] * 256)
    assert [row.flaw is None for row in read_table(path, KNOWN).rows] == [False, True]


# --- refused as a whole ------------------------------------------------------------------------


def zipped(**parts: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/") + ".xml", content)
    return target.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)


@pytest.mark.parametrize(
    ("name", "content", "key"),
    [
        pytest.param("a.csv", b"", "empty", id="no byte"),
        pytest.param("a.csv", b" \n\n ", "empty", id="blanks only"),
        pytest.param("a.xls", OLE, "damaged", id="a torn .xls"),
        pytest.param(
            "a.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted", id="locked"
        ),
        pytest.param("a.xlsx", b"no zip at all", "damaged", id="not a zip"),
        pytest.param("a.xlsx", b"PK\x03\x04" + bytes(99), "damaged", id="torn zip"),
        pytest.param("a.xlsx", zipped(word__document=b"<x/>"), "not_a_table", id="a .docx"),
        pytest.param("a.xlsx", zipped(xl__workbook=b"<workbook"), "damaged", id="broken XML"),
        pytest.param(
            "a.xlsx",
            zipped(xl__workbook=b'<!DOCTYPE x [<!ENTITY a "b">]><x/>'),
            "damaged",
            id="entities",
        ),
        pytest.param(
            "a.xlsx", zipped(xl__workbook=b"<x/>", xl__x=bytes(11 << 20)), "bomb", id="zip bomb"
        ),
        pytest.param("a.csv", bytes(range(256)) * 20, "not_a_table", id="binary"),
        pytest.param("a.csv", b"\x89PNG\r\n\x1a\n" + bytes(99), "not_a_table", id="a picture"),
        pytest.param("a.csv", "甲,乙\n1,2\n".encode(), "no_header", id="no known header"),
        pytest.param("a.csv", "日期,乙\n1,2\n".encode(), "no_header", id="one known header"),
    ],
)
def test_what_is_no_usable_table_is_refused(
    tmp_path: Path, name: str, content: bytes, key: str
) -> None:
    assert refusal(written(tmp_path / name, content)) == f"tabular.refused.{key}"


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path / "none.csv") == "tabular.refused.unreadable"
    assert refusal(tmp_path) == "tabular.refused.unreadable"


def test_too_large_a_file_is_refused_unread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tabular, "MAX_FILE_BYTES", 8)
    assert refusal(written(tmp_path / "a.csv", "日期,姓名\n")) == "tabular.refused.too_large"


def test_a_row_number_beyond_all_bounds_ends_the_reading(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", ["日期", "姓名"], ["1", "李敏"])
    rewrite(
        path, SHEET, lambda xml: xml.replace(b'r="2"', b'r="99999999"').replace(b"A2", b"A99999999")
    )
    assert refusal(path) == "tabular.refused.too_many_rows"


@cache
def sound_workbook() -> bytes:
    """Return one workbook for all examples: each new one would hold the time it was made."""
    target = io.BytesIO()
    book = Workbook()
    book.worksheets[0].append(["日期", "姓名"])
    book.save(target)
    return target.getvalue()


@given(st.data())
def test_a_damaged_workbook_is_read_or_refused_but_never_crashes(data: st.DataObject) -> None:
    content = bytearray(sound_workbook())
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(4, len(content) - 1))] = data.draw(st.integers(0, 255))
    try:
        for grid in xlsx_grid.xlsx_grids(bytes(content), "a.xlsx"):
            list(grid.rows())
    except Refused as refused:
        assert refused.key.startswith("tabular.refused.")  # noqa: PT017 - either way is right
