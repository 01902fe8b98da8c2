"""F8 on the screen: short lines act, wrong ones are told and stay, Tab and Up help."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from screens.live.command_line import CommandLine
from screens.live.report import ReportScreen
from tests.screens.fake_host import FakeOffice, desk_pilot
from tests.screens.golden import check_golden
from tests.screens.live_desk import facts, live, one_incident, press, shown
from xfconsole.core.facts import of_incident
from xfconsole.core.facts.of_matter import RequestRecorded
from xfconsole.core.words.desk import CountSource, EmergencyService, RingOutcome


def typed(line: str) -> list[str]:
    """Return the keys of a line with Enter."""
    names = {" ": "space", "!": "exclamation_mark", "-": "minus", ":": "colon"}
    return [*(names.get(sign, sign) for sign in line), "enter"]


def two_incidents(office: FakeOffice) -> FakeOffice:
    """A second group has come."""
    return one_incident(office).with_incident(12, "拖欠工资").after(1)


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_the_line_takes_the_place_of_the_keys(tmp_path: Path, language: str) -> None:
    async with live(tmp_path, language=language) as (pilot, _):
        await press(pilot, "f8", *typed("c2 1 20")[:-1])
        check_golden(pilot.app, f"live-command-{language}-80x24")


async def test_short_lines_act(tmp_path: Path) -> None:
    async with live(tmp_path) as (pilot, office):
        await press(pilot, "f8", *typed("n 33 e"))
        await press(pilot, "f8", *typed("c2 1 20"))
        await press(pilot, "f8", *typed("a2 -5"))
        await press(pilot, "f8", *typed("t all calm"))
        await press(pilot, "f8", *typed("q keys"))
        await press(pilot, "f8", *typed("! 120 fainted"))
        await press(pilot, "f8", *typed("v5 Qian"), *typed("138-0000-0001"), "1")
        assert facts(office, of_incident.HeadcountRecorded) == [
            of_incident.HeadcountRecorded(33, CountSource.ESTIMATE)
        ]
        rung = facts(office, of_incident.PostRung)[-1]
        assert (rung.post, rung.outcome) == ("receptionist", RingOutcome.ANSWERED)
        assert rung.eta == office.now() + timedelta(minutes=20)
        arrived = next(e for e in office.events() if isinstance(e.fact, of_incident.PostArrived))
        assert arrived.happened_at == office.now() - timedelta(minutes=5)
        assert facts(office, of_incident.NoteAdded) == [of_incident.NoteAdded("all calm")]
        assert facts(office, RequestRecorded) == [RequestRecorded("keys")]
        assert facts(office, of_incident.EmergencyCalled) == [
            of_incident.EmergencyCalled(EmergencyService.AMBULANCE, "fainted")
        ]
        assert facts(office, of_incident.DeputyNamed) == [
            of_incident.DeputyNamed("township_head", "Qian", "138-0000-0001")
        ]
        assert not pilot.app.screen.query(CommandLine)


async def test_what_a_line_leaves_out_its_card_asks_for(tmp_path: Path) -> None:
    async with live(tmp_path) as (pilot, office):
        await press(pilot, "f8", *typed("c2"))
        assert "how did it end" in shown(pilot)
        await press(pilot, "3")
        assert facts(office, of_incident.PostRung)[-1].outcome is RingOutcome.BUSY
        await press(pilot, "f8", *typed("x"), "enter", "enter", "1")
        assert len(facts(office, of_incident.IncidentClosed)) == 1


async def test_a_report_opens(tmp_path: Path) -> None:
    async with live(tmp_path) as (pilot, _):
        await press(pilot, "f8", *typed("r 1"))
        assert isinstance(pilot.app.screen, ReportScreen)


async def test_raising_by_line(tmp_path: Path) -> None:
    def small(office: FakeOffice) -> FakeOffice:
        return office.with_roster().with_incident(8).after(1)

    async with live(tmp_path, ready=small) as (pilot, office):
        await press(pilot, "f8", *typed("l heated"))
        assert facts(office, of_incident.LevelRaised)[-1].reason == "heated"
        await press(pilot, "f8", *typed("l more"))
        assert "can only be raised" in shown(pilot)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("c2 9", "Ringing is c2"),
        ("zz", "There is no command"),
        ("c9 2", "There is no post 9"),
        ("09-999: n 3", "No open incident is numbered"),
    ],
)
async def test_a_wrong_line_says_what_was_expected_and_stays(
    tmp_path: Path, line: str, said: str
) -> None:
    async with live(tmp_path) as (pilot, office):
        before = len(office.events())
        await press(pilot, "f8", *typed(line))
        assert said in shown(pilot)
        assert pilot.app.screen.query_one(CommandLine).value == line
        assert len(office.events()) == before


async def test_tab_completes_a_deputy_and_up_brings_lines_back(tmp_path: Path) -> None:
    async with live(tmp_path) as (pilot, office):
        await press(pilot, "f8", "v", "5", "tab", "enter", "2", "enter")
        assert [each.person for each in facts(office, of_incident.DeputyNamed)] == ["钱进"]
        assert facts(office, of_incident.PostRung)[-1].person == "钱进"
        await press(pilot, "f8", *typed("t one"))
        await press(pilot, "f8", "up", "up")
        assert pilot.app.screen.query_one(CommandLine).value == "v5 钱进"
        await press(pilot, "down", "enter")
        assert facts(office, of_incident.NoteAdded) == [
            of_incident.NoteAdded("one"),
            of_incident.NoteAdded("one"),
        ]


async def test_escape_gives_the_keys_back(tmp_path: Path) -> None:
    async with live(tmp_path) as (pilot, office):
        await press(pilot, "f8", "c", "2", "escape")
        assert not pilot.app.screen.query(CommandLine)
        await press(pilot, "c", "2", "2")
        assert len(facts(office, of_incident.PostRung)) == 1


async def test_a_line_names_another_incident(tmp_path: Path) -> None:
    async with live(tmp_path, ready=two_incidents) as (pilot, office):
        await press(pilot, "f8", *typed("02-002: n 15"))
        counted = next(
            e for e in office.events() if isinstance(e.fact, of_incident.HeadcountRecorded)
        )
        opened = [e for e in office.events() if e.kind == "incident.opened"]
        assert counted.subject == opened[1].subject


async def test_on_a_screen_without_a_chosen_incident_the_number_is_asked_for(
    tmp_path: Path,
) -> None:
    bare = "tests.screens.shared.test_frame:FieldScreen"
    async with desk_pilot(tmp_path, bare, ready=two_incidents) as (pilot, office):
        await press(pilot, "f8", *typed("n 15"))
        assert "Several incidents are open" in shown(pilot)
        await press(pilot, "home", *typed("02-001:"))
        assert facts(office, of_incident.HeadcountRecorded) == [
            of_incident.HeadcountRecorded(15, CountSource.COUNTED)
        ]
