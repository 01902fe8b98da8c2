"""What is named as alike: by what is said, enough of it, and only what the reader may read."""

from __future__ import annotations

import pytest

from data.ledger.indexer import Indexer
from data.ledger.views import SqlViews
from tests.data.files import KEY, File
from xfconsole.core.facts.of_procedure import PartyBarred
from xfconsole.core.reader.same_matter import MOST, Alike, candidates, readable
from xfconsole.core.words.procedure import Bar

PLANT = "丽发新城旁边的搅拌站噪音扰民"


def named(file: File, summary: str, text: str = "", exclude: str = "") -> list[tuple[str, Alike]]:
    found = candidates(file.views, summary, text, exclude)
    return [(each.file.row.summary, each.alike) for each in found if each.alike]


@pytest.fixture(autouse=True)
def _letters(file: File) -> None:
    file.register(PLANT, text="昼夜施工，粉尘飘进家里，孩子咳嗽，老人睡不着。")
    file.register("停水三日", text="小区里没有水，物业说不知道。")


@pytest.mark.parametrize("indexed", [True, False], ids=["indexed", "before the index"])
def test_the_same_words_are_very_alike_and_some_of_them_alike(file: File, indexed: bool) -> None:
    if indexed:
        Indexer(file.engine).catch_up()
    assert named(file, PLANT) == [(PLANT, Alike.VERY)]
    assert named(file, "丽发新城的搅拌站噪音很大，请管一管") == [(PLANT, Alike.SOMEWHAT)]
    assert named(file, "咨询公积金贷款买房问题") == []


@pytest.mark.parametrize(
    ("said", "found"),
    [
        pytest.param("停水三日", ["停水三日"], id="the same few words"),
        pytest.param("没有水", [], id="few words of its text"),
        pytest.param("停水", [], id="one word"),
        pytest.param("停", [], id="one character"),
        pytest.param("？！……", [], id="signs"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_few_words_are_named_only_for_the_same_few(file: File, said: str, found: list[str]) -> None:
    assert [summary for summary, _ in named(file, said)] == found


def test_a_text_is_enough_where_the_summary_says_nothing(file: File) -> None:
    Indexer(file.engine).catch_up()
    text = "昼夜施工，粉尘飘进家里，老人睡不着，请来看看。"
    assert named(file, "求助", text) == [(PLANT, Alike.SOMEWHAT)]
    assert named(file, "", text) == [(PLANT, Alike.SOMEWHAT)]
    assert named(file, "求助", "今天天气很好，我们去公园走走。") == []


def test_at_most_three_the_likest_first_and_never_the_matter_itself(file: File) -> None:
    itself = file.register(PLANT + "严重")
    for end in ("很久", "不止", "请管"):
        file.register(PLANT + end)
    found = named(file, PLANT + "严重", exclude=itself)
    assert len(found) == MOST
    assert PLANT + "严重" not in [summary for summary, _ in found]
    assert named(file, PLANT + "很久")[0][0] == PLANT + "很久"


def test_who_is_barred_from_it_is_not_told_of_it(file: File) -> None:
    matter = file.register(PLANT + "再次反映")
    file.add(matter, PartyBarred(Bar.ACCUSED, "孙磊"))
    number = file.views.numbers([matter])[matter]
    barred, other = (SqlViews(file.reader, KEY, officer) for officer in ("孙磊", "李敏"))
    assert [each.file.row.uid for each in candidates(other, PLANT, "")].count(matter) == 1
    assert [each.file.row.uid for each in candidates(barred, PLANT, "")].count(matter) == 0
    assert readable(other, number) is not None
    assert readable(barred, number) is None
    assert readable(other, "2026-999999") is None
