"""The officers' list: who can sign in, and the cards that add, revoke and change."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from textual.pilot import Pilot

from screens.office.officers import OfficersScreen
from screens.shared.form import FormScreen
from tests.screens.fake_host import (
    PASSPHRASE,
    RECOVERY_CODE,
    SIZES,
    FakeOffice,
    desk_pilot,
    settle,
    top,
)
from tests.screens.golden import check_golden, screen_text
from tests.screens.intake_form import INTAKE
from tests.screens.live_desk import press
from xfconsole.core.office.officers import OfficerRow
from xfconsole.ui.words.catalogue import say

NEW = "new passphrase"
GOLDEN = [("zh", "80x24"), ("en", "80x24"), ("zh", "120x36")]


@asynccontextmanager
async def officers(
    folder: Path, language: str = "en", size: str = "80x24", *, guarded: bool = True
) -> AsyncIterator[tuple[Pilot[None], FakeOffice]]:
    """Run the console on the officers' screen."""

    def ready(office: FakeOffice) -> None:
        office.with_roster().guarded = guarded

    async with desk_pilot(folder, INTAKE, language=language, size=SIZES[size], ready=ready) as (
        pilot,
        office,
    ):
        await press(pilot, "ctrl+underscore")
        assert isinstance(top(pilot), OfficersScreen)
        yield pilot, office


@pytest.mark.parametrize(("language", "size"), GOLDEN)
async def test_who_can_sign_in(tmp_path: Path, language: str, size: str) -> None:
    async with officers(tmp_path, language, size) as (pilot, office):
        since = office.now()
        office.officer_rows += [
            OfficerRow("周平", None, None, True, False),
            OfficerRow("郑岚", since, since, False, False),
        ]
        top(pilot).read()  # type: ignore[attr-defined]
        await settle(pilot)
        await press(pilot, "down", "down")
        check_golden(pilot.app, f"officers-{language}-{size}")


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_who_may_still_get_in_at_another_desk(tmp_path: Path, language: str) -> None:
    async with officers(tmp_path, language) as (pilot, office):
        since = office.now()
        office.officer_rows += [
            OfficerRow("周平", since, since, False, False, awaited=("B",)),
            OfficerRow("郑岚", None, None, False, False, still_at=("B", "C")),
            OfficerRow("钱进", since, since, True, False, twice=("A", "B", "C")),
        ]
        top(pilot).read()  # type: ignore[attr-defined]
        await settle(pilot)
        await press(pilot, "down", "down")
        check_golden(pilot.app, f"officers-elsewhere-awaited-{language}-80x24")
        await press(pilot, "down")
        check_golden(pilot.app, f"officers-elsewhere-{language}-80x24")
        await press(pilot, "down")
        check_golden(pilot.app, f"officers-elsewhere-several-{language}-80x24")
        await press(pilot, "up", "x")
        assert isinstance(top(pilot), OfficersScreen)


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_who_has_several_passphrases_is_told_that_a_change_ends_all(
    tmp_path: Path, language: str
) -> None:
    async with officers(tmp_path, language) as (pilot, office):
        office.officer_rows[0] = replace(office.officer_rows[0], twice=("A", "B"))
        top(pilot).read()  # type: ignore[attr-defined]
        await settle(pilot)
        await press(pilot, "p")
        check_golden(pilot.app, f"officers-passphrase-several-{language}-80x24")


CARDS = {"add": "a", "revoke": "x", "passphrase": "p", "code": "k"}


@pytest.mark.parametrize(("language", "size"), GOLDEN)
async def test_the_cards(tmp_path: Path, language: str, size: str) -> None:
    async with officers(tmp_path, language, size) as (pilot, _):
        await press(pilot, "down")
        for card, key in CARDS.items():
            await press(pilot, key)
            assert isinstance(top(pilot), FormScreen)
            check_golden(pilot.app, f"officers-{card}-{language}-{size}")
            await press(pilot, "escape")


async def test_the_new_officer_types_a_passphrase_of_their_own(tmp_path: Path) -> None:
    async with officers(tmp_path) as (pilot, office):
        await press(pilot, "a", *PASSPHRASE, "enter", *"Zhou", "enter", *NEW, "enter", *NEW)
        assert NEW not in screen_text(pilot.app)
        assert PASSPHRASE not in screen_text(pilot.app)
        await press(pilot, "enter")
        assert [each.name for each in office.officers()] == ["李敏", "何静", "Zhou"]
        assert isinstance(top(pilot), OfficersScreen)
        assert "Zhou" in screen_text(pilot.app)
        assert say("officers.told.added", officer="Zhou") in screen_text(pilot.app)


