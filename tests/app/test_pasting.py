"""A bracketed paste arrives as one text, in whatever pieces it comes, and acts as no key."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.events import Event, Key, Paste
from textual.message import Message

from tests.hostile import HOSTILE
from xfconsole.app.pasting import PasteParser
from xfconsole.core.words.text import neutral

END = "\x1b[201~"
TEXT = "\x1b[31m红\x1b\x1b[A\x1b]52;c;x\x07\x00[\r\t\x1b[20"


def events(*pieces: str) -> list[Message]:
    """Return what the parser makes of what a terminal sends in these pieces."""
    parser = PasteParser()
    return [event for piece in pieces for event in parser.feed(piece)]


def told(found: list[Message]) -> list[str]:
    """Return keys by their names and pastes by their texts."""
    assert all(isinstance(each, Event) for each in found)
    return [
        each.key if isinstance(each, Key) else neutral(each.text)
        for each in found
        if isinstance(each, Key | Paste)
    ]


@pytest.mark.parametrize("at", range(1, len(TEXT) + 13))
def test_cut_anywhere_it_is_one_text_between_two_keys(at: int) -> None:
    sent = f"a\x1b[200~{TEXT}{END}b"
    assert told(events(sent[:at], sent[at:])) == ["a", neutral(TEXT), "b"]


def test_character_by_character() -> None:
    assert told(events(*f"\x1b[200~{TEXT}{END}\x1b[A")) == [neutral(TEXT), "up"]


def test_two_pastes_after_each_other() -> None:
    assert told(events(f"\x1b[200~\x1b一{END}\x1b[200~二\x1b{END}")) == ["␛一", "二␛"]


def test_keys_outside_of_a_paste_are_as_ever() -> None:
    assert told(events("\x1b[A\x1bOP", "\x1b[2", "1~x")) == ["up", "f1", "f10", "x"]


@pytest.mark.parametrize("name", [each for each in HOSTILE if END not in HOSTILE[each]])
def test_hostile_text_is_text(name: str) -> None:
    text = HOSTILE[name]
    expected = [neutral(text)] if text else [""]
    assert told(events(f"\x1b[200~{text}{END}")) in (expected, [])
    assert text == "" or told(events(f"\x1b[200~{text}{END}")) == expected


@given(st.lists(st.text("\x1b[201~a\r\x00", max_size=8), max_size=8))
def test_any_pieces_make_the_same_text(pieces: list[str]) -> None:
    text = "".join(pieces).replace(END, "")
    while END in text or (text + END).find(END) < len(text):
        text = text.replace(END, "") + "a"
    assert told(events("\x1b[200~", "x", *text, END)) == [neutral("x" + text)]
