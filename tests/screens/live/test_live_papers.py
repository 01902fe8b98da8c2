"""An incident's file and its information reports are saved by keyboard, and where is told."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.office_papers import paragraphs
from tests.screens.live.test_told import reported
from tests.screens.live_desk import facts, live, press, shown
from tests.screens.matters import form, said, typed
from xfconsole.core.facts.of_procedure import AccessBlocked
from xfconsole.core.words.procedure import Bar, Barred


@pytest.mark.parametrize(
    ("which", "name", "title_says"),
    [("1", "Incident file", "file of incident"), ("2", "Information reports", "told what")],
)
async def test_either_is_saved_where_the_officer_says(
    tmp_path: Path, which: str, name: str, title_says: str
) -> None:
    async with live(tmp_path, ready=reported) as (pilot, _):
        await press(pilot, "y", which)
        assert typed(pilot, "file").endswith(f"{name}-02-001.docx")
        target = tmp_path / "paper.docx"
        await press(pilot, "ctrl+u", *str(target), "enter")
        assert f"not encrypted (delete it once printed): {name}, paper.docx" in said(pilot)
        title, *text = paragraphs(target.read_bytes())
        assert title_says in title
        assert any("市委值班室" in each for each in text)


async def test_what_cannot_be_written_says_so_and_leaves_no_half(tmp_path: Path) -> None:
    async with live(tmp_path, ready=reported) as (pilot, _):
        await press(pilot, "shift+f7", "1")
        for file, told in (
            ("/dev/full/a.docx", "no folder"),
            (str(tmp_path / "a.odt"), "saved as .docx"),
        ):
            await press(pilot, "ctrl+u", *file, "enter")
            assert told in said(pilot), file
            assert typed(pilot, "file") == file
        assert not any(each.endswith((".odt", ".part")) for each in os.listdir(tmp_path))
        assert form(pilot).here() == "file"


async def test_whoever_is_barred_gets_none_and_that_is_journaled(tmp_path: Path) -> None:
    async with live(tmp_path, ready=reported) as (pilot, office):
        number = office.verb(lambda desk: desk.situation().incidents[0].matter_number)
        office.verb(lambda desk: desk.bar(number, Bar.RECUSED, person=office.officer))
        target = tmp_path / "paper.docx"
        await press(pilot, "y", "1", "ctrl+u", *str(target), "enter")
        assert not target.exists()
        blocked = facts(office, AccessBlocked)[-1]
        assert blocked.barred is Barred.EXPORT_READER
        assert "安置房逾期交付" not in shown(pilot)
