"""Reading who brought a matter: keys in, window and journal out, and nothing left behind."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Input

from screens.form import FormScreen
from screens.identity import IdentityScreen
from screens.lock import LockScreen
from screens.matter import MatterScreen
from screens.too_small import TooSmallScreen
from tests.identities import (
    ACCUSATION_NO,
    ANONYMOUS_NO,
    CLAIM_NO,
    CONFIDENTIAL_NO,
    EVERY,
    SECRETS,
    WHO,
)
from tests.ui.fake_host import PASSPHRASE, SIZES, FakeOffice, settle
from tests.ui.golden import check_golden
from tests.ui.matters import fill, form, matter, open_matter, press, said, shown
from xfconsole.core.events import AccessBlocked, GlassReviewed, IdentityRead
from xfconsole.core.intake import MatterForm
from xfconsole.core.life_words import Bar, Barred
from xfconsole.core.refusal import Refused
from xfconsole.desk import Desk, Done
from xfconsole.ui.cells import width

REASON = "核实"
DANGER = {"zh": "危及生命", "en": "danger to life"}


def registered(office: FakeOffice) -> FakeOffice:
    """A claim, an accusation, a confidential call and an anonymous letter are in the register."""
    office.with_holidays().with_roster()
    office.verb(lambda desk: desk.start_shift())
    for each in EVERY:
        office.verb(partial(register, each))
    return office


def register(form: MatterForm, desk: Desk) -> Done:
    return desk.register(form)


def opened(
    folder: Path,
    *,
    language: str = "en",
    size: tuple[int, int] = (80, 24),
    ready: Callable[[FakeOffice], object] = registered,
) -> AbstractAsyncContextManager[tuple[Pilot[None], FakeOffice]]:
    return matter(folder, language=language, size=size, ready=ready)


def readings(office: FakeOffice) -> list[IdentityRead]:
    return [each.fact for each in office.events() if isinstance(each.fact, IdentityRead)]


def shows(pilot: Pilot[None], kind: type[Screen[Any]]) -> bool:
    return isinstance(pilot.app.screen, kind)


def window(pilot: Pilot[None]) -> bool:
    return shows(pilot, IdentityScreen)


def left_over(pilot: Pilot[None]) -> list[str]:
    """Return the secrets on the terminal, in any widget or screen, and in any notification."""
    seen = shown(pilot)
    for screen in pilot.app.screen_stack:
        for widget in screen.walk_children():
            seen += str(getattr(widget, "content", "")) + str(getattr(widget, "value", ""))
            seen += str(vars(widget))
        seen += str(vars(screen))
    seen += "".join(str(each.message) for each in pilot.app._notifications)
    return [each for each in SECRETS if each in seen]


async def read_claim(pilot: Pilot[None]) -> None:
    """Open the claim and read its identity."""
    await open_matter(pilot, CLAIM_NO)
    await press(pilot, "r")
    await fill(pilot, reason=REASON)
    await press(pilot, "ctrl+s")


async def second(pilot: Pilot[None], name: str = "王强", passphrase: str = PASSPHRASE) -> None:
    """Give the reason and have a second officer sign in."""
    form(pilot)._fill("reason", REASON)
    form(pilot)._fill("second", name)
    form(pilot).query_one("#form-passphrase", Input).value = passphrase
    await press(pilot, "ctrl+s")


async def test_a_claim_takes_a_reason_and_shows_everything_it_has(tmp_path: Path) -> None:
    async with opened(tmp_path) as (pilot, office):
        await read_claim(pilot)
        assert window(pilot)
        assert [each for each in SECRETS if each not in said(pilot)] == []
        assert readings(office) == [IdentityRead(REASON)]
        assert "60 s" in said(pilot)


@pytest.mark.parametrize("keys", [("enter",), ("space", "ctrl+s")], ids=" ".join)
async def test_without_a_reason_nothing_is_read(tmp_path: Path, keys: tuple[str, ...]) -> None:
    async with opened(tmp_path) as (pilot, office):
        await open_matter(pilot, CLAIM_NO)
        await press(pilot, "r", *keys)
        assert shows(pilot, FormScreen)
        assert "reason" in said(pilot)
        assert readings(office) == []


async def test_the_journal_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A commit that fails shows nothing; the officer is told, and may try again."""
    async with opened(tmp_path) as (pilot, office):
        await open_matter(pilot, CLAIM_NO)
        await press(pilot, "r")
        await fill(pilot, reason=REASON)
        with monkeypatch.context() as failing:
            failing.setattr("data.store.SqlTransaction.finish", _full)
            await press(pilot, "ctrl+s")
            assert shows(pilot, FormScreen)
            assert "disk" in said(pilot)
            assert left_over(pilot) == []
        assert readings(office) == []
        await press(pilot, "ctrl+s")
        assert window(pilot)


def _full(_: object) -> None:
    raise Refused("vault.refused.disk_full")


async def test_a_protected_matter_takes_a_second_officer(tmp_path: Path) -> None:
    async with opened(tmp_path) as (pilot, office):
        await open_matter(pilot, ACCUSATION_NO)
        await press(pilot, "r")
        await second(pilot, "")
        assert "a second officer has to sign in" in said(pilot)
        await second(pilot, "李敏")
        assert "other than the one on duty" in said(pilot)
        assert readings(office) == []
        await second(pilot)
        assert window(pilot)
        assert readings(office) == [IdentityRead(REASON, "王强")]


