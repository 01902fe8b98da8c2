"""The very first start: setting up the office, the recovery code, and the demo night."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
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
    TestConsole,
    settle,
)
from tests.screens.golden import check_golden, screen_text
from xfconsole.ui.host import Founding
from xfconsole.ui.words import catalogue as i18n

FIELD = "tests.screens.shared.test_frame:FieldScreen"


@asynccontextmanager
async def first_start(
    folder: Path, language: str = "en", size: tuple[int, int] = (80, 24)
) -> AsyncIterator[tuple[Pilot[None], FakeOffices]]:
    i18n.use(language)
    offices = FakeOffices(lambda: FakeOffice(folder), there=False)
    app = TestConsole(offices, screens={"live": FIELD, "intake": FIELD})
    try:
        async with app.run_test(size=size, notifications=True) as pilot:
            await settle(pilot)
            yield pilot, offices
    finally:
        for office in offices.opened:
            office.close()
        i18n.use("en")


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
