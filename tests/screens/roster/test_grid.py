"""F5 on a wide screen: days by posts, gaps by sign and word, and every act of the list."""

from __future__ import annotations

from pathlib import Path

import pytest

from screens.roster.grid import GridCell, RosterGrid
from tests.screens.fake_host import desk_pilot, settle, top
from tests.screens.golden import screen_text
from tests.screens.roster.test_roster_screen import ROSTER, holed, last_fact
from xfconsole.core.facts.of_office import LeaveRecorded
from xfconsole.ui.text.cells import width


def cell(grid: RosterGrid) -> GridCell:
    assert grid.cell is not None
    return grid.cell


async def test_the_wide_screen_has_days_and_posts_and_every_act_of_the_list(
    tmp_path: Path,
) -> None:
    async with desk_pilot(tmp_path, ROSTER, size=(120, 36), ready=holed) as (pilot, office):
        shown = screen_text(pilot.app).splitlines()
        now = next(line for line in shown if "no phone" in line and "vacant" in line)
        grid = top(pilot).query_one(RosterGrid)
        assert "!no phone" in now
        assert "王强+2" in now
        assert "duty leader" in shown[2]

        seen = []
        for _ in range(3):
            await pilot.press("h")
            seen.append((cell(grid).line.post, bool(cell(grid).line.entries)))
        assert seen == [("receptionist", True), ("township head", False), ("receptionist", True)]
        detail = screen_text(pilot.app)
        assert "receptionist: 赵颖 has no phone number" in detail
        assert "primary 赵颖" in detail
        await pilot.press("down", "left", "left")
        assert cell(grid).line.post == "duty officer"
        await pilot.press("right", "l")
        await settle(pilot)
        assert "duty leader" in screen_text(pilot.app)
        leader = cell(grid).line.entries[0]
        await pilot.press("enter")
        await settle(pilot)
        await pilot.press("enter", "enter")
        await settle(pilot)
        away = last_fact(office)
        assert isinstance(away, LeaveRecorded)
        assert (away.person, away.starts_at) == (leader.person, leader.starts_at)

        await pilot.press("ctrl+g")
        assert not top(pilot).has_class("-grid")
        await pilot.resize_terminal(80, 24)
        await pilot.press("g")
        await settle(pilot)
        assert "110 columns" in screen_text(pilot.app)
        await pilot.resize_terminal(120, 36)
        assert not top(pilot).has_class("-grid")
        await pilot.press("g")
        assert top(pilot).has_class("-grid")
        assert grid.has_focus


@pytest.mark.parametrize("cells", [110, 120, 200])
async def test_a_cell_of_wide_signs_keeps_its_column(tmp_path: Path, cells: int) -> None:
    async with desk_pilot(tmp_path, ROSTER, language="zh", size=(cells, 36), ready=holed) as (
        pilot, _,
    ):  # fmt: skip
        grid = top(pilot).query_one(RosterGrid)
        lines = [grid.render_line(y).text for y in range(grid.size.height)]
        assert {width(line) for line in lines} == {grid.size.width}
        await pilot.press(*["right"] * 12)
        assert cell(grid).line.post == "主要领导"
        assert "王" in grid.render_line(0).text or "主要领导" in screen_text(pilot.app)
