"""``--ascii``: every screen there is, in ASCII and the language's own letters, nothing moved."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.screens.golden import FOLDER
from tests.sources import sentences
from xfconsole.ui.text.cells import width
from xfconsole.ui.text.plain_signs import plain_signs

SCREENS = sorted(FOLDER.glob("*.txt"))
CHINESE = "\u3000。，：；、（）《》？！［］【】〔〕／～％＋－＝＜＞"


def drawn_otherwise(text: str) -> set[str]:
    """Return the signs that are neither ASCII nor letters nor the punctuation of Chinese."""
    return {
        sign
        for sign in text
        if not sign.isascii()
        and sign not in CHINESE
        and unicodedata.category(sign) not in ("Lo", "Lu", "Ll", "Lm")
    }


def test_there_are_screens_with_signs_to_replace() -> None:
    before = set().union(*(drawn_otherwise(path.read_text(encoding="utf-8")) for path in SCREENS))
    assert set("×·←→↑↓–“”▁▂▄─│┌…●◷√") <= before


@pytest.mark.parametrize("path", SCREENS, ids=lambda path: path.stem)
def test_a_golden_screen_is_drawn_in_ascii_and_letters(path: Path) -> None:
    for line in path.read_text(encoding="utf-8").splitlines():
        plain = plain_signs(line)
        assert drawn_otherwise(plain) == set()
        assert width(plain) == width(line)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_so_is_every_sentence_there_is(language: str) -> None:
    for key, text in sentences(language).items():
        plain = plain_signs(text)
        assert drawn_otherwise(plain) == set(), key
        assert language == "zh" or plain.isascii(), key


@given(st.text(st.characters(blacklist_categories=("Cs", "Cc", "Cf", "Mn", "Me", "Mc"))))
def test_whatever_a_file_brought_nothing_moves(text: str) -> None:
    for sign in text:
        assert width(plain_signs(sign)) == width(sign)


def test_commands_to_the_terminal_pass() -> None:
    assert plain_signs("\x1b[38;2;1;2;3m→\x1b[0m") == "\x1b[38;2;1;2;3m>\x1b[0m"
