"""Locked in a real terminal: nothing is left of what it showed, and it opens again as it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tty.keyboard import clause, open_form, type_slowly, unlock
from tests.tty.offices import OFFICER, PASSPHRASE, draft
from tests.tty.terminal import ENTER, ESCAPE, F, Terminal, console, ctrl
from xfconsole.ui.words.catalogue import catalogue

LOCK = "\x1c"
"""What Ctrl+\\ sends."""
LANGUAGES = ["zh", pytest.param("en", marks=pytest.mark.torture)]


def lock(terminal: Terminal, lang: str) -> None:
    terminal.send(LOCK)
    terminal.shows(catalogue(lang).say("lock.officer")[:8])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_locked_it_shows_nothing_and_opens_as_it_was(home: Path, lang: str) -> None:
    say = catalogue(lang).say
    with console(home, lang=lang) as terminal:
        unlock(terminal)
        open_form(terminal, lang)
        # The band comes with the first look at what is due; an echo after it comes after all of it.
        terminal.shows(say("bell.band")[:8])
        type_slowly(terminal, clause(1))
        if lang == "zh":
            # The key bar takes in later what was typed; in English this key is on another page.
            terminal.shows("Ctrl+T")
        before = terminal.lines[1:]
        lock(terminal, lang)
        # Not before: until the key is there, the cursor blinks, and its line is painted again.
        shown = len(terminal.raw)
        assert clause(1)[:3] not in terminal.text
        assert OFFICER in terminal.text
        terminal.send(F[1], F[9], F[10], ctrl("p"), ctrl("q"), ESCAPE, "not the passphrase", ENTER)
        said = "".join(say("vault.refused.passphrase").split())[:12]
        terminal.until(lambda: said in "".join(terminal.text.split()), "the refusal")
        assert clause(1).encode()[:9] not in terminal.raw[shown:]
        # No title of the window, nothing put into the clipboard.
        assert b"\x1b]0;" not in terminal.raw
        assert b"\x1b]2;" not in terminal.raw
        assert b"\x1b]52;" not in terminal.raw
        terminal.send(PASSPHRASE, ENTER)
        terminal.until(lambda: terminal.lines[1:] == before, "what was there before")
        type_slowly(terminal, clause(2))
    assert draft(home)["summary"] == clause(1) + clause(2)


@pytest.mark.torture
def test_killed_while_locked_it_begins_at_the_passphrase(home: Path) -> None:
    with console(home) as terminal:
        unlock(terminal)
        open_form(terminal, "en")
        type_slowly(terminal, clause(1))
        lock(terminal, "en")
        terminal.kill()
        terminal.ended()
    assert draft(home)["summary"] == clause(1)
    with console(home) as terminal:
        terminal.shows(catalogue("en").say("start.unlock.title"))
        assert clause(1)[:3] not in terminal.text


@pytest.mark.torture
def test_hung_up_on_while_locked_it_ends_in_time(home: Path) -> None:
    with console(home) as terminal:
        unlock(terminal)
        open_form(terminal, "en")
        type_slowly(terminal, clause(1))
        lock(terminal, "en")
        terminal.hang_up()
        terminal.ended(5.0)
    assert draft(home)["summary"] == clause(1)
