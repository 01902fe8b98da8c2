"""A letter of seven thousand characters, pasted as terminals paste, arrives whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.hostile import HOSTILE
from tests.tty.keyboard import SAVED, open_form, unlock
from tests.tty.offices import journal
from tests.tty.terminal import ENTER, TAB, Terminal, console, ctrl, pasted
from xfconsole.core.facts.of_matter import MatterRegistered
from xfconsole.core.words.text import neutral

END = "此致敬礼"
LETTER = HOSTILE["long_letter"].replace("\r\n", "\n") + "，请予答复。" * 50 + END
ESCAPES = "\x1b[31m红\x1b[0m[TODO][/b]\x1b]52;c;cm0=\x07\t\x9b2J{x}%s\x00\x7f"


def register_with(terminal: Terminal, *keys: str) -> None:
    """Put a paste into the text of a fresh form and register it."""
    unlock(terminal)
    open_form(terminal, "zh")
    terminal.send("来信一封", ENTER, ENTER)
    terminal.shows("Tab 下一项")
    terminal.send(*keys)
    terminal.shows(END)
    terminal.send(ctrl("s"))
    terminal.shows(SAVED)


def stored(home: Path) -> str:
    """Return the text of the one matter."""
    (fact,) = [each.fact for each in journal(home) if isinstance(each.fact, MatterRegistered)]
    return fact.text


@pytest.mark.parametrize("ends", ["\n", "\r", "\r\n"], ids=["LF", "CR", "CR LF"])
def test_pasted_in_brackets(home: Path, ends: str) -> None:
    text = ESCAPES + LETTER
    assert len(text) > 7_000
    with console(home, lang="zh") as terminal:
        register_with(terminal, pasted(text.replace("\n", ends)))
    assert stored(home) == neutral(text)


def test_pasted_key_by_key(home: Path) -> None:
    with console(home, lang="zh") as terminal:
        register_with(terminal, LETTER.replace("\n", ENTER).replace("\t", TAB))
    assert stored(home) == LETTER
