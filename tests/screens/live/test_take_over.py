"""What another desk keeps: as of when it is known here, and taking it over with one key."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.store.store import claim_file
from tests.screens.fake_host import SIZES, FakeOffice, settle
from tests.screens.golden import check_golden
from tests.screens.live_desk import facts, live, one_incident, press, shown, tick
from tests.screens.matters import text
from xfconsole.core.facts.of_incident import PostArrived, SubjectTakenOver
from xfconsole.core.matter.registration import MatterForm
from xfconsole.core.words.desk import Channel


def elsewhere(office: FakeOffice) -> FakeOffice:
    """Another desk opened the incident; its newest line here is of 02:35, and it is 02:41."""
    one_incident(office)
    office.verb(lambda desk: desk.note("02-001", "已在大厅"))
    claim_file(office.engine, office._desk.office, "second desk")
    office._open_desk()
    return office.after(6)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["zh", "en"])
async def test_an_incident_of_another_desk_says_as_of_when_it_is_known(
    tmp_path: Path, language: str, size: str
) -> None:
    async with live(tmp_path, language=language, size=SIZES[size], ready=elsewhere) as (pilot, _):
        check_golden(pilot.app, f"live-elsewhere-{language}-{size}")
        await press(pilot, "h")
        if size == "80x24":
            check_golden(pilot.app, f"live-take-over-{language}-{size}")


async def test_a_number_with_a_letter_is_seen_whole(tmp_path: Path) -> None:
    form = MatterForm(Channel.GROUP_VISIT, "工地欠薪", headcount=30)

    def another(office: FakeOffice) -> FakeOffice:
        elsewhere(office).verb(lambda desk: desk.register(form, opening=True))
        return office

    async with live(tmp_path, ready=another) as (pilot, _):
        rows = [line.lstrip(" >") for line in shown(pilot).splitlines()]
        assert [row[:8] for row in rows if row.startswith("02B")] == ["02B-001 "]


async def test_it_is_taken_over_once_that_was_asked_back(tmp_path: Path) -> None:
    async with live(tmp_path, ready=elsewhere) as (pilot, office):
        assert "desk A, as of 02:35" in shown(pilot)
        assert "h Take over" in shown(pilot)
        await press(pilot, "h", "escape")
        assert facts(office, SubjectTakenOver) == []
        await press(pilot, "shift+f9", "enter")
        assert facts(office, SubjectTakenOver) == [SubjectTakenOver((), "B", ("A",))] * 2
        assert "as of" not in shown(pilot)
        assert "h Take over" not in shown(pilot)
        assert shown(pilot).count("Taken over by desk B") == 1
        await press(pilot, "h")
        assert "This desk keeps it" in shown(pilot)
        assert len(facts(office, SubjectTakenOver)) == 2


async def test_nothing_rings_for_it_but_what_is_done_is_written_down(tmp_path: Path) -> None:
    async with live(tmp_path, ready=elsewhere) as (pilot, office):
        situation = pilot.app.situation  # type: ignore[attr-defined]
        assert situation.prompts == ()
        await press(pilot, "a", "2", "enter")
        assert len(facts(office, PostArrived)) == 1
        await tick(pilot)
        assert "√ here" in shown(pilot)
        await press(pilot, "h", "enter")
        assert pilot.app.situation.prompts != ()  # type: ignore[attr-defined]


async def test_a_matter_of_another_desk_is_taken_over_from_its_screen(tmp_path: Path) -> None:
    async with live(tmp_path, ready=elsewhere) as (pilot, office):
        await press(pilot, "f4", "enter")
        await settle(pilot)
        assert "desk A, as of 02:35" in shown(pilot)
        await press(pilot, "h", "enter")
        assert len(facts(office, SubjectTakenOver)) == 2
        assert "as of" not in shown(pilot)
        assert "Taken over by desk B" in text(pilot)


async def test_an_office_of_one_desk_is_told_of_no_such_key(tmp_path: Path) -> None:
    async with live(tmp_path) as (pilot, office):
        for key in ("f1", "ctrl+p"):
            await press(pilot, key)
            assert "Take over" not in shown(pilot)
            await press(pilot, "escape")
        await press(pilot, "h")
        assert facts(office, SubjectTakenOver) == []
