"""The relief has not come: the band says whom to ring, the card takes how it ended."""

from __future__ import annotations

from pathlib import Path

import pytest

from screens.handover.screen import HandoverScreen
from screens.prompt.screen import PromptScreen
from tests.screens.fake_host import SIZES, FakeOffice, top
from tests.screens.golden import check_golden
from tests.screens.handovers import NEXT, handing_over, next_signs_in, relief_late
from tests.screens.live_desk import facts, press, shown, tick
from xfconsole.core.facts.announced import PromptCleared, PromptRaised
from xfconsole.core.facts.of_incident import PromptSnoozed
from xfconsole.core.facts.of_office import ReliefRung
from xfconsole.core.words.desk import RingOutcome


def with_a_group(office: FakeOffice) -> FakeOffice:
    """A group of 33 came at 02:47 besides."""
    return relief_late(office).with_incident().after(6)


@pytest.mark.parametrize(("language", "size"), [("zh", "80x24"), ("en", "80x24"), ("zh", "120x36")])
async def test_the_card_fits(tmp_path: Path, language: str, size: str) -> None:
    async with handing_over(tmp_path, language=language, size=SIZES[size], ready=relief_late) as (
        pilot,
        _,
    ):
        await press(pilot, "f9")
        check_golden(pilot.app, f"relief-{language}-{size}")


async def test_the_band_says_whom_to_ring_and_the_bell_rings(tmp_path: Path) -> None:
    async with handing_over(tmp_path, ready=relief_late) as (pilot, _):
        assert "next officer late: ring duty officer 何静 139-0000-0002" in shown(pilot)
        assert pilot.app.situation.ringing != ()  # type: ignore[attr-defined]


async def test_people_who_are_here_come_first(tmp_path: Path) -> None:
    async with handing_over(tmp_path, ready=with_a_group) as (pilot, _):
        await press(pilot, "f9", "l")
        lines = [each for each in shown(pilot).splitlines() if "ring" in each]
        assert "02-001" in lines[0]
        assert "next officer late" in lines[-2] or "next officer late" in lines[-1]


@pytest.mark.parametrize(
    ("key", "outcome"),
    [
        ("2", RingOutcome.NO_ANSWER),
        ("3", RingOutcome.BUSY),
        ("4", RingOutcome.REFUSED),
        ("5", RingOutcome.WRONG_NUMBER),
    ],
)
async def test_one_key_tells_how_ringing_ended(
    tmp_path: Path, key: str, outcome: RingOutcome
) -> None:
    async with handing_over(tmp_path, ready=relief_late) as (pilot, office):
        await press(pilot, "f9", key)
        (rung,) = facts(office, ReliefRung)
        assert (rung.post, rung.person, rung.outcome) == ("duty_officer", NEXT, outcome)
        assert rung.prompt == facts(office, PromptRaised)[0].prompt


async def test_reached_with_the_minutes_they_need(tmp_path: Path) -> None:
    async with handing_over(tmp_path, ready=relief_late) as (pilot, office):
        await press(pilot, "f9", "1", "2", "5", "enter")
        (rung,) = facts(office, ReliefRung)
        assert rung.eta is not None
        assert not isinstance(top(pilot), PromptScreen)
        office.after(25)
        await tick(pilot)
        assert "still away, ring duty officer 何静" in shown(pilot)


async def test_minutes_that_are_none_are_asked_again(tmp_path: Path) -> None:
    async with handing_over(tmp_path, ready=relief_late) as (pilot, office):
        await press(pilot, "f9", "1", *"99999", "enter")
        assert "1 to 1440" in shown(pilot)
        assert facts(office, ReliefRung) == []


async def test_a_refusal_goes_to_the_deputy_then_to_the_duty_leader(tmp_path: Path) -> None:
    async with handing_over(tmp_path, ready=relief_late) as (pilot, _):
        await press(pilot, "f9", "4")
        assert "ring the deputy: duty officer 罗安" in shown(pilot)
        await press(pilot, "4")
        assert "ring the next rank: duty leader 王强" in shown(pilot)


async def test_it_can_be_put_off_with_a_reason(tmp_path: Path) -> None:
    async with handing_over(tmp_path, ready=relief_late) as (pilot, office):
        await press(pilot, "f9", "9", "enter", *"coming", "enter")
        assert facts(office, PromptSnoozed)[0].reason == "coming"
        assert "next officer late" not in shown(pilot)


@pytest.mark.parametrize("key", ["6", "7", "8", "0"])
async def test_what_belongs_to_a_scene_is_told_off(tmp_path: Path, key: str) -> None:
    async with handing_over(tmp_path, ready=relief_late) as (pilot, office):
        before = len(office.events())
        await press(pilot, "f9", key)
        assert "signs in with F10" in shown(pilot)
        assert len(office.events()) == before


async def test_enter_opens_the_page_and_taking_over_clears_it(tmp_path: Path) -> None:
    async with handing_over(tmp_path, ready=relief_late) as (pilot, office):
        await press(pilot, "f9", "enter")
        assert isinstance(top(pilot), HandoverScreen)
        assert "next officer late" in shown(pilot)
        await next_signs_in(pilot)
        await press(pilot, "ctrl+s")
        assert len(facts(office, PromptCleared)) == 1
        assert "next officer late" not in shown(pilot)
        assert "No open task" in shown(pilot) or "0 due" in shown(pilot)
