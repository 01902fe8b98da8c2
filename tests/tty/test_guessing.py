"""In a terminal: whoever guessed too often waits, however often the console is killed."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from data.vault.sign_in_throttle import GUESSES_FILE
from tests.commandline import command_line
from tests.tty.keyboard import unlock
from tests.tty.offices import OFFICER, PASSPHRASE
from tests.tty.terminal import ENTER, console
from xfconsole.clock import SystemClock
from xfconsole.ui.words.catalogue import catalogue


def guessed(home: Path, wrong: int) -> None:
    """Leave what so many wrong guesses leave, the last of them just now."""
    now = SystemClock().read()
    kept = {"wrong": wrong, "wall": now.wall.isoformat(), "boot": now.boot, "boot_id": now.boot_id}
    (home / GUESSES_FILE).write_text(json.dumps(kept), encoding="utf-8")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_kill_does_not_end_the_wait_and_the_keyboard_stays_alive(home: Path, lang: str) -> None:
    guessed(home, 11)
    start = catalogue(lang).say("officers.refused.wait", seconds="@").partition("@")[0]
    with console(home, lang=lang) as terminal:
        terminal.shows(OFFICER, start)
        first = terminal.line(start)
        terminal.until(lambda: terminal.line(start) != first, "the countdown")
        terminal.send(PASSPHRASE, ENTER)
        terminal.kill()
        terminal.ended()
    with console(home, lang=lang) as terminal:
        terminal.shows(OFFICER, start)
        (home / GUESSES_FILE).unlink()
        unlock(terminal)
        terminal.kill()
        terminal.ended()
    assert not (home / GUESSES_FILE).exists()


def test_a_command_leaves_the_sentence_and_nothing_else(home: Path, tmp_path: Path) -> None:
    line = command_line(tmp_path, "not this one", home)
    ended = line.run("matters")
    sentence = catalogue("en").say("vault.refused.passphrase")
    assert (ended.returncode, ended.stdout, ended.stderr) == (1, "", sentence + "\n")
    guessed(home, 9)
    ended = line.run("doctor")
    found = re.search(r"try again in (\d+) s", ended.stdout)
    assert found is not None
    assert 0 < int(found[1]) <= 128
    assert ended.stderr == ""
