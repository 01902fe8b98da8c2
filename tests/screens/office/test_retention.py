"""The list of identities to be erased: proposed, approved by another officer, cancelled."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from textual.pilot import Pilot

from data.store.store import claim_file
from screens.matter.screen import MatterScreen
from screens.office.retention import RetentionScreen
from screens.shared.form import FormScreen
from tests.desks import START
from tests.screens.fake_host import PASSPHRASE, SIZES, FakeOffice, desk_pilot, settle, top
from tests.screens.golden import check_golden, screen_text
from tests.screens.intake_form import INTAKE
from tests.screens.live_desk import facts, press
from xfconsole.core.facts.of_desks import DeskSetAside
from xfconsole.core.identity.due import ErasureRow, Stage
from xfconsole.core.identity.erasure import Erasure, erasure_of
from xfconsole.core.matter.acts import Move
from xfconsole.core.matter.registration import MatterForm
from xfconsole.core.words.desk import Channel, Identity, Purpose
from xfconsole.core.words.procedure import Act
from xfconsole.desk import Desk
from xfconsole.ui.words.catalogue import say

GOLDEN = [("zh", "80x24"), ("en", "80x24"), ("zh", "120x36")]
SECRET = "来访者甲子"
ANSWER = Move(Act.ANSWER, text="已答复")
FIRST, SECOND, THIRD = "2026-000001", "2026-000002", "2026-000003"


def finish(office: FakeOffice) -> None:
    """Register three suggestions, answer them, and let the period go by."""
    for summary in ("建议增设夜班车", "建议加装路灯", "建议延长开放时间"):
        form = MatterForm(
            Channel.LETTER, summary, purpose=Purpose.SUGGESTION, identity=Identity(name=SECRET)
        )
        number = office.verb(partial(Desk.register, form=form)).number
        office.verb(partial(Desk.move, reference=number, move=ANSWER))
    office.clock.advance(timedelta(days=400))


@asynccontextmanager
async def retention(
    folder: Path,
    language: str = "en",
    size: str = "80x24",
    *,
    empty: bool = False,
    several: bool = False,
) -> AsyncIterator[tuple[Pilot[None], FakeOffice]]:
    """Run the console on the screen; in an office of ``several`` desks on its second one."""

    def ready(office: FakeOffice) -> None:
        office.with_roster()
        if not empty:
            finish(office)
        if several:
            claim_file(office.engine, office._desk.office, "second desk")
            office._open_desk()

    async with desk_pilot(folder, INTAKE, language=language, size=SIZES[size], ready=ready) as (
        pilot,
        office,
    ):
        await press(pilot, "ctrl+right_square_bracket")
        assert isinstance(top(pilot), RetentionScreen)
        yield pilot, office


def standing(office: FakeOffice, number: str) -> Erasure:
    file = office.views.matter(number)
    assert file is not None
    return erasure_of(file.events)


async def approve(pilot: Pilot[None], second: str) -> None:
    """Fill the card in for whoever is named, and file it."""
    await press(pilot, "a")
    await press(pilot, "enter", *second, "enter", *PASSPHRASE, "ctrl+s")


@pytest.mark.parametrize(("language", "size"), GOLDEN)
async def test_numbers_and_rules_and_never_a_name(tmp_path: Path, language: str, size: str) -> None:
    async with retention(tmp_path, language, size) as (pilot, office):
        office.verb(lambda desk: desk.propose_erasures([FIRST, SECOND]))
        office.verb(lambda desk: desk.approve_erasures([FIRST], "王强"))
        top(pilot).read()  # type: ignore[attr-defined]
        await settle(pilot)
        await press(pilot, "down")
        assert SECRET not in screen_text(pilot.app)
        check_golden(pilot.app, f"retention-{language}-{size}")


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_which_desks_an_erasure_waits_for(
    tmp_path: Path, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = ErasureRow(
        *("m", "2026-000001", Stage.APPROVED, "retention.claim", START, "李敏", "王强", START),
        awaits=("B", "C"),
    )
    monkeypatch.setattr(RetentionScreen, "_found", lambda _: [row])
    async with retention(tmp_path, language) as (pilot, _):
        await settle(pilot)
        check_golden(pilot.app, f"retention-awaits-{language}-80x24")


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_two_officers_let_erasures_wait_no_more_for_a_lost_desk(
    tmp_path: Path, language: str
) -> None:
    async with retention(tmp_path, language, several=True) as (pilot, office):
        await press(pilot, "g")
        check_golden(pilot.app, f"retention-lost-desk-{language}-80x24")
        await press(pilot, "ctrl+s")
        assert say("keeping.refused.choose")[:20] in screen_text(pilot.app)
        await press(pilot, "1", "enter", *"wrong pass", "ctrl+s")
        assert not facts(office, DeskSetAside)
        await press(pilot, "ctrl+u", *PASSPHRASE, "ctrl+s")
        assert [(e.letter, e.approved_by) for e in facts(office, DeskSetAside)] == [("A", "何静")]
        assert say("keeping.set_aside", letter="A", officer="何静")[:20] in screen_text(pilot.app)
        await press(pilot, "ctrl+g")
        assert isinstance(top(pilot), RetentionScreen)
        assert say("keeping.refused.all_aside") in screen_text(pilot.app)


async def test_an_office_of_one_desk_is_told_of_no_lost_desk(tmp_path: Path) -> None:
    async with retention(tmp_path) as (pilot, office):
        for key in ("f1", "ctrl+p"):
            assert "Lost desk" not in screen_text(pilot.app)
            await press(pilot, key)
            assert "Lost desk" not in screen_text(pilot.app)
            await press(pilot, "escape")
        await press(pilot, "g")
        assert say("keeping.refused.none") in screen_text(pilot.app)
        assert not facts(office, DeskSetAside)


async def test_one_proposes_and_another_approves(tmp_path: Path) -> None:
    async with retention(tmp_path) as (pilot, office):
        await press(pilot, "p")
        assert isinstance(top(pilot), FormScreen)
        await press(pilot, "ctrl+s")
        assert standing(office, FIRST).proposal is not None
        assert standing(office, SECOND).proposal is None
        await press(pilot, "home")
        await approve(pilot, "李敏")
        assert standing(office, FIRST).approval is None, "nobody approves what they proposed"
        await press(pilot, "escape")
        await approve(pilot, "何静")
        assert standing(office, FIRST).approved_by == "何静"


async def test_all_that_are_due_at_once(tmp_path: Path) -> None:
    async with retention(tmp_path) as (pilot, office):
        await press(pilot, "p")
        await press(pilot, "2", "ctrl+s")
        assert all(standing(office, each).proposal for each in (FIRST, SECOND, THIRD))


async def test_whoever_is_on_duty_cancels_with_a_reason(tmp_path: Path) -> None:
    async with retention(tmp_path) as (pilot, office):
        office.verb(lambda desk: desk.propose_erasures([FIRST]))
        office.verb(lambda desk: desk.approve_erasures([FIRST], "王强"))
        top(pilot).read()  # type: ignore[attr-defined]
        await settle(pilot)
        await press(pilot, "x")
        await press(pilot, *"not yet", "ctrl+s")
        assert standing(office, FIRST).proposal is None


async def test_a_complainant_asks_for_it(tmp_path: Path) -> None:
    async with retention(tmp_path) as (pilot, office):
        await press(pilot, "r")
        await press(pilot, *THIRD, "enter", *"asked in person", "ctrl+s")
        assert standing(office, THIRD).rule == "retention.request"


async def test_where_nothing_is_due_it_says_so(tmp_path: Path) -> None:
    async with retention(tmp_path, empty=True) as (pilot, _):
        assert "No identity is due to be erased." in screen_text(pilot.app)
        await press(pilot, "p")
        assert isinstance(top(pilot), RetentionScreen)


async def test_the_matter_says_what_became_of_it(tmp_path: Path) -> None:
    async with retention(tmp_path) as (pilot, office):
        office.verb(lambda desk: desk.propose_erasures([FIRST, SECOND, THIRD]))
        office.verb(lambda desk: desk.approve_erasures([FIRST, SECOND, THIRD], "王强"))
        office.clock.advance(timedelta(hours=72))
        office.verb(lambda desk: desk.tick())
        await press(pilot, "f4", "enter")
        assert isinstance(top(pilot), MatterScreen)
        shown = screen_text(pilot.app)
        assert "identity erased on 2027-03-30" in shown
        assert SECRET not in shown
