"""No key on a card logs an outcome for somebody whose card the officer had no time to read."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from textual.pilot import Pilot

from screens.prompt.screen import PromptScreen
from tests.screens.live_desk import facts, live, press, primary, shown, tick
from tests.screens.prompt.test_prompt import nobody
from xfconsole.core.facts.of_incident import PostArrived, PostRung
from xfconsole.core.words.desk import RingOutcome

WAIT = "New card"


async def after(pilot: Pilot[None], seconds: float, *keys: str) -> None:
    """Press keys, each so many seconds after the one before."""
    fingers = pilot.app.fingers  # type: ignore[attr-defined]
    usual, fingers.apart = fingers.apart, seconds
    await press(pilot, *keys)
    fingers.apart = usual


@pytest.mark.parametrize("key", ["2", "3", "6", "1", "7", "9", "ctrl+b", "ctrl+a"])
async def test_a_key_right_after_f9_logs_nothing_and_says_so(tmp_path: Path, key: str) -> None:
    async with live(tmp_path) as (pilot, office):
        before = primary(office)
        await press(pilot, "f9")
        assert WAIT in shown(pilot)
        await after(pilot, 0.4, key)
        assert isinstance(pilot.app.screen, PromptScreen)
        assert primary(office) == before
        assert "was not logged" in shown(pilot)


async def test_a_key_that_cannot_mean_the_card_says_why_at_once(tmp_path: Path) -> None:
    async with live(tmp_path, ready=nobody) as (pilot, office):
        await press(pilot, "f9")
        await after(pilot, 0.4, "2")
        assert "There is nobody to ring" in shown(pilot)
        assert "was not logged" not in shown(pilot)
        await after(pilot, 1.9, "6")
        assert "“Arrived” was not logged" in shown(pilot)
        assert facts(office, PostArrived) == []


async def test_the_next_card_waits_after_an_outcome(tmp_path: Path) -> None:
    async with live(tmp_path) as (pilot, office):
        await press(pilot, "f9", "2")
        assert len(facts(office, PostRung)) == 1
        assert WAIT in shown(pilot)
        await after(pilot, 0.5, "3", "4", "6")
        assert len(facts(office, PostRung)) == 1
        assert facts(office, PostArrived) == []
        assert "“Arrived” was not logged" in shown(pilot)


@pytest.mark.parametrize("key", ["space", "ctrl+o", "ideographic_space"])
async def test_the_key_that_means_only_next_lets_a_digit_follow_at_once(
    tmp_path: Path, key: str
) -> None:
    async with live(tmp_path) as (pilot, office):
        await press(pilot, "f9")
        await after(pilot, 0.2, key)
        assert WAIT not in shown(pilot)
        await after(pilot, 0.2, "2")
        assert len(facts(office, PostRung)) == 1
        await after(pilot, 0.2, key, "3")
        assert [each.outcome for each in facts(office, PostRung)] == [
            RingOutcome.NO_ANSWER,
            RingOutcome.BUSY,
        ]


async def test_every_key_makes_the_two_seconds_begin_again(tmp_path: Path) -> None:
    async with live(tmp_path) as (pilot, office):
        await press(pilot, "f9")
        await after(pilot, 1.9, "2", "z", "2", "f12", "2")
        assert facts(office, PostRung) == []
        await after(pilot, 2.0, "2")
        assert len(facts(office, PostRung)) == 1


async def test_a_card_that_was_quiet_for_two_seconds_stays_open(tmp_path: Path) -> None:
    async with live(tmp_path) as (pilot, office):
        await press(pilot, "f9")
        pilot.app.fingers.now += 2  # type: ignore[attr-defined]
        await tick(pilot)
        assert WAIT not in shown(pilot)
        await after(pilot, 0.1, "z", "2")
        assert len(facts(office, PostRung)) == 1


async def test_a_space_held_down_opens_no_card_that_came_meanwhile(tmp_path: Path) -> None:
    async with live(tmp_path) as (pilot, office):
        await press(pilot, "f9", "space")
        office.verb(lambda desk: desk.arrive("02-001", "duty_leader"))
        await after(pilot, 0.1, "space")
        await tick(pilot)
        assert "赵颖" in shown(pilot)
        await after(pilot, 0.1, "space", "space", "2")
        assert facts(office, PostRung) == []


async def test_a_card_that_changes_by_itself_takes_no_digit_meant_for_the_one_before(
    tmp_path: Path,
) -> None:
    async with live(tmp_path) as (pilot, office):
        await press(pilot, "f9", "space")
        office.verb(lambda desk: desk.arrive("02-001", "duty_leader"))
        await tick(pilot)
        assert "赵颖" in shown(pilot)
        await after(pilot, 0.5, "2")
        assert facts(office, PostRung) == []


async def test_a_roster_that_changes_under_the_card_makes_it_another(tmp_path: Path) -> None:
    async with live(tmp_path) as (pilot, office):
        await press(pilot, "f9", "space")
        assert "王强" in shown(pilot)
        now = office.now()
        office.verb(
            lambda desk: desk.replace_on_roster(
                "duty_leader", "王强", "沈宁", "139-0000-0077", now, now + timedelta(hours=1)
            )
        )
        await tick(pilot)
        assert "王强" not in shown(pilot)
        assert WAIT in shown(pilot)
        await after(pilot, 0.5, "2")
        assert facts(office, PostRung) == []


async def test_back_from_a_question_and_from_the_list_the_card_waits(tmp_path: Path) -> None:
    async with live(tmp_path) as (pilot, office):
        await press(pilot, "f9", "1")
        await after(pilot, 0.3, "escape", "2")
        assert facts(office, PostRung) == []
        await press(pilot, "l")
        await after(pilot, 0.3, "enter", "2")
        assert facts(office, PostRung) == []


async def test_the_list_opens_the_line_under_its_cursor_when_the_lines_move(
    tmp_path: Path,
) -> None:
    async with live(tmp_path) as (pilot, office):
        await press(pilot, "f9", "l", "down", "down")
        chosen = next(each for each in shown(pilot).splitlines() if ">3" in each)
        office.verb(lambda desk: desk.arrive("02-001", "duty_leader"))
        await tick(pilot)
        moved = next(each for each in shown(pilot).splitlines() if ">2" in each)
        assert moved.partition("02-001")[2][:40] == chosen.partition("02-001")[2][:40]


async def test_the_palette_offers_no_outcome_for_the_card_that_it_covers(tmp_path: Path) -> None:
    async with live(tmp_path) as (pilot, office):
        await press(pilot, "f9", "space", "ctrl+p")
        assert "See all tasks" in shown(pilot)
        assert "Nobody answered" not in shown(pilot)
        await press(pilot, *"answered", "enter", "escape")
        assert facts(office, PostRung) == []
