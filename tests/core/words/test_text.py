"""Text from outside: harmless after neutralising, otherwise kept character for character."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.hostile import HOSTILE, assert_harmless
from xfconsole.core.words.text import neutral, neutral_line

anything = st.text(st.characters(codec=None, exclude_categories=())) | st.text(
    st.sampled_from("a信\u0301\u20dd\u200d\ufeff\U000e0100\r\n\t \u3000\x85\x1b\u2028\ud83d\ufffd")
)
# What the documentation says is kept: anything but controls, line ends, and what has no character.
kept = st.characters(
    exclude_categories=("Cc", "Cs", "Zl", "Zp", "Cf", "Mn", "Me", "Cn"), include_characters="\n\t"
)


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_harmless(name: str) -> None:
    assert_harmless(neutral(HOSTILE[name]))


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_fits_on_one_harmless_line(name: str) -> None:
    line = neutral_line(HOSTILE[name])
    assert_harmless(line)
    assert not {"\n", "\t"} & set(line)


@given(anything)
@example("x" + "\u0301" * 30)
@example("\r\r\n\n\r")
def test_neutralising_twice_changes_nothing_more(text: str) -> None:
    once = neutral(text)
    assert neutral(once) == once
    assert neutral_line(neutral_line(text)) == neutral_line(text)


@given(anything)
def test_whatever_comes_nothing_drives_the_terminal(text: str) -> None:
    assert_harmless(neutral(text))
    neutral(text).encode()


@given(st.text(kept))
def test_everything_else_stays_character_for_character(text: str) -> None:
    assert neutral(text) == text


@given(st.text(kept), st.integers(0, 8))
def test_a_character_keeps_up_to_eight_marks(text: str, marks: int) -> None:
    assert neutral(text + "o" + "\u0301" * marks) == text + "o" + "\u0301" * marks


@pytest.mark.parametrize(
    ("outside", "inside"),
    [
        ("\x1b[31m", "␛[31m"),
        ("\x00\x07\x7f", "␀␇␡"),
        ("\x9b31m", "\ufffd31m"),
        ("a\r\nb\rc\x85d\u2028e\u2029f", "a\nb\nc\nd\ne\nf"),
        ("\u202e\u2066\u200f", "\ufffd" * 3),
        ("\ud83d\ufdd0\U0010ffff", "\ufffd" * 3),
        ("o" + "\u0301" * 9 + "k", "o" + "\u0301" * 8 + "\ufffdk"),
        ("👨‍👩‍👧‍👦 葛\U000e0100 \ue000", "👨‍👩‍👧‍👦 葛\U000e0100 \ue000"),
    ],
)
def test_what_becomes_of_it(outside: str, inside: str) -> None:
    assert neutral(outside) == inside


def test_every_mark_there_is_is_held_when_it_floods() -> None:
    for code in range(0x110000):
        if unicodedata.category(chr(code)) in ("Mn", "Me", "Cf"):
            assert_harmless(neutral(chr(code) * 9))


@pytest.mark.parametrize(
    ("outside", "inside"),
    [
        ("一\n\t 二", "一 二"),
        ("一 \u3000二", "一 \u3000二"),
        ("\n一\n", " 一 "),
        ("一\r\n二", "一 二"),
    ],
)
def test_one_line(outside: str, inside: str) -> None:
    assert neutral_line(outside) == inside
