"""What a matter's record says for its documents: written by the desk, and nothing too much."""

from __future__ import annotations

from pathlib import Path

from tests.lives import MOVES
from tests.screens.fake_host import FakeOffice
from tests.screens.live_desk import press
from tests.screens.matters import (
    act,
    facts,
    fill,
    issue,
    letter,
    matter,
    open_matter,
    said,
    shown,
    typed,
)
from xfconsole.core.facts.of_matter import QueryCodeGiven
from xfconsole.core.facts.of_procedure import DocumentIssued
from xfconsole.core.matter.query_code import spelled
from xfconsole.core.matter.registration import MatterForm
from xfconsole.core.words.desk import Channel, Identity, Purpose
from xfconsole.core.words.documents import Document
from xfconsole.core.words.procedure import Act, Bar


def accusation(office: FakeOffice) -> object:
    found = MatterForm(
        Channel.LETTER,
        "举报某科长收礼",
        purpose=Purpose.ACCUSATION,
        unit="住建局",
        identity=Identity(name="某某", address="某处"),
    )
    return office.verb(lambda desk: desk.register(found))


def group(office: FakeOffice) -> object:
    found = MatterForm(
        Channel.JOINT_LETTER,
        "路灯不亮",
        unit="住建局",
        headcount=12,
        identity=Identity(name="某某", address="某处"),
    )
    return office.verb(lambda desk: desk.register(found))


async def test_of_an_accusation_no_paper_says_what_was_reported(tmp_path: Path) -> None:
    async with matter(tmp_path, ready=accusation) as (pilot, office):
        await open_matter(pilot)
        await act(pilot, "forward", unit="纪委")
        await issue(pilot, "letter forwarding", proposal="请核查")
        (issued,) = facts(office, DocumentIssued)
        assert "举报" not in issued.text
        assert "a confidential matter" in issued.text


async def test_the_document_of_the_act_done_last_is_first(tmp_path: Path) -> None:
    async with matter(tmp_path) as (pilot, office):
        await open_matter(pilot)
        await act(pilot, "forward", unit="住建局")
        await press(pilot, "i", "enter")
        assert "letter forwarding a matter" in shown(pilot)
        await press(pilot, "ctrl+s")
        await press(pilot, "ctrl+s")
        (issued,) = facts(office, DocumentIssued)
        assert issued.document is Document.FORWARD_LETTER
        assert issued.values["unit"] == "住建局"


async def test_whom_to_ask_comes_from_the_offices_settings_and_stays(tmp_path: Path) -> None:
    async with matter(tmp_path) as (pilot, office):
        settings = office.folder / "config.toml"
        settings.parent.mkdir(parents=True, exist_ok=True)
        settings.write_text('[office]\ncontact = "值班员 0555-0000000"\n', encoding="utf-8")
        await open_matter(pilot)
        await act(pilot, "forward", unit="住建局")
        await press(pilot, "i", *"receipt", "enter")
        assert typed(pilot, "contact") == "值班员 0555-0000000"
        await press(pilot, *"督查室", "ctrl+s")
        await press(pilot, "ctrl+s")
        (issued,) = facts(office, DocumentIssued)
        assert "值班员 0555-0000000" in issued.text
        await press(pilot, "i", *"no longer accepted", "enter")
        assert typed(pilot, "turn_to") == "督查室"


async def test_a_joint_letter_is_answered_to_several(tmp_path: Path) -> None:
    async with matter(tmp_path, ready=group, language="zh") as (pilot, office):
        await open_matter(pilot)
        await act(pilot, "转送", unit="住建局")
        await act(pilot, "受理")
        await issue(pilot, "受理告知书", contact="值班员")
        (issued,) = facts(office, DocumentIssued)
        assert "你们提出的上述信访事项，住建局已于2026年2月20日受理" in issued.text
        assert "由住建局审核盖章后生效" in issued.text
        assert "最迟2026年4月21日（含当日）" in issued.text


async def test_a_document_without_its_ground_says_what_to_do_first(tmp_path: Path) -> None:
    async with matter(tmp_path) as (pilot, office):
        await open_matter(pilot)
        await press(pilot, "i", *"notice of acceptance", "enter")
        assert "needs an acceptance" in said(pilot)
        await press(pilot, "i", *"final review letter", "enter")
        assert "needs a review that was asked for" in said(pilot)
        assert facts(office, DocumentIssued) == []


async def test_looking_at_a_paper_draws_no_code_and_issuing_it_draws_the_one_it_bears(
    tmp_path: Path,
) -> None:
    async with matter(tmp_path) as (pilot, office):
        await open_matter(pilot)
        await press(pilot, "i", *"receipt", "enter")
        await fill(pilot, turn_to="督查室", contact="值班员")
        await press(pilot, "ctrl+s")
        assert "(drawn when it is issued)" in shown(pilot)
        await press(pilot, "escape", "escape")
        assert facts(office, QueryCodeGiven) == []
        await issue(pilot, "receipt", turn_to="督查室", contact="值班员")
        (given,), (issued,) = facts(office, QueryCodeGiven), facts(office, DocumentIssued)
        assert spelled(given.code) in issued.text
        assert issued.values["query_code"] == spelled(given.code)
        await press(pilot, "i", *"receipt", "enter", "ctrl+s")
        assert spelled(given.code) in shown(pilot)


async def test_a_declined_matters_notice_names_who_handles_the_other_one_and_until_when(
    tmp_path: Path,
) -> None:
    def ready(office: FakeOffice) -> object:
        found = office.verb(lambda desk: desk.register(MatterForm(Channel.VISIT, "安置房还没交")))
        office.verb(lambda desk: desk.move(found.number, MOVES[Act.FORWARD]))
        office.verb(lambda desk: desk.move(found.number, MOVES[Act.ACCEPT]))
        return letter(office)

    async with matter(tmp_path, ready=ready) as (pilot, office):
        await open_matter(pilot, "2026-000002")
        await act(pilot, "decline", ground="1", target="2026-000001", remedy="可查询")
        await press(pilot, "i", *"that a matter is not", "enter")
        known = {name: typed(pilot, name) for name in ("handled_by", "handled_on", "remedy")}
        assert known == {
            "handled_by": MOVES[Act.FORWARD].unit,
            "handled_on": "2026-02-20",
            "remedy": "可查询",
        }
        assert typed(pilot, "handled_until").startswith("2026-04-2")
        await press(pilot, "escape")
        office.verb(lambda desk: desk.bar("2026-000001", Bar.RECUSED, person=office.officer))
        await press(pilot, "i", *"that a matter is not", "enter")
        assert typed(pilot, "handled_by") == ""
