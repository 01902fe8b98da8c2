"""Somebody whom the roster does not name is rung: from wherever a ring is logged, in one form."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests.screens.fake_host import FakeOffice
from tests.screens.golden import check_golden
from tests.screens.handovers import NEXT, relief_late
from tests.screens.live.test_command_line_screen import typed
from tests.screens.live_desk import facts, live, press, shown, tick
from tests.screens.prompt.test_due import due_work, with_unit
from tests.screens.prompt.test_prompt import nobody
from xfconsole.core.facts.announced import PromptCleared
from xfconsole.core.facts.of_incident import PostArrived, PostRung
from xfconsole.core.facts.of_office import ReliefRung, RosterAdded, RosterEntry
from xfconsole.core.facts.of_procedure import MatterChased
from xfconsole.core.words.desk import RingOutcome

STONE = (*"Stone", "enter", *"139-0000-0066", "enter")
"""A name and a number, as they are typed into the form."""


def letter_of_nobody(office: FakeOffice) -> None:
    """A letter is late, and there is no roster."""
    with_unit(office, "安置房办证一直没有答复", "02-01")


FORMS = {
    "ring-other": nobody,
    "ring-other-relief": relief_late,
    "ring-other-due": letter_of_nobody,
}


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("form", FORMS)
async def test_the_form_of_every_card(tmp_path: Path, form: str, language: str) -> None:
    async with live(tmp_path, ready=FORMS[form], language=language) as (pilot, _):
        await press(pilot, "f9", "o")
        check_golden(pilot.app, f"{form}-{language}-80x24")


async def test_a_leader_is_rung_by_name_and_number_comes_and_is_offered_again(
    tmp_path: Path,
) -> None:
    async with live(tmp_path, ready=nobody) as (pilot, office):
        await press(
            pilot, "f9", "o", *"Wang", "enter", *"139-0000-0055", "enter", "enter", *"20", "enter"
        )
        rung = facts(office, PostRung)[-1]
        assert (rung.post, rung.person, rung.outcome) == ("duty_leader", "Wang", "answered")
        assert rung.phone == "139-0000-0055"
        assert rung.prompt is not None
        assert rung.eta is not None
        await press(pilot, "escape")
        assert "Wang" in shown(pilot)
        added = facts(office, RosterAdded)
        assert [(each.post, each.person, each.phone) for each in added] == [
            ("duty_leader", "Wang", "139-0000-0055")
        ]
        await press(pilot, "a", "1", "enter")
        assert facts(office, PostArrived)[-1].person == "Wang"


async def test_from_the_live_screen_for_any_post_and_no_number_is_said(tmp_path: Path) -> None:
    async with live(tmp_path) as (pilot, office):
        await press(pilot, "o", "enter", *"Li", "enter", *"soon", "enter", "enter", "enter")
        assert "Not a phone number" in shown(pilot)
        assert facts(office, PostRung) == []
        await press(pilot, *["backspace"] * 4, *"8012", "ctrl+s")
        rung = facts(office, PostRung)[-1]
        assert (rung.person, rung.phone, rung.outcome) == ("Li", "8012", RingOutcome.ANSWERED)


# --- the relief ----------------------------------------------------------------------------------


async def test_a_relief_that_does_not_come_is_sought_elsewhere(tmp_path: Path) -> None:
    async with live(tmp_path, ready=relief_late) as (pilot, office):
        await press(pilot, "f9", "o", *STONE, "enter", *"30", "enter")
        (rung,) = facts(office, ReliefRung)
        assert (rung.post, rung.person, rung.phone) == ("duty_officer", "Stone", "139-0000-0066")
        assert (rung.outcome, rung.prompt is not None) == (RingOutcome.ANSWERED, True)
        (added,) = facts(office, RosterAdded)
        assert (added.post, added.person, added.unit) == ("duty_officer", "Stone", "")
        assert "Stone" not in shown(pilot)
        office.after(30)
        await tick(pilot)
        assert "Stone 139-" in shown(pilot)
        office.verb(lambda desk: desk.hand_over("Stone"))
        await tick(pilot)
        assert "Stone 139-" not in shown(pilot)
        assert facts(office, PromptCleared) != []


async def test_whoever_waits_to_be_relieved_is_nobodys_relief(tmp_path: Path) -> None:
    async with live(tmp_path, ready=relief_late) as (pilot, office):
        await press(pilot, "f9", "o", *"李　敏", "enter", *"8012", "ctrl+s")
        assert "is waiting for the next officer" in shown(pilot)
        await press(pilot, "escape", "4")
        (rung,) = facts(office, ReliefRung)
        assert rung.person == "何静"


# --- due work ------------------------------------------------------------------------------------


async def test_due_work_that_nobody_on_the_roster_answers_for_is_chased(tmp_path: Path) -> None:
    async with live(tmp_path, ready=letter_of_nobody) as (pilot, office):
        await press(pilot, "f9", "o", *STONE, "right", "enter", *"rang out", "enter")
        (chased,) = facts(office, MatterChased)
        assert (chased.post, chased.person) == ("leader_in_charge", "Stone")
        assert (chased.outcome, chased.phone) == (RingOutcome.NO_ANSWER, "139-0000-0066")
        assert (chased.text, chased.prompt != "") == ("rang out", True)
        office.after(15)
        await tick(pilot)
        assert "Stone 139-0000-0066" in shown(pilot)


async def test_somebody_else_than_the_roster_says_is_chased(tmp_path: Path) -> None:
    async with live(tmp_path, ready=due_work) as (pilot, office):
        await press(pilot, "f9", "o", *STONE, "ctrl+s")
        (chased,) = facts(office, MatterChased)
        assert (chased.person, chased.outcome) == ("Stone", RingOutcome.ANSWERED)
        assert "Task 1/1" in shown(pilot)


# --- the question after c, and the command line --------------------------------------------------


async def test_the_question_whom_to_ring_leads_to_somebody_else(tmp_path: Path) -> None:
    async with live(tmp_path) as (pilot, office):
        await press(pilot, "c", "2")
        assert "6 somebody else, not on the roster" in shown(pilot)
        await press(pilot, "6", *STONE, "ctrl+s")
        rung = facts(office, PostRung)[-1]
        assert (rung.post, rung.person) == ("receptionist", "Stone")
        assert "Ring whom?" not in shown(pilot)
        assert "how did it end" not in shown(pilot)


async def test_back_from_the_form_is_the_question_again(tmp_path: Path) -> None:
    async with live(tmp_path) as (pilot, office):
        await press(pilot, "c", "up", "enter")
        assert "not on the roster" in shown(pilot)
        assert "post" in shown(pilot)
        await press(pilot, "escape")
        assert "Ring whom?" in shown(pilot)
        await press(pilot, "1", "2")
        assert [each.outcome for each in facts(office, PostRung)] == [RingOutcome.NO_ANSWER]


async def test_where_nobody_holds_the_post_somebody_else_is_offered_first(tmp_path: Path) -> None:
    async with live(tmp_path, ready=nobody) as (pilot, office):
        await press(pilot, "c", "1")
        assert "who was rung?" in shown(pilot)
        await press(pilot, "enter", *STONE, "ctrl+s")
        assert facts(office, PostRung)[-1].person == "Stone"


# --- the number of somebody on the roster, and what was typed -------------------------------------


def two_posts(office: FakeOffice) -> None:
    """方刚 is on the roster for two posts, each with a number of its own."""
    now = office.now()
    until = now + timedelta(hours=6)
    turns = [
        RosterEntry("duty_officer", "方刚", "8011", now, until, 2),
        RosterEntry("hall_safety", "方刚", "8012", now, until, 2),
    ]
    office.verb(lambda desk: desk.import_roster("值班.csv", turns))
    office.with_incident().after(6)


@pytest.mark.parametrize("keys", [("o", "enter"), ("c", "2", "6")])
async def test_the_number_that_the_list_shows_is_journaled(
    tmp_path: Path, keys: tuple[str, ...]
) -> None:
    async with live(tmp_path, ready=two_posts) as (pilot, office):
        await press(pilot, *keys, "ctrl+o")
        shows = [each.split() for each in shown(pilot).splitlines() if "方刚" in each]
        assert ["8011" in each for each in shows] == [True]
        await press(pilot, *"fg", "enter", "enter", "ctrl+s")
        rung = facts(office, PostRung)[-1]
        assert (rung.person, rung.phone) == ("方刚", "8011")


async def test_whoever_holds_the_post_that_is_asked_stands_there_for_that_one(
    tmp_path: Path,
) -> None:
    async with live(tmp_path, ready=two_posts) as (pilot, _):
        await press(pilot, "c", "3", "6", "ctrl+o")
        (line,) = [each for each in shown(pilot).splitlines() if "方刚" in each]
        assert "hall safety 8012" in line


async def test_what_was_typed_for_one_post_stands_in_no_other_form(tmp_path: Path) -> None:
    async with live(tmp_path) as (pilot, _):
        await press(pilot, "c", "2", "6", *"Stone", "enter", *"139-0000-0066", "escape", "escape")
        await press(pilot, "escape", "escape", "c", "3", "6")
        assert "139-0000-0066" not in shown(pilot)
        await press(pilot, "escape", "escape", "escape", "escape", "o")
        assert "139-0000-0066" not in shown(pilot)
        await press(pilot, "escape", "c", "2", "6")
        assert "139-0000-0066" in shown(pilot)


async def test_what_was_typed_one_night_stands_in_no_form_of_the_next(tmp_path: Path) -> None:
    async with live(tmp_path, ready=relief_late) as (pilot, office):
        await press(pilot, "f9", "o", *STONE, "escape", "o")
        assert "139-0000-0066" in shown(pilot)
        await press(pilot, "escape", "escape")
        office.verb(lambda desk: desk.hand_over(NEXT))
        now = office.now()
        ends = now + timedelta(minutes=2)
        turns = [
            RosterEntry("duty_officer", NEXT, "139-0000-0002", now, ends),
            RosterEntry("duty_officer", "罗安", "139-0000-0003", ends, now + timedelta(hours=6)),
        ]
        office.verb(lambda desk: desk.import_roster("值班.csv", turns))
        office.after(18)
        await tick(pilot)
        await press(pilot, "f9", "o")
        assert "139-0000-0066" not in shown(pilot)


@pytest.mark.parametrize(
    ("line", "keys"),
    [
        ("o2", STONE),
        ("o2 Stone 139-0000-0066", ()),
        ("02-001: o2 Stone 139 0000 0066", ()),
        ("o2 Stone", (*"139-0000-0066", "enter")),
    ],
)
async def test_the_command_line_opens_the_form_with_what_it_says(
    tmp_path: Path, line: str, keys: tuple[str, ...]
) -> None:
    async with live(tmp_path) as (pilot, office):
        await press(pilot, "f8", *typed(line))
        await press(pilot, *keys, "enter", *"25", "enter")
        rung = facts(office, PostRung)[-1]
        assert (rung.post, rung.person) == ("receptionist", "Stone")
        assert rung.phone.replace(" ", "-") == "139-0000-0066"
        assert rung.eta is not None


async def test_the_command_line_says_what_it_expects(tmp_path: Path) -> None:
    async with live(tmp_path) as (pilot, office):
        await press(pilot, "f8", *typed("o Stone"))
        assert "o2 with a name and a number" in shown(pilot)
        await press(pilot, "escape", "f8", *typed("o9"))
        assert "There is no post 9" in shown(pilot)
        assert facts(office, PostRung) == []


async def test_what_was_typed_is_there_again(tmp_path: Path) -> None:
    async with live(tmp_path) as (pilot, office):
        await press(pilot, "o", "enter", *STONE, "escape", "o")
        assert "139-0000-0066" in shown(pilot)
        await press(pilot, "ctrl+s", "o")
        assert facts(office, PostRung)[-1].person == "Stone"
        assert "139-0000-0066" not in shown(pilot)
