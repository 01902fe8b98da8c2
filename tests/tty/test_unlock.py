"""The very first start and every later one, by keyboard, in both languages."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from data.vault.vault import SHORTEST_PASSPHRASE
from tests.tty.keyboard import a_second_later, unlock
from tests.tty.offices import NAME, OFFICER, PASSPHRASE
from tests.tty.terminal import DOWN, ENTER, F, console, environment
from xfconsole.ui.words.catalogue import catalogue

CTRL_S = "\x13"
LANGUAGES = ["zh", "en"]
CODE = re.compile(r"[0-9A-Z]{2,}(?:-[0-9A-Z]{2,}){3,}")


def changed(before: list[str], now: list[str]) -> str:
    """Return what stands in the rows that are not as before, without blanks."""
    rows = [new for old, new in zip(before, now, strict=True) if old != new]
    return "".join("".join(rows).split())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_wrong_passphrase_leaves_nothing_but_the_sentence(home: Path, lang: str) -> None:
    before = {each.name: each.read_bytes() for each in home.iterdir()}
    with console(home, lang=lang) as terminal:
        terminal.shows(OFFICER, "F10")
        clean = terminal.lines
        terminal.send("not the passphrase", ENTER)
        sentence = catalogue(lang).say("vault.refused.passphrase")
        said = "".join(sentence.split())
        # The key bar is another while the passphrase is tried: wait until that is over.
        terminal.until(lambda: changed(clean, terminal.lines) == said, sentence)
        assert "•" not in terminal.text
        unlock(terminal)
        terminal.kill()
        terminal.ended()
    assert before["keys.json"] == (home / "keys.json").read_bytes()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_office_is_set_up_by_keyboard_and_opened_again(tmp_path: Path, lang: str) -> None:
    say, home = catalogue(lang).say, tmp_path / "office"
    assert len(PASSPHRASE) > SHORTEST_PASSPHRASE
    with console(home, lang=lang, anew=True) as terminal:
        terminal.shows(say("start.first.set_up"))
        terminal.send(ENTER)
        terminal.shows(say("start.set_up.again"))
        # Enter between texts that come in one write would be a line end of a pasted text.
        terminal.send(NAME, DOWN, DOWN, OFFICER, DOWN, PASSPHRASE, DOWN, PASSPHRASE, ENTER)
        terminal.until(lambda: CODE.search(terminal.text) is not None, "the recovery code")
        found = CODE.search(terminal.text)
        assert found is not None
        terminal.send("WRONG", ENTER)
        terminal.shows(say("start.recovery.wrong")[:12])
        terminal.send(found[0].rpartition("-")[2].lower(), ENTER)
        terminal.shows(say("action.roster.tonight"), OFFICER)
        terminal.send(CTRL_S)
        terminal.shows("●")
        terminal.send(F[10])
        terminal.shows(say("handover.quit_hint"))
        terminal.send(F[10])
        assert terminal.ended() == 0
    with console(home, lang=lang) as terminal:
        unlock(terminal)


def test_looking_around_leaves_nothing_behind(tmp_path: Path) -> None:
    home, temporary = tmp_path / "office", tmp_path / "tmp"
    temporary.mkdir()
    with console(home, lang="en", environ={"TMPDIR": str(temporary)}, anew=True) as terminal:
        terminal.shows(catalogue("en").say("start.first.demo"))
        terminal.send(DOWN, ENTER)
        terminal.shows("F9")
        assert list(temporary.glob("xfconsole-demo-*"))
        a_second_later(terminal)
        terminal.send(F[10])
        terminal.shows(catalogue("en").say("handover.quit_hint"))
        terminal.send(F[10])
        assert terminal.ended() == 0
    assert not home.exists()
    assert not list(temporary.glob("xfconsole-demo-*"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_without_a_terminal_one_sentence_says_so(home: Path, lang: str) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "xfconsole"],
        env=environment(home, lang),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr.count("\n") == 1
    assert "xfconsole matters" in ended.stderr
