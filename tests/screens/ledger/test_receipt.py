"""Whoever holds a receipt is answered at the desk by its number and code, and by nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.issuing import query_code
from tests.screens.fake_host import FakeOffice, desk_pilot, settle
from tests.screens.golden import check_golden, screen_text
from tests.screens.live_desk import press
from tests.screens.matters import LEDGER, NUMBER, issue, letter, life, matter, open_matter
from xfconsole.core.facts.of_procedure import AccessBlocked, DocumentIssued
from xfconsole.core.matter.query_code import spelled
from xfconsole.core.words.procedure import Bar


def coded(office: FakeOffice) -> object:
    letter(office)
    return office.verb(lambda desk: query_code(desk, NUMBER))


def code(office: FakeOffice) -> str:
    return life(office).code


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_the_code_answers_what_was_promised(tmp_path: Path, language: str) -> None:
    async with desk_pilot(tmp_path, LEDGER, ready=coded, language=language) as (pilot, office):
        stored = len(office.events())
        await press(pilot, "r", *NUMBER, "enter", *spelled(code(office)).lower(), "enter")
        await settle(pilot)
        check_golden(pilot.app, f"receipt-{language}-80x24")
        shown = screen_text(pilot.app)
        assert "2026-000001" in shown
        await press(pilot, "enter")
        await settle(pilot)
        assert len(office.events()) == stored


async def test_a_wrong_code_stays_to_be_mended(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, LEDGER, ready=coded) as (pilot, office):
        right = code(office)
        wrong = right[:-1] + ("3" if right[-1] == "2" else "2")
        await press(pilot, "ctrl+r", *NUMBER, "enter", *wrong, "enter")
        await settle(pilot)
        assert "number or the code is wrong" in screen_text(pilot.app)
        assert wrong in screen_text(pilot.app)
        assert f"Number: {NUMBER} (" in screen_text(pilot.app)
        await press(pilot, "backspace", right[-1], "enter")
        await settle(pilot)
        assert "register and forward" in screen_text(pilot.app)
        await press(pilot, "escape")
        assert "register and forward" not in screen_text(pilot.app)


async def test_an_officer_who_is_barred_is_refused_and_that_is_logged(tmp_path: Path) -> None:
    drawn = []

    def barred(office: FakeOffice) -> object:
        coded(office)
        drawn.append(code(office))
        return office.verb(lambda desk: desk.bar(NUMBER, Bar.ACCUSED, person="李敏"))

    async with desk_pilot(tmp_path, LEDGER, ready=barred) as (pilot, office):
        await press(pilot, "r", *NUMBER, "enter", *drawn[0], "enter")
        await settle(pilot)
        shown = screen_text(pilot.app)
        assert "register and forward" not in shown
        assert "(Reg. art. 30)" in " ".join(shown.split())
        assert [e.fact.person for e in office.events() if isinstance(e.fact, AccessBlocked)] == [
            "李敏"
        ]


async def test_a_receipt_bears_the_code_and_the_next_paper_the_same(tmp_path: Path) -> None:
    async with matter(tmp_path) as (pilot, office):
        await open_matter(pilot)
        assert code(office) == ""
        await issue(pilot, "receipt", turn_to="letters office", contact="desk 5")
        drawn = code(office)
        await issue(pilot, "notice of receipt", route="here", procedure="sixty days")
        assert code(office) == drawn
        papers = [e.fact.text for e in office.events() if isinstance(e.fact, DocumentIssued)]
        assert len(papers) == 2
        assert all(spelled(drawn) in text for text in papers)
