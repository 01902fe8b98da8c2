"""Help, palette and key table: all from the registry, nothing written twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from screens.help.palette import PaletteScreen, found
from screens.help.screen import HelpScreen, help_rows, life_rows
from tests.screens.fake_host import SIZES, desk_pilot
from tests.screens.golden import check_golden, screen_text
from xfconsole.core.matter.transitions import possible
from xfconsole.core.words.procedure import State
from xfconsole.ui.keys.action import Action
from xfconsole.ui.keys.action_table import ACTIONS
from xfconsole.ui.keys.actions import action, label, tip
from xfconsole.ui.keys.chains import CHAINS
from xfconsole.ui.text.cells import width, wrap
from xfconsole.ui.words import catalogue as i18n
from xfconsole.ui.words.closed_lists import word

LEDGER = "screens.ledger.screen:LedgerScreen"
FIELD = "tests.screens.shared.test_frame:FieldScreen"


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["zh", "en"])
async def test_help_shows_the_keys_of_the_screen(tmp_path: Path, language: str, size: str) -> None:
    async with desk_pilot(tmp_path, FIELD, language=language, size=SIZES[size]) as (pilot, _):
        await pilot.press("f1")
        await pilot.pause()
        check_golden(pilot.app, f"help-{language}-{size}")
        await pilot.press("f1")
        assert not isinstance(pilot.app.screen, HelpScreen)


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_a_long_page_of_help_cuts_no_line_short_at_its_scroll_bar(
    tmp_path: Path, language: str
) -> None:
    async with desk_pilot(tmp_path, LEDGER, language=language) as (pilot, _):
        await pilot.press("f1")
        await pilot.pause()
        said = "".join(line.strip("│▅▁ ") for line in screen_text(pilot.app).splitlines())
        assert "".join(tip(action("ledger.filter")).split()) in "".join(said.split())


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("chain", CHAINS, ids="+".join)
def test_help_says_every_action_of_a_chain_in_full(chain: tuple[str, ...], language: str) -> None:
    i18n.use(language)
    own = next(group for group in chain if group not in ("list", "app"))
    rows = help_rows(own, 76, several=True)
    assert max(width(row.text) for row in rows) <= 76
    said = "".join("".join(row.text.split()) for row in rows)
    assert [each.id for each in ACTIONS if each.group in chain and _whole(each) not in said] == []
    i18n.use("en")


def _whole(each: Action) -> str:
    """Return the name and the first words of the sentence as they follow each other."""
    return "".join((label(each) + wrap(tip(each), 30)[0]).split())


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["zh", "en"])
async def test_the_second_page_is_the_life_of_a_matter(
    tmp_path: Path, language: str, size: str
) -> None:
    async with desk_pilot(tmp_path, FIELD, language=language, size=SIZES[size]) as (pilot, _):
        await pilot.press("f1", "tab")
        await pilot.pause()
        check_golden(pilot.app, f"help-life-{language}-{size}")
        await pilot.press("end", "tab")
        await pilot.pause()
        assert i18n.catalogue(language).say("help.title") in screen_text(pilot.app)
        await pilot.press("l", "escape")
        assert not isinstance(pilot.app.screen, HelpScreen)


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("state", State)
def test_the_page_says_every_act_of_a_state_with_its_article(state: State, language: str) -> None:
    i18n.use(language)
    rows = life_rows(76)
    assert max(width(row.text) for row in rows) <= 76
    titles = [number for number, row in enumerate(rows) if row.title]
    begin = titles[list(State).index(state)]
    end = next((each for each in titles if each > begin), len(rows))
    assert rows[begin].text == word(state)
    said = "".join("".join(row.text.split()) for row in rows[begin + 1 : end])
    for row in possible(state):
        for wanted in (word(row.act), word(row.who), word(row.law), word(row.moves[state])):
            here = row.moves[state] is state and wanted == word(state)
            assert here or "".join(wanted.split()) in said
    i18n.use("en")


async def test_the_palette_finds_by_initials_and_acts(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, FIELD, language="zh") as (pilot, _):
        await pilot.press("ctrl+p", *"bz")
        await pilot.pause()
        assert isinstance(pilot.app.screen, PaletteScreen)
        assert "帮助" in screen_text(pilot.app)
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(pilot.app.screen, HelpScreen)


async def test_an_impossible_action_says_why(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, FIELD) as (pilot, _):
        pilot.app.screen.set_focus(None)
        await pilot.press("x")
        await pilot.pause()
        assert "There is a request without an answer." in screen_text(pilot.app)


def test_the_palette_finds_names_before_sentences() -> None:
    i18n.use("en")
    assert found("live", "r")[0].id == "live.ring"
    assert found("live", "no such thing") == []
