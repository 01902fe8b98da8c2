"""The desk's F-keys from every card, question, form and window: they land, and nothing is lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.screen import ModalScreen

from screens.live.report import ReportScreen
from screens.prompt.screen import PromptScreen
from screens.shared.question import AskField, AskScreen
from tests.screens.fake_host import FakeOffice, settle, top
from tests.screens.live_desk import console, live, live_screen, one_incident, press, primary, shown
from xfconsole.core.matter.registration import MatterForm
from xfconsole.core.words.desk import Channel

LANDS = {
    "f2": "intake",
    "f3": "live",
    "f4": "ledger",
    "f5": "roster",
    "f6": "log",
    "f10": "handover",
    "ctrl+p": "palette",
    "f1": "close",
    "f9": "prompt",
}

LEADS = {"f4", "f5", "f6", "ctrl+underscore"}
"""Keys that lead to one screen from everywhere."""

OPENED = {
    "card": ["f9"],
    "list of cards": ["f9", "l"],
    "question over a card": ["f9", "1"],
    "deputy": ["f9", "7"],
    "snooze": ["f9", "9"],
    "report": ["r", "enter"],
    "which report": ["r"],
    "ring": ["c"],
    "note": ["t"],
    "count": ["n"],
    "close": ["x"],
    "safety": ["w"],
    "help": ["f1"],
    "palette": ["ctrl+p"],
    "help over a card": ["f9", "f1"],
    "palette over a question": ["t", "ctrl+p"],
    "columns": ["f4", "c"],
    "views": ["f4", "v"],
    "derivation": ["f4", "d"],
    "acts of a matter": ["f4", "enter", "a"],
    "form of a matter": ["f4", "enter", "a", "enter"],
    "documents": ["f4", "enter", "i"],
    "import of a roster": ["f5", "o"],
    "note in the log": ["f6", "t"],
    "officer": ["ctrl+underscore", "a"],
}


def ready(office: FakeOffice) -> FakeOffice:
    """A group is there, nobody was rung, and a letter lies in the ledger."""
    one_incident(office)
    form = MatterForm(Channel.LETTER, "路灯不亮", unit="住建局")
    office.verb(lambda desk: desk.register(form))
    return office


def group(pilot: Pilot[None]) -> str:
    """Return the group of the screen that is seen."""
    return str(getattr(top(pilot), "GROUP", ""))


@pytest.mark.parametrize("opened", OPENED)
async def test_every_key_lands_where_it_says_from_every_window(tmp_path: Path, opened: str) -> None:
    keys = OPENED[opened]
    async with console(tmp_path, ready) as (pilot, office):
        before = primary(office)
        for key, lands in LANDS.items():
            await press(pilot, *(keys if keys[0] in LEADS else ["f3", *keys]))
            assert isinstance(top(pilot), ModalScreen), (key, keys)
            was = group(pilot)
            await press(pilot, key)
            if was == "close" and key == "f1":
                assert group(pilot) != "close"
            else:
                assert group(pilot) == lands, (key, group(pilot))
            assert shown(pilot).strip(), key
            if lands not in ("palette", "close", "prompt"):
                assert not isinstance(top(pilot), ModalScreen)
                assert len([s for s in pilot.app.screen_stack if isinstance(s, ModalScreen)]) == 0
        assert primary(office) == before


@pytest.mark.parametrize("opened", ["card", "note", "ring", "help"])
async def test_the_command_line_opens_from_a_window(tmp_path: Path, opened: str) -> None:
    async with live(tmp_path) as (pilot, _):
        await press(pilot, *OPENED[opened], "f8", *"n 40", "enter")
        assert "40" in shown(pilot).splitlines()[1]


async def test_f2_from_the_next_card_registers_and_no_digit_is_a_ring(tmp_path: Path) -> None:
    async with console(tmp_path, ready) as (pilot, office):
        await press(pilot, "f3", "f9", "2")
        before = primary(office)
        await press(pilot, "f2", "3")
        assert group(pilot) == "intake"
        assert primary(office) == before
        assert pilot.app.situation.due > 0  # type: ignore[attr-defined]


async def test_f9_goes_back_to_the_card_from_its_question(tmp_path: Path) -> None:
    async with live(tmp_path) as (pilot, _):
        await press(pilot, "f9")
        card = top(pilot)
        await press(pilot, "1", "1", "5", "f9")
        assert top(pilot) is card
        await press(pilot, "f9")
        assert top(pilot) is card


async def test_f9_closes_a_question_that_is_still_being_made(tmp_path: Path) -> None:
    async with live(tmp_path) as (pilot, _):
        live_screen(pilot).perform("count")
        await pilot.app.action_act("app.answer")  # type: ignore[attr-defined]
        await settle(pilot)
        assert isinstance(top(pilot), PromptScreen)
        await press(pilot, "escape")
        assert group(pilot) == "live"


async def test_an_answer_half_typed_is_offered_again(tmp_path: Path) -> None:
    async with live(tmp_path) as (pilot, _):
        await press(pilot, "t", *"keys", "f6", "f3", "t")
        assert "keys" in shown(pilot)
        await press(pilot, "enter", "t")
        assert "keys" not in shown(pilot).split("Note")[-1]
        await press(pilot, "escape", "f9", "1", "1", "5", "f3", "f9", "1")
        assert isinstance(top(pilot), AskScreen)
        assert top(pilot).query_one("#ask-field", AskField).value == "15"
        await press(pilot, "escape", "down", "1")
        assert top(pilot).query_one("#ask-field", AskField).value == ""


async def test_a_report_half_written_is_there_again(tmp_path: Path) -> None:
    async with live(tmp_path) as (pilot, _):
        await press(pilot, "r", "enter", *"Rain. ", "f5", "f3", "r", "enter")
        assert isinstance(top(pilot), ReportScreen)
        assert "Rain." in shown(pilot)


async def test_a_path_half_typed_is_there_again(tmp_path: Path) -> None:
    async with console(tmp_path, ready) as (pilot, _):
        await press(pilot, "f5", "o", *"/srv/ro", "f2", "f5", "o")
        assert "/srv/ro" in shown(pilot)


async def test_a_passphrase_half_typed_keeps_its_form(tmp_path: Path) -> None:
    async with console(tmp_path, ready) as (pilot, office):
        await press(pilot, "ctrl+underscore", "p", *"correct")
        form = top(pilot)
        before = len(office.drafts)
        await press(pilot, "f2")
        assert top(pilot) is form
        assert "never kept" in shown(pilot)
        assert len(office.drafts) == before
        await press(pilot, "escape", "f2")
        assert group(pilot) == "intake"


async def test_a_recovery_code_is_not_left_before_it_was_written_down(tmp_path: Path) -> None:
    async with console(tmp_path, ready) as (pilot, _):
        await press(pilot, "ctrl+underscore", "k", *"correct horse", "enter")
        assert "DDDDD" in shown(pilot)
        await press(pilot, "f2")
        assert "DDDDD" in shown(pilot)
        assert "only now" in shown(pilot)


async def test_a_lock_is_left_by_no_f_key(tmp_path: Path) -> None:
    async with live(tmp_path) as (pilot, _):
        await press(pilot, "f9", "f11")
        lock = top(pilot)
        await press(pilot, *LANDS)
        assert top(pilot) is lock
        assert isinstance(pilot.app.screen_stack[-2], PromptScreen)


async def test_a_verb_that_is_not_finished_is_not_cut_off(
    tmp_path: Path,
) -> None:
    async with live(tmp_path) as (pilot, _):
        await press(pilot, "t", *"keys")
        ask = top(pilot)
        assert isinstance(ask, AskScreen)
        ask._busy = True
        await press(pilot, "f4")
        assert top(pilot) is ask
        assert "Still saving" in shown(pilot)
