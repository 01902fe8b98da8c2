"""Leaders' instructions by keyboard: noted, passed on from the list and from the card, done."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from screens.live.instructions import due_at
from tests.screens.fake_host import START, ZONE, FakeOffice
from tests.screens.golden import check_golden
from tests.screens.live_desk import facts, live, one_incident, press, shown
from tests.screens.matters import form
from xfconsole.core.facts import of_incident
from xfconsole.core.facts.of_instruction import (
    InstructionDone,
    InstructionGiven,
    InstructionRelayed,
)
from xfconsole.core.words.desk import RingOutcome
from xfconsole.core.words.refusal import Refused
from xfconsole.desk import Desk, Done


def _arrive(post: str, desk: Desk) -> Done:
    return desk.arrive("02-001", post)


def instructed(office: FakeOffice) -> FakeOffice:
    """郑岚 instructed the unit and the township, and the unit was told; all else was done."""
    one_incident(office)
    for post in ("duty_leader", "receptionist", "hall_safety", "unit_head", "township_head"):
        office.verb(partial(_arrive, post))
    posts = ("unit_head", "township_head")
    office.verb(
        lambda d: d.instruct("02-001", "郑岚", "请住建局今晚答复交房时间，街道做好服务", posts)
    )
    given = next(e for e in office.events() if isinstance(e.fact, InstructionGiven))
    office.verb(
        lambda d: d.relay("02-001", given.uid, "unit_head", RingOutcome.ANSWERED, read_back=True)
    )
    return office.after(2)


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_the_list_and_the_card(tmp_path: Path, language: str) -> None:
    async with live(tmp_path, language=language, ready=instructed) as (pilot, _):
        await press(pilot, "i")
        check_golden(pilot.app, f"live-instructions-{language}-80x24")
        await press(pilot, "escape", "f9")
        check_golden(pilot.app, f"prompt-instruction-{language}-80x24")


async def test_one_is_noted_with_whom_to_tell_and_by_when(tmp_path: Path) -> None:
    async with live(tmp_path) as (pilot, office):
        await press(pilot, "insert", "n")
        fields = form(pilot).fields
        fields["leader"].fill("郑岚")
        fields["posts"].fill("unit head, mayor")
        await press(pilot, "ctrl+s")
        assert "empty" in shown(pilot)
        fields["text"].fill("tonight")
        await press(pilot, "ctrl+s")
        assert 'There is no post "mayor"' in shown(pilot)
        fields["posts"].fill("unit head、township head")
        fields["due"].fill("soon")
        await press(pilot, "ctrl+s")
        assert "Not a time" in shown(pilot)
        fields["due"].fill("03:30")
        await press(pilot, "ctrl+s")
        (given,) = facts(office, InstructionGiven)
        assert (given.leader, given.posts) == ("郑岚", ("unit_head", "township_head"))
        assert given.due is not None
        assert f"{given.due.astimezone(office.zone):%H:%M}" == "03:30"
        assert "not told" in shown(pilot)


async def test_it_is_passed_on_and_done_from_the_list(tmp_path: Path) -> None:
    async with live(tmp_path, ready=instructed) as (pilot, office):
        await press(pilot, "i", "down", "down", "enter", "2")
        assert facts(office, InstructionRelayed)[-1].outcome is RingOutcome.NO_ANSWER
        await press(pilot, "enter", "1", "1")
        relayed = facts(office, InstructionRelayed)[-1]
        assert (relayed.post, relayed.person) == ("township_head", "周平")
        assert relayed.read_back
        await press(pilot, "up", "up", "enter", "1", *"answered", "enter")
        assert facts(office, InstructionDone)[-1].text == "answered"
        await press(pilot, "enter")
        assert "This instruction was carried out" in shown(pilot)


async def test_the_card_takes_the_outcome_and_nothing_of_a_post_that_comes(tmp_path: Path) -> None:
    async with live(tmp_path, ready=instructed) as (pilot, office):
        await press(pilot, "f9", "space")
        await press(pilot, "6")
        assert "This is to be relayed" in shown(pilot)
        await press(pilot, "1", "2")
        relayed = facts(office, InstructionRelayed)[-1]
        assert (relayed.person, relayed.read_back) == ("周平", False)
        assert relayed.prompt is not None


async def test_an_incident_with_an_open_instruction_does_not_end(tmp_path: Path) -> None:
    async with live(tmp_path, ready=instructed) as (pilot, office):
        await press(pilot, "x")
        assert "Instructions still open: 1" in shown(pilot)
        assert not facts(office, of_incident.IncidentClosed)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("", None),
        ("03:30", "2026-02-20 03:30"),
        ("２：００", "2026-02-21 02:00"),
        ("下午6点半", "2026-02-20 18:30"),
        ("+1", "2026-02-22 00:00"),
        ("02-25", "2026-02-26 00:00"),
    ],
)
def test_until_when_is_read_as_it_is_written(typed: str, meant: str | None) -> None:
    found = due_at(typed, START, ZONE)
    assert (f"{found.astimezone(ZONE):%Y-%m-%d %H:%M}" if found else None) == meant


@pytest.mark.parametrize("typed", ["25:00", "soon", "12:99", "\x1b[31m", "1" * 400])
def test_what_is_no_time_is_refused(typed: str) -> None:
    with pytest.raises(Refused, match=r"instruction\.refused\.when"):
        due_at(typed, START, ZONE)
