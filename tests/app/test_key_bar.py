"""The key bar: on every screen, in both languages, what works is there and nothing else."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import cast

import pytest
from textual.pilot import Pilot
from textual.screen import ModalScreen, Screen

from screens.widgets.key_bar import KeyBar, ShownKey, pages
from tests.app.every_screen import desk, office_for, show, turns
from tests.screens.fake_host import SIZES, FakeOffice, settle, top
from tests.screens.golden import rows_in
from tests.screens.live_desk import live, press, quiet, shown
from xfconsole.desk import Desk
from xfconsole.ui.keys.acting import Acting
from xfconsole.ui.keys.action_table import ACTIONS
from xfconsole.ui.keys.actions import action, actions, label
from xfconsole.ui.keys.key_names import key_name
from xfconsole.ui.text.cells import width
from xfconsole.ui.words import catalogue as i18n

BARELESS = {
    "AskScreen",
    "OpeningScreen",
    "PaletteScreen",
    "PolicyChangeScreen",
    "PromptScreen",
    "SafetyScreen",
    "TooSmallScreen",
}
"""They say their keys in their own way."""
BEFORE_THE_DESK = {
    "FirstStartScreen",
    "LockScreen",
    "RecoverScreen",
    "RecoveryScreen",
    "SetUpScreen",
    "UnlockScreen",
}
DESK_KEYS = {
    "F2": "intake", "F3": "live", "F4": "ledger", "F5": "roster", "F6": "log",
    "F8": "command", "F9": "answer", "F10": "leave",
}  # fmt: skip
ASKS = {"OfferScreen", "ReadBackScreen"}
"""Windows that show every answer on their first page."""
OFF_FROM_WINDOWS = {
    f"app.{name}" for name in "officers retention reception figures upward adopt".split()
}
"""Reached from the desk's own screens only."""
MOVES = set(
    "up down left right page_up page_down first last next previous earlier later take more".split()
)
"""What only moves, or turns the bar itself: none of it needs room on the bar."""


def row(pilot: Pilot[None]) -> str:
    """Return the key bar as it is drawn."""
    (found,) = rows_in(top(pilot), top(pilot).query_one(KeyBar).region)
    return found.strip()


async def turned(pilot: Pilot[None]) -> list[str]:
    """Return every page of the key bar, without the key that turns it; the first is shown again."""
    found: list[str] = []
    while not found or row(pilot) != found[0]:
        found.append(row(pilot))
        assert len(found) < 9
        await press(pilot, "f12")
    places = [f"F12 {n}/{len(found)}" for n, _ in enumerate(found, start=1)]
    if len(found) == 1:
        assert "F12" not in found[0]
        return found
    assert all(each.endswith(place) for each, place in zip(found, places, strict=True))
    return [each.removesuffix(place).strip() for each, place in zip(found, places, strict=True)]


def expected(screen: Acting) -> set[str]:
    """Return what can be done on a screen as its checks, and the desk's, have it."""
    kind, own = type(screen).__name__, str(getattr(screen, "GROUP", ""))
    found = {each.id for each in actions(own) if each.show}
    if kind not in BEFORE_THE_DESK:
        found |= {each.id for each in actions("app") if each.show}
    if isinstance(screen, ModalScreen) and kind != "IdentityScreen":
        found -= OFF_FROM_WINDOWS
    if kind == "HelpScreen":
        found -= {"app.help"}
    assert isinstance(screen, Screen)
    return {
        each
        for each in found - {f"app.{own}"}
        if not screen.why_not(each) and screen.check_action("act", (each,)) is not False
    }


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("kinds", turns(BARELESS), ids=lambda kinds: kinds[0])
async def test_the_pages_hold_what_works_and_nothing_else(
    kinds: list[str],
    language: str,
    shared: FakeOffice,
    tmp_path: Path,
    subtests: pytest.Subtests,
) -> None:
    with office_for(kinds, shared, tmp_path) as office:
        async with desk(office, language) as pilot:
            for kind in kinds:
                with subtests.test(kind=kind):
                    await show(pilot, office, kind)
                    for size in SIZES.values():
                        await pilot.resize_terminal(*size)
                        await settle(pilot)
                        assert pilot.app.size == size
                        await check_pages(pilot, kind, language)


