"""A document that was issued is saved by keyboard, and the officer is told where it lies."""

from __future__ import annotations

from pathlib import Path

from tests.office_papers import paragraphs
from tests.screens.live_desk import press
from tests.screens.matters import (
    act,
    form,
    issue,
    matter,
    open_matter,
    said,
    shown,
    typed,
)


async def test_nothing_is_saved_where_nothing_was_issued(tmp_path: Path) -> None:
    async with matter(tmp_path) as (pilot, _):
        await open_matter(pilot)
        await press(pilot, "w")
        assert "issue one with i" in said(pilot)


async def test_the_only_document_is_saved_where_the_officer_says(tmp_path: Path) -> None:
    async with matter(tmp_path) as (pilot, _):
        await open_matter(pilot)
        await act(pilot, "forward", unit="住建局")
        await issue(pilot, "receipt", turn_to="督查室", contact="值班员")
        await press(pilot, "w")
        assert typed(pilot, "file").endswith("-receipt.docx")
        assert form(pilot).here() == "file"
        target = tmp_path / "paper.docx"
        await press(pilot, "ctrl+u", *str(target), "enter")
        assert "not encrypted" in said(pilot)
        assert "督查室" in "".join(paragraphs(target.read_bytes()))


async def test_a_file_that_is_there_is_not_written_over_and_nothing_typed_is_lost(
    tmp_path: Path,
) -> None:
    target = tmp_path / "paper.txt"
    target.write_text("mine", encoding="utf-8")
    async with matter(tmp_path) as (pilot, _):
        await open_matter(pilot)
        await act(pilot, "forward", unit="住建局")
        await issue(pilot, "receipt", turn_to="督查室", contact="值班员")
        await press(pilot, "w", "ctrl+u", *str(target), "enter")
        assert "paper.txt" in said(pilot)
        assert typed(pilot, "file") == str(target)
        assert target.read_text(encoding="utf-8") == "mine"
        await press(pilot, "backspace", "backspace", "backspace", *"docx", "enter")
        assert (tmp_path / "paper.docx").exists()


async def test_one_of_several_is_picked(tmp_path: Path) -> None:
    async with matter(tmp_path) as (pilot, _):
        await open_matter(pilot)
        await act(pilot, "forward", unit="住建局")
        await issue(pilot, "receipt", turn_to="督查室", contact="值班员")
        await issue(pilot, "endorsement", proposal="转送住建局")
        await press(pilot, "w")
        assert "endorsement slip" in shown(pilot)
        await press(pilot, *"receipt", "enter")
        assert typed(pilot, "file").endswith("-receipt.docx")