@pytest.mark.parametrize(
    ("own", "name", "again", "key", "part"),
    [
        pytest.param("wrong", "Zhou", NEW, "vault.refused.passphrase", "own", id="own wrong"),
        pytest.param(PASSPHRASE, " ", NEW, "vault.refused.no_officer", "name", id="no name"),
        pytest.param(PASSPHRASE, "Zhou", "x", "officers.refused.differ", "again", id="differ"),
    ],
)
async def test_what_is_wrong_is_told_where_it_is(
    tmp_path: Path, own: str, name: str, again: str, key: str, part: str
) -> None:
    async with officers(tmp_path) as (pilot, office):
        typed = (*own, "enter", *name, "enter", *NEW, "enter", *again, "enter")
        await press(pilot, "a", *(each.replace(" ", "space") for each in typed))
        assert say(key)[:40] in screen_text(pilot.app)
        assert pilot.app.focused is not None
        assert pilot.app.focused.id == f"form-{part}"
        assert len(office.officer_rows) == 2


async def test_revoking_asks_for_the_name(tmp_path: Path) -> None:
    async with officers(tmp_path) as (pilot, office):
        office.officer_rows.append(replace(office.officer_rows[1], name="Zhou"))
        top(pilot).read()  # type: ignore[attr-defined]
        await settle(pilot)
        await press(pilot, "down", "down", "x", *"Zho", "enter")
        assert say("officers.refused.another_name", officer="Zhou")[:40] in screen_text(pilot.app)
        assert len(office.officer_rows) == 3
        await press(pilot, "u", "enter")
        assert [each.name for each in office.officer_rows] == ["李敏", "何静"]


async def test_nobody_revokes_themselves(tmp_path: Path) -> None:
    async with officers(tmp_path) as (pilot, _):
        await press(pilot, "x")
        assert isinstance(top(pilot), OfficersScreen)
        assert say("officers.refused.oneself")[:40] in screen_text(pilot.app)


async def test_a_passphrase_keeps_its_spaces(tmp_path: Path) -> None:
    async with officers(tmp_path) as (pilot, office):
        new = ("space", *"two words", "space")
        keys = [each.replace(" ", "space") for each in (*PASSPHRASE, "enter", *new, "enter", *new)]
        await press(pilot, "p", *keys, "enter")
        assert office.new_passphrase == " two words "


async def test_a_new_recovery_code_is_shown_once_and_its_last_group_asked_for(
    tmp_path: Path,
) -> None:
    async with officers(tmp_path) as (pilot, _):
        await press(pilot, "ctrl+k", *(each.replace(" ", "space") for each in PASSPHRASE), "enter")
        assert RECOVERY_CODE in screen_text(pilot.app)
        await press(pilot, *"nonsense", "enter")
        assert say("officers.refused.last_group")[:40] in screen_text(pilot.app)
        await press(pilot, "ctrl+u", *"ddddd", "enter")
        assert isinstance(top(pilot), OfficersScreen)
        assert RECOVERY_CODE not in screen_text(pilot.app)


async def test_a_demo_says_that_it_has_no_passphrases(tmp_path: Path) -> None:
    async with officers(tmp_path, guarded=False) as (pilot, _):
        assert say("officers.refused.demo")[:40] in screen_text(pilot.app)
        await press(pilot, "a")
        assert isinstance(top(pilot), OfficersScreen)


@pytest.mark.parametrize("way", [("f8", *"officers", "enter"), ("ctrl+p", *"officers", "enter")])
async def test_a_word_and_the_palette_lead_there(tmp_path: Path, way: tuple[str, ...]) -> None:
    async with desk_pilot(tmp_path, "screens.live.screen:LiveScreen") as (pilot, _):
        await press(pilot, *way)
        assert isinstance(top(pilot), OfficersScreen)
        await press(pilot, "escape")
        assert not isinstance(top(pilot), OfficersScreen)


async def test_a_prompt_is_seen_and_answered_from_there(tmp_path: Path) -> None:
    async with officers(tmp_path) as (pilot, office):
        office.with_incident().after(6)
        await pilot.app.tick_now()  # type: ignore[attr-defined]
        await settle(pilot)
        assert "F9" in screen_text(pilot.app)
        assert office.verb(lambda desk: desk.situation().prompts)
