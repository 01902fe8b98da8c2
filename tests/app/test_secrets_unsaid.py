"""Whoever signs in types a passphrase at once: nothing of it is seen, kept or quoted anywhere."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from textual.events import Paste
from textual.pilot import Pilot

from screens.shared.form import FormScreen
from screens.start.lock import LockScreen
from tests.app.every_screen import put_back
from tests.identities import ACCUSATION_NO
from tests.screens.fake_host import PASSPHRASE, RECOVERY_CODE, FakeOffice, settle, top
from tests.screens.handovers import handing_over, quiet
from tests.screens.identities import opened
from tests.screens.live_desk import press
from tests.screens.matters import open_matter, shown
from tests.screens.office.test_retention import retention
from tests.screens.start.test_unlock import locked
from xfconsole.core.words.refusal import Refused
from xfconsole.ui.words.catalogue import LANGUAGES, catalogue

SECRET = "梧桐7xK"
KEYS = [*SECRET]


def everything(pilot: Pilot[None], *offices: FakeOffice) -> str:
    """Return what is seen and kept: screens, notices, drafts, and the journal."""
    kept = [shown(pilot)]
    kept += [f"{office.drafts}{office.events()}" for office in offices]
    kept += map(str, getattr(pilot.app, "left", {}).items())
    kept += getattr(pilot.app, "told", ())
    for screen in pilot.app.screen_stack:
        kept += [str(getattr(each, "content", "")) for each in screen.walk_children()]
    return "".join(kept)


async def at_the_handover(pilot: Pilot[None]) -> None:
    await press(pilot, "f10", "enter")


async def at_an_identity(pilot: Pilot[None]) -> None:
    await open_matter(pilot, ACCUSATION_NO)
    await press(pilot, "r", *"why", "enter")


@pytest.mark.parametrize("language", LANGUAGES)
async def test_at_the_handover(tmp_path: Path, language: str, subtests: pytest.Subtests) -> None:
    async with handing_over(tmp_path, language=language, ready=quiet) as (pilot, office):
        for fields_early in (0, 1, 2):
            with subtests.test(fields_early=fields_early):
                await put_back(pilot)
                await _typed(pilot, office, at_the_handover, fields_early)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_at_a_second_officers_sign_in(tmp_path: Path, language: str) -> None:
    async with opened(tmp_path, language=language) as (pilot, office):
        await _typed(pilot, office, at_an_identity, 0)


async def _typed(
    pilot: Pilot[None],
    office: FakeOffice,
    go: Callable[[Pilot[None]], Awaitable[None]],
    sooner: int,
) -> None:
    await go(pilot)
    assert isinstance(top(pilot), FormScreen)
    await press(pilot, *["shift+tab"] * sooner, *KEYS)
    assert SECRET not in everything(pilot, office)
    await press(pilot, "enter", *KEYS, "ctrl+s")
    await settle(pilot)
    assert isinstance(top(pilot), FormScreen)
    assert SECRET not in everything(pilot, office)
    await press(pilot, "escape")
    assert SECRET not in everything(pilot, office)


async def test_pasted_with_its_line_end_it_is_the_passphrase(tmp_path: Path) -> None:
    async with handing_over(tmp_path, ready=quiet) as (pilot, office):
        await at_the_handover(pilot)
        pilot.app.post_message(Paste(PASSPHRASE + "\r\n"))
        await settle(pilot)
        await press(pilot, "enter")
        assert PASSPHRASE not in everything(pilot, office)
        assert not isinstance(top(pilot), FormScreen)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_refusal_of_a_sign_in_has_a_place_for_what_was_typed(language: str) -> None:
    say = catalogue(language).say
    for key in ("vault.refused.passphrase", "vault.refused.officer", "officers.refused.choose"):
        assert "{" not in say(key)
        assert Refused(key).values == {}


async def test_however_many_can_sign_in_the_chosen_one_is_in_sight(tmp_path: Path) -> None:
    names = [f"值班员{number:02}" for number in range(20)]
    async with handing_over(tmp_path, language="zh", ready=quiet) as (pilot, _):
        pilot.app.offices.officers = lambda: tuple(names)  # type: ignore[attr-defined]
        await at_the_handover(pilot)
        await press(pilot, "shift+tab")
        for name in names:
            await press(pilot, "right")
            assert f"{name}]" in shown(pilot)


# --- every other place where a passphrase is typed -----------------------------------------------

OTHER = "槐树9pQ"


@pytest.mark.parametrize("language", LANGUAGES)
async def test_at_the_lock(tmp_path: Path, language: str) -> None:
    async with handing_over(tmp_path, language=language, ready=quiet) as (pilot, office):
        await press(pilot, "f11", *KEYS)
        assert SECRET not in everything(pilot, office)
        await press(pilot, "enter", *KEYS, "up", "down", *KEYS, "f1")
        assert SECRET not in everything(pilot, office)
        await press(pilot, "escape", *PASSPHRASE, "enter")
        assert not isinstance(top(pilot), LockScreen)
        assert SECRET not in everything(pilot, office)
        assert PASSPHRASE not in everything(pilot, office)


CARDS = {
    "a new officer": ("a", *KEYS, "enter", *"Zhou", "enter", *OTHER, "enter", *OTHER, "enter"),
    "another passphrase": ("p", *KEYS, "enter", *OTHER, "enter", *OTHER, "enter"),
    "passphrases that differ": ("p", *KEYS, "enter", *OTHER, "enter", *OTHER, "x", "enter"),
    "a recovery code": ("k", *KEYS, "enter"),
}


@pytest.mark.parametrize("card", CARDS)
async def test_among_the_officers(tmp_path: Path, card: str, subtests: pytest.Subtests) -> None:
    async with handing_over(tmp_path, ready=quiet) as (pilot, office):
        for away in ("escape", "f4", "f1", "f11", "ctrl+p"):
            with subtests.test(away=away):
                await put_back(pilot)
                await press(pilot, "ctrl+underscore")
                for key in CARDS[card]:
                    await press(pilot, key)
                said = everything(pilot, office)
                assert isinstance(top(pilot), FormScreen)
                assert not any(each in said for each in (SECRET, OTHER))
                await press(pilot, away)
                said = everything(pilot, office)
                assert not any(each in said for each in (SECRET, OTHER))


async def test_the_new_recovery_code_is_gone_once_it_was_written_down(tmp_path: Path) -> None:
    async with handing_over(tmp_path, ready=quiet) as (pilot, office):
        await press(pilot, "ctrl+underscore", "k", *PASSPHRASE, "enter")
        assert RECOVERY_CODE in everything(pilot, office)
        await press(pilot, *RECOVERY_CODE[-5:].lower(), "enter")
        said = everything(pilot, office)
        assert not any(each in said for each in (RECOVERY_CODE, PASSPHRASE))


@pytest.mark.parametrize("language", LANGUAGES)
async def test_at_the_approval_of_an_erasure(tmp_path: Path, language: str) -> None:
    async with retention(tmp_path, language) as (pilot, office):
        await press(pilot, "p")
        await press(pilot, "enter", "ctrl+s", "a")
        assert isinstance(top(pilot), FormScreen)
        for _ in range(3):
            await press(pilot, *KEYS)
            assert SECRET not in everything(pilot, office)
            await press(pilot, "enter")
        assert SECRET not in everything(pilot, office)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_at_the_start_of_the_shift_and_with_a_recovery_code(
    tmp_path: Path, language: str
) -> None:
    async with locked(tmp_path, language) as (pilot, _):
        await press(pilot, *KEYS)
        assert SECRET not in everything(pilot)
        await press(pilot, "enter", *KEYS, "down", *KEYS, "up")
        assert SECRET not in everything(pilot)
        await press(pilot, "f7", *"AAAAA", "enter", *KEYS, "enter", *KEYS, "enter")
        assert SECRET not in everything(pilot)
        await press(pilot, "escape")
        assert SECRET not in everything(pilot)
