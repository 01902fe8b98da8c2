"""Marks stand where the words do, whatever folding does to the text around them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xfconsole.core.reader.highlights import SNIPPET, marks_of, snippet
from xfconsole.core.reader.searched import SearchedText
from xfconsole.core.words.folding import fold, folds_in_place, words_of

TEXT = st.text(st.sampled_from("停水电，ＡaA１1ßﬁé\u0301e㎡ｶﾞﾞ가\u1100\u1161…½İ \n"), max_size=14)


@pytest.mark.parametrize(
    ("text", "typed", "marked"),
    [
        ("停水三日，又停水", "停水", ["停水", "停水"]),
        ("停水三日", "日 停水", ["停水", "日"]),
        ("停水三日", "停水 水三", ["停水三"]),
        ("ＯＵＴage", "outA", ["ＯＵＴa"]),
        ("５０㎡楼", "0m2", ["０㎡"]),
        ("ﬁne Straße", "ss", ["ß"]),
        ("cafe\u0301 x", "é", ["e\u0301"]),
        ("ｶﾞｽ停水", "停水", ["停水"]),
        ("水水水", "水水", ["水水水"]),
        ("停水", "电", []),
        ("停水", "", []),
        ("", "停水", []),
        ("100% [b]", "[b] %", ["%", "[b]"]),
    ],
)
def test_words_are_marked_as_they_are_written(text: str, typed: str, marked: list[str]) -> None:
    assert [text[at : at + length] for at, length in marks_of(text, words_of(typed))] == marked


@given(TEXT, TEXT)
def test_what_is_marked_folds_to_the_words(text: str, typed: str) -> None:
    marks = marks_of(text, words_of(typed))
    assert all(at >= 0 and length > 0 and at + length <= len(text) for at, length in marks)
    ends = [(at, at + length) for at, length in marks]
    assert all(end < start for (_, end), (start, _) in pairwise(ends))
    said = [fold(text[start:end]) for start, end in ends]
    assert all(any(word in each for word in words_of(typed)) for each in said)
    found = [word for word in words_of(typed) if word in fold(text)]
    assert all(any(word in each for each in said) for word in found)


@given(st.one_of(TEXT, st.text()))
def test_a_text_that_folds_in_place_folds_character_by_character(text: str) -> None:
    if folds_in_place(text, fold(text)):
        assert fold(text) == "".join(map(fold, text))
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize("where", [0, 1, 10, 16, 17, 40, 59, 60, 61, 170, 198])
def test_a_snippet_is_one_line_with_the_hit_marked(where: int) -> None:
    text = ("甲" * where + "停水" + "乙" * 200)[:200].replace("乙乙乙", "乙\n\t")
    shown = snippet([SearchedText("text", text, fold(text))], ["停水"])
    assert len(shown.text) == SNIPPET
    assert not set(shown.text) & set("\n\t")
    ((at, length),) = shown.marks
    assert shown.text[at : at + length] == "停水"
    assert shown.text.startswith("…") == (where > 16)
    assert shown.text.endswith("…") == (where < 155)


def test_a_short_text_is_shown_whole_and_a_hit_longer_than_the_snippet_is_cut() -> None:
    assert snippet([SearchedText("unit", "水务局", "水务局")], ["水务"]).text == "水务局"
    long = "停" * 100
    shown = snippet([SearchedText("text", long, long)], [long])
    assert shown.marks == ((0, SNIPPET - 1),)


def test_the_text_with_most_of_the_words_is_shown_and_the_first_of_equals() -> None:
    texts = [SearchedText(name, name, name) for name in ("甲停", "停水", "停水电", "水电停")]
    assert snippet(texts, ["停", "水"]).place == "停水"
    assert snippet(texts, ["停", "电"]).place == "停水电"
