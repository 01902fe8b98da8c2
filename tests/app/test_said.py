"""A sentence said on any screen lies over nothing: no field, no cursor, no row of keys."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.geometry import Region
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input, TextArea

from screens.widgets.field_choice import ChoiceField
from screens.widgets.key_bar import KeyBar
from screens.widgets.said_line import MOST_ROWS, SaidLine, said_rows
from tests.app.every_screen import desk, office_for, show, turns
from tests.screens.fake_console import TestConsole
from tests.screens.fake_host import FakeOffice, settle, top
from tests.screens.golden import rows_in, screen_text
from tests.screens.live_desk import live, press, shown
from xfconsole.ui.text.cells import width
from xfconsole.ui.words import catalogue as i18n

SILENT = {"LockScreen", "TooSmallScreen"}
"""Nothing is said while these are in sight; it waits until they are gone."""
KEYS = "KeyBar, #card-keys, #ask-keys"
LONG = {
    "zh": "第{n}句：这一步没有做成，因为现在还不能这样做，请先看清楚屏幕上的说明再按键。" * 3,
    "en": "Sentence {n}: this was not done because it cannot be done now; read what it says. " * 3,
}


def must_stay(screen: Screen[Any]) -> list[Widget]:
    """Return the fields and key rows that are in sight as a whole."""
    kinds = (Input, TextArea, ChoiceField, KeyBar)
    found: list[Widget] = [each for each in screen.walk_children() if isinstance(each, kinds)]
    found += [each for each in screen.query(KEYS) if each not in found]
    return [each for each in found if each.region.area and in_sight(each)]


def in_sight(widget: Widget) -> bool:
    """Whether no cell of a widget is cut off."""
    screen = widget.screen
    region: Region = screen.find_widget(widget).visible_region
    return bool(region.area) and screen.region.contains_region(widget.region)


def texts(screen: Screen[Any]) -> list[str]:
    """Return the rows of keys as they are drawn."""
    # What stands beside a window is not of it.
    return [
        row.rstrip("… ").strip(" │")
        for each in screen.query(KEYS)
        for row in rows_in(screen, each.region)
    ]


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("kinds", turns(SILENT), ids=lambda kinds: kinds[0])
async def test_a_long_sentence_said_thrice_covers_nothing(
    kinds: list[str],
    language: str,
    shared: FakeOffice,
    tmp_path: Path,
    subtests: pytest.Subtests,
) -> None:
    assert width(LONG[language]) > 200
    with office_for(kinds, shared, tmp_path) as office:
        async with desk(office, language) as pilot:
            for kind in kinds:
                with subtests.test(kind=kind):
                    await show(pilot, office, kind)
                    await check_said(pilot, LONG[language])


async def check_said(pilot: Pilot[None], sentence: str) -> None:
    """Say a sentence thrice on the screen that is seen: everything stays in sight."""
    app = console(pilot)
    app.forget_message()
    await settle(pilot)
    before, keys = must_stay(app.screen), texts(app.screen)
    for n in (1, 2, 3):
        app.tell(sentence.format(n=n))
        await settle(pilot)
    said = next(iter(app.screen.query(SaidLine)))
    assert said.region.area
    assert app.screen.region.contains_region(said.region)
    assert len(app.screen.query(SaidLine)) == 1
    assert len(app.screen.query("Toast")) == 0
    for its_keys in app.screen.query(".window KeyBar"):
        assert its_keys.parent is said.parent
    for each in before:
        assert in_sight(each), each
        assert not each.region.overlaps(said.region), each
    assert texts(app.screen) == keys
    rows = screen_text(app).splitlines()
    first = said_rows(said.sentence, 70)[0][:20]
    drawn = " ".join(rows[said.region.y : said.region.bottom])
    assert first in drawn
    assert "3" in first
    app.clear_message()
    await settle(pilot)
    assert not said.region.area or not said.display
    assert texts(app.screen) == keys


async def test_three_dead_digits_on_the_list_leave_its_lines_and_keys(tmp_path: Path) -> None:
    def two(office: FakeOffice) -> FakeOffice:
        return office.with_roster().with_incident().with_incident().after(6)

    async with live(tmp_path, language="zh", ready=two) as (pilot, _):
        await press(pilot, "f9", "l")
        before = shown(pilot)
        for key in "234":
            await press(pilot, key)
        after = shown(pilot)
        assert after.count("先用 ↑↓ 选一项") == 1
        for line in before.splitlines():
            body = line.strip(" │")
            if body and "─" not in body:
                assert body in after, body
        await press(pilot, "down")
        assert "先用 ↑↓ 选一项" not in shown(pilot)


async def test_a_sentence_goes_along_to_the_screen_that_comes_next(tmp_path: Path) -> None:
    async with live(tmp_path) as (pilot, _):
        await press(pilot, "f1")
        console(pilot).tell("it was done")
        await settle(pilot)
        assert "it was done" in shown(pilot)
        await pilot.app.pop_screen()
        await settle(pilot)
        assert "it was done" in shown(pilot)
        console(pilot).show_screen("log")
        await settle(pilot)
        await settle(pilot)
        assert "it was done" in shown(pilot)
        await press(pilot, "f3")
        assert "it was done" not in shown(pilot)


async def test_a_warning_stays_while_the_officer_goes_on(tmp_path: Path) -> None:
    async with live(tmp_path) as (pilot, _):
        console(pilot).warn("the disk is full")
        await press(pilot, "f4", "down", "f3")
        assert "the disk is full" in shown(pilot)
        console(pilot).forget_message()
        await settle(pilot)
        assert "the disk is full" not in shown(pilot)


async def test_what_was_too_long_stands_in_full_with_the_help(tmp_path: Path) -> None:
    async with live(tmp_path) as (pilot, _):
        sentence = LONG["en"].format(n=1) + "This is the end of it."
        console(pilot).tell(sentence)
        await settle(pilot)
        assert "F1: all of it" in shown(pilot)
        await press(pilot, "f1")
        assert "This is the end of it." in shown(pilot)


@pytest.mark.parametrize("cells", [20, 40, 56, 78])
@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_no_row_is_wider_than_the_line(cells: int, language: str) -> None:
    i18n.use(language)
    try:
        rows = said_rows(LONG[language], cells)
        assert len(rows) == MOST_ROWS
        assert max(map(width, rows)) <= cells
    finally:
        i18n.use("en")


def console(pilot: Pilot[None]) -> TestConsole:
    assert isinstance(pilot.app, TestConsole)
    assert top(pilot)
    return pilot.app
