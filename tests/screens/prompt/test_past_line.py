"""Old letters are one line below tonight's work: its card, its ledger, putting it off."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from screens.ledger.screen import LedgerScreen
from screens.prompt.screen import PromptScreen
from tests.screens.fake_host import FakeOffice, settle
from tests.screens.golden import check_golden
from tests.screens.live_desk import facts, live, one_incident, press, shown
from xfconsole.core.facts.of_incident import PromptSnoozed
from xfconsole.core.facts.of_procedure import MatterChased
from xfconsole.core.matter.registration import MatterForm
from xfconsole.core.words.desk import Channel, Purpose
from xfconsole.desk import Imported

FILE = "2019年来信台账.xlsx"


def old_letters(office: FakeOffice, count: int = 12) -> FakeOffice:
    """A file brings letters of long ago, and one of last week."""
    office.with_roster()
    received = [office.now() - timedelta(days=400 + n) for n in range(count)]
    received.append(office.now() - timedelta(days=6))
    rows = [
        Imported(
            MatterForm(
                Channel.LETTER,
                f"反映历史遗留问题第{n}件",
                purpose=Purpose.CLAIM,
                received_at=at,
                source=FILE,
                source_ref=str(n),
            )
        )
        for n, at in enumerate(received)
    ]
    office.verb(lambda desk: desk.register_batch(rows))
    return office


def with_a_group(office: FakeOffice) -> FakeOffice:
    """A group of 33 is at the door besides."""
    return one_incident(old_letters(office))


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_the_card_of_an_import(tmp_path: Path, language: str) -> None:
    async with live(tmp_path, language=language, ready=old_letters) as (pilot, _):
        await press(pilot, "f9")
        check_golden(pilot.app, f"past-{language}-80x24")


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_tonight_stands_above_it(tmp_path: Path, language: str) -> None:
    async with live(tmp_path, language=language, ready=with_a_group) as (pilot, _):
        await press(pilot, "f9", "l")
        check_golden(pilot.app, f"past-list-{language}-80x24")


async def test_enter_lists_exactly_those_matters(tmp_path: Path) -> None:
    async with live(tmp_path, language="zh", ready=old_letters) as (pilot, _):
        await press(pilot, "f9", "enter")
        await settle(pilot)
        await settle(pilot)
        assert isinstance(pilot.app.screen, LedgerScreen)
        assert "符合 12 件" in shown(pilot)
        assert "2026-000012" in shown(pilot)
        assert "2026-000013" not in shown(pilot)
        await press(pilot, "escape")
        await settle(pilot)
        assert "2026-000013" in shown(pilot)


async def test_it_rests_until_the_next_working_morning(tmp_path: Path) -> None:
    async with live(tmp_path, language="en", ready=old_letters) as (pilot, office):
        await press(pilot, "f9", "9", "enter")
        (snoozed,) = facts(office, PromptSnoozed)
        assert snoozed.until.astimezone(office.zone).hour == 8
        assert not isinstance(pilot.app.screen, PromptScreen)
        assert FILE not in shown(pilot)


async def test_no_outcome_can_be_journaled_for_it(tmp_path: Path) -> None:
    async with live(tmp_path, language="en", ready=old_letters) as (pilot, office):
        before = len(office.events())
        await press(pilot, "f9", *"123456780")
        assert len(office.events()) == before
        assert facts(office, MatterChased) == []
