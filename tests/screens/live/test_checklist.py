"""The checklist by keyboard: what was seen to, when and by whom, and taken back."""

from __future__ import annotations

from pathlib import Path

from tests.screens.live_desk import facts, live, press, shown
from xfconsole.core.facts.of_incident import ChecklistTicked


async def test_a_line_is_ticked_with_time_and_name_and_taken_back(tmp_path: Path) -> None:
    async with live(tmp_path) as (pilot, office):
        await press(pilot, "w", "space")
        assert facts(office, ChecklistTicked)[-1].item == "safety.1"
        assert "1 checked" in shown(pilot)
        assert "02:35 李敏" in shown(pilot)
        await press(pilot, "down", "enter", "up", "space")
        ticked = facts(office, ChecklistTicked)
        assert [(each.item, each.done) for each in ticked[1:]] == [
            ("safety.2", True),
            ("safety.1", False),
        ]
        await press(pilot, "escape", "w")
        assert ">[ ]" in shown(pilot)
        assert "1 checked" in shown(pilot)


async def test_the_line_under_the_cursor_stands_in_full(tmp_path: Path) -> None:
    async with live(tmp_path, language="zh") as (pilot, _):
        await press(pilot, "ctrl+w")
        assert "119 消防、120 急救；时间和理由记入日志。" in shown(pilot)