async def check_pages(pilot: Pilot[None], kind: str, language: str) -> None:
    """Turn the pages of the screen that is seen, and look for all that works, once each."""
    gap = "" if language == "zh" else " "
    found = await turned(pilot)
    told = expected(cast("Acting", top(pilot)))
    wide = top(pilot).query_one(KeyBar).size.width
    own = getattr(top(pilot), "GROUP", "")
    left = " ".join(found)
    for each in map(action, sorted(told)):
        names = [f"{key_name(key)}{gap}{label(each)}" for key in each.key_list]
        shown = [name for name in names if name in left]
        assert shown, (each.id, found)
        left = left.replace(shown[0], "", 1)
    assert not left.strip(), left
    assert all(width(each) < wide for each in found)
    if kind not in BEFORE_THE_DESK:
        away = [key for key, name in DESK_KEYS.items() if name != own]
        assert all(any(f"{key}{gap}" in each for each in found) for key in away)
    if "app.help" in told:
        assert found[0].startswith("F1")
    if kind in ASKS and top(pilot).size == SIZES["80x24"]:
        answers = [label(each) for each in actions(own)]
        assert [each for each in answers if each not in found[0]] == []
        assert len(answers) == 3


def test_only_what_moves_is_left_out() -> None:
    # A card tells its keys itself.
    barred = [each for each in ACTIONS if each.group != "prompt"]
    assert {each.name for each in barred if not each.show} <= MOVES


@pytest.mark.parametrize("keys", [["f4", "f3"], ["f1", "escape"], ["t", "escape"]], ids=" ".join)
async def test_a_change_of_screen_goes_back_to_the_first_page(
    tmp_path: Path, keys: list[str]
) -> None:
    async with live(tmp_path) as (pilot, _):
        first = row(pilot)
        await press(pilot, "f12")
        assert "F2 Intake" in row(pilot)
        assert first != row(pilot)
        await press(pilot, *keys)
        assert row(pilot) == first


async def test_the_twin_turns_the_page_too(tmp_path: Path) -> None:
    async with live(tmp_path) as (pilot, _):
        await press(pilot, "ctrl+circumflex_accent")
        assert "F2 Intake" in row(pilot)


async def test_nothing_live_leaves_no_key_of_an_incident(tmp_path: Path) -> None:
    async with live(tmp_path, ready=quiet) as (pilot, _):
        await press(pilot, "f3")
        told = " ".join(await turned(pilot))
        assert "Ring" not in told
        assert "F9" not in told
        assert "F2 Intake" in told


async def test_in_a_filter_a_letter_gives_way_to_its_twin(tmp_path: Path) -> None:
    async with live(tmp_path) as (pilot, _):
        await press(pilot, "f4")
        assert "v Views" in row(pilot)
        await press(pilot, "slash")
        told = " ".join(await turned(pilot))
        assert "v Views" not in told
        assert "Ctrl+O Views" in told
        assert "Esc" in told
        await press(pilot, "escape")
        assert "v Views" in row(pilot)


async def test_under_a_window_no_key_is_shown_that_does_not_work(tmp_path: Path) -> None:
    async with live(tmp_path) as (pilot, _):
        await press(pilot, "t")
        assert "Ring" not in shown(pilot).splitlines()[-1]


async def test_when_everybody_is_there_nobody_can_arrive(tmp_path: Path) -> None:
    async with live(tmp_path) as (pilot, office):
        incident = office.verb(lambda desk: desk.situation()).incidents[0]
        for duty in incident.plan.obligations:
            office.verb(partial(Desk.arrive, incident=incident.uid, post=duty.post))
        await pilot.app.tick_now()  # type: ignore[attr-defined]
        await settle(pilot)
        told = " ".join(await turned(pilot))
        assert "Arrived" not in told
        assert "Deputy" not in told
        assert "Note" in told


@pytest.mark.parametrize("cells", [20, 66, 80, 120])
@pytest.mark.parametrize("all_first", [True, False])
def test_every_key_is_on_one_page_that_fits(cells: int, all_first: bool) -> None:
    found = [
        ShownKey(each.id, "Ctrl+X ", each.name) for each in (*actions("app"), *actions("live"))
    ]
    rows = pages(found, cells, all_first=all_first)
    assert sorted(each.id for row in rows for each in row) == sorted(each.id for each in found)
    assert rows[0][0].id == "app.help"
    for each in rows:
        wide = sum(width(shown.gap + shown.key + shown.label) for shown in each)
        assert wide <= cells - 1 or len(each) == 1


@pytest.mark.parametrize("language", i18n.LANGUAGES)
async def test_the_second_page_holds_every_key_of_the_desk(tmp_path: Path, language: str) -> None:
    async with live(tmp_path, language=language) as (pilot, _):
        first, *others = await turned(pilot)
        assert not any("F3" in each for each in (first, *others))
        missing = [key for key in DESK_KEYS if key not in first and key != "F3"]
        assert all(key in others[0] for key in missing), others
