"""Times on a matter: what lies before the shift takes a second officer, also as a correction."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from screens.matter.screen import MatterScreen
from screens.shared.form import FormScreen
from tests.screens.fake_host import PASSPHRASE, START, FakeOffice, top
from tests.screens.live_desk import press
from tests.screens.matters import (
    act,
    begin,
    facts,
    fill,
    form,
    go_to,
    life,
    matter,
    matter_events,
    open_matter,
    said,
    shown,
    typed,
)
from xfconsole.core.facts.of_incident import EventCorrected
from xfconsole.core.facts.of_procedure import DeadlineMoved, MatterMoved
from xfconsole.core.matter.registration import MatterForm
from xfconsole.core.words.desk import Channel, Purpose
from xfconsole.core.words.procedure import Clock


def old_letter(office: FakeOffice) -> FakeOffice:
    """Register a letter that came three days before this shift."""
    office.with_holidays().with_roster()
    came = START - timedelta(days=3)
    letter = MatterForm(Channel.LETTER, "停水", purpose=Purpose.CLAIM, received_at=came)
    office.verb(lambda desk: desk.register(letter))
    office.on_shift()
    return office


async def test_a_start_before_the_shift_takes_a_second_officer(tmp_path: Path) -> None:
    async with matter(tmp_path, ready=old_letter) as (pilot, office):
        await open_matter(pilot)
        await begin(pilot, "forward")
        await fill(pilot, unit="水务局", when="-2d")
        assert not form(pilot).query_one("#row-second").display
        await press(pilot, "ctrl+s")
        assert "takes a second officer" in said(pilot)
        assert form(pilot).query_one("#row-second").display
        await fill(pilot, second="何静", passphrase="no")
        await press(pilot, "ctrl+s")
        assert "passphrase does not open" in said(pilot)
        assert [typed(pilot, each) for each in ("unit", "when", "second")] == [
            "水务局",
            "-2d",
            "何静",
        ]
        await press(pilot, "backspace", "backspace", *PASSPHRASE)
        await press(pilot, "ctrl+s")
        moved = next(each for each in matter_events(office) if isinstance(each.fact, MatterMoved))
        assert isinstance(moved.fact, MatterMoved)
        assert moved.fact.second == "何静"
        assert moved.happened_at == START - timedelta(days=2)
        assert PASSPHRASE not in str(office.drafts)


async def test_nobody_vouches_for_themselves(tmp_path: Path) -> None:
    async with matter(tmp_path, ready=old_letter) as (pilot, office):
        await open_matter(pilot)
        await begin(pilot, "forward")
        await fill(pilot, unit="水务局", when="-2d")
        await press(pilot, "ctrl+s")
        form(pilot).fields["second"].fill("李敏")
        assert typed(pilot, "second") == ""
        await fill(pilot, passphrase=PASSPHRASE)
        await press(pilot, "ctrl+s")
        assert "takes a second officer" in said(pilot)
        assert facts(office, MatterMoved) == []


async def test_an_act_dated_wrongly_is_dated_right_and_moves_its_clocks(tmp_path: Path) -> None:
    async with matter(tmp_path) as (pilot, office):
        await open_matter(pilot)
        await act(pilot, "forward", unit="住建局")
        office.clock.advance(timedelta(hours=54))
        go_to(pilot, "forward (forwarded)")
        await press(pilot, "k")
        assert isinstance(top(pilot), FormScreen)
        await fill(pilot, reason="slip came later", when="")
        await press(pilot, *["backspace"] * 20, *"-1d", "ctrl+s")
        assert isinstance(top(pilot), MatterScreen), shown(pilot)
        (fixed,) = facts(office, EventCorrected)
        assert fixed.reason == "slip came later"
        moved = {each.clock for each in facts(office, DeadlineMoved)}
        assert {Clock.NOTICE, Clock.ACCEPT} & moved


async def test_a_receipt_corrected_beyond_the_shift_takes_a_second_officer(tmp_path: Path) -> None:
    async with matter(tmp_path, ready=old_letter) as (pilot, office):
        await open_matter(pilot)
        received = life(office).receipt
        await press(pilot, "k", "7")
        await fill(pilot, reason="stamp misread", when="")
        await press(pilot, *["backspace"] * 20, *"-4d", "ctrl+s")
        assert "second officer" in shown(pilot)
        assert form(pilot).query_one("#row-second").display
        await fill(pilot, second="何静", passphrase=PASSPHRASE)
        await press(pilot, "ctrl+s")
        (fixed,) = facts(office, EventCorrected)
        assert fixed.second == "何静"
        assert life(office).receipt != received
