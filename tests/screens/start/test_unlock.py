"""Starting the shift: the officer is picked, the passphrase typed, and a refusal is told."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest
from textual.events import Key
from textual.pilot import Pilot
from textual.widgets import Input

from screens.handover.screen import HandoverScreen
from screens.start.unlock import UnlockScreen
from tests.screens.fake_console import TestConsole
from tests.screens.fake_host import (
    PASSPHRASE,
    RECOVERY_CODE,
    SIZES,
    FakeOffice,
    FakeOffices,
    settle,
)
from tests.screens.golden import check_golden, screen_text
from tests.screens.live_desk import key_of
from tests.screens.start.starting import FIELD, starting
from xfconsole.core.facts.of_office import ShiftEnded
from xfconsole.core.words.refusal import Refused
from xfconsole.ui.words import catalogue as i18n


def locked(
    folder: Path, language: str = "en", size: tuple[int, int] = (80, 24), *, waits: int = 0
) -> AbstractAsyncContextManager[tuple[Pilot[None], FakeOffices]]:
    offices = FakeOffices(lambda: FakeOffice(folder).with_roster())
    offices.waits = waits
    return starting(offices, language, size)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["zh", "en"])
async def test_the_officers_are_offered(tmp_path: Path, language: str, size: str) -> None:
    async with locked(tmp_path, language, SIZES[size]) as (pilot, _):
        check_golden(pilot.app, f"unlock-{language}-{size}")


async def test_the_officer_picked_opens_the_office(tmp_path: Path) -> None:
    async with locked(tmp_path) as (pilot, offices):
        await pilot.press("down", *PASSPHRASE)
        await pilot.press("enter")
        await settle(pilot)
        assert [office.officer for office in offices.opened] == ["何静"]
        assert "duty 何静" in screen_text(pilot.app).splitlines()[0]


async def test_a_wrong_passphrase_is_told_and_asked_for_again(tmp_path: Path) -> None:
    async with locked(tmp_path) as (pilot, offices):
        await pilot.press(*"wrong one", "enter")
        await settle(pilot)
        assert offices.opened == []
        assert i18n.say("vault.refused.passphrase")[:40] in screen_text(pilot.app)
        field = pilot.app.screen.query_one("#passphrase", Input)
        assert (field.value, field.disabled, pilot.app.focused) == ("", False, field)
        await pilot.press(*PASSPHRASE, "enter")
        await settle(pilot)
        assert len(offices.opened) == 1


@pytest.mark.parametrize(("language", "size"), [("zh", "80x24"), ("en", "80x24"), ("zh", "120x36")])
async def test_too_many_wrong_passphrases_are_counted_down(
    tmp_path: Path, language: str, size: str
) -> None:
    async with locked(tmp_path, language, SIZES[size], waits=64) as (pilot, _):
        check_golden(pilot.app, f"unlock-wait-{language}-{size}")
        screen = pilot.app.screen
        assert isinstance(screen, UnlockScreen)
        screen.count_down()
        assert i18n.say("officers.refused.wait", seconds=63) in screen_text(pilot.app)
        await pilot.press("down", *"abc")
        assert screen.query_one("#passphrase", Input).value == "abc"
        for _ in range(63):
            screen.count_down()
        await pilot.pause()
        assert i18n.say("officers.wait_over") in screen_text(pilot.app)


async def test_a_refused_guess_begins_the_countdown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with locked(tmp_path) as (pilot, offices):

        def waits(officer: str, passphrase: str) -> None:
            raise Refused("officers.refused.wait", seconds=8)

        monkeypatch.setattr(offices, "open", waits)
        await pilot.press(*"guess", "enter")
        await settle(pilot)
        assert i18n.say("officers.refused.wait", seconds=8) in screen_text(pilot.app)


async def test_the_passphrase_is_never_on_the_screen(tmp_path: Path) -> None:
    async with locked(tmp_path) as (pilot, _):
        await pilot.press(*"abcdefgh")
        await pilot.pause()
        assert "abcd" not in screen_text(pilot.app)


async def test_without_a_passphrase_nothing_is_tried(tmp_path: Path) -> None:
    async with locked(tmp_path) as (pilot, offices):
        await pilot.press("enter")
        await settle(pilot)
        assert offices.opened == []
        assert isinstance(pilot.app.screen, UnlockScreen)


async def test_escape_stays_at_the_desk(tmp_path: Path) -> None:
    async with locked(tmp_path) as (pilot, offices):
        await pilot.press(*PASSPHRASE, "enter")
        await settle(pilot)
        await pilot.press("f10")
        await settle(pilot)
        assert isinstance(pilot.app.screen, HandoverScreen)
        await pilot.press("escape")
        await settle(pilot)
        assert not any(isinstance(each, HandoverScreen) for each in pilot.app.screen_stack)
        assert not any(isinstance(each.fact, ShiftEnded) for each in offices.opened[0].events())


async def test_the_recovery_code_gives_a_new_passphrase(tmp_path: Path) -> None:
    async with locked(tmp_path) as (pilot, offices):
        await pilot.press("down", "f7")
        await pilot.press(*"AAAAA-WRONG", "enter", *"brand new one", "enter")
        await pilot.press(*"brand new one", "enter")
        await settle(pilot)
        assert offices.opened == []
        code = pilot.app.screen.query_one("#code", Input)
        assert pilot.app.focused is code
        code.value = ""
        await pilot.press(*RECOVERY_CODE, "enter", "enter", "enter")
        await settle(pilot)
        assert [office.officer for office in offices.opened] == ["何静"]
        assert offices.new_passphrase == "brand new one"
        first, _ = pilot.app.screen_stack
        assert not first.query(Input)  # Nothing typed at the start stays below the desk.


@pytest.mark.usefixtures("threads_wait")
async def test_whoever_types_faster_than_the_officers_are_read_is_waited_for(
    tmp_path: Path,
) -> None:
    i18n.use("en")
    may_answer = threading.Event()

    class SlowOffices(FakeOffices):
        def officers(self) -> Sequence[str]:
            assert may_answer.wait(30)
            return super().officers()

    offices = SlowOffices(lambda: FakeOffice(tmp_path).with_roster())
    app = TestConsole(offices, screens={"live": FIELD, "intake": FIELD})
    async with app.run_test() as pilot:
        for sign in PASSPHRASE:
            app.post_message(Key(key_of(sign), sign))
        app.post_message(Key("enter", "\r"))
        may_answer.set()
        await settle(pilot)
        await settle(pilot)
        (office,) = offices.opened
        assert "duty 李敏" in screen_text(app).splitlines()[0]
        office.close()


async def test_key_slots_that_cannot_be_read_are_told(tmp_path: Path) -> None:
    i18n.use("en")

    class DamagedOffices(FakeOffices):
        def officers(self) -> Sequence[str]:
            raise Refused("vault.refused.slots_damaged", file="keys.json")

    app = TestConsole(DamagedOffices(lambda: FakeOffice(tmp_path)))
    async with app.run_test() as pilot:
        await settle(pilot)
        assert "keys.json" in screen_text(app)
        await pilot.press(*"abcdefgh", "enter")
        await settle(pilot)
        assert isinstance(app.screen, UnlockScreen)
