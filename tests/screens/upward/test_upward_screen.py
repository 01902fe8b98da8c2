"""The daily report of a special period by keyboard: asked for, filed, taken, and handed over."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from screens.prompt.screen import PromptScreen
from screens.upward.screen import UpwardScreen
from tests.screens.fake_host import FakeOffice, desk_pilot, top
from tests.screens.golden import check_golden
from tests.screens.live_desk import facts, press, shown, tick
from tests.screens.matters import form
from xfconsole.core.facts.announced import IncidentSettled
from xfconsole.core.facts.of_incident import PromptSnoozed, ReportFiled, ReportReceived
from xfconsole.core.facts.of_instruction import InstructionDone, InstructionGiven
from xfconsole.core.facts.of_office import DailyReported
from xfconsole.core.words.desk import ReportChannel, ReportKind

SCREEN = "screens.upward.screen:UpwardScreen"


def period(office: FakeOffice) -> FakeOffice:
    """16:10 on the second day of a special period; the first day's report went up, unsigned for."""
    office.with_roster()
    today = office.now().astimezone(office.zone).date()
    last = today + timedelta(days=2)
    office.verb(lambda d: d.set_period("两会", today, last, (), rhythm="yixing"))
    office.after(13 * 60 + 45)
    office.verb(lambda d: d.report_daily(to="市委值班室", channel=ReportChannel.WRITTEN))
    return office.after(24 * 60 - 4)


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_nothing_to_report_goes_up_from_the_card(tmp_path: Path, language: str) -> None:
    async with desk_pilot(tmp_path, SCREEN, language=language, ready=period) as (pilot, office):
        check_golden(pilot.app, f"upward-{language}-80x24")
        await press(pilot, "f9")
        check_golden(pilot.app, f"prompt-daily-{language}-80x24")
        await press(pilot, "space", "8")
        check_golden(pilot.app, f"upward-form-{language}-80x24")
        await press(pilot, "ctrl+s")
        report = facts(office, DailyReported)[-1]
        assert (report.to, report.channel) == ("市委值班室", ReportChannel.WRITTEN)
        assert not any((report.situation, report.measures, report.effect, report.other))
        assert isinstance(top(pilot), UpwardScreen)


async def test_what_a_day_had_stands_in_its_report(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, SCREEN, ready=lambda o: period(o).with_incident()) as (
        pilot,
        office,
    ):
        await press(pilot, "enter")
        assert "Incident 02-001, 33 people, still open" in shown(pilot)
        form(pilot).fields["situation"].fill("")
        await press(pilot, "ctrl+s")
        assert "say in part 1 what happened" in shown(pilot)
        await press(pilot, *"all met", "ctrl+s")
        assert facts(office, DailyReported)[-1].situation == "all met"


async def test_a_receipt_and_the_same_report_to_somebody_else(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, SCREEN, ready=period) as (pilot, office):
        await press(pilot, "down", "enter", *"qian", "enter", "enter")
        assert facts(office, ReportReceived)[-1].person == "qian"
        assert "qian" in shown(pilot)
        await press(pilot, "g", *"county", "ctrl+s")
        again = facts(office, DailyReported)[-1]
        assert (again.to, again.day) == ("county", facts(office, DailyReported)[0].day)
        await press(pilot, "f9", "space", "9", "enter", *"boss signs", "enter")
        assert facts(office, PromptSnoozed)[-1].reason == "boss signs"
        assert not isinstance(top(pilot), PromptScreen)
        await tick(pilot)
        await press(pilot, "n", *"x", "escape")
        assert len(facts(office, DailyReported)) == 2
        await press(pilot, "n")
        form(pilot).fields["situation"].fill("all met")
        await press(pilot, "ctrl+s", "n")
        assert "2026-02-22 has not come" in shown(pilot)


def ended(office: FakeOffice) -> FakeOffice:
    """The incident ended at 03:05: one report has no receipt, the written one was never sent."""
    office.with_roster().with_incident().after(5)
    phone = ReportChannel.PHONE
    office.verb(lambda d: d.report("02-001", ReportKind.FIRST, to="市委值班室", channel=phone))
    due = office.now() + timedelta(hours=9)
    office.verb(lambda d: d.instruct("02-001", "郑岚", "尽快核实", due=due))
    given = next(e.uid for e in office.events() if isinstance(e.fact, InstructionGiven))
    office.verb(lambda d: d.carry_out("02-001", given, "住建局续办", carried=True))
    office.after(31)
    office.verb(lambda d: d.close("02-001", "已答复"))
    return office.after(9)


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_what_is_open_of_one_that_ended_is_done_from_one_list(
    tmp_path: Path, language: str
) -> None:
    async with desk_pilot(tmp_path, SCREEN, language=language, ready=ended) as (pilot, office):
        check_golden(pilot.app, f"upward-ended-{language}-80x24")
        await press(pilot, "f9", "l")
        check_golden(pilot.app, f"prompt-ended-{language}-80x24")
        await press(pilot, "enter", "space", "8", *"qian", "enter", "1", "enter")
        assert facts(office, ReportReceived)[-1].person == "qian"
        await press(pilot, "escape", "enter")
        form(pilot).fields["person"].fill("sun")
        await press(pilot, "ctrl+s")
        assert len(facts(office, ReportFiled)) == 2
        await press(pilot, "enter", "enter", "1", *"done", "enter")
        assert facts(office, InstructionDone)[-1].text == "done"
        assert facts(office, IncidentSettled)
        await tick(pilot)
        assert "02-001" not in shown(pilot)


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_what_a_live_incident_owes_stands_there_too(tmp_path: Path, language: str) -> None:
    def ready(office: FakeOffice) -> FakeOffice:
        return office.with_roster().with_incident().after(5)

    async with desk_pilot(tmp_path, SCREEN, language=language, ready=ready) as (pilot, office):
        check_golden(pilot.app, f"upward-live-{language}-80x24")
        await press(pilot, "enter")
        form(pilot).fields["to"].fill("duty room")
        await press(pilot, "ctrl+s", "1", "ctrl+s")
        assert [each.to for each in facts(office, ReportFiled)] == ["duty room"]
        assert isinstance(top(pilot), UpwardScreen)


async def test_whom_it_goes_to_is_kept_when_nothing_else_was_typed(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, SCREEN, ready=period) as (pilot, _):
        await press(pilot, "enter")
        form(pilot).fields["to"].fill("")
        await press(pilot, "shift+tab", "shift+tab", *"county", "f3", "shift+f8", "enter")
        assert "county" in shown(pilot)
