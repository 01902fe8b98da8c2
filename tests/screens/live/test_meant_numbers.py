"""A number of a list means what it meant when the officer read it, though the list has changed."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from textual.pilot import Pilot

from screens.live.screen import LiveScreen
from screens.shared.question import AskScreen
from tests.screens.fake_host import FakeOffice, settle, top
from tests.screens.live.test_command_line_screen import typed
from tests.screens.live_desk import facts, live, press, primary, shown, tick
from tests.screens.prompt.test_card_gate import WAIT, after
from xfconsole.core.facts.of_incident import PostArrived, PostRung
from xfconsole.core.words.desk import RingOutcome

NOW_IT_IS = "2 is receptionist 沈宁 now"


def replaced(office: FakeOffice, at: datetime | None = None) -> None:
    """The receptionist 赵颖 is replaced by 沈宁, as at a change of shift; now, or at an instant."""
    now = at or office.now()
    office.verb(
        lambda desk: desk.replace_on_roster(
            "receptionist", "赵颖", "沈宁", "139-0000-0077", now, now + timedelta(hours=1)
        )
    )


async def turn_changes(pilot: Pilot[None], office: FakeOffice, at: datetime | None = None) -> None:
    """The desk learns of it too."""
    replaced(office, at)
    await tick(pilot)


async def test_c2_logs_nobody_whom_the_officer_did_not_see_under_2(tmp_path: Path) -> None:
    async with live(tmp_path) as (pilot, office):
        await press(pilot, "f8", *typed("c2 2")[:-1])
        await turn_changes(pilot, office)
        before = primary(office)
        await press(pilot, "enter")
        assert primary(office) == before
        assert NOW_IT_IS in shown(pilot)
        await press(pilot, "enter")
        (rung,) = facts(office, PostRung)
        assert (rung.person, rung.outcome) == ("沈宁", RingOutcome.NO_ANSWER)


async def test_another_number_is_not_asked_about(tmp_path: Path) -> None:
    async with live(tmp_path) as (pilot, office):
        await press(pilot, "f8", *typed("c1 2")[:-1])
        await turn_changes(pilot, office)
        await press(pilot, "enter")
        assert [each.person for each in facts(office, PostRung)] == ["王强"]


async def test_a_question_keeps_the_list_that_it_shows(tmp_path: Path) -> None:
    async with live(tmp_path) as (pilot, office):
        await press(pilot, "a")
        await turn_changes(pilot, office)
        assert "2 receptionist 赵颖" in shown(pilot)
        await press(pilot, "2", "enter")
        assert [each.person for each in facts(office, PostArrived)] == ["赵颖"]


async def test_a_key_about_a_post_waits_until_a_changed_list_was_seen(tmp_path: Path) -> None:
    async with live(tmp_path) as (pilot, office):
        await turn_changes(pilot, office)
        await after(pilot, 0.5, "c")
        assert isinstance(top(pilot), LiveScreen)
        assert "The list changed just now" in shown(pilot)
        await after(pilot, 0.5, "c")
        assert isinstance(top(pilot), AskScreen)


async def test_a_list_that_was_there_for_two_seconds_was_seen(tmp_path: Path) -> None:
    async with live(tmp_path) as (pilot, office):
        await turn_changes(pilot, office)
        await after(pilot, 2.0, "c")
        assert isinstance(top(pilot), AskScreen)


async def test_what_the_officer_logs_changes_no_list_unseen(tmp_path: Path) -> None:
    async with live(tmp_path) as (pilot, office):
        await after(pilot, 0.1, "c", "2", "4", "c", "2", "2")
        assert [each.person for each in facts(office, PostRung)] == ["赵颖", "沈宁"]


async def test_a_line_that_was_left_is_asked_about_once(tmp_path: Path) -> None:
    async with live(tmp_path) as (pilot, office):
        await press(pilot, "f10", "f8", *typed("c2 2")[:-1])
        await press(pilot, "f3")
        await turn_changes(pilot, office)
        before = primary(office)
        await press(pilot, "f10", "f8", "enter")
        assert primary(office) == before
        assert NOW_IT_IS in shown(pilot)
        await press(pilot, "enter")
        assert [each.person for each in facts(office, PostRung)] == ["沈宁"]


async def test_the_card_logs_who_it_expects_though_the_turn_changes_under_it(
    tmp_path: Path,
) -> None:
    async with live(tmp_path) as (pilot, office):
        await turn_changes(pilot, office, office.now() + timedelta(seconds=30))
        await press(pilot, "f9", "space", "down", "space")
        assert "赵颖" in shown(pilot)
        office.clock.advance(timedelta(seconds=31))
        await press(pilot, "6")
        assert [each.person for each in facts(office, PostArrived)] == ["赵颖"]


async def test_a_key_finds_the_desk_ahead_of_the_card(tmp_path: Path) -> None:
    async with live(tmp_path) as (pilot, office):
        await press(pilot, "f9", "space", "down", "space")
        assert "赵颖" in shown(pilot)
        replaced(office)
        # Nothing was drawn since, and the key is handled first.
        await pilot.app.desk_do(lambda desk: desk.tick())  # type: ignore[attr-defined]
        await top(pilot).action_act("prompt.no_answer")  # type: ignore[attr-defined]
        await settle(pilot)
        assert facts(office, PostRung) == []
        assert WAIT in shown(pilot)
        await press(pilot, "f9", "space", "l")
        assert "沈宁" in shown(pilot)
