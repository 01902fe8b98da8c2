"""Which columns of a file of letters are what, as an officer says it and keeps it by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commanded import throw_away_offices
from tests.sheets import write_csv, write_xlsx
from xfconsole.core.words.refusal import Refused
from xfconsole.imports.head import head_of
from xfconsole.office_files.kept_columns import keep_mapping, load_mappings

ROWS = [
    ["二月来件"],
    ["哪天", "写了什么", "哪天", "", "身份证号", "电话"],
    ["2026-02-18", "三号楼的灯坏了", "", "x", "1", "139"],
    ["2026-02-19", "井盖松动"],
]


def test_columns_are_mapped_by_a_kept_name(tmp_path: Path) -> None:
    with throw_away_offices() as offices:
        rows = [["哪天", "写了什么", "几号"], ["2019/4/25", "三号楼的灯坏了", "7"]]
        path = write_csv(tmp_path / "letters.csv", rows)
        with pytest.raises(Refused, match=r"letters\.refused\.mapping"):
            offices.run_json("import", "letters", path, "--mapping", "区系统")
        keep_mapping(offices.home, "别的", {"丙": "text"})
        keep_mapping(offices.home, "区系统", {"哪天": "received_at", "写了什么": "", "几号": ""})
        keep_mapping(
            offices.home, "区系统", {"哪天": "received_at", "写了什么": "text", "几号": ""}
        )
        assert list(load_mappings(offices.home)) == ["别的", "区系统"]
        done = offices.run_json("import", "letters", path, "--mapping", "区系统", "--dry-run")
        assert done["used"] == {"哪天": "received_at", "写了什么": "text"}
        assert done["unused"] == ["几号"]
        done = offices.run_json(
            "import", "letters", path, "--mapping", "区系统", "--map", "几号=number"
        )
        assert (done["added"], done["unused"]) == (1, [])


def test_the_row_of_headers_is_found_below_a_title(tmp_path: Path) -> None:
    for path in (write_csv(tmp_path / "a.csv", ROWS), write_xlsx(tmp_path / "a.xlsx", ROWS)):
        head = head_of(path)
        assert head.likely == 1
        assert head.line(1) == "哪天 | 写了什么 | 哪天 | 身份证号 | 电话"
        assert [row for row, _ in head.rows] == [1, 2, 3, 4]


def test_each_header_is_asked_about_once_and_what_is_never_read_not_at_all(tmp_path: Path) -> None:
    head = head_of(write_csv(tmp_path / "a.csv", ROWS))
    columns = head.columns(head.likely)
    assert [(each.number, each.header, each.field) for each in columns] == [
        (1, "哪天", ""),
        (2, "写了什么", ""),
        (6, "电话", "phone"),
    ]
    assert columns[1].cells == ((3, "三号楼的灯坏了"), (4, "井盖松动"))
    assert head.never_read(head.likely) == ["身份证号"]


def test_a_field_is_offered_as_often_as_it_can_have_columns(tmp_path: Path) -> None:
    head = head_of(write_csv(tmp_path / "a.csv", ROWS))
    taken = ["text", "received_at", "-", "topic", "topic"]
    assert "text" not in head.fields(taken)
    assert {"received_at", "topic", "summary"} <= set(head.fields(taken))
    assert "received_at" not in head.fields([*taken, "received_at"])


def test_a_mapping_fits_a_file_that_has_all_of_its_columns(tmp_path: Path) -> None:
    head = head_of(write_csv(tmp_path / "a.csv", ROWS))
    mappings = {"有": {"哪 天": "received_at", "写了什么": "text"}, "没有": {"哪天": "", "件": ""}}
    assert head.fitting(mappings) == ["有"]


def test_a_file_without_a_row_has_no_head(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"tabular\.refused\.empty"):
        head_of(write_xlsx(tmp_path / "a.xlsx", []))
