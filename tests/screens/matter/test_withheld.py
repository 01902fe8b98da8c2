"""What an officer who is accused in a matter sees of it on every screen: that it is there."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.screens.fake_host import SIZES, FakeOffice, desk_pilot, settle
from tests.screens.golden import screen_text
from tests.screens.live_desk import press
from tests.withheld import INCIDENT, NEEDLE, NUMBER, OFFICER, accused, told_all
from xfconsole.core.facts.event import Event
from xfconsole.core.facts.of_matter import RequestAnswered
from xfconsole.core.facts.of_procedure import AccessBlocked
from xfconsole.core.words.procedure import Bar, Barred

LIVE = "screens.live.screen:LiveScreen"


def told(office: FakeOffice) -> None:
    """The officer writes down everything."""
    office.with_roster()
    office.verb(told_all)
    office.after(1)


def barred(office: FakeOffice) -> None:
    """The officer writes down everything and is accused then; some prompts are due."""
    told(office)
    office.verb(accused)
    office.after(12)


WALKS: dict[str, tuple[str, ...]] = {
    # The screen is looked at after every key, so each walk is one for all it passes through.
    "ledger, the other line": ("f4", "down"),
    "ledger by unit": ("f4", "s", "s", "s"),
    "columns": ("f4", "c"),
    "matter": ("f4", "enter"),
    "matter, other": ("f4", "down", "enter"),
    "derivation": ("f4", "d"),
    "live, requests, one": ("f3", "q", "down", "down", "enter"),
    "live, report, next": ("f3", "r", "enter"),
    "live, correct, one": ("f3", "k", "enter"),
    "live, close": ("f3", "x"),
    "live, note": ("f3", "t"),
    "prompts, more": ("f9", "down", "down", "down", "down"),
    "log, all": ("f6", "home"),
    "roster": ("f5",),
    "palette": ("f4", "ctrl+p"),
    "help": ("f4", "f1"),
    "leaving": ("f10",),
}


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_no_screen_shows_what_was_written(tmp_path: Path, language: str) -> None:
    seen = set()
    async with desk_pilot(
        tmp_path, LIVE, language=language, size=SIZES["120x36"], ready=barred
    ) as (pilot, _):
        for name, keys in WALKS.items():
            for key in keys:
                await press(pilot, key)
                shown = screen_text(pilot.app)
                assert NEEDLE not in shown, (name, key)
                seen.add(shown)
            await press(pilot, "escape", "escape")
    assert len(seen) >= 30, "the walks lead to different screens"


async def test_before_the_bar_those_screens_do(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, LIVE, size=SIZES["120x36"], ready=told) as (pilot, _):
        silent = []
        for keys in (["f4"], ["f4", "enter"], ["f3"], ["f3", "q"], ["escape", "f6", "home"]):
            await press(pilot, *keys)
            if NEEDLE not in screen_text(pilot.app):
                silent.append(keys)
        assert silent == []


@pytest.mark.parametrize("size", SIZES)
async def test_the_ledger_says_why_the_line_is_empty(tmp_path: Path, size: str) -> None:
    async with desk_pilot(tmp_path, LIVE, language="zh", size=SIZES[size], ready=barred) as (
        pilot,
        _,
    ):
        await press(pilot, "f4")
        line = next(each for each in screen_text(pilot.app).splitlines() if NUMBER in each)
        assert "回避（30条）" in line
        assert "您须回避，不得阅看（《信访工作条例》第三十条）" in screen_text(pilot.app)
        await press(pilot, "slash", *NEEDLE)
        assert NUMBER not in screen_text(pilot.app)


async def test_opening_it_says_one_sentence_and_is_journaled_once(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, LIVE, language="zh", ready=barred) as (pilot, office):
        await press(pilot, "f4", "enter")
        assert "不得阅办（《信访工作条例》第二十八条、第三十条）" in screen_text(pilot.app)
        office.after(1)
        await settle(pilot)
        for key in ("a", "c", "i", "t", "k"):
            await press(pilot, key)
        assert blocks(office) == [AccessBlocked(Barred.READER, Bar.ACCUSED, person=OFFICER)]


async def test_the_incident_still_shows_number_people_and_whom_to_ring(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, LIVE, language="zh", size=SIZES["120x36"], ready=barred) as (
        pilot,
        office,
    ):
        await press(pilot, "f3")
        shown = screen_text(pilot.app)
        assert INCIDENT in shown
        assert "20" in shown
        assert "王强" in shown
        assert "您须回避" in shown
        await press(pilot, "q", "down", "enter", "enter", *"已办", "enter")
        assert not [each for each in office.events() if _answers(each, "已办")]


async def test_a_barred_unit_that_has_the_matter_is_to_give_it_back(tmp_path: Path) -> None:
    def unit_barred(office: FakeOffice) -> None:
        told(office)
        office.verb(lambda desk: desk.bar(NUMBER, Bar.ACCUSED, unit="梧桐局"))

    async with desk_pilot(
        tmp_path, LIVE, language="zh", size=SIZES["120x36"], ready=unit_barred
    ) as (pilot, _):
        said = "承办单位 梧桐局 须回避，请收回"
        await press(pilot, "f4")
        assert said in screen_text(pilot.app)
        await press(pilot, "enter")
        assert said in screen_text(pilot.app)


def blocks(office: FakeOffice) -> list[AccessBlocked]:
    return [each.fact for each in office.events() if isinstance(each.fact, AccessBlocked)]


def _answers(event: Event, text: str) -> bool:
    return isinstance(event.fact, RequestAnswered) and event.fact.answer == text
