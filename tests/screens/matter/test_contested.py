"""What two desks did at once about a matter: seen with both sides, and settled with one key."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.store.store import SqlStore
from tests.data.files import KEY
from tests.data.provocations_keeping import from_elsewhere
from tests.lives import MOVES
from tests.screens.fake_host import SIZES, FakeOffice, settle
from tests.screens.golden import check_golden
from tests.screens.live_desk import live, press
from tests.screens.matters import NUMBER, facts, letter, life, matter, open_matter, shown, text
from xfconsole.core.facts.of_incident import (
    ContestSettled,
    EventCorrected,
    PostArrived,
    PromptSnoozed,
)
from xfconsole.core.facts.of_office import DeskLettered
from xfconsole.core.facts.of_procedure import MatterMoved
from xfconsole.core.words.procedure import Act, State, Who


def parted(office: FakeOffice) -> FakeOffice:
    """Desk B forwarded the matter that this desk, A, told its sender to take elsewhere."""
    letter(office)
    store, uid = SqlStore(office.engine, KEY), life(office).uid
    from_elsewhere(store, store.office, DeskLettered("B"), 1, office.now())
    office.verb(lambda desk: desk.look_again())
    office.after(2).verb(lambda desk: desk.move(NUMBER, MOVES[Act.DIRECT]))
    moved = MatterMoved(Act.FORWARD, State.FORWARDED, Who.OFFICE, "住建局", following=(uid,))
    from_elsewhere(store, uid, moved, 2, office.after(1).now())
    office.verb(lambda desk: desk.look_again())
    office.verb(lambda desk: desk.tick())
    return office


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["zh", "en"])
async def test_both_sides_are_seen_and_one_is_said_to_hold(
    tmp_path: Path, language: str, size: str
) -> None:
    async with matter(tmp_path, language=language, size=SIZES[size], ready=parted) as (pilot, _):
        check_golden(pilot.app, f"ledger-contested-{language}-{size}")
        await open_matter(pilot)
        check_golden(pilot.app, f"matter-contested-{language}-{size}")
        if size == "80x24":
            await press(pilot, "z")
            check_golden(pilot.app, f"matter-settle-{language}-{size}")
            await press(pilot, "escape", "f9")
            check_golden(pilot.app, f"card-contested-{language}-{size}")


def visited(office: FakeOffice) -> FakeOffice:
    """People came about the matter too."""
    parted(office).verb(lambda desk: desk.open_incident(NUMBER, headcount=12))
    return office


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["zh", "en"])
async def test_the_ledger_says_so_beside_that_people_are_there(
    tmp_path: Path, language: str, size: str
) -> None:
    async with matter(tmp_path, language=language, size=SIZES[size], ready=visited) as (pilot, _):
        check_golden(pilot.app, f"ledger-contested-live-{language}-{size}")


async def test_it_is_settled_with_a_reason_and_the_other_side_is_marked(tmp_path: Path) -> None:
    async with matter(tmp_path, ready=parted) as (pilot, office):
        await open_matter(pilot)
        await press(pilot, "z", "escape")
        await press(pilot, "ctrl+x", "2", *"seen", "enter")
        await settle(pilot)
        (settled,) = facts(office, ContestSettled)
        forwarded = next(e for e in office.events() if e.uid == settled.stands)
        assert forwarded.fact.unit == "住建局"  # type: ignore[attr-defined]
        assert len(settled.following) == 2
        assert settled.reason == "seen"
        assert life(office).state is State.FORWARDED
        assert "to be settled" not in text(pilot)
        assert "[does not count] " in text(pilot)
        assert "settled that desk B's holds: forward (forwarded): 住建局. Reason" in text(pilot)
        assert "No open task" in shown(pilot)
        await press(pilot, "z")
        assert "Nothing is to be settled here" in shown(pilot)
        await press(pilot, "f6")
        assert "[does not count] " in shown(pilot)


async def test_the_task_leads_to_all_that_is_to_be_settled_or_waits_for_the_morning(
    tmp_path: Path,
) -> None:
    async with matter(tmp_path, ready=parted) as (pilot, office):
        await press(pilot, "f9", "enter")
        await settle(pilot)
        assert "contested" in shown(pilot)
        assert NUMBER in shown(pilot)
        await press(pilot, "f9", "9", "enter")
        (put_off,) = facts(office, PromptSnoozed)
        assert put_off.reason == "to be compared with the other desk"
        assert "No open task" in shown(pilot)


async def test_a_live_incident_says_that_its_matter_is_to_be_settled(tmp_path: Path) -> None:
    async with live(tmp_path, ready=visited) as (pilot, office):
        assert " to be settled: z " in shown(pilot)
        stands = next(e.uid for e in office.events() if isinstance(e.fact, MatterMoved))
        office.verb(lambda desk: desk.settle(stands, "seen"))
        await pilot.app.tick_now()  # type: ignore[attr-defined]
        await settle(pilot)
        assert "to be settled" not in shown(pilot)


def crossed(office: FakeOffice) -> FakeOffice:
    """Desk B corrected an arrival at the incident that this desk, A, took back."""
    letter(office)
    store = SqlStore(office.engine, KEY)
    from_elsewhere(store, store.office, DeskLettered("B"), 1, office.now())
    office.verb(lambda desk: desk.look_again())
    incident = office.after(2).verb(lambda desk: desk.open_incident(NUMBER, headcount=12)).incident
    office.verb(lambda desk: desk.arrive(incident, "duty_leader", person="王强"))
    arrived = next(e.uid for e in office.events() if isinstance(e.fact, PostArrived))
    office.verb(lambda desk: desk.undo())
    said = EventCorrected(arrived, {"person": "林涛"}, "看错人", following=(arrived,))
    from_elsewhere(store, incident, said, 2, office.after(1).now())
    office.verb(lambda desk: desk.look_again())
    office.verb(lambda desk: desk.tick())
    return office


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_an_outcome_taken_back_and_corrected_is_settled_at_the_incident(
    tmp_path: Path, language: str
) -> None:
    async with live(tmp_path, language=language, ready=crossed) as (pilot, office):
        await settle(pilot)
        check_golden(pilot.app, f"live-contested-{language}-80x24")
        await press(pilot, "z")
        check_golden(pilot.app, f"live-settle-{language}-80x24")
        await press(pilot, "2", *"seen", "enter")
        await settle(pilot)
        check_golden(pilot.app, f"live-settled-{language}-80x24")
        await press(pilot, "f6")
        await settle(pilot)
        check_golden(pilot.app, f"log-settled-{language}-80x24")
        assert facts(office, ContestSettled)[0].reason == "seen"


async def test_no_further_act_before_it_is_settled(tmp_path: Path) -> None:
    async with matter(tmp_path, ready=parted) as (pilot, office):
        await open_matter(pilot)
        for key in ("a", "s"):
            await press(pilot, key)
            assert "nobody has settled which" in shown(pilot)
        assert len(facts(office, MatterMoved)) == 2


async def test_a_desk_alone_is_told_of_no_such_key(tmp_path: Path) -> None:
    async with matter(tmp_path) as (pilot, office):
        await open_matter(pilot)
        await press(pilot, "f1")
        assert "Settle" not in shown(pilot)
        await press(pilot, "escape", "z")
        assert facts(office, ContestSettled) == []
