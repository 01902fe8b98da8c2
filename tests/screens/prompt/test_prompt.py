"""The prompt card: what it says, one key per outcome, and deafness to keys typed before it."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from textual.pilot import Pilot

from screens.prompt.screen import PromptScreen
from screens.shared.question import AskScreen
from tests.screens.fake_host import SIZES, FakeOffice, settle
from tests.screens.golden import check_golden
from tests.screens.live_desk import facts, live, live_screen, one_incident, press, shown, tick
from tests.screens.matters import form
from xfconsole.core.facts import of_incident
from xfconsole.core.facts.of_matter import RequestAnswered
from xfconsole.core.words.desk import ReportKind, RingOutcome
from xfconsole.desk import Desk

pytestmark = pytest.mark.frames


def card(pilot: Pilot[None]) -> PromptScreen:
    """Return the card that is on top."""
    top = pilot.app.screen
    assert isinstance(top, PromptScreen)
    return top


def all_arrive(office: FakeOffice) -> None:
    """Everybody who has to come is here, but for the leader in charge."""

    def arrive(desk: Desk) -> None:
        for post in ("duty_leader", "receptionist", "hall_safety", "unit_head", "township_head"):
            desk.arrive("02-001", post)

    office.verb(arrive)


def report_due(office: FakeOffice) -> FakeOffice:
    """02:50: everybody is here, the first report is overdue."""
    one_incident(office)
    all_arrive(office)
    return office.after(15)


def corrected(office: FakeOffice) -> FakeOffice:
    """The leader in charge was called on a count that was wrong; everybody else is here."""
    one_incident(office)
    office.verb(lambda d: d.count("02-001", 55))
    wrong = next(e for e in office.events() if isinstance(e.fact, of_incident.HeadcountRecorded))
    office.verb(lambda d: d.correct(wrong.uid, {"value": 45}, "数重了"))
    all_arrive(office)
    return office.after(1)


def nobody(office: FakeOffice) -> FakeOffice:
    """There is no roster at all."""
    return office.with_incident().after(1)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["zh", "en"])
async def test_the_card(tmp_path: Path, language: str, size: str) -> None:
    async with live(tmp_path, language=language, size=SIZES[size]) as (pilot, _):
        await press(pilot, "f9")
        check_golden(pilot.app, f"prompt-{language}-{size}")


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_after_a_sleep_all_come_as_one_ranked_list(tmp_path: Path, language: str) -> None:
    async with live(tmp_path, language=language) as (pilot, office):
        office.clock.advance(timedelta(minutes=65))
        await tick(pilot)
        await press(pilot, "f9")
        check_golden(pilot.app, f"prompt-after-sleep-{language}-80x24")
        await press(pilot, "down", "enter")
        assert "139-0000-" in shown(pilot)
        await press(pilot, "escape")
        assert not isinstance(pilot.app.screen, PromptScreen)
        assert pilot.app.situation.blind is None  # type: ignore[attr-defined]


async def test_the_list_stands_in_the_order_of_the_limits_it_shows(tmp_path: Path) -> None:
    async with live(tmp_path) as (pilot, office):
        await press(pilot, "f9", "2")
        office.clock.advance(timedelta(minutes=5))
        await tick(pilot)
        await press(pilot, "escape", "f9", "l")
        listed = re.findall(r"\d (02-001 .+?)  *(?:tell|here) by (\d\d:\d\d)", shown(pilot))
        assert len(listed) == 5
        assert [limit for _, limit in listed] == sorted(limit for _, limit in listed)
        # The second try is due later than everybody's first; the leader's limit is still the first.
        assert "ring again" in listed[0][0]
        assert listed[0][1] == "02:34"


# --- one key per outcome -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("keys", "outcome"),
    [
        (["1", "enter"], RingOutcome.ANSWERED),
        (["2"], RingOutcome.NO_ANSWER),
        (["3"], RingOutcome.BUSY),
        (["4"], RingOutcome.REFUSED),
        (["5"], RingOutcome.WRONG_NUMBER),
        (["ctrl+r", "enter"], RingOutcome.ANSWERED),
        (["ctrl+n"], RingOutcome.NO_ANSWER),
    ],
)
async def test_one_key_logs_how_ringing_ended(
    tmp_path: Path, keys: list[str], outcome: RingOutcome
) -> None:
    async with live(tmp_path) as (pilot, office):
        await press(pilot, "f9")
        prompt = card(pilot).view
        await press(pilot, *keys)
        rung = facts(office, of_incident.PostRung)[-1]
        assert (rung.outcome, rung.person) == (outcome, "王强")
        assert prompt is not None
        assert rung.prompt == prompt.uid


async def test_reached_with_an_eta_and_on_to_the_next_card(tmp_path: Path) -> None:
    async with live(tmp_path) as (pilot, office):
        await press(pilot, "f9")
        assert "Task 1/5" in shown(pilot)
        await press(pilot, "1", "2", "0", "enter")
        assert facts(office, of_incident.PostRung)[-1].eta == office.now() + timedelta(minutes=20)
        assert "Task 1/4" in shown(pilot)
        assert "赵颖" in shown(pilot)


async def test_arrived_relieved_and_put_off(tmp_path: Path) -> None:
    async with live(tmp_path) as (pilot, office):
        await press(pilot, "f9")
        await press(pilot, "6")
        assert facts(office, of_incident.PostArrived)[-1].post == "duty_leader"
        await press(pilot, "7", "1", "2", "enter")
        assert facts(office, of_incident.DeputyNamed)[-1].person == "沈宁"
        assert facts(office, of_incident.PostRung)[-1].person == "沈宁"
        # What is offered gives way to the first sign typed.
        await press(pilot, "9", "9", "9", "enter")
        assert "at most 15 minutes" in shown(pilot)
        await press(pilot, "backspace", "backspace", "７", "enter", *"line cut", "enter")
        snoozed = facts(office, of_incident.PromptSnoozed)[-1]
        assert (snoozed.reason, snoozed.until) == (
            "line cut",
            office.now() + timedelta(minutes=7),
        )
        assert "Task 1/2" in shown(pilot)


async def test_a_report_takes_no_outcome_of_ringing(tmp_path: Path) -> None:
    async with live(tmp_path, ready=report_due) as (pilot, office):
        await press(pilot, "f9")
        await press(pilot, "1")
        assert "nobody is to be rung" in shown(pilot)
        await press(pilot, "8")
        form(pilot).fields["to"].fill("市委值班室")
        form(pilot).fields["read_back"].fill("no")
        await press(pilot, "ctrl+s")
        assert facts(office, of_incident.ReportFiled)[-1].report is ReportKind.FIRST
        assert facts(office, of_incident.ReportFiled)[-1].prompt is not None
        assert not isinstance(pilot.app.screen, PromptScreen)


async def test_stand_down_only_where_the_count_was_corrected(tmp_path: Path) -> None:
    async with live(tmp_path, ready=corrected) as (pilot, office):
        await press(pilot, "f9")
        assert "Raised on a count corrected since" in shown(pilot)
        await press(pilot, "0", "enter")
        assert facts(office, of_incident.PostStoodDown)[-1].post == "leader_in_charge"


async def test_a_post_that_has_to_come_cannot_be_stood_down(tmp_path: Path) -> None:
    async with live(tmp_path) as (pilot, office):
        await press(pilot, "f9")
        await press(pilot, "0")
        assert "At the present head-count" in shown(pilot)
        assert facts(office, of_incident.PostStoodDown) == []


async def test_with_nobody_to_ring_no_ring_can_be_logged(tmp_path: Path) -> None:
    async with live(tmp_path, ready=nobody) as (pilot, office):
        await press(pilot, "f9")
        assert "nobody left to ring: duty leader" in shown(pilot)
        await press(pilot, "2")
        assert "There is nobody to ring" in shown(pilot)
        assert facts(office, of_incident.PostRung) == []


async def test_a_deputy_without_a_number_can_only_be_one_who_was_told(tmp_path: Path) -> None:
    async with live(tmp_path, ready=nobody) as (pilot, office):
        await press(pilot, "f9", "7", *"Wu", "enter", "enter", "1")
        assert "Without a phone number" in shown(pilot)
        await press(pilot, "2", "enter")
        assert facts(office, of_incident.DeputyNamed)[-1].person == "Wu"


async def test_with_nothing_due_the_card_does_not_open(tmp_path: Path) -> None:
    async with live(tmp_path, ready=lambda office: office.with_roster()) as (pilot, _):
        await press(pilot, "f9")
        assert not isinstance(pilot.app.screen, PromptScreen)


# --- keys typed before the card was drawn --------------------------------------------------------


async def test_keys_queued_before_the_card_was_drawn_do_nothing(tmp_path: Path) -> None:
    async with live(tmp_path) as (pilot, office):
        # All of them are in the app's queue before the first of them is handled.
        from textual.events import Key

        for key in ("f9", "2", "3", "6", "1"):
            pilot.app.post_message(Key(key, None if key == "f9" else key))
        await settle(pilot)
        await settle(pilot)
        assert isinstance(pilot.app.screen, PromptScreen)
        assert facts(office, of_incident.PostRung) == []
        assert facts(office, of_incident.PostArrived) == []
        await press(pilot, "2")
        assert len(facts(office, of_incident.PostRung)) == 1


async def test_a_key_pressed_twice_answers_one_prompt_only(tmp_path: Path) -> None:
    async with live(tmp_path) as (pilot, office):
        from textual.events import Key

        await press(pilot, "f9")
        for _ in range(4):
            pilot.app.post_message(Key("2", "2"))
        await settle(pilot)
        await settle(pilot)
        assert len(facts(office, of_incident.PostRung)) == 1
        await press(pilot, "2")
        assert len(facts(office, of_incident.PostRung)) == 2


async def test_nothing_acts_until_the_terminal_has_the_card(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PromptScreen, "call_after_refresh", lambda *_: True)
    async with live(tmp_path) as (pilot, office):
        await press(pilot, "f9")
        await press(pilot, "2", "6", "9", "0", "l", "escape")
        assert isinstance(pilot.app.screen, PromptScreen)
        assert facts(office, of_incident.PostRung) == []


async def test_a_prompt_that_goes_while_its_card_is_open_makes_room_for_the_next(
    tmp_path: Path,
) -> None:
    async with live(tmp_path) as (pilot, office):
        await press(pilot, "f9")
        before = card(pilot).view
        office.verb(lambda d: d.arrive("02-001", "duty_leader"))
        await tick(pilot)
        await settle(pilot)
        after = card(pilot).view
        assert before is not None
        assert after is not None
        assert before.uid != after.uid
        assert "赵颖" in shown(pilot)


async def test_lateness_moves_on_while_the_card_is_open(tmp_path: Path) -> None:
    async with live(tmp_path) as (pilot, office):
        await press(pilot, "f9")
        assert "tell by 02:34 · 1m late" in shown(pilot)
        assert "6m late" not in shown(pilot)  # since it was due to be rung: another clock
        office.clock.advance(timedelta(seconds=60))
        await tick(pilot)
        assert "tell by 02:34 · 2m late" in shown(pilot)


async def test_up_and_down_look_at_the_others_without_answering(tmp_path: Path) -> None:
    async with live(tmp_path) as (pilot, office):
        await press(pilot, "f9")
        await press(pilot, "down")
        assert "Task 2/5" in shown(pilot)
        await press(pilot, "up")
        assert "Task 1/5" in shown(pilot)
        await press(pilot, "escape")
        assert facts(office, of_incident.PostRung) == []
        assert pilot.app.screen is live_screen(pilot)


# --- the whole story -----------------------------------------------------------------------------


async def test_from_the_door_to_the_end(tmp_path: Path) -> None:
    def at_the_door(office: FakeOffice) -> FakeOffice:
        return office.with_roster().with_incident()

    async with live(tmp_path, ready=at_the_door) as (pilot, office):
        await press(pilot, "f9")
        for _ in range(5):
            await press(pilot, "1", "1", "5", "enter")
        assert len(facts(office, of_incident.PostRung)) == 5
        assert not isinstance(pilot.app.screen, PromptScreen | AskScreen)
        office.after(10)
        await tick(pilot)
        for post in "12345":
            await press(pilot, "a", post, "enter")
        assert shown(pilot).count("√ here") == 5
        await press(pilot, "q", "1", *"keys", "enter")
        await press(pilot, "q", "2", "1", *"in May", "enter")
        assert len(facts(office, RequestAnswered)) == 1
        await press(pilot, "x", "enter", "enter", "1")
        assert len(facts(office, of_incident.IncidentClosed)) == 1
        assert "No open incident" in shown(pilot)
