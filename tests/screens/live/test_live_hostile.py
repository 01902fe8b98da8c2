"""Text from outside through every field of live screen, cards and command line, and shown again."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from textual.events import Paste
from textual.pilot import Pilot
from textual.widgets import Input

from screens.widgets.text_box import TextBox
from tests.hostile import HOSTILE, assert_harmless
from tests.screens.fake_host import FakeOffice
from tests.screens.live_desk import facts, live, press, shown
from tests.screens.matters import form
from xfconsole.core.facts.of_incident import NoteAdded, ReportFiled
from xfconsole.core.facts.of_matter import RequestRecorded
from xfconsole.core.matter.registration import MatterForm
from xfconsole.core.words.desk import Channel, RingOutcome
from xfconsole.desk import Desk

SHORT = {name: text[:2000] for name, text in HOSTILE.items()}
SOME = sorted(SHORT)[::6]


def harmless(text: str) -> None:
    assert_harmless(text)
    assert "\t" not in text


async def paste(pilot: Pilot[None], text: str) -> None:
    """Paste into the field that has the focus, and look at the screen."""
    field = pilot.app.screen.focused
    assert field is not None
    field.post_message(Paste(text))
    await pilot.pause()
    harmless(shown(pilot))


@pytest.mark.parametrize("keys", [["t"], ["v", "1"], ["f8"]], ids=["note", "relief", "command"])
async def test_a_field_shows_what_is_pasted_and_is_not_driven(
    tmp_path: Path, keys: list[str]
) -> None:
    async with live(tmp_path) as (pilot, _):
        await press(pilot, *keys)
        field = pilot.app.screen.focused
        assert isinstance(field, Input)
        for text in SHORT.values():
            field.value = ""
            await paste(pilot, text)


async def test_what_is_pasted_is_kept_without_its_sting(tmp_path: Path) -> None:
    async with live(tmp_path) as (pilot, office):
        for name in SOME:
            await press(pilot, "t")
            await paste(pilot, f"{SHORT[name]}x")
            await press(pilot, "enter")
        notes = facts(office, NoteAdded)
        assert len(notes) == len(SOME)
        for note in notes:
            assert_harmless(note.text)


async def test_a_report_takes_anything(tmp_path: Path) -> None:
    async with live(tmp_path) as (pilot, office):
        await press(pilot, "r", "1", "tab", "tab")
        box = pilot.app.screen.focused
        assert isinstance(box, TextBox)
        for text in SHORT.values():
            box.fill("")
            await paste(pilot, text)
        form(pilot).fields["to"].fill("市委值班室")
        form(pilot).fields["read_back"].fill("yes")
        await press(pilot, "ctrl+s")
        assert_harmless(facts(office, ReportFiled)[0].situation)


async def test_a_time_line_of_hostile_notes(tmp_path: Path) -> None:
    def noted(office: FakeOffice) -> FakeOffice:
        office.with_roster().with_incident()
        for text in SHORT.values():
            office.verb(partial(Desk.note, reference="02-001", text=f"记{text}"))
        return office

    async with live(tmp_path, size=(120, 36), ready=noted) as (pilot, _):
        await press(pilot, "tab")
        for _ in range(len(SHORT) // 8):
            harmless(shown(pilot))
            await pilot.press("pageup")
        assert "Opened with 33" in shown(pilot)


@pytest.mark.parametrize("part", range(4))
async def test_hostile_topics_names_and_requests(tmp_path: Path, part: int) -> None:
    names = sorted(SHORT)[part::12]

    def with_hostile(office: FakeOffice) -> FakeOffice:
        office.with_roster()
        for name in names:
            _hostile_incident(office, SHORT[name])
        return office.after(1)

    async with live(tmp_path, size=(120, 36), ready=with_hostile) as (pilot, office):
        assert len(facts(office, RequestRecorded)) == len(names)
        await press(pilot, "shift+tab")
        for _ in names:
            await press(pilot, "q")
            harmless(shown(pilot))
            await pilot.press("escape", "c")
            harmless(shown(pilot))
            await press(pilot, "escape", "up")
            harmless(shown(pilot))
        await press(pilot, "f9")
        for _ in names:
            harmless(shown(pilot))
            await pilot.press("down")
        await press(pilot, "l")
        harmless(shown(pilot))


def _hostile_incident(office: FakeOffice, text: str) -> None:
    form = MatterForm(Channel.GROUP_VISIT, f"甲{text}乙", unit=text[:40], headcount=60)
    number = office.verb(lambda d: d.register(form, opening=True)).incident
    office.verb(lambda d: d.record_request(number, f"求{text}"))
    office.verb(lambda d: d.relieve(number, "duty_leader", f"代{text}"))
    office.verb(lambda d: d.ring(number, "hall_safety", RingOutcome.BUSY, person=f"某{text}"))
