"""Sixty pieces of due work of two units are two cards: rung, put off and taken apart by keys."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from textual.pilot import Pilot

from screens.matter.screen import MatterScreen
from screens.prompt.screen import PromptScreen
from tests.screens.fake_host import FakeOffice
from tests.screens.golden import check_golden
from tests.screens.live_desk import facts, live, one_incident, press, shown, tick
from tests.screens.prompt.test_due import one_key, with_unit
from xfconsole.core.due.bundles import DutyBundle
from xfconsole.core.due.list import DutyView
from xfconsole.core.facts.announced import AlarmPassed
from xfconsole.core.facts.of_incident import PostRung, PromptSnoozed
from xfconsole.core.facts.of_office import RosterAdded
from xfconsole.core.facts.of_procedure import MatterChased
from xfconsole.core.night.situation import Situation, Standing
from xfconsole.core.words.desk import RingOutcome

HOUSING, LABOUR = 32, 28


def forwarded(office: FakeOffice, unit: str, summary: str, count: int) -> None:
    """Register letters of 3 February that the unit was to accept by two days ago."""
    for number in range(1, count + 1):
        with_unit(office, f"{summary}（{number}）", "02-03", unit)


def sixty(office: FakeOffice) -> FakeOffice:
    """The housing bureau owes thirty-two and the labour bureau twenty-eight."""
    office.with_roster().with_holidays()
    forwarded(office, "住建局", "安置房办证", HOUSING)
    forwarded(office, "人社局", "欠薪", LABOUR)
    return office


def sixty_and_a_group(office: FakeOffice) -> FakeOffice:
    """A group of 33 is there since 02:29 besides."""
    return one_incident(sixty(office))


def situation(pilot: Pilot[None]) -> Situation:
    found = pilot.app.situation  # type: ignore[attr-defined]
    assert isinstance(found, Situation)
    return found


def card(pilot: Pilot[None]) -> Standing | None:
    """Return what the card on top is about."""
    top = pilot.app.screen
    assert isinstance(top, PromptScreen)
    return top.view


def bundle(pilot: Pilot[None]) -> DutyBundle:
    found = card(pilot)
    assert isinstance(found, DutyBundle)
    return found


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_the_card_of_a_bundle_and_its_list(tmp_path: Path, language: str) -> None:
    async with live(tmp_path, language=language, ready=sixty) as (pilot, _):
        await press(pilot, "f9")
        check_golden(pilot.app, f"bundle-{language}-80x24")
        await press(pilot, "enter", "pagedown")
        check_golden(pilot.app, f"bundle-parts-{language}-80x24")


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_the_ranked_list_with_the_live_incident_first(tmp_path: Path, language: str) -> None:
    async with live(tmp_path, language=language, ready=sixty_and_a_group) as (pilot, _):
        await press(pilot, "f9", "l")
        check_golden(pilot.app, f"bundle-list-{language}-80x24")


async def test_the_header_counts_prompts_and_says_in_how_many_cards(tmp_path: Path) -> None:
    async with live(tmp_path, ready=sixty) as (pilot, _):
        assert (situation(pilot).due, situation(pilot).cards) == (60, 2)
        assert "60 due, 2 cards" in shown(pilot)
        first = len(situation(pilot).bundles[0].views)
        assert f"{60 - first} more" in shown(pilot)
        await press(pilot, "f9")
        assert "Task 1/2" in shown(pilot)
        await press(pilot, "l")
        assert "Tasks due: 60 on 2 cards" in shown(pilot)


@one_key
async def test_one_key_logs_one_ring_for_all_and_the_next_card_comes(
    tmp_path: Path, keys: list[str], outcome: RingOutcome
) -> None:
    async with live(tmp_path, ready=sixty) as (pilot, office):
        await press(pilot, "f9")
        asked = bundle(pilot)
        await press(pilot, *keys)
        chased = facts(office, MatterChased)
        assert [each.prompt for each in chased] == list(asked.prompts)
        assert {(each.outcome, each.person, each.post) for each in chased} == {
            (outcome, "孙磊", "unit_head")
        }
        assert {each.text for each in chased} == (
            {"by Friday"} if outcome is RingOutcome.ANSWERED else {""}
        )
        assert bundle(pilot).uid != asked.uid
        assert "Task 1/1" in shown(pilot)
        assert f"{situation(pilot).due} due, 1 card " in f"{shown(pilot).splitlines()[0]} "
        await press(pilot, "2")
        assert len(facts(office, MatterChased)) == 60
        assert situation(pilot).due == 0


async def test_all_of_it_is_put_off_and_comes_back_as_one(tmp_path: Path) -> None:
    async with live(tmp_path, ready=sixty) as (pilot, office):
        await press(pilot, "f9")
        asked = bundle(pilot)
        await press(pilot, "9", "backspace", "7", "enter", *"line cut", "enter")
        snoozed = facts(office, PromptSnoozed)
        assert [each.prompt for each in snoozed] == list(asked.prompts)
        assert {(each.reason, each.until) for each in snoozed} == {
            ("line cut", office.now() + timedelta(minutes=7))
        }
        assert situation(pilot).cards == 1
        office.after(7)
        await tick(pilot)
        assert situation(pilot).cards == 2


async def test_one_is_taken_out_of_the_list_rung_alone_and_the_others_stay(tmp_path: Path) -> None:
    async with live(tmp_path, ready=sixty) as (pilot, office):
        await press(pilot, "f9")
        asked = bundle(pilot)
        await press(pilot, "enter", "pagedown", "down", "enter")
        one = card(pilot)
        assert isinstance(one, DutyView)
        assert one.uid == asked.prompts[15]
        assert "Task 1/2" in shown(pilot)
        assert one.topic in shown(pilot)
        await press(pilot, "3")
        assert [each.prompt for each in facts(office, MatterChased)] == [one.uid]
        assert bundle(pilot).prompts == tuple(p for p in asked.prompts if p != one.uid)


async def test_of_one_taken_out_enter_opens_the_matter(tmp_path: Path) -> None:
    async with live(tmp_path, ready=sixty) as (pilot, _):
        await press(pilot, "f9")
        number = bundle(pilot).views[1].duty.number
        await press(pilot, "enter", "down", "enter", "enter")
        assert isinstance(pilot.app.screen, MatterScreen)
        assert number in shown(pilot)


async def test_the_lists_lead_back_to_the_card_and_no_digit_means_a_line(tmp_path: Path) -> None:
    async with live(tmp_path, ready=sixty) as (pilot, office):
        await press(pilot, "f9")
        asked = bundle(pilot)
        await press(pilot, "enter", "end", "2")
        assert "This is the list" in shown(pilot)
        assert facts(office, MatterChased) == []
        await press(pilot, "l")
        assert card(pilot) == asked
        await press(pilot, "enter", "down", "enter", "l")
        assert "on 2 cards" in shown(pilot)
        await press(pilot, "enter")
        assert card(pilot) == asked
        await press(pilot, "down")
        assert bundle(pilot).uid != asked.uid
        await press(pilot, "escape")
        assert not isinstance(pilot.app.screen, PromptScreen)


@pytest.mark.parametrize("key", ["6", "7", "8", "0"])
async def test_what_makes_no_sense_for_a_bundle_says_why(tmp_path: Path, key: str) -> None:
    async with live(tmp_path, ready=sixty) as (pilot, office):
        before = len(office.events())
        await press(pilot, "f9", key)
        assert "nobody is to come" in shown(pilot)
        assert len(office.events()) == before


async def test_somebody_else_is_rung_about_all_of_it(tmp_path: Path) -> None:
    async with live(tmp_path, ready=sixty) as (pilot, office):
        await press(pilot, "f9")
        asked = bundle(pilot)
        await press(pilot, "o", *"Night desk", "enter", *"139-0000-0555", "ctrl+s")
        chased = facts(office, MatterChased)
        assert [each.prompt for each in chased] == list(asked.prompts)
        assert {each.person for each in chased} == {"Night desk"}
        assert [each.phone for each in facts(office, RosterAdded)] == ["139-0000-0555"]


async def test_with_nobody_to_ask_the_card_says_so_and_all_can_be_put_off(tmp_path: Path) -> None:
    def no_roster(office: FakeOffice) -> None:
        forwarded(office, "住建局", "安置房办证", 12)

    async with live(tmp_path, ready=no_roster) as (pilot, office):
        assert "no unit head on the roster" in shown(pilot)
        await press(pilot, "f9", "2")
        assert "o for somebody else, Enter lists each" in shown(pilot)
        assert facts(office, MatterChased) == []
        await press(pilot, "9", "enter", *"no roster", "enter")
        assert len(facts(office, PromptSnoozed)) == 12


async def test_who_waits_at_the_door_comes_first_and_alone(tmp_path: Path) -> None:
    async with live(tmp_path, ready=sixty_and_a_group) as (pilot, office):
        at_the_door = len(situation(pilot).prompts)
        assert at_the_door > 0
        await press(pilot, "f9")
        for rung in range(1, at_the_door + 1):
            assert not isinstance(card(pilot), DutyBundle)
            await press(pilot, "2")
            assert len(facts(office, PostRung)) == rung
        assert isinstance(card(pilot), DutyBundle)


async def test_a_card_that_grew_takes_no_key_that_was_not_meant_for_it(tmp_path: Path) -> None:
    async with live(tmp_path, ready=sixty) as (pilot, office):
        await press(pilot, "f9")
        before = bundle(pilot)
        forwarded(office, before.first.place, "又来一件", 1)
        pilot.app.fingers.apart = 0.1  # type: ignore[attr-defined]
        await tick(pilot)
        assert len(bundle(pilot).views) == len(before.views) + 1
        await press(pilot, "2")
        assert facts(office, MatterChased) == []
        assert "“No answer” was not logged" in shown(pilot)


async def test_the_log_tells_that_the_budget_was_passed(tmp_path: Path) -> None:
    async with live(tmp_path, ready=sixty) as (pilot, office):
        assert facts(office, AlarmPassed) == [AlarmPassed(11, 11, 10, 30)]
        await press(pilot, "f6", "/", *"at once", "enter")
        assert "minutes (limit 10), 11 in an hour (limit 30)" in shown(pilot)


async def test_enter_opens_what_the_marked_line_is_by_now(tmp_path: Path) -> None:
    def one(office: FakeOffice) -> None:
        office.with_roster().with_holidays()
        forwarded(office, "住建局", "安置房办证", 1)

    async with live(tmp_path, ready=one) as (pilot, office):
        await press(pilot, "f9", "l")
        assert isinstance(card(pilot), DutyView)
        forwarded(office, "住建局", "又来一件", 12)
        await tick(pilot)
        await press(pilot, "enter")
        assert len(bundle(pilot).views) == 13
