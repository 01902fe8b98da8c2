"""Another officer takes the desk over: nothing stays of what the one before could see."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.worker import WorkerCancelled

from screens.intake.drafts import OfferScreen
from tests.screens.fake_console import TestConsole
from tests.screens.fake_host import PASSPHRASE, FakeOffice, desk_pilot, settle, top
from tests.screens.golden import screen_text
from tests.screens.intake_form import INTAKE
from tests.withheld import NEEDLE, NUMBER, told_all
from xfconsole.core.facts.of_office import ShiftEnded, ShiftStarted
from xfconsole.core.words.procedure import Bar
from xfconsole.core.words.refusal import Refused

LIVE = "screens.live.screen:LiveScreen"
NEXT = "何静"


def next_one_barred(office: FakeOffice) -> None:
    """李敏 is at the desk and has read everything; 何静 is accused in it."""
    office.with_roster()
    office.verb(told_all)
    office.on_shift()
    office.verb(lambda desk: desk.bar(NUMBER, Bar.ACCUSED, person=NEXT))
    office.after(12)


async def sign_in(pilot: Pilot[None], officer: str, passphrase: str = PASSPHRASE) -> str:
    app = pilot.app
    assert isinstance(app, TestConsole)
    name = await app.sign_in(officer, passphrase)
    with suppress(WorkerCancelled):  # Whatever a screen that is gone was still busy with.
        await settle(pilot)
    await settle(pilot)
    return name


SEEN: dict[str, tuple[str, ...]] = {
    "log behind a matter behind the ledger": ("f6", "f4", "enter"),
    "the card of a prompt": ("f3", "f9"),
    "a report being written": ("f3", "r", "enter"),
    "leaving over the log": ("f6", "f10"),
}


@pytest.mark.parametrize("keys", SEEN.values(), ids=SEEN)
async def test_nothing_seen_before_is_left_for_somebody_barred(
    tmp_path: Path, keys: tuple[str, ...]
) -> None:
    async with desk_pilot(tmp_path, LIVE, ready=next_one_barred) as (pilot, _):
        await pilot.press(*keys)
        await settle(pilot)
        before = list(pilot.app.screen_stack[1:])
        pilot.app.copy_to_clipboard(NEEDLE)
        pilot.app.notify(NEEDLE)
        assert await sign_in(pilot, NEXT) == NEXT
        assert not set(before) & set(pilot.app.screen_stack)
        assert not any(each.is_running for each in before)
        assert isinstance(pilot.app, TestConsole)
        assert (pilot.app.clipboard, list(pilot.app.told)) == ("", [])
        for key in ("f3", "f4", "f6", "f9"):
            await pilot.press(key)
            await settle(pilot)
            assert NEEDLE not in screen_text(pilot.app), key
            assert NEXT in screen_text(pilot.app), key


async def test_the_shift_passes_with_the_desk(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, LIVE, ready=next_one_barred) as (pilot, office):
        await sign_in(pilot, NEXT)
        shifts = [e for e in office.events() if isinstance(e.fact, ShiftStarted | ShiftEnded)]
        assert [(each.kind, each.officer) for each in shifts] == [
            ("shift.started", "李敏"),
            ("shift.ended", "李敏"),
            ("shift.started", NEXT),
        ]
        assert office.officer == NEXT
        situation = pilot.app.situation  # type: ignore[attr-defined]
        assert situation.officer == NEXT
        assert [each.hidden for each in situation.incidents] == [True]
        assert f"duty {NEXT}" in screen_text(pilot.app).splitlines()[0]


async def test_the_same_officer_finds_everything_as_it_was(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, LIVE, ready=next_one_barred) as (pilot, office):
        await pilot.press("f4", "f10")
        await settle(pilot)
        before, stored = list(pilot.app.screen_stack), len(office.events())
        assert await sign_in(pilot, "李敏") == "李敏"
        assert list(pilot.app.screen_stack) == before
        assert len(office.events()) == stored


async def test_a_wrong_passphrase_changes_nothing(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, LIVE, ready=next_one_barred) as (pilot, office):
        before, stored = list(pilot.app.screen_stack), len(office.events())
        with pytest.raises(Refused) as refused:
            await sign_in(pilot, NEXT, "another")
        assert refused.value.key == "vault.refused.passphrase"
        assert (list(pilot.app.screen_stack), len(office.events())) == (before, stored)
        assert office.officer == "李敏"


async def test_what_was_typed_is_offered_to_whoever_comes(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, INTAKE) as (pilot, office):
        await pilot.press("enter", *"lamp out")
        await sign_in(pilot, NEXT)
        assert isinstance(top(pilot), OfferScreen)
        assert office.drafts[-1][1]["summary"] == "lamp out"
