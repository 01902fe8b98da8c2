"""Whatever a drawn roster looks like, each of its cells is read, named as not read, or refused."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter

from tests.imports.test_roster_file import SHANGHAI
from tests.imports.test_roster_wide import POSTS
from tests.sheets import write_csv
from xfconsole.core.words.refusal import Refused
from xfconsole.imports.roster_above import NoteKind
from xfconsole.imports.roster_file import RosterFile, read_roster

HEADS = (
    *(
        "带班领导",
        "值班员",
        "分管领导",
        "带班领导（夜班）",
        "白班值班员",
        "责任单位负责人（住建局）",
    ),
    *("班次", "时段", "备注", "序号", "节假日", "总值班", "电话", "电话", "联系电话", ""),
)
SHIFTS = ("班次", "时段")
NUMBERS = ("电话", "联系电话")


@dataclass(frozen=True)
class Drawn:
    """Headers and rows of one table; every cell says something that no other does."""

    heads: list[str]
    rows: list[list[str]]

    def column(self, at: int) -> set[str]:
        """Return what may name a column: its header, or its letter."""
        return {self.heads[at], get_column_letter(at + 1)}


@st.composite
def drawings(draw: st.DrawFn) -> Drawn:
    heads = draw(st.lists(st.sampled_from(HEADS), min_size=1, max_size=7))
    heads.insert(draw(st.integers(0, len(heads))), "日期")
    rows = []
    for day in range(1, draw(st.integers(1, 3)) + 1):
        rows.append([_cell(draw, head, day, at) for at, head in enumerate(heads)])
    return Drawn(heads, rows)


def _cell(draw: st.DrawFn, head: str, day: int, at: int) -> str:
    if head == "日期":
        return draw(st.sampled_from([f"12月{day}日", f"12月{day}日", ""]))
    if draw(st.integers(0, 3)) == 0:
        return ""
    if head in SHIFTS:
        return draw(st.sampled_from(["白班", "夜班"]))
    return f"139{day:04}{at:04}" if head in NUMBERS else "王李赵孙"[day] + "甲乙丙丁戊己庚辛"[at]


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=drawings())
@example(drawn=Drawn(["", "日期", "带班领导"], [["李甲", "12月1日", "李戊"]]))
def test_no_cell_disappears_without_a_word(drawn: Drawn, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "n.csv", [["2026年12月值班表"], drawn.heads, *drawn.rows])
    try:
        found = read_roster(path, SHANGHAI, POSTS, columns={"总值班": "duty_officer"})
    except Refused:
        return
    if found.problems:
        return
    lost = [
        (row, drawn.heads[at], cell)
        for row, cells in enumerate(drawn.rows, 3)
        for at, cell in enumerate(cells)
        if cell and drawn.heads[at] != "日期" and not is_told(found, drawn, row, at, cell)
    ]
    assert lost == []


def is_told(found: RosterFile, drawn: Drawn, row: int, at: int, cell: str) -> bool:
    """Whether a cell is somebody's name, number or shift, or said to be none."""
    if set(found.unused) & drawn.column(at):
        return True
    if any(row in note.rows for note in found.notes if note.kind is NoteKind.NO_ROW):
        return True
    if drawn.heads[at] in SHIFTS:
        names = {name for name in drawn.rows[row - 3] if name}
        own = [each for each in found.entries if each.person in names]
        return bool(own) and {each.shift for each in own} == {"day" if cell == "白班" else "night"}
    return any(cell in (each.person, each.phone) for each in found.entries)


def test_a_lost_cell_would_be_found() -> None:
    drawn = Drawn(["日期", "值班员"], [["12月1日", "王甲"]])
    empty = RosterFile((), (), 1, ())
    assert not is_told(empty, drawn, 3, 1, "王甲")
    with pytest.raises(IndexError):
        drawn.column(2)
