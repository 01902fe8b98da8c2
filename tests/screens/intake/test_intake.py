"""Intake as the officer uses it: keys in, screen and journal out."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest
from textual.pilot import Pilot

from screens.live.screen import LiveScreen
from tests.screens.fake_host import SIZES, FakeOffice, desk_pilot, settle
from tests.screens.golden import check_golden, screen_text
from tests.screens.intake_form import INTAKE, go_to, intake
from xfconsole.core.facts.of_matter import MatterRegistered
from xfconsole.core.words.desk import Channel, Level, Purpose

LIVE = "screens.live.screen:LiveScreen"


def registered(office: FakeOffice) -> MatterRegistered:
    """Return the newest registration in the journal."""
    row = office.views.matters(limit=1)[0]
    return cast("MatterRegistered", office.views.events_of(row.uid)[0].fact)


def where(pilot: Pilot[None]) -> str:
    return intake(pilot).here()


async def test_channel_and_summary_are_enough(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, INTAKE) as (pilot, office):
        await pilot.press("2", "enter", *"no heating", "ctrl+s")
        await settle(pilot)
        assert "Registered 2026-000001  visit · no heating" in screen_text(pilot.app)
        fact = registered(office)
        assert (fact.channel, fact.summary) == (Channel.VISIT, "no heating")
        assert where(pilot) == "channel"
        assert not any(intake(pilot).sheet.all_values().values())
        await pilot.press("1", "enter", "x")
        assert "2026-000001" in screen_text(pilot.app)


async def test_enter_walks_every_field_and_registers_after_the_last(tmp_path: Path) -> None:
    typed = {
        "channel": "1",
        "summary": "road",
        "received": "-20",
        "text": "holes",
        "requests": "repair",
        "unit": "works office",
        "township": "east",
        "place": "east gate",
        "addressed_to": "the mayor",
        "cause": "no answer",
        "concerned": "33",
        "topic": "other things",
        "confidential": " ",
        "publishable": " ",
        "purpose": "3",
        "assigned_leader": "x",
        "name": "name",
        "sex": "2",
        "age": "41",
        "native_place": "here",
        "occupation": "driver",
        "phone": "139-0000-0001",
        "address": "street",
        "representatives": "one, two",
    }
    async with desk_pilot(tmp_path, INTAKE) as (pilot, office):
        for name, keys in typed.items():
            assert where(pilot) == name
            await pilot.press(*keys)
            await pilot.press("tab" if name in ("text", "requests") else "enter")
        await settle(pilot)
        fact = registered(office)
        assert (fact.text, fact.unit, fact.township) == ("holes", "works office", "east")
        assert (fact.topic, fact.purpose) == (("other things",), Purpose.CLAIM)
        assert (fact.place, fact.addressed_to, fact.cause) == (
            "east gate",
            "the mayor",
            "no answer",
        )
        assert fact.concerned == 33
        assert fact.confidential
        assert fact.publishable
        assert fact.sealed
        matter = office.views.matter(fact.number)
        assert matter is not None
        assert [each.text for each in matter.requests] == ["repair"]
        assert (matter.row.registered_at - matter.row.received_at).total_seconds() == 20 * 60


async def test_shift_tab_goes_back_and_tab_on(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, INTAKE) as (pilot, _):
        await pilot.press("tab", "tab", "tab")
        assert where(pilot) == "text"
        await pilot.press("shift+tab", "shift+tab")
        assert where(pilot) == "summary"
        await pilot.press("down", "up", "up")
        assert where(pilot) == "channel"


async def test_enter_makes_a_line_in_a_box_and_says_that_tab_goes_on(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, INTAKE) as (pilot, _):
        await go_to(pilot, "text")
        await pilot.press("a", "enter", "b")
        assert intake(pilot).sheet.values()["text"] == "a\nb"
        assert "Enter new line · Tab next field" in screen_text(pilot.app)


@pytest.mark.parametrize(
    ("keys", "fault", "field"),
    [
        pytest.param(("ctrl+s",), "No channel is chosen", "channel", id="no channel"),
        pytest.param(("2", "ctrl+s"), "The summary is empty", "summary", id="no summary"),
        pytest.param(("5", "enter", "a", "ctrl+s"), "head-count", "headcount", id="no head-count"),
        pytest.param(
            ("5", "enter", "a", "enter", "x", "ctrl+s"), "not a number", "headcount", id="words"
        ),
    ],
)
async def test_a_refusal_keeps_everything_and_goes_to_the_field_at_fault(
    tmp_path: Path, keys: tuple[str, ...], fault: str, field: str
) -> None:
    async with desk_pilot(tmp_path, INTAKE) as (pilot, office):
        await go_to(pilot, "text")
        await pilot.press(*"facts")
        await go_to(pilot, "channel")
        await pilot.press(*keys)
        await settle(pilot)
        assert fault in "".join(screen_text(pilot.app))
        assert where(pilot) == field
        assert intake(pilot).sheet.values()["text"] == "facts"
        assert office.views.matter_count() == 0


@pytest.mark.parametrize(
    ("typed", "fault"), [("x", "concerned cannot be read"), ("0", "0 people concerned is not")]
)
async def test_a_number_of_people_concerned_that_cannot_be_is_refused(
    tmp_path: Path, typed: str, fault: str
) -> None:
    async with desk_pilot(tmp_path, INTAKE) as (pilot, office):
        await pilot.press("1", "enter", "a")
        await go_to(pilot, "concerned")
        await pilot.press(typed, "ctrl+s")
        await settle(pilot)
        assert fault in "".join(screen_text(pilot.app))
        assert where(pilot) == "concerned"
        assert office.views.matter_count() == 0
        await pilot.press("ctrl+u", *"100000", "ctrl+s")
        await settle(pilot)
        assert registered(office).concerned == 100_000


async def test_an_unclear_time_is_told_at_once_and_back_dating_is_seen(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, INTAKE) as (pilot, _):
        await go_to(pilot, "received")
        await pilot.press(*"later", "enter")
        await settle(pilot)
        assert where(pilot) == "received"
        assert "The time of receipt is unclear" in screen_text(pilot.app)
        await pilot.press("ctrl+u", *"23:50", "enter")
        assert where(pilot) == "text"
        assert "back-dated: 2 h 39 min ago" in screen_text(pilot.app)


async def test_anonymous_hides_the_identity_and_clears_nothing_until_saved(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, INTAKE) as (pilot, office):
        await pilot.press("1", "enter", *"bribes")
        await go_to(pilot, "name")
        await pilot.press(*"somebody", "f7")
        assert "somebody" not in screen_text(pilot.app)
        assert "Anonymous" in screen_text(pilot.app)
        await pilot.press("f7")
        assert "somebody" in screen_text(pilot.app)
        assert "bribes" in screen_text(pilot.app)
        await pilot.press("f7", "ctrl+s")
        await settle(pilot)
        fact = registered(office)
        assert fact.anonymous
        assert not fact.sealed
        assert fact.summary == "bribes"


async def test_a_call_is_read_back_before_it_is_registered(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, INTAKE) as (pilot, office):
        await pilot.press("3", "enter", *"dark street", "ctrl+s")
        await settle(pilot)
        assert "Read this to the caller" in screen_text(pilot.app)
        assert "Summary*: dark street" not in screen_text(pilot.app)
        assert "Summary: dark street" in screen_text(pilot.app)
        assert office.views.matter_count() == 0
        await pilot.press("escape")
        await settle(pilot)
        assert where(pilot) == "summary"
        await pilot.press("s", "ctrl+r")
        await settle(pilot)
        await pilot.press("enter")
        await settle(pilot)
        fact = registered(office)
        assert fact.summary == "dark streets"
        assert fact.read_back


async def test_a_caller_who_hung_up_is_registered_all_the_same(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, INTAKE) as (pilot, office):
        await pilot.press("3", "enter", *"dark", "ctrl+s")
        await settle(pilot)
        await pilot.press("ctrl+n")
        await settle(pilot)
        assert not registered(office).read_back


@pytest.mark.parametrize(("people", "level"), [(3, Level.NONE), (33, Level.MAJOR)])
async def test_a_group_visit_opens_its_incident_and_leads_to_the_live_screen(
    tmp_path: Path, people: int, level: Level
) -> None:
    async with desk_pilot(tmp_path, LIVE, intake=INTAKE) as (pilot, office):
        await pilot.press("5", "enter", *"houses", "enter", *str(people), "enter", "2", "ctrl+s")
        await settle(pilot)
        assert isinstance(pilot.app.screen, LiveScreen)
        assert f"02-001 houses · {people} people" in screen_text(pilot.app)
        situation = office.verb(lambda desk: desk.situation())
        assert [(each.headcount, each.level) for each in situation.incidents] == [(people, level)]
        assert situation.incidents[0].matter_number == "2026-000001"
        assert situation.incidents[0].source == "estimate"


async def test_a_joint_letter_counts_signatures_but_opens_nothing(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, INTAKE) as (pilot, office):
        await pilot.press("6", "enter", *"lift", "enter", *"12", "ctrl+s")
        await settle(pilot)
        assert registered(office).headcount == 12
        assert office.verb(lambda desk: desk.situation()).incidents == ()


async def test_a_channel_without_a_crowd_forgets_the_head_count(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, INTAKE) as (pilot, office):
        await pilot.press("5", "enter", *"lift", "enter", *"12")
        await go_to(pilot, "channel")
        await pilot.press("2", "enter", "enter")
        assert where(pilot) == "received"
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert registered(office).headcount is None


async def test_discarding_can_be_taken_back(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, INTAKE) as (pilot, _):
        await pilot.press("2", "enter", *"typed", "ctrl+l")
        await settle(pilot)
        assert "typed" not in screen_text(pilot.app)
        assert "Ctrl+L brings it back" in screen_text(pilot.app)
        await pilot.press("ctrl+l")
        await settle(pilot)
        assert intake(pilot).sheet.values()["summary"] == "typed"


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["zh", "en"])
async def test_the_form_fits(tmp_path: Path, language: str, size: str) -> None:
    async with desk_pilot(tmp_path, INTAKE, language=language, size=SIZES[size]) as (pilot, _):
        check_golden(pilot.app, f"intake-empty-{language}-{size}")
        await pilot.press("5", "enter", *"安置房逾期交付 33 户无房可住", "enter", *"33", "enter")
        await pilot.press("1", "enter", *"23:50", "enter", *"交房日期 [合同第八条] 已过", "enter")
        await pilot.press(*"开发商失联", "tab", *"给出交房日期", "tab", *"住建局", "f7")
        await settle(pilot)
        check_golden(pilot.app, f"intake-filled-{language}-{size}")


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_the_number_and_the_card_fit(tmp_path: Path, language: str) -> None:
    async with desk_pilot(tmp_path, INTAKE, language=language) as (pilot, _):
        await pilot.press("3", "enter", *"楼道没有灯", "ctrl+s")
        await settle(pilot)
        check_golden(pilot.app, f"intake-readback-{language}-80x24")
        await pilot.press("enter")
        await settle(pilot)
        check_golden(pilot.app, f"intake-saved-{language}-80x24")
