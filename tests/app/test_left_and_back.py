"""What an F-key closes or leaves is there again, and Escape leads out of the intake again."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.screen import ModalScreen

from screens.compare.screen import CompareScreen
from screens.handover.accept import AcceptScreen
from screens.intake.drafts import OfferScreen
from screens.intake.read_back import ReadBackScreen
from screens.live.policy_change import PolicyChangeScreen
from screens.shared.form import FormScreen
from screens.shared.preview import PreviewScreen
from tests.app.test_desk_keys import LANDS, group, ready
from tests.screens.fake_host import FakeOffice, top
from tests.screens.handovers import busy, next_signs_in
from tests.screens.live.test_live import with_shorter_travel
from tests.screens.live_desk import console, press, primary, shown, tick
from tests.screens.matters import form
from tests.screens.matters import letter as one_letter
from tests.screens.prompt.test_due import due_work
from tests.screens.start.test_sign_in import NEXT, sign_in

LEFT = {"channel": "visit", "summary": "half a"}
Step = Callable[[Pilot[None], FakeOffice], Awaitable[None]]


def night(office: FakeOffice) -> FakeOffice:
    """A group is there, a letter lies in the ledger, and the shift has begun."""
    return ready(office).on_shift()


def left_behind(office: FakeOffice) -> FakeOffice:
    """A registration was left half done."""
    night(office)
    office.save_draft("intake", LEFT).result()
    return office


def newer_plan(office: FakeOffice) -> FakeOffice:
    """The office has another plan than the one that the incident follows."""
    night(office)
    office.verb(with_shorter_travel)
    office.verb(lambda desk: desk.note("02-001", "new plan"))
    return office


def letter(office: FakeOffice) -> FakeOffice:
    """A letter can be answered, and a group is there."""
    one_letter(office)
    return office.with_incident().after(6)


def keys(*pressed: str) -> Step:
    """Press these."""

    async def step(pilot: Pilot[None], _: FakeOffice) -> None:
        await press(pilot, *pressed)

    return step


async def preview(pilot: Pilot[None], _: FakeOffice) -> None:
    """Write a notice up to its last look."""
    await press(pilot, "f4", "down", "enter", "i", *"notice of receipt", "enter")
    form(pilot).fields["route"].fill("由住建局办理")
    form(pilot).fields["procedure"].fill("60日内答复")
    form(pilot).fields["contact"].fill("信访窗口 0000-0000")
    await press(pilot, "ctrl+s")


async def accepting(pilot: Pilot[None], _: FakeOffice) -> None:
    """Let the next officer sign in."""
    await press(pilot, "f3", "f10")
    await next_signs_in(pilot)


WINDOWS: dict[str, tuple[type[Any], Callable[..., object], Step, Step]] = {
    "compare": (CompareScreen, night, keys("f2", "1", "enter", *"lamp"), keys("f2", "ctrl+t")),
    "read-back": (ReadBackScreen, night, keys("f2", "3", "enter", *"lamp"), keys("f2", "ctrl+s")),
    "draft offer": (OfferScreen, left_behind, keys("f3"), keys("f3", "f2")),
    "preview": (PreviewScreen, letter, keys("f3"), preview),
    "policy change": (PolicyChangeScreen, newer_plan, keys("f3"), keys("f3", "p")),
    "accept": (AcceptScreen, busy, keys("f3"), accepting),
}


@pytest.mark.parametrize("name", WINDOWS)
async def test_every_key_lands_where_it_says(tmp_path: Path, name: str) -> None:
    kind, begins, before, opens = WINDOWS[name]
    async with console(tmp_path, begins) as (pilot, office):
        await tick(pilot)
        await before(pilot, office)
        written = primary(office)
        for key, lands in LANDS.items():
            await opens(pilot, office)
            assert isinstance(top(pilot), kind), (key, shown(pilot))
            await press(pilot, key)
            assert group(pilot) == lands, (key, shown(pilot))
            if lands not in ("palette", "close", "prompt"):
                assert not any(isinstance(each, ModalScreen) for each in pilot.app.screen_stack)
            await press(pilot, "escape")
        assert primary(office) == written


async def test_a_witness_half_typed_in_stays_and_the_registration_with_it(tmp_path: Path) -> None:
    async with console(tmp_path, night) as (pilot, _):
        await press(pilot, "f2", "1", "enter", *"lamp")
        intake = top(pilot)
        intake.set_focus(intake.query_one("#received"))
        await press(pilot, *"-120", "ctrl+s")
        card = top(pilot)
        assert isinstance(card, FormScreen)
        await press(pilot, "f4")
        assert group(pilot) == "ledger"
        await press(pilot, "f2")
        assert "lamp" in shown(pilot)
        await press(pilot, "ctrl+s", *"half", "f4")
        assert group(pilot) == "form"
        assert "never kept" in shown(pilot)


@pytest.mark.parametrize("key", ["f3", "f4", "f10"])
async def test_an_offer_put_off_comes_again(tmp_path: Path, key: str) -> None:
    async with console(tmp_path, left_behind) as (pilot, _):
        await press(pilot, "f2")
        assert isinstance(top(pilot), OfferScreen)
        await press(pilot, key, "f2")
        assert isinstance(top(pilot), OfferScreen)
        await press(pilot, "f2")
        assert group(pilot) == "intake"
        await press(pilot, "f4", "f2", "enter")
        assert "half a" in shown(pilot)


async def test_ticks_and_order_of_the_columns_are_there_again(tmp_path: Path) -> None:
    async with console(tmp_path, night) as (pilot, _):
        await press(pilot, "f4", "c", "space", "down", "down", "minus")
        before = shown(pilot)
        await press(pilot, "f3", "f4", "c", "down")
        assert before.splitlines()[3:14] == shown(pilot).splitlines()[3:14]
        await press(pilot, "escape", "c")
        assert before.splitlines()[3:14] != shown(pilot).splitlines()[3:14]


async def test_what_the_next_officer_ticked_is_there_again(tmp_path: Path) -> None:
    async with console(tmp_path, busy) as (pilot, office):
        await accepting(pilot, office)
        await press(pilot, "space", "1", *"33 there", "enter")
        ticked = shown(pilot)
        await press(pilot, "f4")
        await accepting(pilot, office)
        assert shown(pilot) == ticked


@pytest.mark.parametrize("place", [["f4", "enter"], ["f10"]], ids=["matter", "handover"])
async def test_a_command_half_typed_is_there_again(tmp_path: Path, place: list[str]) -> None:
    async with console(tmp_path, night) as (pilot, _):
        await press(pilot, "f3", *place, "f8", *"n 47", "f3", *place)
        assert "n 47" not in shown(pilot).splitlines()[-1]
        await press(pilot, "f8")
        assert "n 47" in shown(pilot).splitlines()[-1]
        await press(pilot, "escape", "f8")
        assert "n 47" not in shown(pilot).splitlines()[-1]


async def test_the_next_officer_brings_back_no_line_of_the_one_before(tmp_path: Path) -> None:
    async with console(tmp_path, busy) as (pilot, _):
        await press(pilot, "f3", "f8", *"n 41", "enter", "f8", "up")
        assert "n 41" in shown(pilot).splitlines()[-1]
        await sign_in(pilot, NEXT)
        await press(pilot, "f3", "f8", "up")
        assert "n 41" not in shown(pilot).splitlines()[-1]


FROM = {
    "live": ["f3"],
    "ledger": ["f4"],
    "roster": ["f5"],
    "log": ["f6"],
    "matter": ["f4", "enter"],
    "handover": ["f10"],
    "card over the log": ["f6", "f9"],
    "officers": ["ctrl+underscore"],
}


@pytest.mark.parametrize("place", FROM)
async def test_escape_leads_out_of_the_intake_again(tmp_path: Path, place: str) -> None:
    async with console(tmp_path, night) as (pilot, _):
        await press(pilot, "f3", *FROM[place])
        came_from = "log" if place == "card over the log" else group(pilot)
        seen = shown(pilot).splitlines()[1]
        await press(pilot, "f2", "f2", "1", "enter", *"lamp", "f2", "escape")
        assert group(pilot) == came_from
        if came_from == "matter":
            assert shown(pilot).splitlines()[1] == seen
        await press(pilot, "f2")
        assert "lamp" in shown(pilot)


async def test_where_one_began_escape_says_how_to_go_on(tmp_path: Path) -> None:
    async with console(tmp_path, lambda office: office.with_roster()) as (pilot, _):
        assert group(pilot) == "intake"
        await press(pilot, "escape")
        assert group(pilot) == "intake"
        assert "F3 to F6" in shown(pilot)


async def test_after_a_kill_the_form_is_offered_and_escape_still_leads_back(tmp_path: Path) -> None:
    async with console(tmp_path, left_behind) as (pilot, _):
        await press(pilot, "f6", "f2", "enter", "escape")
        assert group(pilot) == "log"
        await press(pilot, "f2")
        assert "half a" in shown(pilot)


@pytest.mark.parametrize(
    "keys", [["f9", "enter", "escape"], ["f9", "enter", "f2"], ["f10", "escape"], ["f10", "f2"]]
)
async def test_escape_out_of_the_intake_never_goes_in_circles(
    tmp_path: Path, keys: list[str]
) -> None:
    async with console(tmp_path, due_work) as (pilot, _):
        await press(pilot, "f4", "f2", *keys[:-1])
        assert group(pilot) != "intake"
        await press(pilot, keys[-1])
        assert group(pilot) == "intake"
        await press(pilot, "escape")
        assert group(pilot) == "ledger"


async def test_a_page_over_a_matter_leads_back_to_where_the_matter_does(tmp_path: Path) -> None:
    async with console(tmp_path, night) as (pilot, _):
        await press(pilot, "f4", "enter", "f10", "escape")
        assert group(pilot) == "ledger"
