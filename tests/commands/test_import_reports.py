"""``export imports``: what each import brought as a sheet, by numbers of rows alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.commanded import TestOffices, throw_away_offices
from xfconsole.ui.words import catalogue as i18n


@pytest.fixture
def offices() -> Iterator[TestOffices]:
    with throw_away_offices() as found:
        yield found


def test_every_import_has_its_counts_and_what_it_left_out(
    offices: TestOffices, tmp_path: Path
) -> None:
    before = i18n.language()
    i18n.use("zh")
    letters = tmp_path / "=来信.csv"
    letters.write_text(
        "信访编号,信访人,主题,信访日期\n1,某某甲,路灯不亮,2026-02-12\n2,某某乙,,2026-02-12\n",
        encoding="utf-8",
    )
    offices.run("import", "letters", letters)
    file = tmp_path / "导入.xlsx"
    try:
        said = offices.run("export", "imports", file).output
    finally:
        i18n.use(before)
    assert "1 次导入" in said
    sheet = load_workbook(file).active
    assert sheet is not None
    heads, row = sheet.iter_rows(values_only=True)
    assert heads[1:7] == ("文件", "行数", "新登记", "已有", "答复", "未导入")
    assert row[1] == "'=来信.csv"
    assert row[2:7] == (2, 1, 0, 0, 1)
    assert "3" in str(row[7])
    assert "某某" not in str(row)
