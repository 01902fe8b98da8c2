"""The frame around every desk screen: what it shows, and that prompts never disturb."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import ClassVar

import pytest
from textual.binding import BindingType
from textual.widget import Widget
from textual.widgets import Input

from screens.shared.frame import DeskScreen
from tests.screens.fake_host import SIZES, FakeOffice, desk_pilot
from tests.screens.golden import check_golden, screen_text
from tests.screens.live_desk import live, press, shown
from xfconsole.ui.keys.actions import bindings

BARE = "tests.screens.shared.test_frame:FieldScreen"


class FieldScreen(DeskScreen):
    """A desk screen with one field."""

    GROUP = "live"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("live")]

    def compose_content(self) -> Iterable[Widget]:
        """Yield the field."""
        yield Input(id="field")

    def action_reason(self, action_id: str) -> str:
        """Closing is impossible."""
        return "There is a request without an answer." if action_id == "live.close" else ""


def busy(office: FakeOffice) -> object:
    return office.with_roster().with_incident().after(12)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["zh", "en"])
async def test_the_frame_fits(tmp_path: Path, language: str, size: str) -> None:
    async with desk_pilot(tmp_path, BARE, language=language, size=SIZES[size], ready=busy) as (
        pilot,
        _,
    ):
        check_golden(pilot.app, f"frame-{language}-{size}")


async def test_a_prompt_takes_neither_focus_nor_key(tmp_path: Path) -> None:
    async with desk_pilot(
        tmp_path, BARE, ready=lambda office: office.with_roster().with_incident()
    ) as (pilot, office):
        field = pilot.app.screen.query_one(Input)
        field.focus()
        await pilot.press("a", "b")
        office.after(12)
        await pilot.app.tick_now()  # type: ignore[attr-defined]
        await pilot.press("c", "1")
        assert "02-" not in field.value
        assert field.value == "abc1"
        assert pilot.app.focused is field
        assert "F9" in screen_text(pilot.app).splitlines()[-2]


async def test_a_card_lies_where_it_lay_whatever_was_opened_since(tmp_path: Path) -> None:
    async with live(tmp_path) as (pilot, _):
        await press(pilot, "c")
        before = shown(pilot)
        await press(pilot, "escape", "ctrl+p", "escape", "c")
        assert shown(pilot) == before
