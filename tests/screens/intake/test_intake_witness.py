"""A receipt before the shift starts a statutory clock: somebody else has to vouch for it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import cast

from textual.events import Key
from textual.pilot import Pilot

from screens.shared.form import FormScreen
from tests.screens.fake_host import PASSPHRASE, START, FakeOffice, desk_pilot, settle
from tests.screens.golden import screen_text
from tests.screens.intake_form import INTAKE, go_to, intake
from tests.screens.live_desk import key_of
from xfconsole.core.facts.of_matter import MatterRegistered


def on_duty(office: FakeOffice) -> FakeOffice:
    office.with_roster()
    office.on_shift()
    return office


async def begin(pilot: Pilot[None], received: str) -> None:
    """Fill in a letter received some time ago, and register."""
    await pilot.press("1", "enter", *"no water", "enter")
    await go_to(pilot, "received")
    await pilot.press(*received, "ctrl+s")
    await settle(pilot)


async def vouch(pilot: Pilot[None], officer: str, passphrase: str) -> None:
    screen = pilot.app.screen
    assert isinstance(screen, FormScreen)
    assert screen.focused is screen.query_one("#form-passphrase")
    assert f"[1{officer}]" in screen_text(pilot.app)
    await pilot.press(*passphrase, "ctrl+s")
    await settle(pilot)


def registered(office: FakeOffice) -> list[MatterRegistered]:
    rows = office.views.matters(limit=9)
    return [cast("MatterRegistered", office.views.events_of(row.uid)[0].fact) for row in rows]


async def test_a_receipt_before_the_shift_takes_a_second_officer(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, INTAKE, ready=on_duty) as (pilot, office):
        await begin(pilot, "-120")
        assert "second officer" in screen_text(pilot.app)
        assert registered(office) == []
        await vouch(pilot, "何静", PASSPHRASE)
        (fact,) = registered(office)
        assert fact.second == "何静"
        assert office.views.matters(limit=1)[0].received_at <= START - timedelta(hours=2)
        assert "Registered 2026-000001" in screen_text(pilot.app)


async def test_what_is_typed_after_the_second_officers_enter_is_of_the_next_form(
    tmp_path: Path,
) -> None:
    async with desk_pilot(tmp_path, INTAKE, ready=on_duty) as (pilot, office):
        await begin(pilot, "-120")
        for sign in PASSPHRASE:
            pilot.app.post_message(Key(key_of(sign), sign))
        for key, sign in (("enter", "\r"), ("2", "2"), ("enter", "\r"), ("s", "s")):
            pilot.app.post_message(Key(key, sign))
        await settle(pilot)
        (fact,) = registered(office)
        assert (fact.second, fact.summary) == ("何静", "no water")
        values = intake(pilot).sheet.values()
        assert (values["channel"], values["summary"]) == ("visit", "s")


async def test_nobody_vouches_for_their_own_entry_and_nothing_typed_is_lost(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, INTAKE, ready=on_duty) as (pilot, office):
        await begin(pilot, "-120")
        await pilot.press("shift+tab")
        await settle(pilot)
        assert office.officer not in screen_text(pilot.app).partition("Second officer")[2]
        await pilot.press("backspace", "tab", *PASSPHRASE, "ctrl+s")
        await settle(pilot)
        assert registered(office) == []
        assert "Nobody was chosen" in screen_text(pilot.app)
        await pilot.press("escape")
        await settle(pilot)
        assert "no water" in screen_text(pilot.app)


async def test_leaving_the_card_leaves_the_form_as_it_was(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, INTAKE, ready=on_duty) as (pilot, office):
        await begin(pilot, "-120")
        await pilot.press("escape")
        await settle(pilot)
        assert intake(pilot)
        assert registered(office) == []
        assert "no water" in screen_text(pilot.app)
