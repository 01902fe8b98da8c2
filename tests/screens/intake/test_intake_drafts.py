"""What was typed is on disk at once, and offered again: never lost, never mixed into new typing."""

from __future__ import annotations

from pathlib import Path

import pytest

from screens.intake.sheet import IntakeSheet
from tests.screens.fake_host import FakeOffice, desk_pilot, settle
from tests.screens.golden import check_golden, screen_text
from tests.screens.intake_form import INTAKE, intake

LEFT = {"channel": "visit", "summary": "half a", "name": "somebody", "anonymous": "yes"}


def left_behind(office: FakeOffice) -> None:
    office.with_roster().save_draft("intake", LEFT).result(timeout=120)


def draft(office: FakeOffice, form: str = "intake") -> dict[str, str]:
    """Return what is on disk once everything queued is written."""
    office.verb(lambda desk: None)
    found = office.views.draft(form)
    return dict(found.values) if found else {}


async def test_every_change_of_any_field_is_on_disk(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, INTAKE) as (pilot, office):
        await pilot.press("2")
        assert draft(office) == {"channel": "visit"}
        await pilot.press("enter", "a", "b")
        assert draft(office) == {"channel": "visit", "summary": "ab"}
        assert [len(kept) for _, kept in office.drafts] == [1, 2, 2]
        await pilot.press("f7", "ctrl+g")
        kept = draft(office)
        assert (kept["anonymous"], kept["confidential"]) == ("yes", "yes")


async def test_a_key_reads_the_form_once_and_keeps_it_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    all_values = IntakeSheet.all_values

    def noted(sheet: IntakeSheet) -> dict[str, str]:
        values = all_values(sheet)
        read.append("".join(values.values()))
        return values

    async with desk_pilot(tmp_path, INTAKE) as (pilot, office):
        await pilot.press("1", "enter")
        monkeypatch.setattr(IntakeSheet, "all_values", noted)
        await pilot.press("a", "b", "backspace", "enter", "c")
        assert read == ["lettera", "letterab", "lettera", "letterac"]
        assert [kept for _, kept in office.drafts][-1] == draft(office)


async def test_moving_about_writes_nothing(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, INTAKE) as (pilot, office):
        await pilot.press("tab", "tab", "left", "right", "shift+tab")
        assert office.drafts == []


async def test_registering_drops_the_draft_with_the_same_commit(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, INTAKE) as (pilot, office):
        await pilot.press("2", "enter", "a", "ctrl+s")
        await settle(pilot)
        assert office.views.matter_count() == 1
        assert office.views.draft("intake") is None


async def test_a_refused_form_stays_a_draft(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, INTAKE) as (pilot, office):
        await pilot.press("2", "ctrl+s")
        await settle(pilot)
        assert draft(office) == {"channel": "visit"}


async def test_an_unfinished_form_is_offered_and_taken_up_again(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, INTAKE, ready=left_behind) as (pilot, office):
        assert "There is an unfinished registration from 02:29" in screen_text(pilot.app)
        assert "half a" in screen_text(pilot.app)
        await pilot.press("x", "y")
        await pilot.press("enter")
        await settle(pilot)
        assert intake(pilot).here() == "summary"
        await pilot.press(*" line")
        assert draft(office) == {**LEFT, "summary": "half a line"}
        assert "anonymous" in screen_text(pilot.app)


async def test_an_unfinished_form_can_be_thrown_away_and_still_brought_back(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, INTAKE, ready=left_behind) as (pilot, office):
        await pilot.press("ctrl+l")
        await settle(pilot)
        assert draft(office) == {}
        assert "half a" not in screen_text(pilot.app)
        await pilot.press("ctrl+l")
        await settle(pilot)
        assert intake(pilot).sheet.values()["summary"] == "half a"
        assert draft(office) == LEFT


async def test_somebody_else_can_come_first(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, INTAKE, ready=left_behind) as (pilot, office):
        await pilot.press("escape")
        await settle(pilot)
        assert (draft(office), draft(office, "intake.kept.1")) == ({}, LEFT)
        await pilot.press("1", "enter", *"other", "ctrl+s")
        await settle(pilot)
        assert office.views.matters(limit=9)[0].summary == "other"
        assert "half a" in screen_text(pilot.app)
        await pilot.press("enter")
        await settle(pilot)
        assert intake(pilot).sheet.values()["summary"] == "half a"
        assert (draft(office), draft(office, "intake.kept.1")) == (LEFT, {})


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_the_offer_fits(tmp_path: Path, language: str) -> None:
    async with desk_pilot(tmp_path, INTAKE, language=language, ready=left_behind) as (pilot, _):
        check_golden(pilot.app, f"intake-offer-{language}-80x24")
