"""What an officer does at the keyboard again and again: unlock, go to the form, type a line."""

from __future__ import annotations

import re
from time import monotonic

from tests.tty.offices import OFFICER, PASSPHRASE
from tests.tty.terminal import ENTER, F, Terminal
from xfconsole.ui.words.catalogue import catalogue

FORM_SHOWN = {lang: catalogue(lang).say("intake.title.new") for lang in ("zh", "en")}
SAVED = "已登记 2"
"""Stands above the form once a matter has its number; a matter like it shows 已登记 alone."""

_BARS = "".join(map(chr, range(0x2580, 0x25A0)))


def unlock(terminal: Terminal, passphrase: str = PASSPHRASE) -> None:
    """Type the passphrase as soon as it is asked for, and wait for the desk."""
    terminal.shows(OFFICER)
    terminal.send(passphrase, ENTER)
    terminal.shows("●")


def a_second_later(terminal: Terminal) -> None:
    """Wait until the clock moves on: by then a card that stands was drawn, and keys mean it.

    A busy machine may draw two seconds right after one another, so a whole one has to be over too.
    What is said above a card covers the clock, and is drawn again every second.
    """
    clock, began = shown_clock(terminal), monotonic()
    terminal.until(lambda: monotonic() - began > 1, "the end of a second")
    written = len(terminal.raw)

    def moved_on() -> bool:
        now = shown_clock(terminal)
        return now != clock if now and clock else len(terminal.raw) > written

    terminal.until(moved_on, "the next second")


def shown_clock(terminal: Terminal) -> str:
    """Return what the clock in the top row shows, or nothing while it is being drawn."""
    found = re.search(r"\d\d:\d\d:\d\d", terminal.lines[0])
    return found[0] if found else ""


def open_form(terminal: Terminal, lang: str, channel: str = "2") -> None:
    """Go to a fresh form and choose the channel; the cursor is in the summary then."""
    terminal.send(F[2])
    terminal.shows(FORM_SHOWN[lang])
    terminal.send(channel)
    terminal.shows(f"[{channel}")
    terminal.send(ENTER)
    terminal.shows(catalogue(lang).say("intake.hint.line"))


def seen(terminal: Terminal) -> str:
    """Return what stands on the screen without blanks and bars: a wrapped text is in one piece."""
    return "".join(each for each in terminal.text if not each.isspace() and each not in _BARS)


def type_slowly(terminal: Terminal, text: str) -> None:
    """Type key by key, and wait until the whole piece is on the screen."""
    for sign in text:
        terminal.send(sign)
    wanted = "".join(text.split())
    terminal.until(lambda: wanted in seen(terminal), f"the echo of {text!r}")


def clause(number: int) -> str:
    """Return a piece of text, Chinese and ASCII mixed, that occurs once only."""
    return f"第{number}户(No.{number})停气{number}天，"
