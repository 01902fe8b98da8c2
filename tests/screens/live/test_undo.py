"""``u`` takes back the outcome logged last: on the live screen, on the card and on F8."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from screens.live.timeline import Timeline
from screens.prompt.screen import PromptScreen
from tests.screens.fake_host import FakeOffice
from tests.screens.golden import check_golden
from tests.screens.handovers import handing_over, relief_late
from tests.screens.live_desk import facts, live, live_screen, press, quiet, shown, tick
from tests.screens.prompt.test_bundle import bundle, sixty
from tests.screens.prompt.test_card_gate import after
from tests.screens.prompt.test_due import due_work
from xfconsole.core.facts.of_incident import (
    EventCorrected,
    LevelRaised,
    PostArrived,
    PostRung,
    PromptSnoozed,
)
from xfconsole.core.facts.of_office import ReliefRung
from xfconsole.core.facts.of_procedure import MatterChased

NOTHING = "Nothing of yours from the last minute"


def taken_back(office: FakeOffice) -> list[EventCorrected]:
    return [each for each in facts(office, EventCorrected) if each.withdrawn]


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_the_time_line_shows_the_outcome_and_that_it_was_taken_back(
    tmp_path: Path, language: str
) -> None:
    async with live(tmp_path, language=language) as (pilot, _):
        await press(pilot, "c", "2", "2", "u")
        check_golden(pilot.app, f"live-undone-{language}-80x24")


@pytest.mark.parametrize("key", ["u", "ctrl+z"])
async def test_on_the_live_screen_without_a_question(tmp_path: Path, key: str) -> None:
    async with live(tmp_path) as (pilot, office):
        before = shown(pilot)
        assert "! not told     by 02:39" in before
        await press(pilot, "a", "2", "enter")
        assert "√ here 02:35" in shown(pilot)
        await press(pilot, key)
        assert len(taken_back(office)) == len(facts(office, PostArrived)) == 1
        assert "√ here 02:35" not in shown(pilot)
        assert "taken back at 02:35" in shown(pilot)
        assert "Taken back: receptionist 赵颖 arrived" in shown(pilot)
        await press(pilot, key)
        assert NOTHING in shown(pilot)
        assert len(taken_back(office)) == 1


@pytest.mark.parametrize(("seconds", "fine"), [(60, True), (61, False)])
async def test_after_a_minute_only_a_correction_is_left(
    tmp_path: Path, seconds: int, fine: bool
) -> None:
    async with live(tmp_path) as (pilot, office):
        await press(pilot, "c", "2", "2")
        office.clock.advance(timedelta(seconds=seconds))
        await tick(pilot)
        await press(pilot, "u")
        assert len(taken_back(office)) == fine
        assert (NOTHING in shown(pilot)) is not fine


async def test_the_key_bar_shows_it_for_as_long_as_it_works(tmp_path: Path) -> None:
    async with live(tmp_path) as (pilot, office):
        assert "u Undo" not in shown(pilot)
        await press(pilot, "c", "2", "2")
        assert "u Undo" in shown(pilot)
        office.clock.advance(timedelta(seconds=61))
        await tick(pilot)
        assert "u Undo" not in shown(pilot)
        await press(pilot, "c", "2", "2")
        assert "u Undo" in shown(pilot)
        await press(pilot, "u")
        assert "u Undo" not in shown(pilot)


async def test_with_nothing_logged_it_says_so(tmp_path: Path) -> None:
    async with live(tmp_path, ready=quiet) as (pilot, _):
        await press(pilot, "u")
        assert NOTHING in shown(pilot)


async def test_what_was_taken_back_is_not_corrected(tmp_path: Path) -> None:
    async with live(tmp_path) as (pilot, office):
        await press(pilot, "c", "2", "2", "u")
        lines = live_screen(pilot).query_one(Timeline)
        lines.go_to_last(lambda line: line.meant is not None)
        live_screen(pilot).set_focus(lines)
        await press(pilot, "k")
        assert "cannot be corrected" in shown(pilot)
        await press(pilot, "f6", "end", "k")
        assert "there is nothing to correct" in shown(pilot)
        assert len(facts(office, EventCorrected)) == 1


async def test_the_log_marks_it_and_tells_when(tmp_path: Path) -> None:
    async with live(tmp_path) as (pilot, _):
        await press(pilot, "c", "2", "2", "u", "f6")
        lines = [line for line in shown(pilot).splitlines() if "aken back" in line]
        assert "[taken back] Rang receptionist 赵颖: no answer" in lines[0]
        assert "taken back at 02:35" in lines[1]


# --- the card ------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_the_card_after_an_outcome_says_how_to_take_it_back(
    tmp_path: Path, language: str
) -> None:
    async with live(tmp_path, language=language) as (pilot, _):
        await press(pilot, "f9", "2")
        check_golden(pilot.app, f"prompt-logged-{language}-80x24")


async def test_the_card_says_so_for_as_long_as_it_can_be_taken_back(tmp_path: Path) -> None:
    async with live(tmp_path) as (pilot, office):
        await press(pilot, "f9")
        assert "u undoes it" not in shown(pilot)
        await press(pilot, "2", "down")
        assert "u undoes it" in shown(pilot)
        office.clock.advance(timedelta(seconds=61))
        await press(pilot, "up")
        assert "u undoes it" not in shown(pilot)
        await press(pilot, "3")
        assert "u undoes it" in shown(pilot)
        await press(pilot, "u")
        assert "u undoes it" not in shown(pilot)


@pytest.mark.parametrize("key", ["u", "ctrl+z"])
async def test_at_once_on_the_next_card_the_one_before_stands_again(
    tmp_path: Path, key: str
) -> None:
    async with live(tmp_path) as (pilot, office):
        await press(pilot, "f9", "2")
        assert "赵颖" in shown(pilot)
        await after(pilot, 0.3, key)
        assert "Task 1/5" in shown(pilot)
        assert "ring: duty leader 王强" in shown(pilot)
        assert "Taken back: Rang duty leader 王强: no answer" in shown(pilot)
        assert len(taken_back(office)) == 1
        assert "shown only at" not in shown(pilot)
        await after(pilot, 0.3, "1")
        assert "was not logged" in shown(pilot)  # it is a new card: it has to be read, too
        await press(pilot, "3")
        assert len(facts(office, PostRung)) == 2


async def test_reached_by_mistake_is_taken_back_with_its_promise(tmp_path: Path) -> None:
    async with live(tmp_path) as (pilot, office):
        await press(pilot, "f9", "1", "2", "0", "enter", "u", "escape")
        assert facts(office, PostRung)[-1].eta is not None
        assert "ETA 02:55" not in shown(pilot).split("Time-line")[0]


async def test_a_prompt_put_off_by_mistake_stands_again(tmp_path: Path) -> None:
    async with live(tmp_path) as (pilot, office):
        await press(pilot, "f9", "9", "enter", *"busy", "enter")
        assert "Task 1/4" in shown(pilot)
        await press(pilot, "u")
        assert "Task 1/5" in shown(pilot)
        assert len(taken_back(office)) == len(facts(office, PromptSnoozed)) == 1


async def test_on_the_list_it_takes_back_too(tmp_path: Path) -> None:
    async with live(tmp_path) as (pilot, office):
        await press(pilot, "f9", "2", "l", "u")
        assert len(taken_back(office)) == 1
        assert "ring: duty leader 王强" in shown(pilot)


async def test_with_nothing_to_take_back_the_card_stays(tmp_path: Path) -> None:
    async with live(tmp_path) as (pilot, office):
        await press(pilot, "f9", "u")
        assert isinstance(pilot.app.screen, PromptScreen)
        assert NOTHING in shown(pilot)
        assert taken_back(office) == []


async def test_a_chase_of_due_work_is_taken_back(tmp_path: Path) -> None:
    async with live(tmp_path, ready=due_work) as (pilot, office):
        await press(pilot, "f9")
        first = shown(pilot)
        await press(pilot, "2")
        assert len(facts(office, MatterChased)) == 1
        await press(pilot, "u")
        assert len(taken_back(office)) == 1
        assert first.splitlines()[5:9] == shown(pilot).splitlines()[5:9]


@pytest.mark.parametrize("keys", [["2"], ["1", *"soon", "enter"], ["9", "enter", *"busy", "enter"]])
async def test_one_card_of_many_matters_is_taken_back_as_one(
    tmp_path: Path, keys: list[str]
) -> None:
    async with live(tmp_path, ready=sixty) as (pilot, office):
        await press(pilot, "f9")
        asked, first = bundle(pilot), shown(pilot)
        await press(pilot, *keys)
        assert bundle(pilot).uid != asked.uid
        await press(pilot, "u")
        assert len(taken_back(office)) == len(asked.prompts)
        assert bundle(pilot).prompts == asked.prompts
        assert first.splitlines()[6:9] == shown(pilot).splitlines()[6:9]
        assert f"Taken back on {len(asked.prompts)} matters" in shown(pilot)


async def test_the_last_card_is_gone_and_the_live_screen_takes_it_back(tmp_path: Path) -> None:
    async with handing_over(tmp_path, ready=relief_late) as (pilot, office):
        await press(pilot, "f9", "1", "2", "5", "enter")
        assert len(facts(office, ReliefRung)) == 1
        assert not isinstance(pilot.app.screen, PromptScreen)
        await press(pilot, "f3", "u")
        assert len(taken_back(office)) == 1
        assert "next officer late: ring duty officer 何静" in shown(pilot)


# --- the command line ----------------------------------------------------------------------------


async def test_on_the_command_line(tmp_path: Path) -> None:
    async with live(tmp_path) as (pilot, office):
        await press(pilot, "f8", *"c2", "space", "2", "enter")
        await press(pilot, "f8", "u", "enter")
        assert len(taken_back(office)) == 1
        await press(pilot, "f8", "u", "enter")
        assert NOTHING in shown(pilot)


async def test_a_reason_after_it_raises_nothing_and_takes_nothing_back(tmp_path: Path) -> None:
    async with live(tmp_path) as (pilot, office):
        await press(pilot, "c", "2", "2")
        await press(pilot, "f8", "u", "space", *"heated", "enter")
        assert "raising the level is l and a reason" in shown(pilot)
        assert taken_back(office) == []
        assert facts(office, LevelRaised) == []
