"""Candidates for the same matter: by what it says, never by who says it."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.ledger.indexer import Indexer
from tests.data.files import File
from tests.data.offices import CLOCK, create
from xfconsole.assembly import desk_of
from xfconsole.core.facts.of_incident import EventCorrected
from xfconsole.core.matter.registration import MatterForm
from xfconsole.core.reader.same_matter import likeness, pairs
from xfconsole.core.words.desk import Channel, Identity
from xfconsole.ids import RandomIds

LETTER = "滨河小区安置房逾期两年未交付，过渡费停发"
VISIT = "滨河小区业主来访：安置房逾期不交付"


def index(file: File) -> None:
    while Indexer(file.engine).step():
        pass


@pytest.mark.parametrize("indexed", [True, False], ids=["indexed", "before the index"])
def test_the_same_matter_by_letter_is_found_for_the_visit(file: File, indexed: bool) -> None:
    letter = file.register(LETTER, text="我们是滨河小区的住户。")
    for at in range(60):
        file.register(f"第{at}路公交车班次太少", text="早高峰等不到车，安置点旁也一样。")
    if indexed:
        index(file)
    found = file.views.similar(VISIT)
    assert [each.row.uid for each in found] == [letter]
    assert 0.3 < found[0].likeness < 1
    assert file.views.similar(VISIT, exclude=letter) == []


def test_the_likest_comes_first_and_the_same_words_are_wholly_alike(file: File) -> None:
    same, letter = file.register(VISIT), file.register(LETTER)
    index(file)
    found = file.views.similar(VISIT)
    assert [each.row.uid for each in found] == [same, letter]
    assert found[0].likeness == 1
    assert [each.row.uid for each in file.views.similar(VISIT, limit=1)] == [same]


@pytest.mark.parametrize("text", ["停\n水三日", "停 水 三，日", "ＡＢ楼停水", "停水" * 40, "无关"])
def test_a_letter_counts_as_far_as_pairs_stand_in_its_words(file: File, text: str) -> None:
    summary, said = "ab楼停水三日", pairs("AB楼停水三日整")
    file.register(summary, text=text)
    [found] = file.views.similar("AB楼停水三日整")
    assert found.likeness == likeness(said, pairs(summary), pairs(text))


def test_a_rare_pair_is_found_behind_a_thousand_newer_matters(file: File) -> None:
    old = file.register("幸福里三号楼电梯停运")
    for at in range(1000):
        file.register(f"电梯停运{at}")
    index(file)
    assert old in [each.row.uid for each in file.views.similar("幸福里三号楼电梯停运")]


@pytest.mark.parametrize("text", ["", "水", "！？", " \n", '"*', "无此字词也"])
def test_what_nobody_wrote_is_like_nothing(file: File, text: str) -> None:
    file.register("停水三日")
    index(file)
    assert file.views.similar(text) == []


def test_a_corrected_summary_counts_as_corrected(file: File) -> None:
    matter = file.register("停水三日")
    index(file)
    event = file.views.events_of(matter)[0]
    file.add(matter, EventCorrected(event.uid, {"summary": "路灯不亮"}, "错"))
    for _ in range(2):
        assert file.views.similar("停水三日") == []
        assert [each.row.uid for each in file.views.similar("路灯不亮了")] == [matter]
        index(file)


def test_the_same_person_makes_no_matter_alike(tmp_path: Path) -> None:
    office, _ = create(tmp_path / "office")
    who = Identity(name="来访者甲子", phone="139-0000-4321", address="住址戊辰街己巳号")
    with office:
        desk = desk_of(office, CLOCK, RandomIds())
        for summary in ("停水三日", "路灯不亮"):
            desk.register(MatterForm(Channel.VISIT, summary, identity=who))
        office.indexer.catch_up()
        assert [each.row.summary for each in office.views.similar("停水三日")] == ["停水三日"]
        for text in (who.name, who.phone, who.address):
            assert office.views.similar(text) == []


def test_likeness_is_between_nothing_and_the_same() -> None:
    said = pairs("安置房逾期")
    assert likeness(said, said, set()) == 1
    assert likeness(said, set(), set()) == 0
    assert likeness(set(), said, said) == 0
    assert likeness(said, pairs("安置"), said) < likeness(said, pairs("安置房"), said) < 1
