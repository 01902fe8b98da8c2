"""An office whose roster names nobody: the officer rings a leader by name and number."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ui.golden import check_golden
from tests.ui.live_desk import facts, live, press, shown
from tests.ui.test_prompt import nobody
from xfconsole.core.events import PostArrived, PostRung, RosterAdded
from xfconsole.core.model import RingOutcome


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_a_leader_is_rung_by_name_and_number_comes_and_is_offered_again(
    tmp_path: Path, language: str
) -> None:
    async with live(tmp_path, ready=nobody, language=language) as (pilot, office):
        await press(pilot, "f9", "o")
        check_golden(pilot.app, f"ring-other-{language}-80x24")
        await press(pilot, *"Wang", "enter", *"139-0000-0055", "enter", "enter", *"20", "enter")
        rung = facts(office, PostRung)[-1]
        assert (rung.post, rung.person, rung.outcome) == ("duty_leader", "Wang", "answered")
        assert rung.phone == "139-0000-0055"
        assert rung.prompt is not None
        assert rung.eta is not None
        await press(pilot, "escape")
        assert "Wang" in shown(pilot)
        added = facts(office, RosterAdded)
        assert [(each.post, each.person, each.phone) for each in added] == [
            ("duty_leader", "Wang", "139-0000-0055")
        ]
        await press(pilot, "a", "1", "enter")
        assert facts(office, PostArrived)[-1].person == "Wang"


async def test_from_the_live_screen_for_any_post_and_no_number_is_said(tmp_path: Path) -> None:
    async with live(tmp_path) as (pilot, office):
        await press(pilot, "o", "enter", *"Li", "enter", *"soon", "enter", "enter", "enter")
        assert "That is no telephone number" in shown(pilot)
        assert facts(office, PostRung) == []
        await press(pilot, *["backspace"] * 4, *"8012", "ctrl+s")
        rung = facts(office, PostRung)[-1]
        assert (rung.person, rung.phone, rung.outcome) == ("Li", "8012", RingOutcome.ANSWERED)
