"""Reports as the officer files them, and the list of who was told what."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.screens.fake_host import FakeOffice
from tests.screens.golden import check_golden
from tests.screens.live_desk import a_night, facts, live, one_incident, press, shown
from tests.screens.matters import form
from xfconsole.core.facts import of_incident
from xfconsole.core.words.desk import ReportChannel, ReportKind


async def test_a_report_begins_with_what_is_known_and_is_filed(tmp_path: Path) -> None:
    async with live(tmp_path, ready=a_night) as (pilot, office):
        await press(pilot, "r", "2")
        assert "no first report yet" in shown(pilot)
        await press(pilot, "1")
        await press(pilot, "tab", "tab", "tab", "tab", *"calm", "ctrl+s")
        assert "It does not say to whom it goes" in shown(pilot)
        await press(pilot, *"city duty room", "ctrl+s")
        assert "say whether it was read back" in shown(pilot)
        await press(pilot, "1", "ctrl+s")
        report = facts(office, of_incident.ReportFiled)[-1]
        assert (report.to, report.channel) == ("city duty room", ReportChannel.PHONE)
        assert report.report is ReportKind.FIRST
        assert "45 visitors (counted)" in report.situation
        assert "公布交房时间" in report.situation
        assert "王强" in report.measures
        assert report.effect == "calm"
        assert "Written report" in shown(pilot)


def reported(office: FakeOffice) -> FakeOffice:
    """The first report was phoned, a follow-up sent in writing that nobody has signed for."""
    one_incident(office)
    parts = ("33人", "已接待", "平稳", "无")
    office.verb(
        lambda d: d.report(
            "02-001", ReportKind.FIRST, *parts, to="市委值班室", channel=ReportChannel.PHONE,
            person="赵颖", read_back=True,
        )
    )  # fmt: skip
    office.after(5)
    office.verb(
        lambda d: d.report(
            "02-001", ReportKind.FOLLOW_UP, *parts, to="市信访局", channel=ReportChannel.WRITTEN
        )
    )
    return office.after(2)


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_who_was_told_what(tmp_path: Path, language: str) -> None:
    async with live(tmp_path, language=language, ready=reported) as (pilot, _):
        await press(pilot, "f")
        check_golden(pilot.app, f"live-told-{language}-80x24")


async def test_a_receipt_is_added_when_it_comes(tmp_path: Path) -> None:
    async with live(tmp_path, ready=reported) as (pilot, office):
        await press(pilot, "f", "down", "enter", *"qian", "enter", "9", "enter")
        assert "It cannot have been taken before it went up" in shown(pilot)
        await press(pilot, "backspace", "1", "enter")
        received = facts(office, of_incident.ReportReceived)[-1]
        assert (received.person, received.read_back) == ("qian", None)
        assert "02:41 qian" in shown(pilot)


async def test_the_same_report_goes_to_somebody_else(tmp_path: Path) -> None:
    async with live(tmp_path, ready=reported) as (pilot, office):
        await press(pilot, "ctrl+v", "down", "ctrl+g")
        assert "follow-up report 1 again" in shown(pilot)
        form(pilot).fields["to"].fill("county duty room")
        await press(pilot, "ctrl+s")
        again = facts(office, of_incident.ReportFiled)[-1]
        assert (again.to, again.number, again.situation) == ("county duty room", 1, "33人")
        assert "county duty room" in shown(pilot)
        await press(pilot, "escape", "r", "2")
        assert "follow-up report 2" in shown(pilot)


async def test_with_nothing_reported_the_list_says_what_to_do(tmp_path: Path) -> None:
    async with live(tmp_path) as (pilot, _):
        await press(pilot, "f8", "f", "enter")
        assert "Nothing reported yet" in shown(pilot)


async def test_a_report_left_is_kept_and_offered_again(tmp_path: Path) -> None:
    async with live(tmp_path) as (pilot, office):
        await press(pilot, "r", "1", "tab", "tab", *"half", "escape")
        assert facts(office, of_incident.ReportFiled) == []
        await press(pilot, "r", "1")
        assert "half" in shown(pilot)
