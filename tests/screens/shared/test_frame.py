"""The frame around every desk screen: what it shows, and that prompts never disturb."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import ClassVar

import pytest
from textual.binding import BindingType
from textual.widget import Widget
from textual.widgets import Input

from screens.shared.frame import DeskScreen
from screens.shared.status_line import Status, StatusLine
from tests.screens.fake_host import SIZES, FakeOffice, desk_pilot, settle
from tests.screens.golden import check_golden, screen_text
from tests.screens.live_desk import live, press, shown
from xfconsole.ui.keys.actions import bindings
from xfconsole.ui.text.cells import width
from xfconsole.ui.words import catalogue as i18n

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


def no_roster(office: FakeOffice) -> object:
    return office


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


async def test_tonights_gaps_are_told_at_sign_in_and_stand_in_sight_from_four(
    tmp_path: Path,
) -> None:
    async with desk_pilot(tmp_path, BARE, ready=no_roster) as (pilot, office):
        posts = len(office.policy.needed_posts())
        told = " ".join(screen_text(pilot.app).split())
        assert f"Gaps in the roster until 08:30: {posts}. Mend them with F5: now" in told
        for clock, seen in (
            *(("02:29", True), ("08:29", True), ("08:30", False)),
            *(("15:59", False), ("16:00", True)),
        ):
            while office.now().astimezone(office.zone).strftime("%H:%M") != clock:
                office.clock.advance(timedelta(minutes=1))
            await pilot.app.tick_now()  # type: ignore[attr-defined]
            assert (f"gaps {posts} F5" in screen_text(pilot.app).splitlines()[0]) is seen
        office.with_roster()
        await pilot.app.tick_now()  # type: ignore[attr-defined]
        await settle(pilot)
        assert "gaps" not in screen_text(pilot.app).splitlines()[0]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_gaps_push_nothing_out_of_the_top_row(language: str) -> None:
    i18n.use(language)
    try:
        line = StatusLine()
        line.status = Status(
            *("市信访接待中心", "李敏", "王强", "18:41:00"), live=1, due=5, cards=5, holes=8
        )
        shown = "".join(text for text, _ in line.parts(80))
        assert width(shown) <= 80
        for each in ("市信访接待", "李敏", "王强", "18:41:00", "8 F5", "1", "5"):
            assert each in shown
        line.status = replace(line.status, backup="! backup", warned=True)
        assert width("".join(text for text, _ in line.parts(80))) <= 80
    finally:
        i18n.use("en")
