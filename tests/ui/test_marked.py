"""Marked text on screen is the text itself: nothing is added, lost or shifted."""

from __future__ import annotations

import pytest

from tests.hostile import HOSTILE
from xfconsole.core.reader.highlights import marks_of
from xfconsole.ui.text.cells import fit, plain, width, wrap
from xfconsole.ui.text.marked import pieces, without_start, wrapped_sources


@pytest.mark.parametrize("cells", [1, 7, 40])
def test_pieces_are_the_text_as_it_is_without_marks(cells: int) -> None:
    for kind, hostile in HOSTILE.items():
        text = f"信{hostile[:500]}"
        marks = [(at, 1) for at in range(0, len(plain(text)), 3)]
        told = pieces(text, cells, marks)
        assert "".join(piece for piece, _ in told) == fit(text, cells), kind
        assert sum(width(piece) for piece, _ in told) == cells, kind


@pytest.mark.parametrize("kind", HOSTILE)
def test_sources_do_not_change_how_a_text_is_wrapped(kind: str) -> None:
    text = f"{HOSTILE[kind][:500]} 资料 {HOSTILE[kind][:500]}"
    lines = list(wrapped_sources(text, 20))
    assert [line for line, _ in lines] == wrap(text, 20)
    for line, source in lines:
        assert source.whole[source.start : source.start + len(line)] == line


@pytest.mark.parametrize(
    ("text", "words", "seen"),
    [
        ("安置房逾期", ["置房"], ["置房"]),
        ("ＡＢＣ广场", ["abc"], ["ＡＢＣ"]),
        ("一家👨‍👩‍👧来访", ["👩"], ["👨‍👩‍👧"]),
        ("cafe\u0301 bar", ["é"], ["e\u0301"]),
        ("安置房安置房", ["置房"], ["置房", "置房"]),
        ("㎡的房", ["m"], ["㎡"]),
    ],
)
def test_a_sign_is_marked_as_a_whole(text: str, words: list[str], seen: list[str]) -> None:
    told = pieces(text, 20, marks_of(plain(text), words))
    assert [piece for piece, marked in told if marked] == seen


def test_what_is_cut_off_is_not_marked_nor_is_the_ellipsis() -> None:
    told = pieces("安置房逾期", 7, [(1, 4)])
    assert [piece for piece, marked in told if marked] == ["置房"]
    assert [piece for piece, marked in pieces("安置房", 1, [(0, 3)]) if marked] == []


def test_a_word_over_a_line_end_is_marked_in_both_lines() -> None:
    lines = list(wrapped_sources("一二三四五六", 6, lead=2))
    marks = [source.marks(f"  {line}", ["三四"]) for line, source in lines]
    assert marks == [[(4, 1)], [(2, 1)]]


def test_blanks_left_out_at_a_line_end_join_no_words() -> None:
    lines = list(wrapped_sources("rent paid", 5))
    assert [line for line, _ in lines] == ["rent", "paid"]
    assert [source.marks(line, ["tpa"]) for line, source in lines] == [[], []]


def test_far_into_a_long_paragraph_marks_are_right() -> None:
    lines = list(wrapped_sources("一" * 5000 + "开发商" + "一" * 5000, 40))
    found = [
        line[at : at + length]
        for line, source in lines
        for at, length in source.marks(line, ["开发商"])
    ]
    assert "".join(found) == "开发商"


def test_in_a_label_no_word_is_found() -> None:
    assert marks_of(without_start("责任单位  某单位", 4), ["单位"]) == [(7, 2)]
