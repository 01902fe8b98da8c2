"""A reception day walked by keyboard: planned, published, held, decided, and told each quarter."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from screens.matter.screen import MatterScreen
from screens.prompt.screen import PromptScreen
from screens.reception.screen import ReceptionScreen
from screens.roster.screen import RosterScreen
from screens.shared.form import FormScreen
from tests.screens.fake_host import SIZES, ZONE, FakeOffice, desk_pilot, top
from tests.screens.golden import check_golden, screen_text
from tests.screens.intake_form import INTAKE
from tests.screens.live_desk import press, tick
from xfconsole.core.facts.of_reception import QuarterReported, ReceptionNoticed
from xfconsole.core.reception.sessions import Session
from xfconsole.core.words.procedure import Bar, State
from xfconsole.core.words.receiving import MeetingNote

LANGUAGES = ("zh", "en")
FORM_TWO = {"zh": "领导接待日", "en": "form of the"}
MOVED_TO = date(2026, 3, 10)


@asynccontextmanager
async def reception(
    folder: Path, language: str = "en", size: str = "80x24"
) -> AsyncIterator[tuple[Pilot[None], FakeOffice]]:
    """Run the console on the screen."""

    def ready(office: FakeOffice) -> None:
        office.with_roster()

    async with desk_pilot(folder, INTAKE, language=language, size=SIZES[size], ready=ready) as (
        pilot,
        office,
    ):
        await press(pilot, "shift+f5")
        assert isinstance(top(pilot), ReceptionScreen)
        yield pilot, office


async def fill(pilot: Pilot[None], *values: str) -> None:
    """Type into the parts of a form, each in the place of what stands there; Enter walks on."""
    for value in values:
        if value:
            await press(pilot, "ctrl+u", *value)
        await press(pilot, "enter")


async def plan(pilot: Pilot[None]) -> None:
    """Plan five Mondays in March by the form and its preview."""
    await press(pilot, "p")
    await fill(pilot, "2026-03-02", "2026-03-31", "mon", "9:00-11:30", "大厅")
    await press(pilot, "enter")
    await press(pilot, *"王强=城建,孙磊", "enter", *"住建局", "ctrl+s")
    await press(pilot, "ctrl+s")


def sessions(office: FakeOffice) -> tuple[Session, ...]:
    found: Any = office.verb(lambda desk: desk.sessions())
    return tuple(found)


def state(office: FakeOffice, number: str) -> State:
    file = office.views.matter(number)
    assert file is not None
    return file.row.state


async def until(pilot: Pilot[None], office: FakeOffice, at: datetime) -> None:
    """Let time pass until then, and show the screen again."""
    office.clock.advance(at - office.now())
    await tick(pilot)
    await press(pilot, "f5", "j")


async def fill_in_the_form_of_the_day(pilot: Pilot[None], language: str) -> None:
    """Make out form 2 of the matter that was assigned, from the order of its day."""
    assert isinstance(top(pilot), ReceptionScreen)
    await press(pilot, "home", "enter", "i", *FORM_TWO[language], "enter", "ctrl+s")
    check_golden(pilot.app, f"reception-form-two-{language}-80x24")
    await press(pilot, "ctrl+s", "escape", "escape")
    assert isinstance(top(pilot), ReceptionScreen)


async def meet(pilot: Pilot[None], office: FakeOffice, language: str) -> None:
    """Two days ahead the meeting is asked for; it is moved, then noted as held."""
    await until(pilot, office, datetime(2026, 3, 7, 8, 30, tzinfo=ZONE))
    check_golden(pilot.app, f"reception-owed-meeting-{language}-80x24")
    await press(pilot, "k", "2", "enter", *"等材料", "tab", *"2026-03-10")
    check_golden(pilot.app, f"reception-meeting-{language}-80x24")
    await press(pilot, "ctrl+s")
    await until(pilot, office, datetime(2026, 3, 11, 9, 0, tzinfo=ZONE))
    assert NUMBERS[2] in screen_text(pilot.app), "it is asked for until somebody notes it"
    await press(pilot, "k", "1", "enter", *"四月底前修好", "ctrl+s")
    assert pilot.app.screen.action_reason("reception.meeting"), "nothing is left to be noted"  # type: ignore[attr-defined]
    [*_, row] = office.views.received(sessions(office)[0].uid)
    assert (row.meeting, row.outcome, row.on) == (MeetingNote.HELD, "四月底前修好", MOVED_TO)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_reception_day_walked_by_keyboard(tmp_path: Path, language: str) -> None:
    async with reception(tmp_path, language) as (pilot, office):
        await press(pilot, "p")
        check_golden(pilot.app, f"reception-plan-{language}-80x24")
        await press(pilot, "escape")
        await plan(pilot)
        leaders = [(each.planned.leader, each.planned.charge) for each in sessions(office)]
        assert leaders[:2] == [("王强", "城建"), ("孙磊", "")]
        await press(pilot, "n")
        check_golden(pilot.app, f"reception-notice-{language}-80x24")
        await press(pilot, "ctrl+s")
        assert all(each.published for each in sessions(office)[:3])
        await until(pilot, office, datetime(2026, 3, 2, 9, 5, tzinfo=ZONE))
        check_golden(pilot.app, f"reception-{language}-80x24")
        await press(pilot, "enter")
        for topic in ("停水三天", "安置房", "道路"):
            await press(pilot, "a", *topic, "ctrl+s")
        await press(pilot, "d", "2", "enter", *"限期答复", "tab")
        await fill(pilot, "住建局", "2026-03-20")
        check_golden(pilot.app, f"reception-decide-{language}-80x24")
        await press(pilot, "ctrl+s", "down", "d", "1", "enter", *"当场通水", "ctrl+s")
        assert state(office, NUMBERS[1]) is State.ANSWERED
        # It was the next one's: taken back, and decided anew.
        await press(pilot, "u", *"记错了", "ctrl+s")
        assert state(office, NUMBERS[1]) is State.REGISTERED
        await press(pilot, "d", "1", "enter", *"当场通水", "ctrl+s")
        await press(pilot, "down", "d", "3", "enter", *"现场会", "tab")
        await fill(pilot, "交通局", "2026-03-09")
        await press(pilot, "ctrl+s")
        check_golden(pilot.app, f"reception-day-{language}-80x24")
        assert [state(office, each) for each in NUMBERS] == [
            State.ASSIGNED, State.ANSWERED, State.REGISTERED
        ]  # fmt: skip
        await press(pilot, "h", "ctrl+s")
        assert sessions(office)[0].held_at is not None
        await fill_in_the_form_of_the_day(pilot, language)
        await meet(pilot, office, language)
        await press(pilot, "l")
        assert "停水三天" in screen_text(pilot.app)
        await press(pilot, "escape", "r", "ctrl+s")
        assert "2026-03-31" in screen_text(pilot.app), "the quarter is not over"
        await until(pilot, office, datetime(2026, 4, 1, 9, 0, tzinfo=ZONE))
        await press(pilot, "r")
        check_golden(pilot.app, f"reception-result-{language}-80x24")
        await press(pilot, "ctrl+s")
        own = office.verb(lambda desk: desk.office)
        facts = [each.fact for each in office.views.events_of(str(own))]
        assert [type(e) for e in facts if isinstance(e, ReceptionNoticed | QuarterReported)] == [
            ReceptionNoticed,
            QuarterReported,
        ]
        paper = tmp_path / "result.docx"
        await press(pilot, "w", "2", "enter", "ctrl+u", *str(paper), "ctrl+s")
        assert paper.exists()
        await press(pilot, "escape")
        assert isinstance(top(pilot), RosterScreen)


NUMBERS = ("2026-000001", "2026-000002", "2026-000003")


async def test_what_was_typed_is_kept_and_a_slip_is_told_at_its_part(tmp_path: Path) -> None:
    async with reception(tmp_path) as (pilot, office):
        await press(pilot, "p")
        await fill(pilot, "2026-03-02", "2026-03-31", "mon", "9点", "大厅")
        await press(pilot, "enter", *"王二", "ctrl+s")
        assert "is no stretch of a day" in screen_text(pilot.app)
        await press(pilot, "ctrl+u", *"9:00-11:00", "ctrl+s")
        assert "The roster does not have “王二”" in screen_text(pilot.app)
        assert sessions(office) == ()
        await press(pilot, "escape", "p")
        assert isinstance(top(pilot), FormScreen)
        assert "王二" in screen_text(pilot.app)


async def test_the_card_leads_to_the_plan_and_can_wait_for_the_morning(tmp_path: Path) -> None:
    async with reception(tmp_path) as (pilot, office):
        await plan(pilot)
        await until(pilot, office, datetime(2026, 2, 27, 22, 0, tzinfo=ZONE))
        await press(pilot, "f9")
        check_golden(pilot.app, "reception-card-en-80x24")
        assert isinstance(top(pilot), PromptScreen)
        await press(pilot, "space", "1")
        assert isinstance(top(pilot), PromptScreen), "nobody is to be rung"
        await press(pilot, "space", "9", "enter")
        situation = pilot.app.situation  # type: ignore[attr-defined]
        assert situation.reception == ()
        office.clock.advance(timedelta(days=1))
        await tick(pilot)
        await press(pilot, "f4", "f9", "space", "enter")
        assert isinstance(top(pilot), ReceptionScreen)


async def test_who_is_barred_sees_that_a_place_is_taken(tmp_path: Path) -> None:
    async with reception(tmp_path) as (pilot, office):
        await plan(pilot)
        await press(pilot, "enter", "a", *"反映李敏", "ctrl+s")
        office.verb(lambda desk: desk.bar("2026-000001", Bar.ACCUSED, person="李敏"))
        await press(pilot, "escape", "enter")
        assert "反映李敏" not in screen_text(pilot.app)
        assert "2026-000001" in screen_text(pilot.app)
        await press(pilot, "d")
        assert isinstance(top(pilot), ReceptionScreen)


async def test_enter_opens_the_matter_and_escape_leads_back(tmp_path: Path) -> None:
    async with reception(tmp_path) as (pilot, _):
        await plan(pilot)
        await press(pilot, "enter", "a", *"停水三天", "ctrl+s", "enter")
        assert isinstance(top(pilot), MatterScreen)
        await press(pilot, "escape")
        assert isinstance(top(pilot), ReceptionScreen)


async def test_the_form_of_the_day_is_filled_from_the_decision(tmp_path: Path) -> None:
    async with reception(tmp_path) as (pilot, office):
        await plan(pilot)
        await until(pilot, office, datetime(2026, 3, 2, 9, 5, tzinfo=ZONE))
        await press(pilot, "enter", "a", *"停水三天", "ctrl+s")
        await press(pilot, "enter", "i", *"form of the", "enter")
        assert "No leader decided" in screen_text(pilot.app)
        await press(pilot, "escape", "d", "1", "enter", *"当场通水", "ctrl+s")
        await press(pilot, "enter", "i", *"form of the", "enter", "ctrl+s")
        shown = screen_text(pilot.app)
        assert "Received on: 2026-03-02 09:00" in shown
        assert "王强" in shown
        assert "当场通水" in shown


async def test_two_days_are_swapped_and_one_is_cancelled(tmp_path: Path) -> None:
    async with reception(tmp_path) as (pilot, office):
        await plan(pilot)
        await press(pilot, "home", "c", "ctrl+u", *"孙磊", *["enter"] * 4, *"2026-03-09")
        await press(pilot, "enter", "enter", *"出差", "ctrl+s")
        assert "Either swap with another day" in screen_text(pilot.app)
        await press(pilot, *["shift+tab"] * 4, "ctrl+u", *"王强=城建", "ctrl+s")
        assert [each.planned.leader for each in sessions(office)[:2]] == ["孙磊", "王强"]
        await press(pilot, "x", *"停电", "ctrl+s")
        assert sessions(office)[0].cancelled
        await press(pilot, "x")
        assert isinstance(top(pilot), ReceptionScreen), "a cancelled one is not cancelled again"
        await press(pilot, "down", "t", "ctrl+s")
        assert sessions(office)[1].untold == ()
