"""The very first start: setting up the office, the recovery code, and the demo night."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from datetime import timedelta
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from screens.shared.frame import DeskScreen
from screens.start.founding import SetUpScreen
from screens.start.unlock import RecoveryScreen
from tests.screens.fake_host import (
    PASSPHRASE,
    RECOVERY_CODE,
    SIZES,
    START,
    ZONE,
    FakeOffice,
    FakeOffices,
    settle,
)
from tests.screens.golden import check_golden, screen_text
from tests.screens.start.starting import starting
from xfconsole.core.roster.roster import day_ends
from xfconsole.desk.verbs.rostering import TONIGHT
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
        assert i18n.say("action.roster.tonight") in screen_text(pilot.app)
        assert RECOVERY_CODE not in screen_text(pilot.app)


async def _founded(pilot: Pilot[None]) -> None:
    await _fill(pilot)
    await pilot.press(*RECOVERY_CODE[-5:], "enter")
    await settle(pilot)


def _held(office: FakeOffice) -> list[tuple[str, str, str, int, str]]:
    """Return who holds which post, with number, order and unit."""
    entries = office.verb(lambda desk: desk.roster()).entries(START, START + timedelta(hours=12))
    return [(e.post, e.person, e.phone, e.order, e.unit) for e in entries]


@pytest.mark.parametrize(("language", "size"), [("zh", "80x24"), ("en", "120x36")])
async def test_a_first_start_asks_who_is_on_duty_tonight(
    tmp_path: Path, language: str, size: str
) -> None:
    async with first_start(tmp_path, language, SIZES[size]) as (pilot, _):
        await _founded(pilot)
        check_golden(pilot.app, f"tonight-{language}-{size}")


async def test_who_is_on_duty_tonight_is_typed_in_one_go(tmp_path: Path) -> None:
    async with first_start(tmp_path) as (pilot, offices):
        await _founded(pilot)
        [office] = offices.opened
        await pilot.press(*" 139-0000-0001", "enter")
        await pilot.press(*"王强 13900000002,高远", "enter", *"赵颖 12345", "ctrl+s")
        await settle(pilot)
        said = " ".join(screen_text(pilot.app).split())
        assert i18n.say("roster.refused.number_beside") in said
        assert _held(office) == []
        focused = pilot.app.focused
        assert isinstance(focused, Input)
        assert focused.value == "赵颖 12345"
        await pilot.press(*["backspace"] * 20, *"139-0000-0003", "ctrl+s")
        await settle(pilot)
        assert i18n.say("roster.refused.number_alone") in " ".join(screen_text(pilot.app).split())
        await pilot.press("home", *"赵颖 ", "enter", "enter")
        await pilot.press(*"孙磊 139-0000-0011", "enter", *"住建局", *["enter"] * 20)
        await settle(pilot)
        assert isinstance(pilot.app.screen, DeskScreen)
        assert _held(office) == [
            ("duty_leader", "王强", "13900000002", 1, ""),
            ("duty_leader", "高远", "", 2, ""),
            ("duty_officer", "Li Min", "139-0000-0001", 1, ""),
            ("receptionist", "赵颖", "139-0000-0003", 1, ""),
            ("unit_head", "孙磊", "139-0000-0011", 1, "住建局"),
        ]
        roster = office.verb(lambda desk: desk.roster())
        there = roster.entries(START, START + timedelta(minutes=1))
        assert {each.ends_at for each in there} == {day_ends(START, ZONE)}
        told = " ".join(screen_text(pilot.app).split())
        assert "Gaps in the roster until 08:30: 6." in told
        kept = office.views.draft(TONIGHT)
        assert kept is not None
        assert not kept.values


@pytest.mark.parametrize(("language", "size"), [("zh", "80x24"), ("en", "120x36")])
async def test_a_post_of_a_unit_is_told_for_several_units(
    tmp_path: Path, language: str, size: str
) -> None:
    async with first_start(tmp_path, language, SIZES[size]) as (pilot, offices):
        await _founded(pilot)
        [office] = offices.opened
        await pilot.press(*["enter"] * 4, *"孙磊 139-0000-0011", "enter", *"住建局")
        another = i18n.say("roster_screen.tonight.another")
        await settle(pilot)
        assert another in screen_text(pilot.app)
        await pilot.press("enter", *"高远", "enter", *"住 建局", "ctrl+s")
        await settle(pilot)
        said = i18n.say("roster.refused.unit_twice", unit="住 建局")
        assert said in screen_text(pilot.app)
        await pilot.press(*["backspace"] * 4, *"人社局,民政局", "ctrl+s")
        await settle(pilot)
        assert i18n.say("roster.refused.several_units") in screen_text(pilot.app)
        await pilot.press(*["backspace"] * 4, "enter", *"周平", "enter", *"民政局")
        await settle(pilot)
        check_golden(pilot.app, f"tonight-units-{language}-{size}")
        assert _held(office) == []
        kept = office.views.draft(TONIGHT)
        assert kept is not None
        assert "民政局" in kept.values.values()
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert [(who, unit) for post, who, *_, unit in _held(office) if post == "unit_head"] == [
            ("高远", "人社局"),
            ("孙磊", "住建局"),
            ("周平", "民政局"),
        ]


async def test_a_line_that_came_for_another_unit_goes_with_what_called_for_it(
    tmp_path: Path,
) -> None:
    async with first_start(tmp_path) as (pilot, offices):
        await _founded(pilot)
        await pilot.press(*["enter"] * 4, *"孙磊", "enter", *"A局")
        await settle(pilot)
        another = i18n.say("roster_screen.tonight.another")
        assert another in screen_text(pilot.app)
        await pilot.press("backspace", "backspace")
        await settle(pilot)
        assert another not in screen_text(pilot.app)
        await pilot.press(*"A局", "enter", *"高远", "shift+tab", *["backspace"] * 2)
        await settle(pilot)
        # Whoever is named there already is not lost.
        assert "高远" in screen_text(pilot.app)
        await pilot.press("ctrl+s")
        await settle(pilot)
        said = i18n.say("roster.refused.unit_twice", unit=i18n.say("roster_screen.tonight.all"))
        assert said in screen_text(pilot.app)
        assert _held(offices.opened[0]) == []


async def test_enter_alone_goes_through_and_escape_leaves_it_for_the_next_sign_in(
    tmp_path: Path,
) -> None:
    async with first_start(tmp_path) as (pilot, offices):
        await _founded(pilot)
        await pilot.press("enter", *"王强 139")
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(pilot.app.screen, DeskScreen)
        assert i18n.say("roster_screen.tonight.later")[:20] in screen_text(pilot.app)
        [office] = offices.opened
        assert _held(office) == []
        office.verb(lambda desk: None)
        again = office.kept()
    (tmp_path / "again").mkdir()
    later = FakeOffices(lambda: again(tmp_path / "again"))
    async with starting(later, "en", (80, 24)) as (pilot, _):
        await pilot.press(*PASSPHRASE, "enter")
        await settle(pilot)
        await settle(pilot)
        assert "王强 139" in screen_text(pilot.app)
        await pilot.press("tab", *["backspace"] * 9, *["enter"] * 20)
        await settle(pilot)
        assert isinstance(pilot.app.screen, DeskScreen)
        assert [each[:3] for each in _held(later.opened[0])] == [("duty_officer", "Li Min", "")]


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
