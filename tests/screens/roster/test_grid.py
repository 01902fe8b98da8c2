"""F5 on a wide screen: days by posts, gaps by sign and word, and every act of the list."""

from __future__ import annotations

from pathlib import Path

import pytest

from screens.roster.grid import GridCell, RosterGrid
from tests.screens.fake_host import desk_pilot, settle, top
from tests.screens.golden import screen_text
from tests.screens.roster.test_changing import fill, press
from tests.screens.roster.test_roster_screen import ROSTER, holed, last_fact
from xfconsole.core.facts.of_office import LeaveRecorded, PeriodEnded, PostNumber
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


async def test_a_special_period_is_set_changed_and_ended_by_key(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, ROSTER, size=(120, 36)) as (pilot, office):
        assert "no gap" in screen_text(pilot.app)
        await press(pilot, "p")
        await fill(pilot, name="国庆", first="2026-02-19", last="2026-02-21", posts="duty leader 9")
        shown = screen_text(pilot.app).splitlines()
        assert "period 国庆" in shown[0]
        assert "Roster  special period 国庆 2026-02-19 to 2026-02-21  duty leader 9" in shown[1]
        assert "!3/9 王强" in shown[3]
        assert "duty leader: 9 wanted, only 3 on duty" in await press(pilot, "h")

        await pilot.resize_terminal(80, 24)
        await settle(pilot)
        shown = screen_text(pilot.app).splitlines()
        assert "leader 王强" in shown[0]
        assert "special period 国庆" in shown[1]
        assert any("9 wanted, only 3 on duty" in line for line in shown)

        assert "Set another" in await press(pilot, "ctrl+d")
        await press(pilot, "enter")
        await fill(pilot, posts="duty leader 0")
        assert "can't be read" in screen_text(pilot.app)
        await fill(pilot, posts="duty leader 3", last="+2")
        assert "only 3" not in screen_text(pilot.app)
        # Where no gap is told there is room for it beside the office's name.
        assert "period 国庆" in screen_text(pilot.app).splitlines()[0]
        [period] = office.verb(lambda desk: desk.roster()).periods
        assert period.posts == (PostNumber("duty_leader", 3),)

        await press(pilot, "p", "enter")
        await fill(pilot, rhythm="hourly")
        assert "no rhythm of reports “hourly”" in " ".join(screen_text(pilot.app).split())
        await press(pilot, *["backspace"] * 6, "ctrl+o")
        assert "every day by 16:30" in await press(pilot, "6", "enter")
        await press(pilot, "ctrl+s")
        [period] = office.verb(lambda desk: desk.roster()).periods
        assert (period.rhythm, period.rhythm_from) == ("yixing", office.clock.read().wall)
        # Changed once more, it shows what it says and keeps it.
        assert "every day by 16:30" in await press(pilot, "p", "enter")
        await fill(pilot, posts="duty leader 3, receptionist 1")
        assert office.verb(lambda desk: desk.roster()).periods[0].rhythm == "yixing"

        await press(pilot, "p", "down", "enter")
        assert "period 国庆" not in screen_text(pilot.app).splitlines()[0]
        assert isinstance(last_fact(office), PeriodEnded)
