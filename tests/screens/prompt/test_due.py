"""Due work on matters in band, card and list, beside the prompts of live incidents."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from textual.events import Key
from textual.pilot import Pilot

from screens.live.screen import LiveScreen
from screens.matter.screen import MatterScreen
from screens.prompt.screen import PromptScreen
from tests.screens.fake_console import TestConsole
from tests.screens.fake_host import SIZES, FakeOffice, settle
from tests.screens.golden import check_golden
from tests.screens.live_desk import facts, live, one_incident, press, shown, tick
from xfconsole.core.due.list import DutyView
from xfconsole.core.facts.of_incident import PostRung, PromptSnoozed
from xfconsole.core.facts.of_procedure import MatterChased
from xfconsole.core.matter.acts import Move
from xfconsole.core.matter.registration import MatterForm
from xfconsole.core.words.desk import Channel, Purpose, RingOutcome
from xfconsole.core.words.procedure import Act, Bar
from xfconsole.desk import Desk


def old_letter(office: FakeOffice, summary: str, received: str) -> str:
    """Register a letter received on a day of February; returns its number."""
    at = datetime.fromisoformat(f"2026-{received}T02:00:00").replace(tzinfo=UTC)
    form = MatterForm(Channel.LETTER, summary, purpose=Purpose.CLAIM, received_at=at, second="何静")
    return office.verb(lambda desk: desk.register(form)).number


def with_unit(office: FakeOffice, summary: str, received: str, unit: str = "住建局") -> str:
    """Register a letter that was forwarded to a unit on the day it came."""
    number = old_letter(office, summary, received)
    at = datetime.fromisoformat(f"2026-{received}T02:10:00").replace(tzinfo=UTC)
    move = Move(Act.FORWARD, unit=unit, second="何静")
    office.verb(lambda desk: desk.move(number, move, at=at))
    return number


def due_work(office: FakeOffice) -> FakeOffice:
    """One letter was not accepted in time, another is to be handed on by tomorrow."""
    office.with_roster().with_holidays()
    with_unit(office, "安置房办证一直没有答复", "02-01")
    old_letter(office, "小区停水没有人管", "02-06")
    return office


def mixed(office: FakeOffice) -> FakeOffice:
    """A group of 33 is there since 02:29 besides."""
    due_work(office)
    return one_incident(office)


def duty(pilot: Pilot[None]) -> DutyView:
    """Return the due work whose card is on top."""
    top = pilot.app.screen
    assert isinstance(top, PromptScreen)
    assert isinstance(top.view, DutyView)
    return top.view


def opened(pilot: Pilot[None]) -> type[object]:
    """Return what kind of screen is on top."""
    return type(pilot.app.screen)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["zh", "en"])
async def test_the_card_of_due_work(tmp_path: Path, language: str, size: str) -> None:
    running = live(tmp_path, language=language, size=SIZES[size], ready=due_work)
    async with running as (pilot, _):
        await press(pilot, "f9")
        check_golden(pilot.app, f"due-{language}-{size}")


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_one_list_with_the_live_incident_first(tmp_path: Path, language: str) -> None:
    async with live(tmp_path, language=language, ready=mixed) as (pilot, _):
        await press(pilot, "f9", "l")
        check_golden(pilot.app, f"due-list-{language}-80x24")


# --- one key per outcome -------------------------------------------------------------------------


one_key = pytest.mark.parametrize(
    ("keys", "outcome"),
    [
        (["1", *"by Friday", "enter"], RingOutcome.ANSWERED),
        (["2"], RingOutcome.NO_ANSWER),
        (["3"], RingOutcome.BUSY),
        (["ctrl+b"], RingOutcome.BUSY),
        (["4"], RingOutcome.REFUSED),
        (["5"], RingOutcome.WRONG_NUMBER),
        (["ctrl+n"], RingOutcome.NO_ANSWER),
    ],
)


@one_key
async def test_one_key_logs_how_a_chase_ended_and_the_next_card_comes(
    tmp_path: Path, keys: list[str], outcome: RingOutcome
) -> None:
    async with live(tmp_path, ready=due_work) as (pilot, office):
        await press(pilot, "f9")
        asked = duty(pilot)
        await press(pilot, *keys)
        chased = facts(office, MatterChased)
        assert [(each.outcome, each.person, each.post) for each in chased] == [
            (outcome, "郑岚", "leader_in_charge")
        ]
        assert chased[0].prompt == asked.uid
        assert chased[0].text == ("by Friday" if outcome is RingOutcome.ANSWERED else "")
        assert duty(pilot).duty.number == "2026-000002"
        assert "Task 1/1" in shown(pilot)


async def test_due_work_is_put_off_with_a_reason_and_comes_back(tmp_path: Path) -> None:
    async with live(tmp_path, ready=due_work) as (pilot, office):
        await press(pilot, "f9", "9", "backspace", "9", "9", "enter")
        assert "at most 15 minutes" in shown(pilot)
        await press(pilot, "backspace", "backspace", "7", "enter", *"line cut", "enter")
        snoozed = facts(office, PromptSnoozed)[-1]
        assert (snoozed.reason, snoozed.until) == ("line cut", office.now() + timedelta(minutes=7))
        assert "Task 1/1" in shown(pilot)
        office.after(7)
        await tick(pilot)
        await press(pilot, "escape", "f9")
        assert duty(pilot).duty.number == "2026-000001"


@pytest.mark.parametrize("key", ["6", "7", "8", "0"])
async def test_what_makes_no_sense_for_due_work_says_why(tmp_path: Path, key: str) -> None:
    async with live(tmp_path, ready=due_work) as (pilot, office):
        before = len(office.events())
        await press(pilot, "f9", key)
        assert "nobody is to come" in shown(pilot)
        assert len(office.events()) == before


async def test_enter_opens_the_matter_and_escape_leads_back(tmp_path: Path) -> None:
    async with live(tmp_path, ready=due_work) as (pilot, _):
        await press(pilot, "f9", "enter")
        assert opened(pilot) is MatterScreen
        assert "2026-000001" in shown(pilot)
        await press(pilot, "escape")
        assert opened(pilot) is LiveScreen


async def test_with_nobody_to_ask_the_keys_of_ringing_say_so(tmp_path: Path) -> None:
    def no_roster(office: FakeOffice) -> None:
        with_unit(office, "安置房办证一直没有答复", "02-01")

    async with live(tmp_path, ready=no_roster) as (pilot, office):
        assert "no leader in charge on" in shown(pilot)
        await press(pilot, "f9", "2")
        assert "There is nobody to chase" in shown(pilot)
        assert facts(office, MatterChased) == []


# --- the accused and the recused -----------------------------------------------------------------


def barring(*people: str) -> Callable[[FakeOffice], object]:
    """Due work from whose matter these are barred."""

    def ready(office: FakeOffice) -> None:
        due_work(office)
        for each in people:
            office.verb(partial(Desk.bar, reference="2026-000001", bar=Bar.RECUSED, person=each))

    return ready


async def test_who_is_barred_is_neither_asked_nor_next_in_line(tmp_path: Path) -> None:
    async with live(tmp_path, ready=barring("郑岚", "韩松", "曹明")) as (pilot, _):
        await press(pilot, "f9")
        assert "principal leader 冯岳" in shown(pilot)
        assert "No higher post to ring" in shown(pilot)
        await press(pilot, "l")
        for name in ("郑岚", "韩松", "曹明"):
            assert name not in shown(pilot)


async def test_a_barred_officer_reads_nothing_and_handles_nothing(tmp_path: Path) -> None:
    async with live(tmp_path, ready=barring("李敏")) as (pilot, office):
        await press(pilot, "f9")
        assert "安置房" not in shown(pilot)
        assert "You are barred from this matter" in shown(pilot)
        await press(pilot, "2", "9", "enter")
        assert isinstance(pilot.app.screen, PromptScreen)
        assert facts(office, MatterChased) == []
        await press(pilot, "down")
        assert "小区停水没有人管" in shown(pilot)


# --- a day that ends, more than is shown, a bell -------------------------------------------------


async def test_the_band_counts_a_day_more_when_the_day_ends(tmp_path: Path) -> None:
    async with live(tmp_path, ready=due_work) as (pilot, office):
        assert "2026-000001 4d past control" in shown(pilot)
        office.clock.advance(timedelta(hours=21, minutes=32))
        await tick(pilot)
        assert "2026-000001 5d past control" in shown(pilot)


async def test_the_band_names_who_is_on_duty_by_now(tmp_path: Path) -> None:
    async with live(tmp_path, ready=due_work) as (pilot, office):
        assert "郑岚" in shown(pilot)
        office.verb(
            lambda d: d.replace_on_roster(
                "leader_in_charge",
                "郑岚",
                "吴越",
                "139-0000-0099",
                office.now(),
                office.now() + timedelta(hours=5),
            )
        )
        await tick(pilot)
        assert "吴越" in shown(pilot)
        assert "郑岚" not in shown(pilot)


async def test_due_work_rings_the_bell_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rung: list[datetime] = []
    async with live(tmp_path, ready=lambda office: office.with_roster()) as (pilot, office):
        monkeypatch.setattr(TestConsole, "bell", lambda _: rung.append(office.now()))
        due_work(office)
        for _ in range(10):
            office.clock.advance(timedelta(seconds=20))
            await tick(pilot)
        assert len(rung) == 1


# --- a key held down -----------------------------------------------------------------------------


async def hold(pilot: Pilot[None], key: str, times: int, apart: float) -> None:
    """Let a keyboard repeat a key, the screen keeping up with each."""
    for _ in range(times):
        pilot.app.post_message(Key(key, key if len(key) == 1 else None))
        await settle(pilot)
        await settle(pilot)
        pilot.app.fingers.apart = apart  # type: ignore[attr-defined]
    pilot.app.fingers.apart = 2.5  # type: ignore[attr-defined]


@pytest.mark.parametrize("apart", [0.03, 0.3])
async def test_a_key_held_down_answers_one_card_only(tmp_path: Path, apart: float) -> None:
    async with live(tmp_path, ready=mixed) as (pilot, office):
        await press(pilot, "f9")
        await hold(pilot, "2", 6, apart)
        assert len(facts(office, PostRung)) == 1
        assert "“No answer” was not logged" in shown(pilot)
        await press(pilot, "2")
        assert len(facts(office, PostRung)) == 2


async def test_a_key_that_closed_a_question_does_not_answer_the_next_card(tmp_path: Path) -> None:
    async with live(tmp_path, ready=due_work) as (pilot, office):
        await press(pilot, "f9", "1")
        await hold(pilot, "enter", 5, 0.03)
        assert len(facts(office, MatterChased)) == 1
        assert isinstance(pilot.app.screen, PromptScreen)


async def test_an_arrow_held_down_walks_through_the_list(tmp_path: Path) -> None:
    async with live(tmp_path, ready=mixed) as (pilot, _):
        await press(pilot, "f9", "l")
        await hold(pilot, "down", 6, 0.03)
        await press(pilot, "enter")
        assert duty(pilot).duty.number == "2026-000002"
