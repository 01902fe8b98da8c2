"""The live screen as the officer's story: keys in, screen text and journal out."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from screens.live.timeline import Timeline
from tests.screens.fake_host import SIZES, FakeOffice
from tests.screens.golden import check_golden
from tests.screens.live_desk import (
    a_night,
    facts,
    live,
    live_screen,
    press,
    primary,
    quiet,
    shown,
    tick,
)
from xfconsole.core.facts import of_incident
from xfconsole.core.facts.of_matter import NextStepSet, RequestAnswered, RequestRecorded
from xfconsole.core.policy.load import parse
from xfconsole.core.words.desk import (
    CountSource,
    EmergencyService,
    Level,
    RingOutcome,
)
from xfconsole.desk import Desk


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["zh", "en"])
async def test_the_live_screen(tmp_path: Path, language: str, size: str) -> None:
    async with live(tmp_path, language=language, size=SIZES[size], ready=a_night) as (pilot, _):
        check_golden(pilot.app, f"live-{language}-{size}")


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("ring", ["c", "2"]),
        ("emergency", ["exclamation_mark", "3"]),
        ("requests", ["q"]),
        ("relieve", ["v", "4"]),
        ("safety", ["w"]),
        ("report", ["r", "1"]),
    ],
)
async def test_cards(tmp_path: Path, language: str, name: str, keys: list[str]) -> None:
    async with live(tmp_path, language=language, ready=a_night) as (pilot, _):
        await press(pilot, *keys)
        check_golden(pilot.app, f"live-card-{name}-{language}-80x24")


async def test_with_nothing_live_the_screen_says_so_and_why_keys_do_nothing(
    tmp_path: Path,
) -> None:
    async with live(tmp_path, ready=quiet) as (pilot, office):
        assert "No open incident" in shown(pilot)
        await press(pilot, "c")
        assert "press F2 to register" in shown(pilot)
        assert primary(office)[-1].kind == "roster.imported"


# --- verbs in few keys ---------------------------------------------------------------------------


async def test_ring_a_post_in_three_keys(tmp_path: Path) -> None:
    async with live(tmp_path) as (pilot, office):
        await press(pilot, "c", "2", "2")
        assert facts(office, of_incident.PostRung)[-1].outcome is RingOutcome.NO_ANSWER
        assert facts(office, of_incident.PostRung)[-1].person == "赵颖"
        assert "unreached×1" in shown(pilot)


async def test_reached_with_an_eta(tmp_path: Path) -> None:
    async with live(tmp_path) as (pilot, office):
        await press(pilot, "c", "1", "1", "2", "0", "enter")
        rung = facts(office, of_incident.PostRung)[-1]
        assert (rung.post, rung.outcome) == ("duty_leader", RingOutcome.ANSWERED)
        assert rung.eta == office.now() + timedelta(minutes=20)
        assert "> ETA 02:55" in shown(pilot)


async def test_reached_without_an_eta(tmp_path: Path) -> None:
    async with live(tmp_path) as (pilot, office):
        await press(pilot, "c", "1", "1", "enter")
        assert facts(office, of_incident.PostRung)[-1].eta is None
        assert "> on its way" in shown(pilot)


@pytest.mark.parametrize(
    ("digit", "outcome"), [(str(n), each) for n, each in enumerate(RingOutcome, start=1)]
)
async def test_every_outcome_has_its_digit(
    tmp_path: Path, digit: str, outcome: RingOutcome
) -> None:
    async with live(tmp_path) as (pilot, office):
        await press(pilot, "c", "3", digit, *(["enter"] if digit == "1" else []))
        assert facts(office, of_incident.PostRung)[-1].outcome is outcome


async def test_the_cursor_chooses_where_an_input_method_swallows_digits(tmp_path: Path) -> None:
    async with live(tmp_path) as (pilot, office):
        await press(pilot, "ctrl+g", "down", "enter", "down", "enter")
        rung = facts(office, of_incident.PostRung)[-1]
        assert (rung.post, rung.outcome) == ("receptionist", RingOutcome.NO_ANSWER)


async def test_arrival_now_and_some_minutes_ago(tmp_path: Path) -> None:
    async with live(tmp_path) as (pilot, office):
        await press(pilot, "a", "1", "enter")
        await press(pilot, "a", "2", "5", "enter")
        arrived = [e for e in office.events() if isinstance(e.fact, of_incident.PostArrived)]
        assert [each.happened_at for each in arrived] == [
            office.now(),
            office.now() - timedelta(minutes=5),
        ]
        assert "√ here 02:30" in shown(pilot)
        assert "(recorded 02:35)" in shown(pilot)


async def test_an_arrival_before_the_beginning_is_refused_and_stays_to_be_mended(
    tmp_path: Path,
) -> None:
    async with live(tmp_path) as (pilot, office):
        await press(pilot, "a", "1", "9", "9", "enter")
        assert "before the incident began" in shown(pilot)
        assert facts(office, of_incident.PostArrived) == []
        await press(pilot, "backspace", "backspace", "3", "enter")
        assert len(facts(office, of_incident.PostArrived)) == 1


async def test_eta_afterwards(tmp_path: Path) -> None:
    async with live(tmp_path) as (pilot, office):
        await press(pilot, "e", "4", "1", "5", "enter")
        assert facts(office, of_incident.PostRung)[-1].eta == office.now() + timedelta(minutes=15)


async def test_headcount_counted_and_estimated(tmp_path: Path) -> None:
    async with live(tmp_path) as (pilot, office):
        await press(pilot, "n", *"５2", "enter", "2")
        assert facts(office, of_incident.HeadcountRecorded) == [
            of_incident.HeadcountRecorded(52, CountSource.ESTIMATE)
        ]
        assert "6 leader in ch" in shown(pilot)
        assert "52 people estimate" in shown(pilot)
        assert len(live_screen(pilot).view.plan.obligations) == 6  # type: ignore[union-attr]


async def test_a_headcount_that_is_none_is_refused_in_the_card(tmp_path: Path) -> None:
    async with live(tmp_path) as (pilot, office):
        await press(pilot, "n", "0", "enter")
        assert "from 1 to 100000" in shown(pilot)
        assert facts(office, of_incident.HeadcountRecorded) == []


async def test_a_note(tmp_path: Path) -> None:
    async with live(tmp_path) as (pilot, office):
        await press(pilot, "t", *"five came", "enter")
        assert facts(office, of_incident.NoteAdded) == [of_incident.NoteAdded("five came")]
        assert "Note: five came" in shown(pilot)


async def test_keys_of_one_burst_all_reach_the_card(tmp_path: Path) -> None:
    async with live(tmp_path) as (pilot, office):
        await press(pilot, *"tcanetrxvquskpw!", "enter", *"n41", "enter", "1")
        assert facts(office, of_incident.NoteAdded) == [of_incident.NoteAdded("canetrxvquskpw!")]
        assert facts(office, of_incident.HeadcountRecorded) == [
            of_incident.HeadcountRecorded(41, CountSource.COUNTED)
        ]


async def test_relief_by_a_deputy_of_the_roster_or_anybody(tmp_path: Path) -> None:
    async with live(tmp_path) as (pilot, office):
        await press(pilot, "v", "5", "1", "1")
        await press(pilot, "v", "4", *"Wu", "enter", *"8012", "enter", "2", *"15", "enter")
        named = facts(office, of_incident.DeputyNamed)
        assert [(each.post, each.person) for each in named] == [
            ("township_head", "钱进"),
            ("unit_head", "Wu"),
        ]
        assert named[1].phone == "8012"
        rung = facts(office, of_incident.PostRung)[-1]
        assert (rung.person, rung.eta) == ("Wu", office.now() + timedelta(minutes=15))
        assert "deputy: 钱进 139-0000-0014, not here yet" in shown(pilot)
        assert "deputy: Wu 8012, not here yet" in shown(pilot)
        await press(pilot, "a", "4", "enter")
        assert facts(office, of_incident.PostArrived)[-1].person == "Wu"


async def test_raise_by_hand_with_a_reason(tmp_path: Path) -> None:
    def small(office: FakeOffice) -> FakeOffice:
        return office.with_roster().with_incident(8).after(1)

    async with live(tmp_path, ready=small) as (pilot, office):
        await press(pilot, "l", "1", "enter")
        assert facts(office, of_incident.LevelRaised) == []
        await press(pilot, *"heated", "enter")
        assert facts(office, of_incident.LevelRaised) == [
            of_incident.LevelRaised(Level.MAJOR, "heated")
        ]
        await press(pilot, "l")
        assert "highest level already" in shown(pilot)


async def test_emergency_says_that_it_does_not_dial(tmp_path: Path) -> None:
    async with live(tmp_path) as (pilot, office):
        await press(pilot, "fullwidth_exclamation_mark")
        assert "does not dial" in shown(pilot)
        await press(pilot, "3", *"fainted", "enter")
        assert facts(office, of_incident.EmergencyCalled) == [
            of_incident.EmergencyCalled(EmergencyService.AMBULANCE, "fainted")
        ]


async def test_requests_are_answered_or_get_a_dated_step_before_the_end(tmp_path: Path) -> None:
    async with live(tmp_path) as (pilot, office):
        await press(pilot, "q", "1", *"keys", "enter")
        await press(pilot, "q", "1", *"money", "enter")
        assert len(facts(office, RequestRecorded)) == 2
        await press(pilot, "x")
        assert "2 requests have neither" in shown(pilot)
        await press(pilot, "q", "2", "1", *"by May", "enter")
        assert facts(office, RequestAnswered)[-1].answer == "by May"
        await press(pilot, "q", "3", "2", *"bank asked", "enter", *"+3", "enter")
        step = facts(office, NextStepSet)[-1]
        assert (step.step, step.on) == ("bank asked", date(2026, 2, 23))
        await press(pilot, "x", *"all met", "enter", *"late once", "enter", "1")
        closed = of_incident.IncidentClosed("all met", "late once", follows=True)
        assert facts(office, of_incident.IncidentClosed) == [closed]
        assert "xfconsole incident 02-001" in shown(pilot)
        assert "No open incident" in shown(pilot)


async def test_ending_asks_first_and_names_who_has_not_come(tmp_path: Path) -> None:
    async with live(tmp_path) as (pilot, office):
        await press(pilot, "x")
        assert "5 have not come yet: 王强" in shown(pilot)
        await press(pilot, "enter", "escape", "escape")
        assert facts(office, of_incident.IncidentClosed) == []


# --- corrections ---------------------------------------------------------------------------------


async def test_a_correction_stands_under_what_it_corrects(tmp_path: Path) -> None:
    async with live(tmp_path) as (pilot, office):
        await press(pilot, "n", "5", "5", "enter", "1")
        await press(pilot, "k", "k", "1", "backspace", "backspace", "4", "5", "enter")
        await press(pilot, *"twice", "enter")
        corrected = facts(office, of_incident.EventCorrected)[-1]
        assert corrected.changes == {"value": 45}
        lines = [line for line in shown(pilot).splitlines() if "55 people" in line or "45" in line]
        assert any("55 people (counted)" in line for line in lines)
        assert any("corrected (02:35): 45 people" in line for line in lines)
        assert "told on a count corrected since" in shown(pilot)


async def test_a_post_called_on_a_corrected_count_can_be_stood_down(tmp_path: Path) -> None:
    async with live(tmp_path, ready=a_night) as (pilot, office):
        await press(pilot, "s", "1")
        assert "At the present head-count" in shown(pilot)
        await press(pilot, "6", "enter")
        assert facts(office, of_incident.PostStoodDown)[-1].post == "leader_in_charge"
        assert "not needed" in shown(pilot)


async def test_the_time_of_an_arrival_is_corrected(tmp_path: Path) -> None:
    async with live(tmp_path) as (pilot, office):
        await press(pilot, "a", "1", "enter")
        await press(pilot, "k", "k", "2", "4", "enter", *"door", "enter")
        corrected = facts(office, of_incident.EventCorrected)[-1]
        assert corrected.happened_at == office.now() - timedelta(minutes=4)
        assert "√ here 02:31" in shown(pilot)


async def test_an_entry_that_cannot_be_corrected_says_so(tmp_path: Path) -> None:
    async with live(tmp_path) as (pilot, office):
        await press(pilot, "k")
        assert live_screen(pilot).query_one(Timeline).cursor == 0  # not the missed limit below it
        await press(pilot, "end", "k")
        assert "cannot be corrected" in shown(pilot)
        assert facts(office, of_incident.EventCorrected) == []


# --- what stands on screen -----------------------------------------------------------------------


async def test_countdowns_move_without_layout(tmp_path: Path) -> None:
    async with live(tmp_path) as (pilot, office):
        assert "4m left" in shown(pilot)
        screen = live_screen(pilot)
        before = screen._layout_required, screen._compositor.root
        office.clock.advance(timedelta(seconds=7))
        screen.show_second(office.now())
        assert screen._layout_required is False
        assert before[1] is screen._compositor.root
        await pilot.pause()
        assert "3m left" in shown(pilot)
        assert "1m late" in shown(pilot)


async def test_a_new_incident_is_the_chosen_one_and_the_list_leads_back(tmp_path: Path) -> None:
    async with live(tmp_path) as (pilot, office):
        office.with_incident(12, "拖欠工资").after(1)
        await tick(pilot)
        assert "02-002 拖欠工资" in shown(pilot)
        await press(pilot, "shift+tab", "up")
        assert "02-001 安置房逾期交付" in shown(pilot)
        await press(pilot, "t", *"hi", "enter")
        note = next(e for e in office.events() if isinstance(e.fact, of_incident.NoteAdded))
        first = next(e for e in office.events() if e.kind == "incident.opened")
        assert note.subject == first.subject


async def test_a_desk_that_slept_says_so_first(tmp_path: Path) -> None:
    async with live(tmp_path) as (pilot, office):
        office.clock.advance(timedelta(minutes=65))
        await tick(pilot)
        assert "This desk could show no task 02:35–03:40" in shown(pilot)


async def test_the_difference_of_a_newer_plan_is_shown_and_accepted(tmp_path: Path) -> None:
    async with live(tmp_path) as (pilot, office):
        await press(pilot, "p")
        assert "follows the plan in force" in shown(pilot)
        office.verb(with_shorter_travel)
        office.verb(lambda desk: desk.note("02-001", "new plan"))
        await tick(pilot)
        assert "newer: p" in shown(pilot)
        await press(pilot, "p")
        assert "travel.city" in shown(pilot)
        await press(pilot, "escape")
        assert facts(office, of_incident.PolicyAccepted) == []
        await press(pilot, "p", "enter")
        assert [each.policy_label for each in facts(office, of_incident.PolicyAccepted)] == [
            "default@2"
        ]


def with_shorter_travel(desk: Desk) -> None:
    """Have a newer plan: 20 minutes for a way through the city, not 30."""
    text = desk.policy.text.replace("version = 1", "version = 2", 1)
    text = text.replace('id = "travel.city"\nminutes = 30', 'id = "travel.city"\nminutes = 20')
    desk._policy = parse(text, "policy.toml")