async def test_a_wrong_passphrase_reads_nothing(tmp_path: Path) -> None:
    async with opened(tmp_path) as (pilot, office):
        await open_matter(pilot, ACCUSATION_NO)
        await press(pilot, "r")
        await second(pilot, passphrase="wrong horse")
        assert shows(pilot, FormScreen)
        assert readings(office) == []
        assert left_over(pilot) == []


async def test_alone_and_a_life_in_danger(tmp_path: Path) -> None:
    """The words of either language do: there may be no input method at hand."""
    async with opened(tmp_path) as (pilot, office):
        await open_matter(pilot, ACCUSATION_NO)
        await press(pilot, "r")
        await fill(pilot, reason=REASON, glass=DANGER["zh"])
        await press(pilot, "ctrl+s")
        assert window(pilot)
        assert readings(office) == [IdentityRead(REASON, glass=True)]
        assert [each.number for each in office.views.glass_to_review()] == [ACCUSATION_NO]


async def test_anything_else_breaks_no_glass(tmp_path: Path) -> None:
    async with opened(tmp_path) as (pilot, office):
        await open_matter(pilot, CONFIDENTIAL_NO)
        await press(pilot, "r", *REASON)
        for typed in ("y", "danger", "danger to life!", "危及"):
            form(pilot)._fill("glass", typed)
            await press(pilot, "ctrl+s")
            assert "for danger to life only" in said(pilot)
        form(pilot)._fill("glass", "Danger  to LIFE")
        form(pilot)._fill("second", "王强")
        await press(pilot, "ctrl+s")
        assert "give one or the other" in said(pilot)
        assert readings(office) == []
        form(pilot)._fill("second", "")
        await press(pilot, "ctrl+s")
        assert window(pilot)


async def test_a_claim_offers_no_emergency_reading(tmp_path: Path) -> None:
    async with opened(tmp_path) as (pilot, _):
        await open_matter(pilot, CLAIM_NO)
        await press(pilot, "r")
        assert list(form(pilot)._fields) == ["reason"]


async def test_another_officer_looks_into_it(tmp_path: Path) -> None:
    async with opened(tmp_path) as (pilot, office):
        office.verb(lambda desk: desk.read_identity(ACCUSATION_NO, REASON, glass=True))
        reading = office.views.glass_to_review()[0].event
        await open_matter(pilot, ACCUSATION_NO)
        await press(pilot, "v")
        assert "another officer has to review that" in said(pilot)
        office.officer = "何静"
        office.verb(lambda desk: setattr(desk, "officer", "何静"))
        await press(pilot, "v")
        assert f"李敏 read the identity alone at 2026-02-20 02:29; reason: {REASON}" in said(pilot)
        await fill(pilot, note="已核实")
        await press(pilot, "ctrl+s")
        found = {each.officer: each.fact for each in office.events()}
        assert found["何静"] == GlassReviewed(reading, "已核实")
        assert office.views.glass_to_review() == []
        await press(pilot, "v")
        assert "No emergency reading of this matter waits for review" in said(pilot)


async def test_nobody_said_who_they_are(tmp_path: Path) -> None:
    async with opened(tmp_path) as (pilot, _):
        await open_matter(pilot, ANONYMOUS_NO)
        await press(pilot, "r")
        assert shows(pilot, MatterScreen)
        assert "This matter has no identity" in said(pilot)


async def test_an_erased_identity_says_so(tmp_path: Path) -> None:
    def erased(office: FakeOffice) -> None:
        registered(office)
        with office.engine.begin() as connection:
            connection.exec_driver_sql("DELETE FROM matter_key")

    async with opened(tmp_path, ready=erased) as (pilot, office):
        await read_claim(pilot)
        assert shows(pilot, FormScreen)
        assert "was erased and can't be read any more" in said(pilot)
        assert readings(office) == []


async def test_a_barred_officer_is_kept_away(tmp_path: Path) -> None:
    """Barred after the card was opened: the desk keeps them away, not the screen."""
    async with opened(tmp_path) as (pilot, office):
        await open_matter(pilot, ACCUSATION_NO)
        await press(pilot, "r")
        office.verb(lambda desk: desk.bar(ACCUSATION_NO, Bar.ACCUSED, person="李敏"))
        await second(pilot)
        assert not window(pilot)
        assert left_over(pilot) == []
        assert readings(office) == []


async def test_a_barred_second_officer_is_kept_away_and_that_is_logged(tmp_path: Path) -> None:
    async with opened(tmp_path) as (pilot, office):
        office.verb(lambda desk: desk.bar(ACCUSATION_NO, Bar.RECUSED, person="王强"))
        await open_matter(pilot, ACCUSATION_NO)
        await press(pilot, "r")
        await second(pilot)
        assert shows(pilot, FormScreen)
        assert "TG 28" in said(pilot)
        blocks = [each.fact for each in office.events() if isinstance(each.fact, AccessBlocked)]
        assert blocks == [AccessBlocked(Barred.READER, Bar.RECUSED, person="王强")]
        assert readings(office) == []


# --- how it goes away --------------------------------------------------------------------------


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
        told = {"zh": f"事由：{REASON}", "en": f"reason: {REASON}"}[language]
        assert told in said(pilot)
        assert left_over(pilot) == []
        assert WHO.name not in said(pilot)
