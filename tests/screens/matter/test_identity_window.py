"""The window an identity is read in: it closes by itself, and nothing is left behind."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from textual.pilot import Pilot

from screens.matter.identity_window import IdentityScreen
from screens.matter.screen import MatterScreen
from screens.shared.too_small import TooSmallScreen
from screens.start.lock import LockScreen
from tests.identities import (
    ACCUSATION_NO,
    CLAIM_NO,
    WHO,
)
from tests.screens.fake_host import PASSPHRASE, SIZES, FakeOffice, settle
from tests.screens.golden import check_golden
from tests.screens.identities import (
    DANGER,
    REASON,
    left_over,
    opened,
    read_claim,
    readings,
    registered,
    second,
    shows,
    window,
)
from tests.screens.live_desk import press
from tests.screens.matters import fill, form, open_matter, said, shown
from xfconsole.ui.text.cells import width


async def test_it_closes_when_its_minute_is_over(tmp_path: Path) -> None:
    async with opened(tmp_path) as (pilot, office):
        await read_claim(pilot)
        for step, left in ((1, 59), (58, 1)):
            await later(pilot, office, step)
            assert f"in {left} s" in said(pilot)
        assert window(pilot)
        await later(pilot, office, 1)
        assert shows(pilot, MatterScreen)
        assert left_over(pilot) == []


async def later(pilot: Pilot[None], office: FakeOffice, seconds: int) -> None:
    """Let seconds pass, or the clock be set back by some, and the console look at it."""
    step = timedelta(seconds=seconds)
    (office.clock.advance if seconds > 0 else office.clock.jump)(step)
    await pilot.app.tick_now()  # type: ignore[attr-defined]
    await settle(pilot)


async def test_a_clock_set_back_prolongs_nothing(tmp_path: Path) -> None:
    async with opened(tmp_path) as (pilot, office):
        await read_claim(pilot)
        for step in (40, -3600, 19):
            await later(pilot, office, step)
            assert window(pilot)
        await later(pilot, office, 1)
        assert not window(pilot)


async def test_escape_closes_it(tmp_path: Path) -> None:
    async with opened(tmp_path) as (pilot, _):
        await read_claim(pilot)
        await press(pilot, "escape")
        assert shows(pilot, MatterScreen)
        assert left_over(pilot) == []


ELSEWHERE = {"f2": "Summary", "f4": "安置房", "f6": "Read the identity", "ctrl+p": "Pick one of"}


async def test_going_elsewhere_closes_it(tmp_path: Path) -> None:
    async with opened(tmp_path) as (pilot, _):
        await open_matter(pilot, CLAIM_NO)
        for key, there in ELSEWHERE.items():
            await pilot.app.switch_screen(MatterScreen(CLAIM_NO, "app.ledger"))
            await settle(pilot)
            await settle(pilot)
            await press(pilot, "r", *REASON, "ctrl+s")
            assert window(pilot)
            await press(pilot, key)
            assert not [each for each in pilot.app.screen_stack if isinstance(each, IdentityScreen)]
            assert there in shown(pilot)
            assert left_over(pilot) == []


async def test_a_terminal_too_small_closes_it(tmp_path: Path) -> None:
    async with opened(tmp_path) as (pilot, _):
        await read_claim(pilot)
        await pilot.resize_terminal(79, 24)
        await settle(pilot)
        await settle(pilot)
        assert shows(pilot, TooSmallScreen)
        assert left_over(pilot) == []
        await pilot.resize_terminal(80, 24)
        await settle(pilot)
        await settle(pilot)
        assert shows(pilot, MatterScreen)
        assert left_over(pilot) == []


async def test_whatever_covers_it_ends_it(tmp_path: Path) -> None:
    """So does the lock: behind it, and after it, nothing is there."""
    async with opened(tmp_path) as (pilot, _):
        await read_claim(pilot)
        pilot.app.push_screen(TooSmallScreen())
        await settle(pilot)
        assert left_over(pilot) == []
        pilot.app.pop_screen()
        await settle(pilot)
        await settle(pilot)
        assert shows(pilot, MatterScreen)


async def test_a_screen_that_came_over_the_card_is_not_covered(tmp_path: Path) -> None:
    """The lock may fall while a passphrase is being proven."""
    async with opened(tmp_path) as (pilot, _):
        await open_matter(pilot, CLAIM_NO)
        await press(pilot, "r")
        await fill(pilot, reason=REASON)
        card = form(pilot)
        cover = TooSmallScreen()
        await pilot.app.push_screen(cover)
        await card.do_file()
        await settle(pilot)
        await settle(pilot)
        assert not window(pilot)
        assert left_over(pilot) == []


async def test_the_lock_ends_it_for_good(tmp_path: Path) -> None:
    """By its key, and by itself while the window is open; whoever unlocks sees the matter."""
    async with opened(tmp_path) as (pilot, office):
        await read_claim(pilot)
        await press(pilot, "f11")
        assert shows(pilot, LockScreen)
        assert left_over(pilot) == []
        await press(pilot, *PASSPHRASE, "enter")
        assert shows(pilot, MatterScreen)
        await press(pilot, "r", *REASON, "ctrl+s")
        assert window(pilot)
        await pilot.app.act("app.lock")  # type: ignore[attr-defined]
        await settle(pilot)
        assert shows(pilot, LockScreen)
        assert left_over(pilot) == []
        await press(pilot, *PASSPHRASE, "enter")
        await settle(pilot)
        assert shows(pilot, MatterScreen)
        assert left_over(pilot) == []
        assert len(readings(office)) == 2


async def test_its_text_cannot_be_selected(tmp_path: Path) -> None:
    async with opened(tmp_path, size=SIZES["120x36"]) as (pilot, _):
        await read_claim(pilot)
        await pilot.mouse_down("#identity-lines", offset=(0, 0))
        await pilot.hover("#identity-lines", offset=(30, 3))
        await pilot.mouse_up("#identity-lines", offset=(30, 3))
        assert not pilot.app.screen.get_selected_text()
        assert not pilot.app.screen.allow_select


async def test_no_draft_holds_any_of_it(tmp_path: Path) -> None:
    async with opened(tmp_path) as (pilot, office):
        await open_matter(pilot, ACCUSATION_NO)
        await press(pilot, "r")
        office.drafts.clear()
        await second(pilot)
        assert window(pilot)
        await press(pilot, "escape")
        assert office.drafts == []


async def test_the_bell_rings_on_and_f9_answers(tmp_path: Path) -> None:
    def due(office: FakeOffice) -> None:
        registered(office).with_incident()
        office.after(1)

    async with opened(tmp_path, ready=due) as (pilot, _):
        await read_claim(pilot)
        await press(pilot, "f9")
        assert not window(pilot)
        assert "PromptScreen" in type(pilot.app.screen).__name__
        assert left_over(pilot) == []


# --- how it looks ------------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "size"), [("zh", "80x24"), ("en", "80x24"), ("zh", "120x36")])
async def test_how_card_and_window_look(tmp_path: Path, language: str, size: str) -> None:
    async with opened(tmp_path, language=language, size=SIZES[size]) as (pilot, _):
        await open_matter(pilot, ACCUSATION_NO)
        await press(pilot, "r")
        await fill(pilot, reason=REASON)
        await press(pilot, "ctrl+s")
        check_golden(pilot.app, f"identity-card-{language}-{size}")
        await fill(pilot, glass=DANGER[language])
        await press(pilot, "ctrl+s")
        check_golden(pilot.app, f"identity-{language}-{size}")
        assert max(width(line) for line in shown(pilot).splitlines()) <= SIZES[size][0]
        await press(pilot, "escape", "f6")
        told = {"zh": f"理由：{REASON}", "en": f"reason: {REASON}"}[language]
        assert told in said(pilot)
        assert left_over(pilot) == []
        assert WHO.name not in said(pilot)
