"""The very first start: setting up the office, the recovery code, and the demo night."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from screens.shared.frame import DeskScreen
from screens.start.founding import SetUpScreen
from screens.start.unlock import RecoveryScreen
from tests.screens.fake_host import (
    RECOVERY_CODE,
    SIZES,
    FakeOffice,
    FakeOffices,
    settle,
)
from tests.screens.golden import check_golden, screen_text
from tests.screens.start.starting import starting
from xfconsole.ui.host import Founding
from xfconsole.ui.words import catalogue as i18n


def first_start(
    folder: Path, language: str = "en", size: tuple[int, int] = (80, 24)
) -> AbstractAsyncContextManager[tuple[Pilot[None], FakeOffices]]:
    return starting(FakeOffices(lambda: FakeOffice(folder), there=False), language, size)


async def _fill(pilot: Pilot[None], again: str = "long enough") -> None:
    await pilot.press("enter", *"District office", "enter", "enter", *"Li Min", "enter")
    await pilot.press(*"long enough", "enter", *again, "enter")
    await settle(pilot)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["zh", "en"])
async def test_there_is_a_choice(tmp_path: Path, language: str, size: str) -> None:
    async with first_start(tmp_path, language, SIZES[size]) as (pilot, _):
        check_golden(pilot.app, f"first_start-{language}-{size}")
        await pilot.press("enter")
        await pilot.pause()
        check_golden(pilot.app, f"set_up-{language}-{size}")


async def test_an_office_is_set_up_and_the_code_confirmed(tmp_path: Path) -> None:
    async with first_start(tmp_path) as (pilot, offices):
        await _fill(pilot)
        assert offices.founded == Founding(
            "District office", "Asia/Shanghai", "Li Min", "long enough"
        )
        assert isinstance(pilot.app.screen, RecoveryScreen)
        assert RECOVERY_CODE in screen_text(pilot.app)
        await pilot.press(*"AAAAA", "enter")
        assert isinstance(pilot.app.screen, RecoveryScreen)
        await pilot.press("escape", "f10")
        assert isinstance(pilot.app.screen, RecoveryScreen)
        await pilot.press(*RECOVERY_CODE[-5:].lower(), "enter")
        await settle(pilot)
        assert isinstance(pilot.app.screen, DeskScreen)
        assert RECOVERY_CODE not in screen_text(pilot.app)


async def test_two_passphrases_that_differ_found_nothing(tmp_path: Path) -> None:
    async with first_start(tmp_path) as (pilot, offices):
        await _fill(pilot, again="long enougg")
        assert offices.founded is None
        assert i18n.say("start.set_up.differ") in screen_text(pilot.app)
        assert pilot.app.screen.query_one("#passphrase", Input).value == "long enough"
        await pilot.press(*"long enough", "enter")
        await settle(pilot)
        assert offices.founded is not None


async def test_an_empty_field_is_named_and_gone_to(tmp_path: Path) -> None:
    async with first_start(tmp_path) as (pilot, offices):
        await pilot.press("enter", "enter", "enter", *"Li Min", "enter", *"long enough", "enter")
        await pilot.press(*"long enough", "enter")
        await settle(pilot)
        assert offices.founded is None
        assert pilot.app.focused is pilot.app.screen.query_one("#office")


async def test_escape_goes_back_to_the_choice(tmp_path: Path) -> None:
    async with first_start(tmp_path) as (pilot, _):
        await pilot.press("enter")
        assert isinstance(pilot.app.screen, SetUpScreen)
        await pilot.press("escape")
        await pilot.pause()
        assert i18n.say("start.first.demo") in screen_text(pilot.app)


async def test_the_demo_night_opens_at_once(tmp_path: Path) -> None:
    async with first_start(tmp_path) as (pilot, offices):
        await pilot.press("down", "enter")
        await settle(pilot)
        assert isinstance(pilot.app.screen, DeskScreen)
        assert offices.founded is None
